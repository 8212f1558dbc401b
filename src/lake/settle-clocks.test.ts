import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cirrus } from '../../test/cirrus-source.ts';
import { nimbus, nimbusRecord } from '../../test/nimbus-source.ts';
import { TemporaryLake } from '../../test/temporary-lake.ts';
import { eventsSql } from './events-sql.ts';
import { readManifest } from './manifest.ts';
import { settleClocks, withSettledClocks } from './settle-clocks.ts';

let lake: TemporaryLake;

beforeEach(async () => {
  lake = await TemporaryLake.open(nimbus, cirrus);
});
afterEach(() => lake.close());

const said = (stamp: string, host = 'web-1'): string =>
  `${stamp} ${host} doord[1]: ${stamp.replaceAll(' ', '_')} came in`;
const log = (...stamps: readonly string[]): string => stamps.map((stamp) => `${said(stamp)}\n`).join('');
const dated = (at: string): string => JSON.stringify(nimbusRecord(1, { at }));

interface Settling {
  readonly zone?: string;
  readonly latest?: string;
}

async function settled({ zone = 'UTC', latest = '2026-01-01T00:00:00Z' }: Settling = {}) {
  const scratch = join(lake.folder, 'settling');
  const manifest = readManifest(lake.lake);
  const next = await settleClocks(manifest, { engine: lake.engine, lake: lake.lake, scratch, zone, latest });
  expect(withSettledClocks(manifest, lake.lake).partitions.toSorted(byFile)).toEqual(next.partitions.toSorted(byFile));
  const rows = await lake.engine.rows(
    `SELECT time, actor_name FROM (${eventsSql(lake.lake, next.partitions)}) WHERE source = 'cirrus.text' ORDER BY time`,
  );
  for (const { file, day, rows: count } of next.partitions) {
    const [row] = await lake.engine.rows(
      `SELECT count(*) AS n, count(*) FILTER (strftime(time, '%Y-%m-%d') = '${day}') AS own FROM read_parquet('${join(lake.lake, file)}')`,
    );
    expect(row).toEqual({ n: count, own: count });
  }
  return rows.map(({ time }) => String(time).slice(0, 19));
}

const byFile = (a: { file: string }, b: { file: string }): number => a.file.localeCompare(b.file);

describe('a clock that names no year', () => {
  test('has the latest year that puts the last line not after what is dated', async () => {
    await lake.ingest({ 'a.log': log('Feb 10 13:15:02', 'Feb 10 13:16:00'), 'b.json': dated('2024-02-10T19:30:00Z') });
    expect(await settled()).toEqual(['2024-02-10T13:15:02', '2024-02-10T13:16:00']);
  });

  test('may run some hours past it, and no more', async () => {
    await lake.ingest({ 'a.log': log('Feb 11 03:00:00'), 'b.json': dated('2024-02-10T19:30:00Z') });
    expect(await settled()).toEqual(['2024-02-11T03:00:00']);
    await lake.ingest({ 'c.log': log('Feb 12 03:00:00') });
    expect(await settled()).toEqual(['2023-02-12T03:00:00', '2024-02-11T03:00:00']);
  });

  test('goes by its own host before the case', async () => {
    const exact = '2023-03-01T00:00:00Z web-1 doord[1]: x came in\n';
    await lake.ingest({ 'a.log': log('Feb 10 13:15:02'), 'd.log': exact, 'b.json': dated('2024-02-10T19:30:00Z') });
    expect(await settled()).toEqual(['2023-02-10T13:15:02', '2023-03-01T00:00:00']);
  });

  test('goes by what is given where nothing is dated', async () => {
    await lake.ingest({ 'a.log': log('Dec 31 23:59:59') });
    expect(await settled({ latest: '2024-06-01T00:00:00Z' })).toEqual(['2023-12-31T23:59:59']);
  });

  test('turns with the year inside a file, however often', async () => {
    await lake.ingest({
      'a.log': log('Nov  3 01:00:00', 'Dec 31 23:59:59', 'Jan  1 00:00:01', 'Dec 30 00:00:00', 'Jan  2 00:00:00'),
      'b.json': dated('2024-02-10T19:30:00Z'),
    });
    expect(await settled()).toEqual([
      '2022-11-03T01:00:00',
      '2022-12-31T23:59:59',
      '2023-01-01T00:00:01',
      '2023-12-30T00:00:00',
      '2024-01-02T00:00:00',
    ]);
  });

  test("does not turn twice where lines of New Year's Eve changed places", async () => {
    await lake.ingest({
      'a.log': log('Dec 31 23:58:00', 'Jan  1 00:00:00', 'Dec 31 23:59:59', 'Jan  1 00:00:02'),
      'b.json': dated('2024-02-10T19:30:00Z'),
    });
    expect(await settled()).toEqual([
      '2023-12-31T23:58:00',
      '2023-12-31T23:59:59',
      '2024-01-01T00:00:00',
      '2024-01-01T00:00:02',
    ]);
  });

  test('knows the 29th of February', async () => {
    await lake.ingest({ 'a.log': log('Feb 29 12:00:00'), 'b.json': dated('2026-02-10T19:30:00Z') });
    expect(await settled()).toEqual(['2024-02-29T12:00:00']);
  });

  test('comes out the same in any order of arrival', async () => {
    const files = {
      'a.log': log('Dec 31 23:59:59', 'Jan  1 00:00:01'),
      'a.log.1': log('Nov  3 01:00:00', 'Dec 31 23:59:58'),
      'b.json': dated('2024-02-10T19:30:00Z'),
    };
    const expected = ['2023-11-03T01:00:00', '2023-12-31T23:59:58', '2023-12-31T23:59:59', '2024-01-01T00:00:01'];
    for (const name of ['a.log.1', 'b.json', 'a.log']) {
      await lake.ingest(files, [name]);
      await settled();
    }
    expect(await settled()).toEqual(expected);
    // What an earlier state needed is gone, and what was read when the newest day was known stays as it was written.
    expect(readdirSync(join(lake.lake, 'settled')).length).toBe(1 + 2);
  });
});

