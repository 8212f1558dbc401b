import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { fileObject } from './find-objects.ts';
import { isRefusal, type StoredObject } from './stored-object.ts';
import { zipEntries } from './zip-entries.ts';

/** What has become of an object since it was read: the same bytes, others, or not to be read any more. */
export type ObjectState = 'intact' | 'changed' | 'gone';

/** Reads an object again, by the path under which it was read before, and compares its hash. */
export async function objectState(path: string, sha256: string): Promise<ObjectState> {
  try {
    for await (const object of reopened(path)) {
      const digest = createHash('sha256');
      for await (const chunk of object.read()) digest.update(chunk);
      return digest.digest('hex') === sha256 ? 'intact' : 'changed';
    }
    return 'gone';
  } catch {
    return 'gone';
  }
}

/** The object at a path, or none; while it is read, its archive stays open. */
async function* reopened(path: string): AsyncGenerator<StoredObject> {
  if (await isFile(path)) {
    yield fileObject(path, Number.MAX_SAFE_INTEGER);
    return;
  }
  for (const archive of archivesOf(path)) {
    if (!(await isFile(archive))) continue;
    for await (const entry of zipEntries(archive)) if (entry.path === path && !isRefusal(entry)) yield entry;
  }
}

/** Names of folders and entries may hold `!/` too: every place may be the one that parts them. */
function archivesOf(path: string): readonly string[] {
  return [...path.matchAll(/!\//g)].map(({ index }) => path.slice(0, index));
}

const isFile = async (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
