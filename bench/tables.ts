import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { join } from 'node:path';
import type { DataSet } from './data-sets.ts';
import type { InvestigationRuns } from './investigation-runs.ts';
import type { Cost } from './measure.ts';
import type { Compiling, CorrelationRuns, RuleRuns } from './rule-runs.ts';
import type { Measured, Run } from './targets.ts';

const root = join(import.meta.dirname, '..');

export function machineFacts(): string {
  const first = (program: string, ...parameters: string[]): string =>
    spawnSync(program, parameters, { cwd: root, encoding: 'utf8' }).stdout?.split('\n')[0] ?? '';
  const { dependencies, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
    version: string;
  };
  return [
    `# Benchmark of ${new Date().toISOString().slice(0, 16)}Z`,
    '',
    `- ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, ${process.platform} ${release()}, load ${loadavg()
      .map((load) => load.toFixed(1))
      .join(' ')} at the start`,
    `- beewolf ${version} (${first('git', 'rev-parse', '--short', 'HEAD')}), Node ${process.version}, @duckdb/node-api ${dependencies['@duckdb/node-api'] ?? ''}, ${first('gzip', '--version')}`,
  ].join('\n');
}

export function dataTable(sets: readonly DataSet[]): string {
  const rows = sets.map(
    (set) =>
      `| ${set.name} | ${set.events.toLocaleString('en')} | ${set.files.toLocaleString('en')} | ${megabytes(set.rawBytes)} | ${megabytes(set.storedBytes)} | ${set.seconds.toFixed(1)} |`,
  );
  return ['| data | events | files | raw MB | stored MB | made in s |', '|---|--:|--:|--:|--:|--:|', ...rows].join(
    '\n',
  );
}

function megabytes(bytes: number): string {
  return bytes === 0 ? '–' : (bytes / 1e6).toFixed(1);
}

/** Everything that ran, with what it found. */
export function runTable({ runs, rules, correlations, investigation }: Measured, origin: string): string {
  const ran = [
    ...runs.flatMap(rowsOf),
    ...rowsOfRules(rules),
    ...rowsOfCorrelations(correlations),
    ...rowsOfInvestigation(investigation),
  ];
  const rows = ran.map(
    ({ name, cost, more }) =>
      `| ${name} | ${cost.cpuSeconds.toFixed(2)} | ${cost.wallSeconds.toFixed(2)} | ${cost.peakMiB.toFixed(0)} | ${more} |`,
  );
  const table = ['| run | CPU s | wall s | peak MiB | |', '|---|--:|--:|--:|---|', ...rows];
  return [...table, ...(rules || correlations ? ['', `Rules: ${origin}.`] : [])].join('\n');
}

interface Row {
  readonly name: string;
  readonly cost: Cost;
  readonly more: string;
}

function rowsOf({ name, events, gzip, first, second, otherCase, isSame }: Run): readonly Row[] {
  return [
    { name: `${name}: gzip -dc`, cost: gzip, more: '' },
    { name: `${name}: hunt`, cost: first, more: whatHuntSaid(first, events) },
    { name: `${name}: hunt again`, cost: second, more: isSame ? 'same findings' : 'OTHER FINDINGS' },
    ...(otherCase
      ? [{ name: `${name}: hunt, another case`, cost: otherCase, more: whatHuntSaid(otherCase, events) }]
      : []),
  ];
}

function rowsOfRules(ran: RuleRuns | null): readonly Row[] {
  if (ran === null) return [];
  const { set, fifty, threeHundred, cold, kept } = ran;
  const told = ({ compiled }: Compiling): string =>
    `${compiled.rules} rules, ${compiled.refused} refused, in ${compiled.seconds.toFixed(2)} s`;
  return [
    { name: `${set.name}: hunt, 50 rules`, cost: fifty, more: whatHuntSaid(fifty, set.events) },
    { name: `${set.name}: hunt, 300 rules`, cost: threeHundred, more: whatHuntSaid(threeHundred, set.events) },
    { name: 'compile 3,000 rules', cost: cold.cost, more: told(cold) },
    { name: 'compile them again', cost: kept.cost, more: told(kept) },
  ];
}

function rowsOfCorrelations(ran: CorrelationRuns | null): readonly Row[] {
  if (ran === null) return [];
  const { set, ingest, without, with: full, own } = ran;
  const more = (few: Cost, many: Cost): string => `${found(many)}, ${linesOf(many) - linesOf(few)} of them more`;
  return [
    { name: `${set.name}: ingest`, cost: ingest, more: whatHuntSaid(ingest, set.events) },
    { name: `${set.name}: 50 rules`, cost: without, more: found(without) },
    { name: `${set.name}: 50 rules, 50 correlations`, cost: full, more: more(without, full) },
    { name: `${set.name}: rules that ours count`, cost: own.without, more: found(own.without) },
    {
      name: `${set.name}: with our ${own.correlations} correlations`,
      cost: own.with,
      more: more(own.without, own.with),
    },
  ];
}

function rowsOfInvestigation(ran: InvestigationRuns | null): readonly Row[] {
  if (ran === null) return [];
  const { set, hunt, identity, everything, deep, deepHops } = ran;
  const told = (cost: Cost): string => `exit ${cost.exitCode}`;
  return [
    { name: `${set.name}: hunt, our rules`, cost: hunt, more: whatHuntSaid(hunt, set.events) },
    { name: `${set.name}: investigate one identity`, cost: identity, more: told(identity) },
    { name: `${set.name}: investigate everything`, cost: everything, more: told(everything) },
    { name: 'investigate the deep chain', cost: deep, more: `${told(deep)}, ${deepHops} of 12 hops` },
  ];
}

/** A fast run that left something out is none. */
function whatHuntSaid(cost: Cost, events: number): string {
  const said = accountingLine(cost.stderr);
  const hasReadAll = cost.exitCode === 0 && said.includes(`${events.toLocaleString('en')} events`);
  return `${found(cost)}; ${hasReadAll ? '' : '**NOT ALL EVENTS**; '}${said.replaceAll('|', '\\|')}`;
}

const found = (cost: Cost): string => `exit ${cost.exitCode}, ${linesOf(cost)} findings`;

function linesOf(cost: Cost): number {
  return cost.stdout.split('\n').filter(Boolean).length;
}

/** What a hunt says of all that it read. */
function accountingLine(text: string): string {
  return (
    text
      .split('\n')
      .find((line) => line.startsWith('  read '))
      ?.trim() ?? text.trim()
  );
}
