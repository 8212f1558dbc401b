import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nimbus, nimbusRecord } from '../../test/nimbus-source.ts';
import { TemporaryLake } from '../../test/temporary-lake.ts';
import { readManifest, type Partition } from './manifest.ts';
import { laySummary, type Summary } from './summaries.ts';

let lake: TemporaryLake;
/** Relations that the summary was asked of, the empty rest left out. */
let asked: string[] = [];
beforeEach(async () => {
  lake = await TemporaryLake.open(nimbus);
  asked = [];
});
afterEach(() => lake.close());

const perDay: Summary = {
  name: 'per_day',
  version: '1',
  query: (events) => {
    if (events.includes('.parquet')) asked.push(events);
    return `SELECT CAST("time" AS DATE) AS day, count(*) AS n FROM ${events} GROUP BY 1`;
  },
};

async function counted(more: { partitions?: readonly Partition[]; before?: string; summary?: Summary } = {}) {
  const { partitions = readManifest(lake.lake).partitions, before = null, summary = perDay } = more;
  const summaries = join(lake.folder, 'summaries');
  await laySummary(
    summary,
    { engine: lake.engine, lake: lake.lake, partitions, summaries, scratch: lake.folder },
    before,
  );
  const rows = await lake.engine.rows(
    'SELECT CAST(day AS VARCHAR) AS day, sum(n)::INTEGER AS n FROM per_day GROUP BY 1 ORDER BY 1',
  );
  return rows.map(({ day, n }) => `${String(day)} ${String(n)}`);
}

const at = (number: number, time: string): string => `${JSON.stringify(nimbusRecord(number, { at: time }))}\n`;
const ingest = async (name: string, ...lines: string[]) => lake.ingest({ [name]: lines.join('') });

test('what is kept is not worked out again, and what arrives is added', async () => {
  await ingest('a.json', at(1, '2026-01-01T10:00:00Z'), at(2, '2026-01-02T10:00:00Z'));
  expect(await counted()).toEqual(['2026-01-01 1', '2026-01-02 1']);
  expect(asked).toHaveLength(1);
  expect(await counted()).toEqual(['2026-01-01 1', '2026-01-02 1']);
  expect(asked).toHaveLength(1);
  await ingest('b.json', at(3, '2026-01-02T11:00:00Z'));
  expect(await counted()).toEqual(['2026-01-01 1', '2026-01-02 2']);
  expect(asked).toHaveLength(2);
});

test('an earlier clock leaves out what is later, and takes nothing away', async () => {
  await ingest('a.json', at(1, '2026-01-01T10:00:00Z'), at(2, '2026-01-02T10:00:00Z'), at(3, '2026-01-02T12:00:00Z'));
  expect(await counted()).toEqual(['2026-01-01 1', '2026-01-02 2']);
  expect(await counted({ before: '2026-01-02T11:00:00Z' })).toEqual(['2026-01-01 1', '2026-01-02 1']);
  expect(await counted({ before: '2026-01-01T09:00:00Z' })).toEqual([]);
  asked = [];
  expect(await counted()).toEqual(['2026-01-01 1', '2026-01-02 2']);
  expect(asked).toEqual([]);
});

test('a partition that is gone takes its file with it', async () => {
  await ingest('a.json', at(1, '2026-01-01T10:00:00Z'));
  await ingest('b.json', at(2, '2026-01-02T10:00:00Z'));
  expect(await counted()).toEqual(['2026-01-01 1', '2026-01-02 1']);
  const [, second] = readManifest(lake.lake).partitions;
  expect(await counted({ partitions: second ? [second] : [] })).toEqual(['2026-01-02 1']);
  expect(
    readdirSync(join(lake.folder, 'summaries', 'per_day')).filter((name) => name.endsWith('.parquet')),
  ).toHaveLength(1);
});

test('another version is worked out anew', async () => {
  await ingest('a.json', at(1, '2026-01-01T10:00:00Z'));
  await counted();
  expect(await counted({ summary: { ...perDay, version: '2' } })).toEqual(['2026-01-01 1']);
  expect(asked).toHaveLength(2);
});

test('a lake without events has a summary without rows', async () => {
  expect(await counted()).toEqual([]);
});

test('of a query that asks events alone two groups are met at once, and say the same', async () => {
  for (const day of [1, 2, 3]) await ingest(`${day}.json`, at(day, `2026-01-0${day}T10:00:00Z`));
  const partitions = readManifest(lake.lake).partitions.map((one) => ({ ...one, rows: 700_000 }));
  const summary = { ...perDay, asksEventsAlone: true } as const;
  expect(await counted({ summary, partitions })).toEqual(['2026-01-01 1', '2026-01-02 1', '2026-01-03 1']);
  expect(asked).toHaveLength(3);
});
