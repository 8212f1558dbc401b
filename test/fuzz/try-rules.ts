import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { parseAllDocuments } from 'yaml';
import { checkRules } from '../../src/app/check-rules.ts';
import { runHunt } from '../../src/app/run-hunt.ts';
import type { RefusedRule } from '../../src/detect/sigma/load.ts';
import type { Finding } from '../../src/model/finding.ts';
import { knowledge } from '../../src/registry/knowledge.ts';
import { violations } from '../contract.ts';
import { oracleMatches } from '../oracle/sigma.ts';
import type { Fault, RuleMutant, Verdict } from './mutant.ts';
import { tryCommand } from './try-command.ts';
import { stackOf } from './try-logs.ts';

/** A workspace that holds events for rules to meet, and what they say. */
export interface RuleBench {
  readonly folder: string;
  readonly records: readonly { readonly uid: string; readonly record: unknown }[];
}

const now = '2027-06-01T00:00:00Z';
const controlId = '00000000-0000-4000-8000-000000000000';

/** Every event has it: whatever stands beside this rule, it must find them all. */
const control = `title: Control
id: ${controlId}
logsource: { product: aws, service: cloudtrail }
detection:
  s: { eventName: '*' }
  condition: s
`;

/** A workspace of events, without rules. */
export async function openRuleBench(texts: readonly string[]): Promise<RuleBench> {
  const folder = mkdtempSync(join(tmpdir(), 'beewolf-fuzz-rules-'));
  const named = texts.map((text, index) => {
    const id = `of-${index}`;
    return { uid: `aws.cloudtrail:${id}`, text: text.replace(/"eventID": ?"[^"]*"/, `"eventID":"${id}"`) };
  });
  writeFileSync(join(folder, 'logs.json'), named.map(({ text }) => `${text}\n`).join(''));
  mkdirSync(join(folder, 'none'));
  await hunted(folder, ['logs.json'], 'none');
  return { folder, records: named.map(({ uid, text }) => ({ uid, record: JSON.parse(text) as unknown })) };
}

interface Hunted {
  readonly refused: readonly RefusedRule[];
  readonly findings: readonly Finding[];
}

async function hunted(folder: string, paths: readonly string[], rules: string): Promise<Hunted> {
  const request = {
    logs: { paths, cwd: folder, stdin: Readable.from([]) },
    rules: { folders: [rules], cwd: folder, own: [] },
    suppressions: [],
    intel: [],
    hasBaselines: false,
    asOf: null,
    timezone: 'UTC',
    knowledge,
    folder: join(folder, '.beewolf'),
    now,
    signal: new AbortController().signal,
    tell: { note: () => undefined, show: () => undefined },
    isPerEvent: true,
  };
  return runHunt(request, async ({ refusedRules, findings }) => ({
    refused: refusedRules,
    findings: await Array.fromAsync(findings),
  }));
}

/** Checks mutants together and hunts with them, beside a rule that finds everything. */
export async function tryRules(
  mutants: readonly RuleMutant[],
  bench: RuleBench,
  isByCommand: boolean,
): Promise<Verdict> {
  const rules = mkdtempSync(join(bench.folder, 'rules-'));
  const all = mutants.map(({ number }) => number);
  try {
    writeFileSync(join(rules, 'control.yml'), control);
    for (const { number, files } of mutants)
      for (const { bytes } of files) writeFileSync(join(rules, `${number}.yml`), bytes);
    const inputs = { folders: [rules], cwd: bench.folder, own: [] };
    const checked = await checkRules(inputs, knowledge.sources);
    const { refused, findings } = await hunted(bench.folder, [], rules);
    const accepted = new Set(checked.rules.map(({ rule }) => rule.uid));
    const said = isByCommand
      ? [
          ...(await tryCommand(bench.folder, ['rules', 'check', rules])),
          ...(await tryCommand(bench.folder, ['hunt', '--no-builtin', '--rules', rules, '-o', 'jsonl'])),
        ]
      : [];
    const faults = [
      ...fateFaults(mutants, [...checked.rules.map(({ rule }) => rule.path), ...refused.map(({ path }) => path)]),
      ...refused.flatMap(refusalFaults).map((what): Fault => ({ kind: 'contract', what, mutants: all })),
      ...controlFaults(findings, bench).map((what): Fault => ({ kind: 'lost', what, mutants: all })),
      ...findings
        .flatMap((finding) => violations('finding', finding))
        .slice(0, 3)
        .map((what): Fault => ({ kind: 'contract', what, mutants: all })),
      ...mutants.flatMap((mutant) => oracleFaults(mutant, { accepted, findings, bench })),
      ...said.map((what): Fault => ({ kind: 'command', what, mutants: all })),
    ];
    const isRefused = ({ number }: RuleMutant): boolean => refused.some(({ path }) => path.endsWith(`/${number}.yml`));
    const fates = mutants.map((one) => [one.number, isRefused(one) ? 'rule refused' : 'rule taken'] as const);
    return { faults, fates: new Map(fates) };
  } catch (error) {
    return { faults: [{ kind: 'crash', what: stackOf(error), mutants: [] }], fates: new Map() };
  } finally {
    rmSync(rules, { recursive: true, force: true });
    rmSync(join(bench.folder, '.beewolf/matches'), { recursive: true, force: true });
    rmSync(join(bench.folder, '.beewolf/findings'), { recursive: true, force: true });
  }
}

/** Every file is a rule, or refused with a reason. */
function fateFaults(mutants: readonly RuleMutant[], paths: readonly string[]): readonly Fault[] {
  return mutants
    .filter(({ number }) => !paths.some((path) => path.endsWith(`/${number}.yml`)))
    .map(({ number }) => ({ kind: 'silent', what: 'neither a rule nor refused', mutants: [number] }));
}

function refusalFaults({ path, message, code }: RefusedRule): readonly string[] {
  return [
    ...(message.startsWith(path) ? [] : [`a refusal does not begin with its file: ${message.slice(0, 200)}`]),
    ...(code === 'rule.invalid' || code === 'rule.unsupported' ? [] : [`a refusal is ${String(code)}`]),
  ];
}

function controlFaults(findings: readonly Finding[], { records }: RuleBench): readonly string[] {
  const found = new Set(findings.filter(({ rule }) => rule.uid === controlId).flatMap(({ evidence }) => evidence));
  const all = records.filter(({ record }) => typeof (record as { eventName?: unknown }).eventName === 'string');
  const missing = all.filter(({ uid }) => !found.has(uid));
  return missing.length === 0 ? [] : [`the control misses ${missing.length} of ${all.length} events`];
}

/** Levels at which what a rule means is known by an evaluator of our own that shares no code with the compiler. */
const judged: ReadonlySet<string> = new Set(['detection', 'condition', 'modifier']);

interface Verdicts {
  /** Uids of the rules that were not refused. */
  readonly accepted: ReadonlySet<string>;
  readonly findings: readonly Finding[];
  readonly bench: RuleBench;
}

function oracleFaults(mutant: RuleMutant, { accepted, findings, bench: { records } }: Verdicts): readonly Fault[] {
  if (!judged.has(mutant.level)) return [];
  const document = parseAllDocuments(mutant.files[0]?.bytes.toString() ?? '')[0]?.toJS() as { readonly id?: string };
  const found = new Set(findings.filter(({ rule }) => rule.uid === document.id).flatMap(({ evidence }) => evidence));
  if (!accepted.has(document.id ?? '')) return [];
  const wrong = records.filter(({ uid, record }) => {
    const expected = expectedOf(document, record);
    return expected !== null && expected !== found.has(uid);
  });
  return wrong.slice(0, 1).map(({ uid }) => ({
    kind: 'oracle',
    what: `${wrong.length} verdicts differ from the plain evaluator's; ${uid}: ${found.has(uid) ? 'found' : 'not found'}`,
    mutants: [mutant.number],
  }));
}

/** What the plain evaluator says, or null where it does not know. */
function expectedOf(document: unknown, record: unknown): boolean | null {
  try {
    return oracleMatches(document, record);
  } catch {
    return null;
  }
}
