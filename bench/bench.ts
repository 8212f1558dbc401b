import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type DataSet, type SetName, dataSet, setNames } from './data-sets.ts';
import { measureInvestigation } from './investigation-runs.ts';
import { type MachineRun, machineTable, measureMachines } from './machines/machine-runs.ts';
import { machineSet, machineSetNames } from './machines/machine-sets.ts';
import { type Cost, measure } from './measure.ts';
import { measureCorrelations, measureRules } from './rule-runs.ts';
import { makeRuleSets } from './rule-sets.ts';
import { dataTable, machineFacts, runTable } from './tables.ts';
import { type Run, figuresOf, table } from './targets.ts';

const root = join(import.meta.dirname, '..');
const testData = process.env['BEEWOLF_TEST_DATA'] ?? join(root, '../shared/data');
const parts = [...setNames, 'rules', 'correlations', 'investigation', 'machines', 'reports', 'help', 'fuzz'] as const;
const usage = `npm run bench -- [--only ${parts.join(',')}] [--on SET] [--megabytes N] [--make]
  --only   what to measure; everything by default
             rules         a hunt with 50 rules and with 300 (on 1m), and compiling 3,000
             correlations  what 50 of them cost on top of a hunt with 50 rules (on 5m)
             investigation of one identity and of everything (on 5m), and a chain among 10,000 sessions
             machines      flow logs, syslog, auditd and calls of OCI, beside grep and gzip
             reports       every rendering of an incident of 5,000 acts and 2,000 machines
             help          how long --help takes
             fuzz          300 mutants of a fixed seed, whose summary is shown
  --on     other data for rules, correlations and investigation, to try the bench: no figures to go by
  --megabytes  of each log of machines; 2000 by default, fewer to try the bench
  --make   only make the data
Data are kept in BEEWOLF_BENCH_DIR (default: ${join(tmpdir(), 'beewolf-bench')}); Sigma rules come from BEEWOLF_TEST_DATA.
`;

interface Asked {
  readonly wanted: readonly string[];
  readonly on: SetName | null;
  readonly megabytes: number;
  readonly isMakeOnly: boolean;
}

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    on: { type: 'string' },
    megabytes: { type: 'string' },
    make: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});
if (values.help) process.stdout.write(usage);
else {
  const on = values.on === undefined ? null : setNamed(values.on);
  await main({
    wanted: values.only?.split(',') ?? parts,
    on,
    megabytes: Number(values.megabytes ?? 2000),
    isMakeOnly: values.make ?? false,
  });
}

async function main({ wanted, on, megabytes, isMakeOnly }: Asked): Promise<void> {
  const unknown = wanted.find((name) => !parts.some((part) => part === name));
  if (unknown !== undefined) throw new Error(`there is no '${unknown}'\n${usage}`);
  const cache = process.env['BEEWOLF_BENCH_DIR'] ?? join(tmpdir(), 'beewolf-bench');
  mkdirSync(cache, { recursive: true });

  const sets = new Map<SetName, DataSet>();
  const setOf = async (name: SetName): Promise<DataSet> => {
    const set = sets.get(name) ?? (await dataSet(name, cache));
    sets.set(name, set);
    return set;
  };
  const huntedAlone: DataSet[] = [];
  for (const name of setNames.filter((set) => wanted.includes(set))) huntedAlone.push(await setOf(name));
  const meetingRules = wanted.includes('rules') ? await setOf(on ?? '1m') : null;
  const investigated = wanted.includes('investigation') ? await setOf(on ?? '5m') : null;
  const meetingCorrelations = wanted.includes('correlations') ? await setOf(on ?? '5m') : null;
  const logs = wanted.includes('machines') ? machineSetNames.map((name) => machineSet(name, megabytes, cache)) : [];
  process.stdout.write(`${machineFacts()}\n${sets.size > 0 ? `\n${dataTable([...sets.values()])}\n` : ''}`);
  if (isMakeOnly) return;

  const runs: Run[] = [];
  for (const set of huntedAlone) runs.push(await runOf(set, cache));
  const ruleSets = await makeRuleSets(cache, testData);
  const rules = meetingRules && (await measureRules(meetingRules, ruleSets, cache));
  const correlations = meetingCorrelations && (await measureCorrelations(meetingCorrelations, ruleSets, cache));
  const investigation = investigated && (await measureInvestigation(investigated, cache));
  const help = wanted.includes('help') ? await helpSeconds() : null;
  const reports = wanted.includes('reports') ? await renderReports() : null;
  const machines: MachineRun[] = [];
  for (const set of logs) machines.push(await measureMachines(set, cache));
  const measured = { runs, rules, correlations, investigation, helpSeconds: help, machines, reports };
  if (machines.length > 0) process.stdout.write(`\n${machineTable(machines)}\n`);
  if (sets.size > 0) process.stdout.write(`\n${runTable(measured, ruleSets.origin)}\n`);
  process.stdout.write(`\n${table(figuresOf(measured))}\n`);
  if (wanted.includes('fuzz')) process.stdout.write(`\n${await fuzzSummary()}\n`);
}

function setNamed(given: string): SetName {
  const name = setNames.find((set) => set === given);
  if (name === undefined) throw new Error(`there are no data '${given}'\n${usage}`);
  return name;
}

async function runOf(set: DataSet, cache: string): Promise<Run> {
  process.stderr.write(`measuring ${set.name}\n`);
  const gzip = await measure([
    'bash',
    '-c',
    'find "$0" -name "*.gz" -print0 | xargs -0 gzip -dc > /dev/null',
    set.gzipPath,
  ]);
  const workspace = mkdtempSync(join(cache, 'workspace-'));
  // The first hunt of all: rules that nobody has compiled before.
  process.env['XDG_CACHE_HOME'] = join(workspace, 'cache');
  try {
    const first = await measure(huntOf(set.path, workspace));
    const second = await measure(huntOf(set.path, workspace));
    const otherCase = set.name === 'folder' ? await measure(huntOf(set.path, join(workspace, 'other'))) : null;
    return {
      name: set.name,
      events: set.events,
      gzip,
      first,
      second,
      otherCase,
      isSame: first.stdout === second.stdout,
    };
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}

function huntOf(path: string, workspace: string): readonly string[] {
  const rules = join(testData, 'sigma/rules/cloud/aws');
  return [
    join(root, 'beewolf'),
    'hunt',
    path,
    '-w',
    workspace,
    ...(existsSync(rules) ? ['--rules', rules] : []),
    '-o',
    'jsonl',
    '--no-color',
  ];
}

function renderReports(): Promise<Cost> {
  return measure([process.execPath, join(import.meta.dirname, 'render-reports.ts')]);
}

/** The slowest of five: the promise is "always". */
async function helpSeconds(): Promise<number> {
  const walls: number[] = [];
  for (let turn = 0; turn < 5; turn += 1) walls.push((await measure([join(root, 'beewolf'), '--help'])).wallSeconds);
  return Math.max(...walls);
}

async function fuzzSummary(): Promise<string> {
  const fuzz = join(root, 'test/fuzz/fuzz.ts');
  const { stdout, stderr } = await measure([process.execPath, fuzz, '--seed', 'bench', '--mutants', '300']);
  return ['```', stdout.trim() || stderr.trim(), '```'].join('\n');
}
