import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { systemReason } from '../system-reason.ts';
import type { Refusal, StoredObject } from './stored-object.ts';

export const isZip = (head: Buffer): boolean => head.length >= 4 && head.readUInt32LE(0) === 0x04034b50;

/**
 * The files in an archive, each an object of its own whose bytes are the inflated entry.
 * An object is to be read before the next one is asked for.
 */
export async function* zipEntries(path: string): AsyncGenerator<StoredObject | Refusal> {
  let zip: ZipFile | null = null;
  try {
    zip = await openPromise(path, { autoClose: false });
    for await (const entry of zip.eachEntry()) {
      if (!entry.fileName.endsWith('/')) yield objectOrRefusal(path, zip, entry);
    }
  } catch (error) {
    yield { path, reason: `damaged archive: ${systemReason(error)}` };
  } finally {
    zip?.close();
  }
}

function objectOrRefusal(path: string, zip: ZipFile, entry: Entry): StoredObject | Refusal {
  const name = `${path}!/${entry.fileName}`;
  if (entry.isEncrypted()) return { path: name, reason: 'encrypted archive entry' };
  return { path: name, size: entry.compressedSize, read: () => entryBytes(zip, entry) };
}

async function* entryBytes(zip: ZipFile, entry: Entry): AsyncGenerator<Buffer> {
  for await (const chunk of await zip.openReadStreamPromise(entry)) yield chunk as Buffer;
}
