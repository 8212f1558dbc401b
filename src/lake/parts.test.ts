import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { openDuckDb } from './duckdb/engine.ts';
import { dayOfPart, dayPartSql, folderOfPart } from './parts.ts';

test('a part is numbered by day, clock and whether its events only read, and the number tells them', async () => {
  const engine = await openDuckDb({ memoryMiB: 100, threads: 1, tempDirectory: tmpdir() });
  const days = ['0001-01-01', '1969-12-31', '2000-02-29', '2026-03-09', '9999-12-31'];
  const clocks = ['', '.local', '.undated'];
  const cases = days.flatMap((day) =>
    clocks.flatMap((clock) => ['true', 'false', null].map((readOnly) => ({ day, clock, readOnly }))),
  );
  const values = cases.map(
    ({ day, clock, readOnly }, index) =>
      `(${index}, TIMESTAMP '${day} 23:59:59.999', '${clock}', ${readOnly === null ? 'CAST(NULL AS VARCHAR)' : `'${readOnly}'`})`,
  );
  const rows = await engine.rows(
    `SELECT CAST(${dayPartSql} AS VARCHAR) AS part FROM (VALUES ${values.join(', ')}) AS events(i, "time", clock, read_only) ORDER BY i`,
  );
  await engine.close();
  expect(rows.map((row) => dayOfPart(String(row['part'])))).toEqual(cases.map(({ day, clock }) => `${day}${clock}`));
  expect(rows.map((row) => folderOfPart(String(row['part'])))).toEqual(
    cases.map(({ day, clock, readOnly }) => `${day}${clock}${readOnly === 'true' ? '.reads' : ''}`),
  );
});
