import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { nimbus, nimbusRecord as record } from '../../test/nimbus-source.ts';
import { at, defineSource } from '../model/source.ts';
import { readManifest } from './manifest.ts';
import { TemporaryLake, type Files, type Ingested } from '../../test/temporary-lake.ts';

let lake: TemporaryLake;
beforeEach(async () => {
  lake = await TemporaryLake.open(nimbus);
});
afterEach(() => lake.close());

const json = (value: unknown): string => JSON.stringify(value);
const lines = (...values: unknown[]): string => values.map((value) => `${json(value)}\n`).join('');

/** Ingests files and checks that the accounting adds up. */
async function ingested(files: Files, only?: readonly string[]): Promise<Ingested> {
  const accounting = await lake.ingest(files, only);
  const { records, objects } = accounting;
  const aside = records.set_aside.reduce((sum, { count }) => sum + count, 0);
  expect(records.read).toBe(records.events + records.duplicates + records.conflicts + aside);
  expect(objects.seen).toBe(objects.ingested + objects.known + objects.refused.length);
  const standing = await lake.events();
  expect(new Set(standing.map((event) => event['event_uid'])).size).toBe(standing.length);
  return accounting;
}

const uids = async (): Promise<readonly unknown[]> =>
  (await lake.events()).map((event) => String(event['event_uid']).replace('nimbus.log:', ''));

describe('records become events', () => {
  test.each([
    ['a compact array', json([record(1), record(2)])],
    ['an array over lines', `[\n${json(record(1))},\n${json(record(2))}\n]\n`],
    ['a printed array', JSON.stringify([record(1), record(2)], null, 2)],
    ['an envelope', json({ Records: [record(1), record(2)] })],
    ['a printed envelope', JSON.stringify({ Records: [record(1), record(2)] }, null, 2)],
    ['an envelope with more to say', json({ a: { b: [{}] }, Events: [record(1), record(2)], next: [{ x: 1 }] })],
    ['two envelopes', json({ Records: [record(1)] }) + json({ Events: [record(2)] })],
    ['envelopes on lines', lines({ Records: [record(1)] }, { Records: [record(2)] })],
    ['lines', lines(record(1), record(2))],
    ['a line without an end', lines(record(1)) + json(record(2))],
    ['lines of the way of Windows', lines(record(1), record(2)).replaceAll('\n', '\r\n')],
    ['records without anything between', json(record(1)) + json(record(2))],
    ['printed records', [record(1), record(2)].map((value) => JSON.stringify(value, null, 2)).join('\n')],
    ['records in their own wrappings', lines({ detail: record(1) }, { Text: json(record(2)) })],
    ['a line of each kind', lines(record(1), { Records: [record(2)] })],
    ['an envelope with a byte-order mark', `\ufeff${json({ Records: [record(1), record(2)] })}`],
    ['lines with a byte-order mark', `\ufeff${lines(record(1), record(2))}`],
    ['gzip', gzipSync(json({ Records: [record(1), record(2)] }))],
  ])('from %s', async (_form, bytes) => {
    const { records, objects } = await ingested({ 'a.json': bytes });
    expect(objects).toMatchObject({ ingested: 1, refused: [] });
    expect(records).toMatchObject({ read: 2, events: 2, set_aside: [] });
    expect(await uids()).toEqual(['id-1', 'id-2']);
    const [event] = await lake.events();
    expect(JSON.parse(String(event?.['raw']))).toEqual(record(1));
  });

  test('from nested lists whose items begin like the records do', async () => {
    const nested = { ...record(1), ask: { list: [{ what: 'a' }, { what: 'b' }, { what: 'c' }] } };
    const { records } = await ingested({
      'a.json': json({ Records: [record(0), nested, record(2)] }),
      'b.json': json([record(3)]),
    });
    expect(records).toMatchObject({ read: 4, events: 4, set_aside: [] });
    expect(JSON.parse(String((await lake.events())[1]?.['raw']))).toEqual(nested);
  });
});

