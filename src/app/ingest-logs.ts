import { createWriteStream, mkdirSync, renameSync, statSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Accounting } from '../lake/accounting.ts';
import { ingest, type IngestOptions } from '../lake/ingest.ts';
import { fileObject, findObjects } from '../lake/staging/find-objects.ts';
import { storageError } from '../lake/system-reason.ts';
import { defaultLimits, type Refusal, type StoredObject } from '../lake/staging/stored-object.ts';
import type { Source } from '../model/source.ts';
import { ownFiles, type Workspace } from './workspace.ts';

export interface LogInputs {
  /** Files, folders and globs, relative to `cwd`; `-` is standard input. */
  readonly paths: readonly string[];
  readonly cwd: string;
  readonly stdin: AsyncIterable<Buffer>;
}

type Watch = Pick<IngestOptions, 'onStep' | 'onProgress' | 'onNote'>;

export interface IngestRequest extends Watch {
  readonly sources: readonly Source[];
  /** The wall clock, RFC 3339: records more than a day ahead of it are set aside. */
  readonly now: string;
  /** What the newest record is taken for where none is dated, RFC 3339. */
  readonly latest?: string;
  readonly signal: AbortSignal;
}

const dayMs = 24 * 60 * 60 * 1000;

/** Brings logs into the workspace's lake and says where every object and record went. */
export async function ingestLogs(inputs: LogInputs, workspace: Workspace, request: IngestRequest): Promise<Accounting> {
  return ingest(objectsOf(inputs, workspace, request.signal), {
    ...request,
    lake: workspace.lake,
    scratch: workspace.scratch,
    engine: workspace.engine,
    limits: defaultLimits,
    notAfter: new Date(Date.parse(request.now) + dayMs).toISOString(),
  });
}

async function* objectsOf(
  inputs: LogInputs,
  workspace: Workspace,
  signal: AbortSignal,
): AsyncGenerator<StoredObject | Refusal> {
  mkdirSync(workspace.lake, { recursive: true, mode: 0o700 });
  const own = ownFiles(workspace.folder);
  for (const path of inputs.paths) {
    if (path === '-') yield await keepStandardInput(inputs.stdin, workspace, signal);
    else yield* findObjects([path], inputs.cwd, own);
  }
}

/** Standard input cannot be read twice, so it is kept under its hash before anything is made of it. */
async function keepStandardInput(
  stdin: AsyncIterable<Buffer>,
  workspace: Workspace,
  signal: AbortSignal,
): Promise<StoredObject> {
  mkdirSync(workspace.kept, { recursive: true, mode: 0o700 });
  const arriving = join(workspace.scratch, 'standard-input');
  const digest = createHash('sha256');
  await pipeline(
    stdin,
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        digest.update(chunk);
        yield chunk;
      }
    },
    createWriteStream(arriving, { mode: 0o600, flush: true }),
    { signal },
  ).catch((error: unknown) => {
    throw signal.aborted ? error : storageError(error, arriving);
  });
  const path = join(workspace.kept, digest.digest('hex'));
  renameSync(arriving, path);
  return fileObject(path, statSync(path).size);
}