describe('a year that is guessed', () => {
  const dec = 'Dec 31 23:59:59';

  test('and proves right is written once', async () => {
    await lake.ingest({ 'b.json': dated('2024-02-10T19:30:00Z') });
    await lake.ingest({ 'a.log': log('Nov  3 01:00:00', dec, 'Jan  1 00:00:01', 'Feb 10 20:00:00') });
    const right = ['2023-11-03T01:00:00', '2023-12-31T23:59:59', '2024-01-01T00:00:01', '2024-02-10T20:00:00'];
    expect(await settled()).toEqual(right);
    expect(readdirSync(join(lake.lake, 'settled'))).toEqual(['index.json']);
    expect(await settled({ zone: 'Asia/Tokyo' })).toEqual([
      '2023-11-02T16:00:00',
      '2023-12-31T14:59:59',
      '2023-12-31T15:00:01',
      '2024-02-10T11:00:00',
    ]);
  });

  test('differently for two copies of a line makes no two events of it', async () => {
    await lake.ingest({ 'a.log': log(dec) });
    await lake.ingest({ 'b.json': dated('2024-02-10T19:30:00Z') });
    const { records } = await lake.ingest({ 'c.log': log(dec, 'Jan  1 00:00:01') });
    expect(records).toMatchObject({ events: 1, duplicates: 1 });
    expect(await settled()).toEqual(['2023-12-31T23:59:59', '2024-01-01T00:00:01']);
  });
});

describe('a clock that names no zone', () => {
  test('has the zone that is given, daylight saving and all', async () => {
    await lake.ingest({
      'a.log': log('2024-02-10 08:15:00', '2024-07-10 08:15:00', 'Feb 10 23:30:00'),
      'b.json': dated('2024-02-11T19:30:00Z'),
    });
    expect(await settled({ zone: 'America/New_York' })).toEqual([
      '2024-02-10T13:15:00',
      '2024-02-11T04:30:00',
      '2024-07-10T12:15:00',
    ]);
    expect(await settled()).toEqual(['2024-02-10T08:15:00', '2024-02-10T23:30:00', '2024-07-10T08:15:00']);
  });

  test('leaves exact times alone', async () => {
    await lake.ingest({ 'a.log': '2024-02-10T13:15:02Z web-1 doord[1]: x came in\n' });
    expect(await settled({ zone: 'America/New_York' })).toEqual(['2024-02-10T13:15:02']);
  });
});
