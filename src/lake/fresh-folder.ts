import { mkdirSync, rmSync } from 'node:fs';
import { storageError } from './system-reason.ts';

/** Makes a folder that is empty, whatever a crashed run left in it. */
export function freshFolder(path: string): string {
  try {
    rmSync(path, { recursive: true, force: true });
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return path;
  } catch (error) {
    throw storageError(error, path);
  }
}