describe('sentinels', () => {
  const good = (number: number): string => json({ Records: [record(number)] });
  test.each([
    ['an open string', '[{"what":"x","who":"y","z":"', '"}]'],
    ['an open string behind a record', `[${json(record(1))},{"what":"x","who":"y","z":"]`, `"},${json(record(2))}]`],
    ['an open array', '[{"what":"x","who":"y","z":[1]', `2]},${json(record(2))}]`],
    ['an open object', '[{"what":"x","who":"y","z":{"q":1]', `"q":2}},${json(record(2))}]`],
    ['a closed array', `[${json(record(1))}]]`, `[${json(record(2))}]`],
    ['an array closed and opened again', `[${json(record(1))}],[${json(record(2))}]`, `[${json(record(3))}]`],
    ['an open line', `${json(record(1))}\n{"what":"x","who":"y","z":[`, `${json(record(2))}\n]}`],
    ['a comment', `[${json(record(1))}/*]`, `[*/${json(record(2))}]`],
    ['a comma too many', `[${json(record(1))},]`, `[,${json(record(2))}]`],
    ['printed open arrays', `[ {"what":"x","who":"y","z":[1]`, `[ 2]},${json(record(2))}]`],
    ['a brace too many', `[ ${json(record(1))}}]`, `[ {${json(record(2))}]`],
  ])('are not swallowed by %s', async (_trick, first, second) => {
    const files = {
      'a.json': good(10),
      'b.json': first,
      'c.json': good(11),
      'd.json': second,
      'e.json': good(12),
      'f.json': lines(record(13)),
      'g.json': `[ ${json(record(14))} ]`,
    };
    const alone: string[] = [];
    for (const [name, bytes] of Object.entries(files)) {
      const other = await TemporaryLake.open(nimbus);
      await other.ingest({ [name]: bytes });
      alone.push(
        ...(await other.events()).map((event) =>
          json([event['event_uid'], event['object'], event['record'], event['raw']]),
        ),
      );
      await other.close();
    }
    await ingested(files);
    const together = (await lake.events()).map((event) =>
      json([event['event_uid'], event['object'], event['record'], event['raw']]),
    );
    expect(together.toSorted()).toEqual(alone.toSorted());
    expect(await uids()).toEqual(expect.arrayContaining(['id-10', 'id-11', 'id-12', 'id-13', 'id-14']));
  });
});

describe('what is damaged costs itself alone', () => {
  const good = [record(1), record(2)];
  const between = (damage: string | Buffer): Buffer =>
    Buffer.concat([Buffer.from(lines(good[0])), Buffer.from(damage), Buffer.from(`\n${lines(good[1])}`)]);
  const fields = '"what":"x","who":"y","at":"2024-05-01T00:00:00Z"';

  test.each<[string, string | Buffer, string]>([
    ['a lone surrogate', `{"id":"x",${fields},"note":"\\ud800"}`, 'not valid JSON'],
    [
      'a byte that is no UTF-8',
      Buffer.concat([Buffer.from(`{"id":"x",${fields},"note":"`), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]),
      'not UTF-8',
    ],
    ['bytes of zero', Buffer.alloc(1000), 'not a JSON object'],
    ['a raw line break in text', `{"id":"x",${fields},"note":"a\tb"}`, 'not valid JSON'],
    ['a number that is none', `{"id":"x",${fields},"n":01}`, 'not valid JSON'],
    ['a word that is none', `{"id":"x",${fields},"n":nil}`, 'not valid JSON'],
    ['no time', '{"id":"x","what":"x","who":"y"}', 'without a time'],
    ['a time that is none', '{"id":"x","what":"x","who":"y","at":"yesterday"}', 'without a time'],
    [
      'a time in the future',
      '{"id":"x","what":"x","who":"y","at":"2999-01-01T00:00:00Z"}',
      'its time is in the future',
    ],
    [
      'a time in the year 10000',
      '{"id":"x","what":"x","who":"y","at":"10000-01-01T00:00:00Z"}',
      'its time is in the future',
    ],
    ['a key twice', `{"id":"x",${fields},"what":"z"}`, 'has a key twice'],
    ['another kind', '{"some":"thing"}', 'not a record of a known source'],
    ['a list', '[1,2]', 'not a JSON object'],
    ['null', 'null', 'not a record of a known source'],
    ['text of four-byte characters', `${'\u{1f41d}'.repeat(40_000)}`, 'not a JSON object'],
    ['text of four-byte characters, shifted', `x${'\u{1f41d}'.repeat(40_000)}`, 'not a JSON object'],
  ])('as %s', async (_damage, text, reason) => {
    const { records, objects } = await ingested({ 'a.json': between(text), 'b.json': lines(record(3)) });
    expect(objects).toMatchObject({ ingested: 2, refused: [] });
    expect(records).toMatchObject({ read: 4, events: 3 });
    expect(records.set_aside.map((aside) => aside.reason)).toEqual([reason]);
    expect(await uids()).toEqual(['id-1', 'id-2', 'id-3']);
  });

  test('and many of a kind are one line of the accounting', async () => {
    const bad = Array.from({ length: 500 }, (_, index) => `{"what":"x","n":nil${index}}}`);
    const { records } = await ingested({ 'a.json': `${lines(record(1))}${bad.join('\n')}\n${lines(record(2))}` });
    expect(records).toMatchObject({ read: 502, events: 2, set_aside: [{ reason: 'not valid JSON', count: 500 }] });
  });
});

