import { tmpdir } from 'node:os';
import { afterAll, expect, test } from 'vitest';
import { openDuckDb } from './duckdb/engine.ts';
import { markOf, marksSql } from './partition-marks.ts';

const engine = await openDuckDb({ memoryMiB: 64, threads: 1, tempDirectory: tmpdir() });
afterAll(() => engine.close());

const names = Array.from({ length: 300 }, (_, number) => `events/log/2026-03-09/${number}.parquet`);

const marksIn = async (some: readonly (string | null)[]): Promise<unknown> => {
  const rows = some.map((name) => (name === null ? '(NULL::VARCHAR)' : `('${name}')`)).join(', ');
  const [row] = await engine.rows(
    `SELECT CAST(${marksSql('partition')} AS VARCHAR) AS marks FROM (VALUES ${rows}) e(partition)`,
  );
  return row?.['marks'];
};

test('the engine marks a partition as we do', async () => {
  for (const name of names.slice(0, 40)) expect(await marksIn([name])).toBe(String(markOf(name)));
});

test('the marks of several are all of theirs', async () => {
  const all = names.reduce((marks, name) => marks | markOf(name), 0n);
  expect(await marksIn(names)).toBe(String(all));
  expect(all.toString(2).replaceAll('0', '').length).toBeGreaterThan(60);
});

test('where an event lies in no partition nothing is said', async () => {
  expect(await marksIn([names[0] ?? '', null])).toBeNull();
});
