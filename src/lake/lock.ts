import { DatabaseSync } from 'node:sqlite';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '../model/errors.ts';
import { makeFolder } from './make-folder.ts';
import { storageError } from './system-reason.ts';

const pollMs = 100;

interface LockOptions {
  readonly waitMs: number;
  readonly signal: AbortSignal;
  /** Called once, when another run holds the workspace. */
  readonly onWait: () => void;
}

/**
 * Makes this process the only one that uses a workspace, waiting while another does. The lock is the
 * operating system's, by way of SQLite's: it goes with the process, however that ends.
 * @returns a function that gives the workspace free
 * @throws AppError workspace.busy after `waitMs`, workspace.damaged where the lock is none, cancelled
 */
export async function lockWorkspace(path: string, options: LockOptions): Promise<() => void> {
  const database = openLock(path);
  try {
    await untilLocked(database, path, options);
  } catch (error) {
    database.close();
    throw error;
  }
  return () => database.close();
}

async function untilLocked(database: DatabaseSync, path: string, options: LockOptions): Promise<void> {
  const deadline = performance.now() + options.waitMs;
  let hasTold = false;
  while (!tryLock(database, path)) {
    if (performance.now() > deadline) {
      throw new AppError('workspace.busy', `another run is using ${dirname(path)}`, {
        hint: 'wait for it, or give this one a folder of its own with --workspace',
      });
    }
    if (!hasTold) options.onWait();
    hasTold = true;
    await wait(pollMs, undefined, { signal: options.signal }).catch((cause: unknown) => {
      throw new AppError('cancelled', 'interrupted', { cause });
    });
  }
}

function openLock(path: string): DatabaseSync {
  try {
    makeFolder(dirname(path));
    return new DatabaseSync(path, { timeout: 0 });
  } catch (error) {
    throw storageError(error, path);
  }
}

function tryLock(database: DatabaseSync, path: string): boolean {
  try {
    database.exec('BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    if (error instanceof Error && /locked|busy/i.test(error.message)) return false;
    throw storageError(error, path);
  }
}