describe('an object is refused', () => {
  test.each<[string, string | Buffer, RegExp]>([
    ['a bomb', gzipSync(`[{"what":"${'x'.repeat(300 * 1024 * 1024)}`), /inflates to more than 200 times/],
    ['nothing', '', /empty/],
    ['a line of prose', 'hello', /not JSON/],
    ['records of others', lines({ a: 1 }, { b: 2 }), /no record of a known source/],
    ['nothing but damage', '{"what":\n{"what":\n', /no readable record/],
    ['a gzip of nothing readable', gzipSync(lines(record(1))).subarray(0, 5), /damaged or cut/],
  ])('that is %s, alone and among others', async (_kind, bytes, reason) => {
    const alone = await ingested({ 'a.json': bytes });
    expect(alone.objects).toMatchObject({
      seen: 1,
      ingested: 0,
      refused: [{ reason: expect.stringMatching(reason) as string }],
    });
    expect(alone.records).toMatchObject({ read: 0, set_aside: [] });
    const among = await ingested({
      'a.json': bytes,
      'b.json': lines(record(1)),
      'c.json': json([record(2)]),
      'd.json': bytes,
    });
    expect(among.objects).toMatchObject({
      seen: 4,
      ingested: 2,
      known: 0,
      refused: [
        { reason: expect.stringMatching(reason) as string },
        { reason: expect.stringMatching(reason) as string },
      ],
    });
    expect(await uids()).toEqual(['id-1', 'id-2']);
  });

  test('but counts as read where it holds records of ours that lack something', async () => {
    const { records, objects } = await ingested({
      'a.json': lines({ ...record(1), at: null }, { ...record(2), at: '2999-01-01T00:00:00Z' }),
    });
    expect(objects).toMatchObject({ ingested: 1, refused: [] });
    expect(records).toMatchObject({ read: 2, events: 0 });
  });
});

describe('time', () => {
  test.each([
    ['1969-12-31T23:59:59Z', '1969-12-31'],
    ['0001-01-01T00:00:00Z', '0001-01-01'],
    ['2024-05-01T23:30:00-01:00', '2024-05-02'],
    ['2016-12-31T23:59:60Z', '2016-12-31'],
  ])('%s is an event of %s, whatever it clashes with', async (at, day) => {
    await ingested({ 'a.json': lines(record(1, { at }), record(1, { at })) });
    const { records } = await ingested({ 'b.json': json([record(1, { at }), record(1, { at, note: 'other' })]) });
    expect(records).toMatchObject({ duplicates: 1, conflicts: 1 });
    expect(await uids()).toEqual(['id-1', 'id-1#2']);
    expect(String((await lake.events())[0]?.['time']).startsWith(day)).toBe(true);
  });
});

describe('a workspace may lie', () => {
  test.each([
    "it's",
    'a "b" c',
    'ü\u{1f41d}',
    '[a]',
    'a*b',
    'a?b',
    '{i}',
    'a\\b',
    'part=x',
    'new\nline',
    '%20',
    '#',
    '-',
    '$(x)',
  ])('in a folder called %j', async (name) => {
    const parent = mkdtempSync(join(tmpdir(), 'beewolf-odd-'));
    const odd = join(parent, name);
    mkdirSync(odd);
    vi.stubEnv('TMPDIR', odd);
    const other = await TemporaryLake.open(nimbus);
    try {
      const bad = '{"what":\n';
      await other.ingest({
        'a.json': lines(record(1), { detail: record(2) }, { some: 'thing' }) + bad,
        'b.json': json([record(3)]),
      });
      const { records } = await other.ingest({ [`${name}.json`]: lines(record(1), record(2, { note: 'other' })) });
      expect(records).toMatchObject({ events: 0, duplicates: 1, conflicts: 1 });
      expect(await other.events()).toHaveLength(4);
    } finally {
      await other.close();
      vi.unstubAllEnvs();
      rmSync(parent, { recursive: true, force: true });
    }
  });
});

test.each(['null\n', 'a banner of a tool\n'])('records below %j are read, and it is set aside', async (first) => {
  for (const text of [lines(record(1), record(2)), JSON.stringify([record(1), record(2)], null, 1)]) {
    const { records, objects } = await ingested({ 'a.json': first + text });
    expect(objects.refused).toEqual([]);
    expect(records).toMatchObject({ events: 2, set_aside: [{ reason: 'not a JSON object', count: 1 }] });
    await lake.close();
    lake = await TemporaryLake.open(nimbus);
  }
});

