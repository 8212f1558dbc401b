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

/** Makes a folder and those above it: each counts only once the one above it is on the disk. */
function makeFolderDurably(path: string): void {
  const first = mkdirSync(path, { recursive: true });
  if (first === undefined) return;
  for (let folder = path; folder.length >= first.length; folder = dirname(folder)) syncToDisk(dirname(folder));
}

/** Puts a finished file in its place: after a crash it is there whole, or not at all. */
export function moveDurably(from: string, to: string): void {
  try {
    makeFolderDurably(dirname(to));
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
