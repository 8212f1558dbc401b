import { createReadStream, readFileSync } from 'node:fs';
import { glob, open, opendir, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { systemCode, systemReason } from '../system-reason.ts';
import { defaultLimits, type Refusal, type StoredObject } from './stored-object.ts';
import { isZip, zipEntries } from './zip-entries.ts';

/** Files up to this many stored bytes are read at once, which is cheaper than a stream. */
const wholeFileBytes = 16 * 1024 * 1024;
const readBytes = 1024 * 1024;

/**
 * Every stored object under the given paths (files, folders, globs), in an order that does not
 * depend on the file system. What cannot be read comes as a refusal; it never ends the walk.
 */
export async function* findObjects(paths: readonly string[], folder: string): AsyncGenerator<StoredObject | Refusal> {
  for (const path of paths) yield* objectsAt(path, resolve(folder, path), folder);
}

async function* objectsAt(given: string, path: string, folder: string): AsyncGenerator<StoredObject | Refusal> {
  const kind = await stat(path).catch((error: unknown) => error);
  if (kind instanceof Error) {
    if (/[*?[{]/.test(given)) yield* globbed(given, folder);
    else yield { path: given, reason: systemReason(kind) };
    return;
  }
  const found = kind as Awaited<ReturnType<typeof stat>>;
  if (found.isDirectory()) yield* objectsUnder(path);
  else if (found.isFile()) yield* objectsOf(path, Number(found.size));
  else yield { path, reason: 'neither a file nor a folder' };
}

async function* globbed(pattern: string, folder: string): AsyncGenerator<StoredObject | Refusal> {
  const matches = (await Array.fromAsync(glob(pattern, { cwd: folder }))).toSorted();
  if (matches.length === 0) yield { path: pattern, reason: 'matches nothing' };
  for (const match of matches) yield* objectsAt(match, resolve(folder, match), folder);
}

/** Folders are walked one level at a time, so that a folder of a million files is never held whole per subtree. */
async function* objectsUnder(folder: string): AsyncGenerator<StoredObject | Refusal> {
  const names: { name: string; isFolder: boolean }[] = [];
  try {
    for await (const entry of await opendir(folder)) {
      names.push({ name: entry.name, isFolder: entry.isDirectory() });
    }
  } catch (error) {
    yield { path: folder, reason: reasonInside(error) };
    return;
  }
  names.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { name, isFolder } of names) {
    const path = join(folder, name);
    if (isFolder) {
      yield* objectsUnder(path);
      continue;
    }
    const found = await stat(path).catch((error: unknown) => error);
    if (found instanceof Error) yield { path, reason: reasonInside(found) };
    else yield* linkedOrPlain(path, found as Awaited<ReturnType<typeof stat>>);
  }
}

/** What is listed and not there leads nowhere or went away; only a path that was typed is `not found`. */
function reasonInside(error: unknown): string {
  return systemCode(error) === 'ENOENT' ? vanished : systemReason(error);
}

export const vanished = 'a link that leads nowhere, or gone before it was read';

/** A link to a file is read; a link to a folder is not followed, since it may lead back up. */
async function* linkedOrPlain(
  path: string,
  found: { isFile(): boolean; isDirectory(): boolean; size: number | bigint },
): AsyncGenerator<StoredObject | Refusal> {
  if (found.isFile()) yield* objectsOf(path, Number(found.size));
  else if (found.isDirectory()) yield { path: path + sep, reason: 'a link to a folder is not followed' };
  else yield { path, reason: 'neither a file nor a folder' };
}

async function* objectsOf(path: string, size: number): AsyncGenerator<StoredObject | Refusal> {
  const head = await firstBytes(path).catch((error: unknown) => error);
  if (!Buffer.isBuffer(head)) yield { path, reason: reasonInside(head) };
  else if (isZip(head)) yield* zipEntries(path, defaultLimits);
  else yield fileObject(path, size);
}

async function firstBytes(path: string): Promise<Buffer> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

export function fileObject(path: string, size: number): StoredObject {
  const read = (): AsyncIterable<Buffer> => createReadStream(path, { highWaterMark: readBytes });
  return size > wholeFileBytes ? { path, size, read } : { path, size, read, readWhole: () => readFileSync(path) };
}
