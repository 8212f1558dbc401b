import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { fileObject } from './find-objects.ts';
import { defaultLimits, isRefusal, type StoredObject } from './stored-object.ts';
import { zipEntries } from './zip-entries.ts';

/** What has become of an object since it was read: the same bytes, others, or not to be read any more. */
export type ObjectState = 'intact' | 'changed' | 'gone';

/** Reads an object again, by the path under which it was read before, and compares its hash. */
export async function objectState(path: string, sha256: string): Promise<ObjectState> {
  let state: ObjectState = 'gone';
  try {
    for await (const object of reopened(path)) {
      const digest = createHash('sha256');
      for await (const chunk of object.read()) digest.update(chunk);
      if (digest.digest('hex') === sha256) return 'intact';
      state = 'changed';
    }
    return state;
  } catch {
    return state;
  }
}

/** The object at a path, or none; several where an archive holds one name twice. An archive stays open while they are read. */
async function* reopened(path: string): AsyncGenerator<StoredObject> {
  if (await isFile(path)) {
    yield fileObject(path, Number.MAX_SAFE_INTEGER);
    return;
  }
  for (const archive of archivesOf(path)) {
    if (!(await isFile(archive))) continue;
    for await (const entry of zipEntries(archive, defaultLimits))
      if (entry.path === path && !isRefusal(entry)) yield entry;
  }
}

/** Names of folders and entries may hold `!/` too: every place may be the one that parts them. */
export function archivesOf(path: string): readonly string[] {
  return [...path.matchAll(/!\//g)].map(({ index }) => path.slice(0, index));
}

export const isFile = async (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
