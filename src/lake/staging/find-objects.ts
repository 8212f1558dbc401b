import {
  closeSync,
  createReadStream,
  lstatSync,
  openSync,
  opendirSync,
  readFileSync,
  readSync,
  statSync,
  type Stats,
} from 'node:fs';
import { glob } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { systemCode, systemReason } from '../system-reason.ts';
import { defaultLimits, type Refusal, type StoredObject } from './stored-object.ts';
import { isZip, zipEntries } from './zip-entries.ts';

// The walk is synchronous: for thousands of small files, waiting for a thread each time costs more than the reading.

/** Files up to this many stored bytes are read at once, which is cheaper than a stream. */
const wholeFileBytes = 16 * 1024 * 1024;
const readBytes = 1024 * 1024;

/** Tells whether a file or folder is one of our own, which are passed over wherever a walk comes upon them. */
type IsOwn = (found: Stats) => boolean;

/**
 * Every stored object under the given paths (files, folders, globs), in an order that does not
 * depend on the file system. What cannot be read comes as a refusal; it never ends the walk.
 * @param own files and folders to pass over, such as a workspace that lies among the logs
 */
export async function* findObjects(
  paths: readonly string[],
  folder: string,
  own: readonly string[] = [],
): AsyncGenerator<StoredObject | Refusal> {
  const identities = new Set(own.map(statsOf).flatMap((found) => (found instanceof Error ? [] : [identityOf(found)])));
  const isOwn: IsOwn = (found) => identities.size > 0 && identities.has(identityOf(found));
  for (const path of paths) yield* objectsAt(path, folder, isOwn);
}

/** The same for every path that leads to a file or folder. */
const identityOf = (found: Stats): string => `${found.dev}:${found.ino}`;

async function* objectsAt(given: string, folder: string, isOwn: IsOwn): AsyncGenerator<StoredObject | Refusal> {
  const path = resolve(folder, given);
  const found = statsOf(path);
  if (found instanceof Error) {
    if (/[*?[{]/.test(given)) yield* globbed(given, folder, isOwn);
    else yield { path: given, reason: systemReason(found) };
    return;
  }
  if (found.isDirectory()) yield* objectsUnder(path, isOwn);
  else if (found.isFile()) yield* objectsOf(path, found.size);
  else yield { path, reason: 'neither a file nor a folder' };
}

async function* globbed(pattern: string, folder: string, isOwn: IsOwn): AsyncGenerator<StoredObject | Refusal> {
  const matches = (await Array.fromAsync(glob(pattern, { cwd: folder }))).toSorted();
  if (matches.length === 0) yield { path: pattern, reason: 'matches nothing' };
  for (const match of matches) if (!isWithinOwn(resolve(folder, match), isOwn)) yield* objectsAt(match, folder, isOwn);
}

function isWithinOwn(path: string, isOwn: IsOwn): boolean {
  const found = statsOf(path);
  if (!(found instanceof Error) && isOwn(found)) return true;
  return dirname(path) !== path && isWithinOwn(dirname(path), isOwn);
}

/** Folders are walked one level at a time, so that a folder of a million files is never held whole per subtree. */
async function* objectsUnder(folder: string, isOwn: IsOwn): AsyncGenerator<StoredObject | Refusal> {
  const names: string[] = [];
  try {
    const listing = opendirSync(folder, { bufferSize: 512 });
    for (let entry = listing.readSync(); entry !== null; entry = listing.readSync()) {
      names.push(entry.name);
    }
    listing.closeSync();
  } catch (error) {
    yield { path: folder, reason: reasonInside(error) };
    return;
  }
  for (const name of names.toSorted()) {
    const path = join(folder, name);
    const found = statsOf(path);
    if (found instanceof Error) yield { path, reason: reasonInside(found) };
    else if (!isOwn(found)) yield* linkedOrPlain(path, found, isOwn);
  }
}

const statsOf = (path: string): Stats | Error => orError(() => statSync(path));

/** What is listed and not there leads nowhere or went away; only a path that was typed is `not found`. */
function reasonInside(error: unknown): string {
  return systemCode(error) === 'ENOENT' ? vanished : systemReason(error);
}

export const vanished = 'a link that leads nowhere, or gone before it was read';

/** A link to a file is read; a link to a folder is not followed, since it may lead back up. */
async function* linkedOrPlain(path: string, found: Stats, isOwn: IsOwn): AsyncGenerator<StoredObject | Refusal> {
  if (found.isFile()) yield* objectsOf(path, found.size);
  else if (!found.isDirectory()) yield { path, reason: 'neither a file nor a folder' };
  else if (lstatSync(path).isSymbolicLink()) yield { path: path + sep, reason: 'a link to a folder is not followed' };
  else yield* objectsUnder(path, isOwn);
}

/** Small files are read once, for what they are and for what they hold. */
async function* objectsOf(path: string, size: number): AsyncGenerator<StoredObject | Refusal> {
  const isSmall = size <= wholeFileBytes;
  const head = isSmall ? allBytes(path) : firstBytes(path);
  if (head instanceof Error) yield { path, reason: reasonInside(head) };
  else if (isZip(head)) yield* zipEntries(path, defaultLimits);
  else yield isSmall ? { ...fileObject(path, size), readWhole: () => head } : fileObject(path, size);
}

const allBytes = (path: string): Buffer | Error => orError(() => readFileSync(path));

const firstBytes = (path: string): Buffer | Error =>
  orError(() => {
    const descriptor = openSync(path, 'r');
    try {
      const bytes = Buffer.alloc(4);
      return bytes.subarray(0, readSync(descriptor, bytes, 0, 4, 0));
    } finally {
      closeSync(descriptor);
    }
  });

function orError<Value>(read: () => Value): Value | Error {
  try {
    return read();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

export function fileObject(path: string, size: number): StoredObject {
  const read = (): AsyncIterable<Buffer> => createReadStream(path, { highWaterMark: readBytes });
  return size > wholeFileBytes ? { path, size, read } : { path, size, read, readWhole: () => readFileSync(path) };
}
