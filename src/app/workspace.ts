import { join } from 'node:path';
import { openDuckDb } from '../lake/duckdb/engine.ts';
import type { Engine } from '../lake/engine.ts';
import { freshFolder } from '../lake/fresh-folder.ts';
import { lockWorkspace } from '../lake/lock.ts';

/** One case: its lake, what was found in it, and an engine that asks. Only one process has it at a time. */
export interface Workspace {
  readonly folder: string;
  readonly lake: string;
  /** Emptied at the start of every run; all in it may be lost. */
  readonly scratch: string;
  /** Objects kept because they cannot be read again where they came from. */
  readonly kept: string;
  readonly matches: string;
  readonly summaries: string;
  readonly engine: Engine;
  close(): Promise<void>;
}

interface WorkspaceOptions {
  readonly signal: AbortSignal;
  readonly onWait: () => void;
}

/** Where a workspace keeps its events. */
export const lakeFolder = (folder: string): string => join(folder, 'lake');

/** All that may lie in a workspace and is ours; somebody's logs may lie beside it. */
const ownNames = [
  'lake',
  'scratch',
  'kept',
  'matches',
  'summaries',
  'findings',
  'incidents',
  'lock.db',
  'lock.db-journal',
];

export const ownFiles = (folder: string): readonly string[] => ownNames.map((name) => join(folder, name));

/** Enough for the widest conversion; the whole process stays under a gibibyte with it. */
const engineMemoryMiB = 400;
const lockWaitMs = 10 * 60 * 1000;

/** @throws AppError workspace.busy, workspace.full, workspace.damaged */
export async function openWorkspace(folder: string, options: WorkspaceOptions): Promise<Workspace> {
  const release = await lockWorkspace(join(folder, 'lock.db'), { waitMs: lockWaitMs, ...options });
  try {
    const scratch = freshFolder(join(folder, 'scratch'));
    const engine = await openDuckDb({ memoryMiB: engineMemoryMiB, threads: 1, tempDirectory: join(scratch, 'spill') });
    options.signal.addEventListener('abort', engine.interrupt);
    return {
      folder,
      lake: lakeFolder(folder),
      scratch,
      kept: join(folder, 'kept'),
      matches: join(folder, 'matches'),
      summaries: join(folder, 'summaries'),
      engine,
      close: async () => {
        options.signal.removeEventListener('abort', engine.interrupt);
        await engine.close();
        freshFolder(scratch);
        release();
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}
