import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { runHunt } from '../../src/app/run-hunt.ts';
import { runInvestigate } from '../../src/app/run-investigate.ts';
import type { CaseRequest } from '../../src/app/pipeline.ts';
import { openDuckDb } from '../../src/lake/duckdb/engine.ts';
import type { Engine } from '../../src/lake/engine.ts';
import { eventsSql } from '../../src/lake/events-sql.ts';
import { readLedger } from '../../src/lake/ledger.ts';
import { readManifest } from '../../src/lake/manifest.ts';
import { list, literal } from '../../src/lake/sql.ts';
import type { Finding } from '../../src/model/finding.ts';
import { knowledge } from '../../src/registry/knowledge.ts';
import { readOwnRules, type OwnRule } from '../../src/registry/rules.ts';
import { violations, violationsInText } from '../contract.ts';
import { strayFiles } from '../faults/crash-site.ts';
import { fateOf, judge, type Control, type Outcome, type Taken } from './judge-logs.ts';
import type { Fault, LogMutant, Verdict } from './mutant.ts';
import { tryCommand } from './try-command.ts';

/** What stays the same from one try to the next. */
export interface Bench {
  readonly engine: Engine;
  readonly rules: readonly OwnRule[];
  /** An attack, as it is delivered, that stands beside the mutants. */
  readonly early: Control;
  /** What comes in a second run. */
  readonly late: Control;
}

/** The clock of every run; records are older. */
const now = '2027-06-01T00:00:00Z';

/** Of our rules every so manieth meets the mutants. */
const rulesApart = 9;

export async function openBench(scenario: readonly string[]): Promise<Bench> {
  const engine = await openDuckDb({ memoryMiB: 400, threads: 1, tempDirectory: tmpdir() });
  const control = (texts: readonly string[]): Control => ({
    bytes: Buffer.from(`{"Records":[${texts.join(',')}]}`),
    texts,
  });
  const late = scenario.slice(0, 3).map((text, index) => text.replace(/"eventID":"/, `"eventID":"late-${index}-`));
  // Damage is in the logs: a few rules of each kind meet it as well as all of them, and in a quarter of the time.
  const rules = (await readOwnRules()).filter((_, index) => index % rulesApart === 0);
  return { engine, rules, early: control(scenario), late: control(late) };
}

/**
 * Ingests, hunts and investigates mutants together in a workspace of their own, twice, and says what is
 * wrong. @param isByCommand also by the real command line
 */
export async function tryLogs(mutants: readonly LogMutant[], bench: Bench, isByCommand: boolean): Promise<Verdict> {
  const folder = mkdtempSync(join(tmpdir(), 'beewolf-fuzz-'));
  try {
    lay(folder, mutants, bench);
    const outcome = await runTwice(folder, bench);
    const found = 'crash' in outcome ? [outcome.crash] : judge(mutants, outcome, bench);
    const said = isByCommand ? await tryCommand(folder, ['hunt', 'logs', '-w', 'by-command', '-o', 'jsonl']) : [];
    const all = mutants.map(({ number }) => number);
    return {
      faults: [...found, ...said.map((what): Fault => ({ kind: 'command', what, mutants: all }))],
      fates:
        'crash' in outcome ? new Map() : new Map(mutants.map((mutant) => [mutant.number, fateOf(mutant, outcome)])),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Each mutant in a folder of its own, the controls beside them. */
function lay(folder: string, mutants: readonly LogMutant[], { early, late }: Bench): void {
  for (const { number, files } of mutants) {
    const own = join(folder, 'logs', String(number));
    mkdirSync(own, { recursive: true });
    for (const { name, bytes } of files) writeFileSync(join(own, name), bytes);
  }
  mkdirSync(join(folder, 'more'));
  writeFileSync(join(folder, 'logs/early.json'), early.bytes);
  writeFileSync(join(folder, 'more/late.json'), late.bytes);
}

/** A run over all, then one over all and something new: what was known must stay known. */
async function runTwice(folder: string, bench: Bench): Promise<Outcome | { readonly crash: Fault }> {
  const workspace = join(folder, '.beewolf');
  const notes: string[] = [];
  const request = (paths: readonly string[]): CaseRequest => ({
    logs: { paths, cwd: folder, stdin: Readable.from([]) },
    rules: { folders: [], cwd: folder, own: bench.rules },
    suppressions: [],
    intel: [],
    hasBaselines: true,
    asOf: null,
    timezone: 'UTC',
    knowledge,
    folder: workspace,
    now,
    signal: new AbortController().signal,
    tell: { note: (note) => notes.push(note.trim()), show: () => undefined },
  });
  try {
    const first = await runHunt({ ...request(['logs']), isPerEvent: false }, async ({ accounting, findings }) => {
      const told = await Array.fromAsync(findings);
      return { accounting, told };
    });
    const firstNotes = notes.splice(0);
    const lake = await taken(workspace, bench.engine);
    const tool = { version: '0', node: process.versions.node, started_at: now };
    const options = {
      identities: [],
      since: null,
      until: null,
      asOf: null,
      ownPrices: null,
      notes: null,
      reportZone: null,
      out: null,
      isForced: false,
      tool,
    };
    const { summary } = await runInvestigate({ ...request(['logs', 'more']), ...options });
    return {
      folder,
      first: first.accounting,
      notes: firstNotes,
      lake,
      second: { objects: summary.objects, records: summary.records },
      after: await taken(workspace, bench.engine),
      violations: [
        ...findingViolations(first.told),
        ...violations('summary', summary),
        ...incidentViolations(workspace),
      ],
      strays: [...strayFiles(workspace), ...readdirSync(join(workspace, 'scratch'))],
    };
  } catch (error) {
    return { crash: { kind: 'crash', what: stackOf(error), mutants: [] } };
  }
}

const findingViolations = (findings: readonly Finding[]): readonly string[] =>
  findings.flatMap((finding) => violations('finding', finding));

function incidentViolations(workspace: string): readonly string[] {
  const folder = join(workspace, 'incidents');
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => violationsInText('incident', readFileSync(join(folder, entry.name, 'incident.json'), 'utf8')));
}

/** What an error says, with its causes and places. */
export function stackOf(error: unknown): string {
  const lines: string[] = [];
  for (let at = error; at instanceof Error; at = at.cause) lines.push(at.stack ?? String(at));
  return lines.length > 0 ? lines.join('\ncaused by ') : String(error);
}

/** All that a lake holds, read without the code that filled it. */
async function taken(workspace: string, engine: Engine): Promise<Taken> {
  const lake = join(workspace, 'lake');
  const manifest = readManifest(lake);
  const events = await engine.rows(
    `SELECT event_uid, CAST(raw AS VARCHAR) AS raw, object FROM (${eventsSql(lake, manifest.partitions)})`,
  );
  const files = list(manifest.asides.map((file) => literal(join(lake, file))));
  const asides =
    manifest.asides.length === 0
      ? []
      : await engine.rows(
          `SELECT object, CAST(raw AS VARCHAR) AS raw FROM read_parquet(${files}, union_by_name = true)`,
        );
  return {
    events: events.map((row) => ({
      uid: String(row['event_uid']),
      raw: String(row['raw']),
      object: String(row['object']),
    })),
    asides: asides.map((row) => ({ raw: String(row['raw']), object: String(row['object']) })),
    objects: [...readLedger(lake, manifest)],
  };
}
