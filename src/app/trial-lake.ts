import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { detect } from '../detect/detect.ts';
import type { LoadedRules } from '../detect/sigma/load.ts';
import type { Accounting } from '../lake/accounting.ts';
import { countIn, numberOf, textIn, textOf } from '../lake/cells.ts';
import { openDuckDb } from '../lake/duckdb/engine.ts';
import type { Engine, Row } from '../lake/engine.ts';
import { eventsSql } from '../lake/events-sql.ts';
import { freshFolder } from '../lake/fresh-folder.ts';
import { ingest } from '../lake/ingest.ts';
import { readManifest } from '../lake/manifest.ts';
import { findObjects } from '../lake/staging/find-objects.ts';
import { defaultLimits } from '../lake/staging/stored-object.ts';
import type { Knowledge } from './knowledge.ts';

/** One event of a log and the rules that matched it, by their place among the rules, then the correlations. */
export interface TriedEvent {
  /** Zero-based index of the record in the log. */
  readonly record: number;
  /** Operation and time, for a person. */
  readonly about: string;
  readonly matchedBy: readonly number[];
}

export interface TriedLog {
  readonly events: readonly TriedEvent[];
  /** Why records, or the whole log, did not become events. */
  readonly troubles: readonly string[];
}

/** A lake for a moment, in a temporary folder, in which rules are tried on a few logs. */
export interface TrialLake {
  readonly engine: Engine;
  /** By path of the log. Logs whose records would fall together in one lake are tried apart. */
  tryRules(rules: TriedRules, logs: readonly string[]): Promise<ReadonlyMap<string, TriedLog>>;
  close(): Promise<void>;
}

export type TriedRules = Pick<LoadedRules, 'rules' | 'correlations' | 'silent'>;

interface Parts {
  readonly knowledge: Knowledge;
  readonly signal: AbortSignal;
}

/** Enough for any fixture; what is larger is spilled to disk. */
const engineMemoryMiB = 256;
/** Fixtures may be of any time. */
const notAfter = '9999-12-31T00:00:00Z';

export async function openTrialLake({ knowledge, signal }: Parts): Promise<TrialLake> {
  const folder = await mkdtemp(join(tmpdir(), 'beewolf-rules-'));
  const engine = await openDuckDb({ memoryMiB: engineMemoryMiB, threads: 1, tempDirectory: join(folder, 'spill') });
  signal.addEventListener('abort', engine.interrupt);
  const trial = { engine, folder, knowledge, signal };
  return {
    engine,
    tryRules: (rules, logs) => tryTogether(trial, rules, logs),
    close: async () => {
      signal.removeEventListener('abort', engine.interrupt);
      await engine.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Trial extends Parts {
  readonly engine: Engine;
  readonly folder: string;
}

/**
 * One lake for all logs costs a tenth of one for each; but where records are lost in it, as duplicates
 * of another log's or because they are none, halves are tried until it is plain which.
 */
async function tryTogether(
  trial: Trial,
  rules: TriedRules,
  logs: readonly string[],
): Promise<ReadonlyMap<string, TriedLog>> {
  if (logs.length === 0) return new Map();
  const lake = freshFolder(join(trial.folder, 'lake'));
  const scratch = freshFolder(join(trial.folder, 'scratch'));
  const { engine, knowledge, signal } = trial;
  const objects = findObjects(logs, trial.folder);
  const accounting = await ingest(objects, {
    ...knowledge,
    lake,
    scratch,
    engine,
    limits: defaultLimits,
    notAfter,
    signal,
  });
  const troubles = troublesOf(accounting);
  if (troubles.length > 0 && logs.length > 1) {
    const half = Math.ceil(logs.length / 2);
    const first = await tryTogether(trial, rules, logs.slice(0, half));
    return new Map([...first, ...(await tryTogether(trial, rules, logs.slice(half)))]);
  }
  const { partitions } = readManifest(lake);
  await engine.run(`CREATE OR REPLACE TEMP VIEW events AS ${eventsSql(lake, partitions)}`);
  const matches = freshFolder(join(trial.folder, 'matches'));
  await detect({ ...knowledge, engine, lake, partitions, ...rules, matches, scratch });
  const found = Map.groupBy(await engine.rows(triedSql), (row) => textIn(row, 'object'));
  const tried = logs.map(async (log) => {
    const sha256 = createHash('sha256')
      .update(await readFile(log))
      .digest('hex');
    return [log, { events: eventsOf(found.get(sha256) ?? []), troubles }] as const;
  });
  return new Map(await Promise.all(tried));
}

const triedSql = `SELECT object, record, operation, "time", rule FROM events
  LEFT JOIN (SELECT DISTINCT event_uid, rule FROM matches) USING (event_uid) ORDER BY object, record, rule`;

function eventsOf(rows: readonly Row[]): readonly TriedEvent[] {
  return [...Map.groupBy(rows, (row) => countIn(row, 'record'))].map(([record, same]) => ({
    record,
    about: aboutOf(same[0]),
    matchedBy: same.flatMap((row) => numberOf(row['rule']) ?? []),
  }));
}

const aboutOf = (row: Row | undefined): string =>
  [textOf(row?.['operation']), textOf(row?.['time'])?.slice(0, '2026-01-31T23:59:59'.length).replace('T', ' ')]
    .filter((part) => typeof part === 'string')
    .join(', ');

/** What kept records of these logs from becoming events of their own; nothing where all did. */
function troublesOf({ objects, records }: Accounting): readonly string[] {
  return [
    ...objects.refused.map(({ reason }) => `refused: ${reason}`),
    ...(objects.known > 0 ? [`${objects.known} logs hold the bytes of another`] : []),
    ...records.set_aside.map(({ reason, count }) => `${count} of ${records.read} records set aside: ${reason}`),
    ...(records.duplicates > 0 ? [`${records.duplicates} of ${records.read} records stand twice`] : []),
  ];
}
