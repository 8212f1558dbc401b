import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { storageError } from './system-reason.ts';

/** Forces a file or folder to the disk, so that a rename that follows never shows half of it. */
export function syncToDisk(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Puts a finished file in its place: after a crash it is there whole, or not at all. */
export function moveDurably(from: string, to: string): void {
  try {
    mkdirSync(dirname(to), { recursive: true });
    syncToDisk(from);
    renameSync(from, to);
    syncToDisk(dirname(to));
  } catch (error) {
    throw storageError(error, to);
  }
}

/** Writes a small file by way of a temporary one beside it. */
export function writeDurably(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.tmp`, text, { mode: 0o600 });
  } catch (error) {
    throw storageError(error, path);
  }
  moveDurably(`${path}.tmp`, path);
}
