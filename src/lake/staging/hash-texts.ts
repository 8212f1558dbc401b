import { createHash, hash } from 'node:crypto';
import { statSync } from 'node:fs';
import { fileObject } from './find-objects.ts';
import { inflate, inflateWhole } from './inflate.ts';
import { archivesOf, isFile } from './reopen-object.ts';
import { isRefusal, type StagingLimits, type StoredObject } from './stored-object.ts';
import { hashed } from './text-hash.ts';
import { zipEntries } from './zip-entries.ts';

export interface TextHash {
  /** Of the object as it lies in storage. */
  readonly sha256: string;
  /** Of its inflated text; empty where it has none that is whole. */
  readonly text_sha256: string;
}

interface HashingOptions {
  readonly limits: StagingLimits;
  readonly signal: AbortSignal;
}

/** Reads objects again for the hashes of their texts. One that is gone or is no longer the same is left out. */
export async function* hashTexts(
  objects: ReadonlyMap<string, string>,
  options: HashingOptions,
): AsyncGenerator<TextHash> {
  const sha256s = new Map([...objects].map(([sha256, path]) => [path, sha256]));
  for await (const object of reopenAll([...sha256s.keys()], options.limits)) {
    options.signal.throwIfAborted();
    const found = await hashesOf(object, options.limits).catch(() => null);
    if (found !== null && found.sha256 === sha256s.get(object.path)) yield found;
  }
}

async function hashesOf(object: StoredObject, limits: StagingLimits): Promise<TextHash> {
  const stored = object.readWhole?.();
  const whole = stored && inflateWhole(stored);
  if (stored && whole) return { sha256: hash('sha256', stored), text_sha256: hash('sha256', whole) };
  const digest = createHash('sha256');
  const counted = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of object.read()) {
      digest.update(chunk);
      yield chunk;
    }
  };
  const bytes = counted();
  let textSha256 = '';
  try {
    for await (const _ of hashed(inflate(bytes, limits), (sha256) => (textSha256 = sha256)));
  } catch {
    // Broken compression: the rest is read only to know whether it is still the same object.
    const read = createHash('sha256');
    for await (const chunk of object.read()) read.update(chunk);
    return { sha256: read.digest('hex'), text_sha256: '' };
  }
  return { sha256: digest.digest('hex'), text_sha256: textSha256 };
}

/** The objects at these paths that can still be opened; an archive is walked once for all of its entries. */
async function* reopenAll(paths: readonly string[], limits: StagingLimits): AsyncGenerator<StoredObject> {
  const archives = new Map<string, Set<string>>();
  for (const path of paths) {
    if (await isFile(path)) yield fileObject(path, statSync(path).size);
    else for (const archive of archivesOf(path)) archives.set(archive, (archives.get(archive) ?? new Set()).add(path));
  }
  for (const [archive, wanted] of archives) {
    if (!(await isFile(archive))) continue;
    for await (const entry of zipEntries(archive, limits)) if (!isRefusal(entry) && wanted.has(entry.path)) yield entry;
  }
}
