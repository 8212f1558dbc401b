import { expect, test } from 'vitest';
import { runFuzz } from './run-fuzz.ts';
import { summaryText } from './summary.ts';

// The same mutants each time: a change that fails here broke something. New ones are for `npm run fuzz` and the long tests.
test('300 mutated logs and rules are read, refused and accounted for', async () => {
  const report = await runFuzz({ seed: 'ci', numbers: Array.from({ length: 300 }, (_, number) => number) });
  process.stdout.write(summaryText(report));
  expect(report.failures, summaryText(report)).toEqual([]);
  expect(report.mutants).toHaveLength(300);
}, 900_000);
