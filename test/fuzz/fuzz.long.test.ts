import { expect, test } from 'vitest';
import { runFuzz } from './run-fuzz.ts';
import { summaryText } from './summary.ts';

const seed = process.env['BEEWOLF_SEED'] ?? String(Date.now() % 1_000_000);

test(`10,000 mutated logs and rules are read, refused and accounted for (seed ${seed})`, async () => {
  const report = await runFuzz({ seed, numbers: Array.from({ length: 10_000 }, (_, number) => number) });
  process.stdout.write(summaryText(report));
  expect(report.failures, summaryText(report)).toEqual([]);
  expect(report.mutants).toHaveLength(10_000);
});
