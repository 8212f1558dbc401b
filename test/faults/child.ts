import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { detect } from '../../src/detect/detect.ts';
import { loadRules } from '../../src/detect/sigma/load.ts';
import type { IngestStep } from '../../src/lake/commit-folder.ts';
import { openDuckDb } from '../../src/lake/duckdb/engine.ts';
import type { Engine } from '../../src/lake/engine.ts';
import { eventsSql } from '../../src/lake/events-sql.ts';
import { freshFolder } from '../../src/lake/fresh-folder.ts';
import { ingest } from '../../src/lake/ingest.ts';
import { readManifest } from '../../src/lake/manifest.ts';
import { findObjects } from '../../src/lake/staging/find-objects.ts';
import { defaultLimits } from '../../src/lake/staging/stored-object.ts';
import { nimbus } from '../nimbus-source.ts';

/** Where a run kills itself: before the given occurrence of a named step, or of a statement to the engine. */
export type Point = { readonly step: IngestStep; readonly occurrence: number } | { readonly statement: number };

export interface Task {
  readonly folder: string;
  /** What to ingest, relative to the folder. */
  readonly logs: readonly string[];
  readonly isDetecting: boolean;
  readonly point: Point | null;
}

/** What a run that lived to its end came to. */
export interface Outcome {
  readonly steps: Readonly<Partial<Record<IngestStep, number>>>;
  readonly statements: number;
  /** Uid and raw text of every event, sorted. */
  readonly events: readonly (readonly [string, string])[];
  /** Rule and uid of every match, sorted. */
  readonly matches: readonly string[];
}

const rules = ['Launch', 'Stop'].map((operation) => ({
  path: `${operation}.yml`,
  origin: 'test',
  text: `title: ${operation}\nlogsource:\n  product: nimbus\ndetection:\n  one:\n    what: ${operation}\n  condition: one\n`,
}));

const die = (): void => void process.kill(process.pid, 'SIGKILL');

/** One run on the workspace in a folder: ingest, and detect if asked. Kills its process at the given point. */
export async function run(task: Task): Promise<Outcome> {
  const { folder, point } = task;
  const [lake, matches] = [join(folder, 'lake'), join(folder, 'matches')];
  const scratch = freshFolder(join(folder, 'scratch'));
  mkdirSync(lake, { recursive: true });
  const steps: Partial<Record<IngestStep, number>> = {};
  const plain = await openDuckDb({ memoryMiB: 300, threads: 1, tempDirectory: join(scratch, 'spill') });
  let statements = 0;
  const counted =
    <T>(ask: (sql: string) => T) =>
    (sql: string): T => {
      if (point !== null && 'statement' in point && point.statement === statements) die();
      statements += 1;
      return ask(sql);
    };
  const engine: Engine = {
    ...plain,
    run: counted(plain.run),
    rows: counted(plain.rows),
    stream: counted(plain.stream),
  };
  await ingest(findObjects(task.logs, folder), {
    lake,
    scratch,
    engine,
    sources: [nimbus],
    limits: { ...defaultLimits, batchBytes: 16 * 1024 },
    recordsACommit: 150,
    notAfter: '2030-01-01T00:00:00Z',
    signal: new AbortController().signal,
    onStep: (step) => {
      if (point !== null && 'step' in point && point.step === step && point.occurrence === (steps[step] ?? 0)) die();
      steps[step] = (steps[step] ?? 0) + 1;
    },
  });
  const { partitions } = readManifest(lake);
  const compiled = loadRules(rules, { resolve: (name) => ({ path: name.split('.') }) }).rules;
  if (task.isDetecting)
    await detect({ engine, lake, partitions, sources: [nimbus], rules: compiled, matches, scratch });
  const events = await plain.rows(`SELECT event_uid, raw FROM (${eventsSql(lake, partitions)}) ORDER BY ALL`);
  const found = task.isDetecting ? await plain.rows('SELECT rule, event_uid FROM matches ORDER BY ALL') : [];
  await plain.close();
  return {
    steps,
    statements,
    events: events.map(({ event_uid: uid, raw }) => [String(uid), String(raw)] as const),
    matches: found.map(({ rule, event_uid: uid }) => `${String(rule)} ${String(uid)}`),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await run(JSON.parse(process.argv[2] ?? '') as Task);