describe('records of two sources', () => {
  const stratus = defineSource({
    ...nimbus,
    id: 'stratus.log',
    title: 'Stratus',
    recognise: [['verb', 'who']],
    columns: { ...nimbus.columns, operation: at('verb') },
  });
  const other = (number: number) => {
    const { what, ...rest } = record(number);
    return { ...rest, verb: what };
  };
  const foreign = { neither: 'one' };
  const timeless = { ...other(5), at: null };

  test.each<[string, number, Files]>([
    ['in one file', 1, { 'a.json': lines(record(1), other(2), other(3), foreign, timeless) }],
    [
      'in files of their own',
      1,
      { 'a.json': lines(record(1)), 'b.json': lines(other(2), other(3), foreign, timeless) },
    ],
    [
      'after damage',
      2,
      { 'a.json': `${lines(record(1), other(2))}{"what":"\ud800"}\n${lines(other(3), foreign, timeless)}` },
    ],
  ])('are each of their own, and counted once, %s', async (_, foreigners, files) => {
    await lake.close();
    lake = await TemporaryLake.open(nimbus, stratus);
    const { records } = await ingested(files);
    expect(records).toMatchObject({ events: 3, duplicates: 0, conflicts: 0 });
    const found = await lake.events();
    expect(found.map((event) => [event['source'], event['event_uid'], event['operation']])).toEqual([
      ['nimbus.log', 'nimbus.log:id-1', 'Launch'],
      ['stratus.log', 'stratus.log:id-2', 'Launch'],
      ['stratus.log', 'stratus.log:id-3', 'Launch'],
    ]);
    const partitions = readManifest(lake.lake).partitions.map(({ file, source }) => file.includes(`/${source}/`));
    expect(partitions.every(Boolean)).toBe(true);
    expect(new Set(readManifest(lake.lake).partitions.map(({ source }) => source))).toEqual(
      new Set(['nimbus.log', 'stratus.log']),
    );
    expect(records.set_aside).toEqual(
      expect.arrayContaining([
        { reason: 'not a record of a known source', count: foreigners },
        { reason: 'without a time', count: 1 },
      ]),
    );
  });
});

describe('records in a wrapping', () => {
  const wrapped = (detail: unknown) => ({ sent: '2024-05-01T12:00:07Z', detail });

  test.each<[string, readonly unknown[]]>([
    ['all of them', [wrapped(record(1)), wrapped(record(2)), wrapped(record(3))]],
    ['the first', [wrapped(record(1)), record(2), record(3)]],
    ['all but the first', [record(1), wrapped(record(2)), wrapped(record(3))]],
    ['in wrappings of two kinds', [wrapped(record(1)), { Text: JSON.stringify(record(2)) }, record(3)]],
  ])('are events like any: %s', async (_, records) => {
    for (const text of [lines(...records), JSON.stringify(records), JSON.stringify(records, null, 1)]) {
      expect((await ingested({ 'a.json': text })).records).toMatchObject({ read: 3, events: 3, set_aside: [] });
      const found = await lake.events();
      expect(found.map((event) => JSON.parse(String(event['raw'])) as unknown)).toEqual(
        [1, 2, 3].map((n) => record(n)),
      );
      await lake.close();
      lake = await TemporaryLake.open(nimbus);
    }
  });

  test('have its time where they have none', async () => {
    const { at: _, ...timeless } = record(1);
    const { records } = await ingested({
      'a.json': lines(wrapped(timeless), wrapped(record(2)), { detail: timeless }),
    });
    expect(records).toMatchObject({ read: 3, events: 2, set_aside: [{ reason: 'without a time', count: 1 }] });
    expect((await lake.events())[0]).toMatchObject({ time: '2024-05-01T12:00:07.000Z' });
  });

  test('cost only themselves where they are damaged', async () => {
    const twice = '{"sent":"2024-05-01T12:00:07Z","detail":{"what":"Launch","what":"Stop","who":"alice"}}';
    const text = `${lines(wrapped(record(1)))}${twice}\n{"detail":"none"}\n${lines(wrapped(record(2)))}`;
    const { records } = await ingested({ 'a.json': text });
    expect(records).toMatchObject({ read: 4, events: 2 });
    expect(records.set_aside).toEqual(
      expect.arrayContaining([
        { reason: 'has a key twice', count: 1 },
        { reason: 'not a record of a known source', count: 1 },
      ]),
    );
  });
});
