import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, loadavg, release, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type DataSet, dataSet, setNames } from './data-sets.ts';
import { type Cost, measure } from './measure.ts';
import { type Run, figuresOf, table } from './targets.ts';

const root = join(import.meta.dirname, '..');
const usage = `npm run bench -- [--only 1m,5m,small,large,folder,quiet,help] [--make]
  --only   what to measure; everything by default
  --make   only make the data
Data are kept in BEEWOLF_BENCH_DIR (default: ${join(tmpdir(), 'beewolf-bench')}); Sigma rules come from BEEWOLF_TEST_DATA.
`;

const { values } = parseArgs({
  options: { only: { type: 'string' }, make: { type: 'boolean' }, help: { type: 'boolean' } },
});
if (values.help) process.stdout.write(usage);
else await main(values.only?.split(',') ?? [...setNames, 'help'], values.make ?? false);

async function main(wanted: readonly string[], isMakeOnly: boolean): Promise<void> {
  const unknown = wanted.find((name) => name !== 'help' && !setNames.some((set) => set === name));
  if (unknown !== undefined) throw new Error(`there is no '${unknown}'\n${usage}`);
  const cache = process.env['BEEWOLF_BENCH_DIR'] ?? join(tmpdir(), 'beewolf-bench');
  mkdirSync(cache, { recursive: true });

  const sets: DataSet[] = [];
  for (const name of setNames.filter((set) => wanted.includes(set))) sets.push(await dataSet(name, cache));
  process.stdout.write(`${machineFacts()}\n\n${dataTable(sets)}\n`);
  if (isMakeOnly) return;

  const runs: Run[] = [];
  for (const set of sets) runs.push(await runOf(set, cache));
  const help = wanted.includes('help') ? await helpSeconds() : null;
  process.stdout.write(`\n${runTable(runs)}\n\n${table(figuresOf(runs, help))}\n`);
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
  try {
    const first = await measure(huntOf(set.path, workspace));
    const second = await measure(huntOf(set.path, workspace));
    return {
      name: set.name,
      events: set.events,
      gzip,
      first,
      second,
      findings: linesOf(first),
      said: accountingLine(first.stderr),
      isSame: first.stdout === second.stdout,
    };
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}

function huntOf(path: string, workspace: string): readonly string[] {
  const rules = join(process.env['BEEWOLF_TEST_DATA'] ?? join(root, '../shared/data'), 'sigma/rules/cloud/aws');
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

/** The slowest of five: the promise is "always". */
async function helpSeconds(): Promise<number> {
  const walls: number[] = [];
  for (let turn = 0; turn < 5; turn += 1) walls.push((await measure([join(root, 'beewolf'), '--help'])).wallSeconds);
  return Math.max(...walls);
}

/** A fast run that left something out is none. */
function hasReadAll(run: Run): boolean {
  return run.first.exitCode === 0 && run.said.includes(`${run.events.toLocaleString('en')} events`);
}

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

function machineFacts(): string {
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

function dataTable(sets: readonly DataSet[]): string {
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

function runTable(runs: readonly Run[]): string {
  const line = (name: string, cost: Cost, more: string): string =>
    `| ${name} | ${cost.cpuSeconds.toFixed(2)} | ${cost.wallSeconds.toFixed(2)} | ${cost.peakMiB.toFixed(0)} | ${more} |`;
  const rows = runs.flatMap((run) => [
    line(`${run.name}: gzip -dc`, run.gzip, ''),
    line(
      `${run.name}: hunt`,
      run.first,
      `exit ${run.first.exitCode}, ${run.findings} findings; ${hasReadAll(run) ? '' : '**NOT ALL EVENTS**; '}${run.said.replaceAll('|', '\\|')}`,
    ),
    line(`${run.name}: hunt again`, run.second, run.isSame ? 'same findings' : 'OTHER FINDINGS'),
  ]);
  return ['| run | CPU s | wall s | peak MiB | |', '|---|--:|--:|--:|---|', ...rows].join('\n');
}
