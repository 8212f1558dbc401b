import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cirrus } from '../../test/cirrus-source.ts';
import { nimbus, nimbusRecord } from '../../test/nimbus-source.ts';
import { at, defineSource } from '../model/source.ts';
import { TemporaryLake, type Files, type Ingested } from '../../test/temporary-lake.ts';

let lake: TemporaryLake;

beforeEach(async () => {
  lake = await TemporaryLake.open(nimbus, cirrus);
});
afterEach(() => lake.close());

const launched = (second: number, message = 'Launched by alice'): string =>
  `2024-02-10T13:15:${String(second).padStart(2, '0')}Z web-1 cloudd[7]: ${message}`;
/** Reads what the wider source would need other forms for. */
const doorForm = { pattern: '^([^ ]+) ([^ ]+) came in$', keys: ['stamp', 'who'] };
const ingest = (files: Files): Promise<Ingested> => lake.ingest(files);

describe('lines of text', () => {
  test('are events, each with what its forms read of it', async () => {
    const { records, objects } = await ingest({
      'a.log': `${launched(1)}\n${launched(2, 'Idle')}\n2024-02-10T13:15:03Z web-1 doord[8]: bob came in\n`,
    });
    expect(objects.refused).toEqual([]);
    expect(records).toEqual({ read: 3, events: 3, duplicates: 0, conflicts: 0, set_aside: [] });
    const found = (await lake.events()).toSorted((a, b) => String(a['time']).localeCompare(String(b['time'])));
    expect(
      found.map(({ time, host, operation, actor_name, record }) => [time, host, operation, actor_name, record]),
    ).toEqual([
      ['2024-02-10T13:15:01.000Z', 'web-1', 'Launched', 'alice', 0],
      ['2024-02-10T13:15:02.000Z', 'web-1', null, null, 1],
      ['2024-02-10T13:15:03.000Z', 'web-1', null, 'bob', 2],
    ]);
    expect(found.map(({ raw }) => JSON.parse(String(raw)) as unknown)).toEqual([
      {
        line: launched(1),
        stamp: '2024-02-10T13:15:01Z',
        host: 'web-1',
        program: 'cloudd',
        pid: '7',
        message: 'Launched by alice',
        what: 'Launched',
        who: 'alice',
      },
      expect.objectContaining({ line: launched(2, 'Idle'), message: 'Idle' }),
      expect.objectContaining({ who: 'bob' }),
    ]);
  });

  test.each<[string, Files, number, number]>([
    [
      'other line ends, blank lines and a byte-order mark',
      { 'a.log': `\uFEFF${launched(1)}\r\n\r\n \n${launched(2)}` },
      2,
      0,
    ],
    ['compressed', { 'a.log.1.gz': gzipSync(`${launched(1)}\n${launched(2)}\n`) }, 2, 0],
    ['lines that are none', { 'a.log': `${launched(1)}\n-- MARK --\n${launched(2)}\nnone\n` }, 2, 2],
    ['quotes, brackets and separators', { 'a.log': `${launched(1, 'say ","\\n "{}[]\\"')}\n${launched(2)}\n` }, 2, 0],
    ['JSON among lines', { 'a.log': `${launched(1)}\n${JSON.stringify(nimbusRecord(1))}\n${launched(2)}\n` }, 2, 1],
    ['the same line twice', { 'a.log': `${launched(1)}\n${launched(1)}\n${launched(2)}\n` }, 2, 0],
    ['a log and records', { 'a.log': launched(1), 'b.json': JSON.stringify(nimbusRecord(1)) }, 2, 0],
  ])('with %s are accounted for', async (_, files, events, aside) => {
    const { records } = await ingest(files);
    expect(records.events).toBe(events);
    expect(records.set_aside.reduce((sum, { count }) => sum + count, 0)).toBe(aside);
    expect(records.read).toBe(records.events + records.duplicates + aside);
  });

  test('that hold a carriage return or an escape forge no line of their own', async () => {
    const forged = `${launched(1, 'no')}\r${launched(2)}\u001b[2K\u2028${launched(3)}`;
    const { records } = await ingest({ 'a.log': `${forged}\n` });
    expect(records).toMatchObject({ read: 1, events: 1 });
    expect((await lake.events())[0]).toMatchObject({ time: '2024-02-10T13:15:01.000Z' });
  });

  test('with bytes that are no UTF-8 stay lines', async () => {
    const bytes = Buffer.concat([
      Buffer.from(`${launched(1, 'x')}`),
      Buffer.from([0xff, 0xfe, 0x00, 0x0a]),
      Buffer.from(launched(2)),
    ]);
    expect((await ingest({ 'a.log': bytes })).records).toMatchObject({ read: 2, events: 2 });
  });

  test('that the source of most does not know go to one that does', async () => {
    const { time = at('stamp') } = cirrus.columns;
    const doors = defineSource({
      ...cirrus,
      id: 'cirrus.doors',
      lines: { recognise: ['came in$'], forms: [doorForm] },
      columns: { time, actor_name: at('who') },
    });
    const both = await TemporaryLake.open(doors, cirrus);
    const { records } = await both.ingest({
      'a.log': `2024-02-10T13:15:01Z bob came in\nlater bob came in\n${launched(2)}\nnone\n2024-02-10T13:15:03Z eve came in\n`,
    });
    expect(records).toMatchObject({ read: 5, events: 3 });
    expect(Object.fromEntries(records.set_aside.map(({ reason, count }) => [reason, count]))).toEqual({
      'without a time': 1,
      'not a record of a known source': 1,
    });
    const found = (await both.events()).map((event) => [event['source'], event['record'], event['actor_name']]);
    expect(found.toSorted((a, b) => Number(a[1]) - Number(b[1]))).toEqual([
      ['cirrus.doors', 0, 'bob'],
      ['cirrus.text', 2, 'alice'],
      ['cirrus.doors', 4, 'eve'],
    ]);
    await both.close();
  });

  test('of text that is no known log are refused', async () => {
    const { objects } = await ingest({ 'a.txt': 'Dear all,\nnothing here.\n' });
    expect(objects.refused).toMatchObject([{ reason: 'not JSON, nor lines of a known log' }]);
  });
});
