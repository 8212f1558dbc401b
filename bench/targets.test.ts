import { expect, test } from 'vitest';
import type { DataSet } from './data-sets.ts';
import type { Cost } from './measure.ts';
import { type Run, figuresOf, table } from './targets.ts';

const cost = (cpuSeconds: number, wallSeconds: number, peakMiB: number): Cost => ({
  cpuSeconds,
  wallSeconds,
  peakMiB,
  exitCode: 0,
  stdout: '',
  stderr: '',
});
const run = (name: Run['name'], events: number, first: Cost): Run => ({
  name,
  events,
  gzip: cost(8, 8, 3),
  first,
  second: cost(2, 1, 100),
  otherCase: null,
  isSame: true,
});

const nothing = {
  runs: [],
  rules: null,
  correlations: null,
  investigation: null,
  helpSeconds: null,
  machines: [],
  reports: null,
};
const set: DataSet = {
  name: '5m',
  path: '',
  gzipPath: '',
  events: 5_000_000,
  files: 1,
  rawBytes: 0,
  storedBytes: 0,
  seconds: 0,
};

test('a figure above its target is a miss, one at its target is not', () => {
  const text = table(figuresOf({ ...nothing, runs: [run('1m', 1_000_000, cost(28, 20, 1025))], helpSeconds: 0.2 }));

  expect(text).toContain("| 1m: CPU, of gzip's | 3.50 × | ≤ 3.5 × | ok |");
  expect(text).toContain('| 1m: peak memory | 1025.00 MiB | ≤ 1024 MiB | **MISS** |');
  expect(text).toContain('| --help: wall, slowest of five | 0.20 s | ≤ 0.2 s | ok |');
});

test('five millions are held against one million', () => {
  const runs = [run('1m', 1_000_000, cost(28, 20, 500)), run('5m', 5_000_000, cost(140, 120, 540))];
  const figures = figuresOf({ ...nothing, runs });

  expect(figures.find((figure) => figure.what === '5m: peak memory, of that for 1m')?.value).toBeCloseTo(1.08);
  expect(figures.find((figure) => figure.what === '5m: wall, of linear')?.value).toBeCloseTo(1.2);
});

test('rules are held against fewer rules, correlations against none', () => {
  const compiling = (seconds: number) => ({ cost: cost(3, 3, 200), compiled: { rules: 3_000, refused: 0, seconds } });
  const rules = {
    set,
    fifty: cost(20, 18, 500),
    threeHundred: cost(29, 27, 600),
    cold: compiling(1.9),
    kept: compiling(0.1),
  };
  const own = { correlations: 32, without: cost(18, 16, 500), with: cost(19, 17, 500) };
  const correlations = { set, ingest: cost(90, 80, 600), without: cost(20, 18, 500), with: cost(31, 26, 700), own };
  const text = table(figuresOf({ ...nothing, rules, correlations }));

  expect(text).toContain('| 5m: 300 rules, CPU above that of 50 | 45.00 % | ≤ 40 % | **MISS** |');
  expect(text).toContain('| 3,000 rules: compiled the first time, wall | 1.90 s | ≤ 2 s | ok |');
  expect(text).toContain('| 5m: our 32 correlations, CPU on top | 1.00 s | ≤ 10 s | ok |');
  expect(text).toContain('| 5m: 50 correlations of every third event, CPU on top | 11.00 s | ≤ 10 s | **MISS** |');
});

test('an investigation is held against the hunt before it', () => {
  const set = { name: '5m' } as DataSet;
  const investigation = {
    set,
    hunt: cost(100, 90, 500),
    identity: cost(2, 3.1, 300),
    everything: cost(40, 30, 800),
    deep: cost(1, 1, 200),
    deepHops: 12,
  };
  const text = table(figuresOf({ ...nothing, investigation }));
  expect(text).toContain('| 5m: one identity, wall | 3.10 s | ≤ 3 s | **MISS** |');
  expect(text).toContain('| 5m: hunt and investigation of everything, CPU, of the hunt | 1.40 × | ≤ 1.5 × | ok |');
  expect(text).toContain('| 5m: investigation, peak memory | 800.00 MiB |');
});

test('machines are held to a speed, and those that come gzipped to what gzip costs', () => {
  const logs = { path: '', records: 1, files: 1, rawBytes: 2e9, storedBytes: 2e9 };
  const ran = { floor: cost(8, 1, 3), read: cost(28, 20, 600), hunt: cost(40, 25, 1100) };
  const machines = [
    { ...ran, set: { ...logs, name: 'flow' as const } },
    { ...ran, set: { ...logs, name: 'calls' as const } },
  ];
  const text = table(figuresOf({ ...nothing, machines }));

  expect(text).toContain('| flow: reading | 100.00 MB/s | ≥ 100 MB/s | ok |');
  expect(text).toContain('| flow: peak memory | 1100.00 MiB | ≤ 1024 MiB | **MISS** |');
  expect(text).toContain("| calls: reading, CPU, of gzip's | 3.50 × | ≤ 3.5 × | ok |");
});

test('all renderings of a large incident have a time and a size', () => {
  const text = table(figuresOf({ ...nothing, reports: cost(4, 5.1, 699) }));
  expect(text).toContain('all renderings, wall | 5.10 s | ≤ 5 s | **MISS** |');
  expect(text).toContain('all renderings, peak memory | 699.00 MiB | ≤ 700 MiB | ok |');
});
