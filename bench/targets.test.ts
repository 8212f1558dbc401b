import { expect, test } from 'vitest';
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
  findings: 0,
  said: '',
  isSame: true,
});

test('a figure above its target is a miss, one at its target is not', () => {
  const text = table(figuresOf([run('1m', 1_000_000, cost(28, 20, 1025))], 0.2));

  expect(text).toContain("| 1m: CPU, of gzip's | 3.50 × | ≤ 3.5 × | ok |");
  expect(text).toContain('| 1m: peak memory | 1025.00 MiB | ≤ 1024 MiB | **MISS** |');
  expect(text).toContain('| --help: wall, slowest of five | 0.20 s | ≤ 0.2 s | ok |');
});

test('five millions are held against one million', () => {
  const runs = [run('1m', 1_000_000, cost(28, 20, 500)), run('5m', 5_000_000, cost(140, 120, 540))];
  const figures = figuresOf(runs, null);

  expect(figures.find((figure) => figure.what === '5m: peak memory, of that for 1m')?.value).toBeCloseTo(1.08);
  expect(figures.find((figure) => figure.what === '5m: wall, of linear')?.value).toBeCloseTo(1.2);
});
