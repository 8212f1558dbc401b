import { crc32 } from 'node:zlib';
import { getFileNameLowLevel, openPromise, type Entry, type ZipFile } from 'yauzl';
import { systemReason } from '../system-reason.ts';
import { Refused } from './refused.ts';
import type { Refusal, StagingLimits, StoredObject } from './stored-object.ts';

export const isZip = (head: Buffer): boolean => head.length >= 4 && head.readUInt32LE(0) === 0x04034b50;

/**
 * The files in an archive, each an object of its own whose bytes are the inflated entry.
 * An object is to be read before the next one is asked for. Names only say where an object came from:
 * nothing is ever written under them, so that any name will do.
 */
export async function* zipEntries(path: string, limits: StagingLimits): AsyncGenerator<StoredObject | Refusal> {
  let zip: ZipFile | null = null;
  let inflated = 0;
  try {
    zip = await openPromise(path, { autoClose: false, decodeStrings: false });
    for await (const entry of zip.eachEntry()) {
      const name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
      if (name.endsWith('/')) continue;
      const reason = refusalOf(entry, inflated, { ...limits, archiveBytes: zip.fileSize });
      if (reason === null) inflated += entry.uncompressedSize;
      yield reason === null ? objectOf(`${path}!/${name}`, zip, entry) : { path: `${path}!/${name}`, reason };
    }
  } catch (error) {
    yield { path, reason: `damaged archive: ${systemReason(error)}` };
  } finally {
    zip?.close();
  }
}

/** The size that an entry declares is the most that it can inflate to; entries may overlap, so their sum counts too. */
function refusalOf(
  entry: Entry,
  inflated: number,
  limits: StagingLimits & { readonly archiveBytes: number },
): string | null {
  const { maxObjectBytes, ratioFreeBytes, maxRatio, archiveBytes } = limits;
  if (entry.isEncrypted()) return 'encrypted archive entry';
  if (entry.uncompressedSize > maxObjectBytes) return `inflates to more than ${maxObjectBytes} bytes`;
  const sum = inflated + entry.uncompressedSize;
  if (sum > ratioFreeBytes && sum > archiveBytes * maxRatio)
    return `inflates to more than ${maxRatio} times the archive's size`;
  return null;
}

const objectOf = (path: string, zip: ZipFile, entry: Entry): StoredObject => ({
  path,
  size: entry.compressedSize,
  read: () => entryBytes(zip, entry),
});

async function* entryBytes(zip: ZipFile, entry: Entry): AsyncGenerator<Buffer> {
  let checksum = 0;
  try {
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      checksum = crc32(chunk as Buffer, checksum);
      yield chunk as Buffer;
    }
  } catch (cause) {
    throw new Refused('damaged archive entry', { cause });
  }
  if (checksum !== entry.crc32) throw new Refused('damaged archive entry: its checksum is wrong');
}
