import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cirrus } from '../../test/cirrus-source.ts';
import { nimbus, nimbusRecord as record, type NimbusRecord } from '../../test/nimbus-source.ts';
import { TemporaryLake, type Ingested } from '../../test/temporary-lake.ts';

let lake: TemporaryLake;
beforeEach(async () => {
  lake = await TemporaryLake.open(nimbus, cirrus);
});
afterEach(() => lake.close());

const json = (value: unknown): string => JSON.stringify(value);
const lines = (...values: unknown[]): string => values.map((value) => `${json(value)}\n`).join('');

/** One run for each object given, or one for each list of objects. */
async function runs(...objects: (string | readonly string[])[]): Promise<readonly Ingested['records'][]> {
  const found: Ingested['records'][] = [];
  for (const [run, each] of objects.entries()) {
    const files = (Array.isArray(each) ? each : [each]).map(
      (bytes, index) => [`run-${run}-${index}.json`, bytes] as const,
    );
    const { records } = await lake.ingest(Object.fromEntries(files));
    expect(records.read).toBe(
      records.events +
        records.duplicates +
        records.conflicts +
        records.set_aside.reduce((sum, { count }) => sum + count, 0),
    );
    found.push(records);
  }
  return found;
}

/** What stands in the lake: uid and note of every event. */
async function standing(): Promise<readonly string[]> {
  return (await lake.events()).map(
    (event) => `${String(event['event_uid']).replace('nimbus.log:', '')}=${String(event['error_message'])}`,
  );
}

const noted = (note: string, more: Partial<NimbusRecord> = {}): NimbusRecord => record(1, { note, ...more });

describe('a duplicate', () => {
  const one = record(1, { ask: { b: [{ x: 1, y: 2 }], a: 'é' }, note: 'n' });
  const sameOtherwise =
    '{ "note":"n","who":"user-1" , "ask":{"a":"\\u00e9","b":[ {"y":2,"x":1} ]}, "at":"2024-05-02T12:00:01.000Z","id":"id-1", "what":"Launch" }';

  test('is the same id and content, in another order and with other white space', async () => {
    expect(await runs([json([one]), sameOtherwise, json({ detail: one })])).toMatchObject([
      { read: 3, events: 1, duplicates: 2, conflicts: 0 },
    ]);
    expect(await standing()).toEqual(['id-1=n']);
  });

  test('is found in one object, over objects and over runs', async () => {
    expect(await runs(lines(one, one), [json([one, record(2)]), json(sameOtherwise)], sameOtherwise)).toMatchObject([
      { read: 2, events: 1, duplicates: 1 },
      { read: 2, events: 1, duplicates: 1 },
      { read: 1, events: 0, duplicates: 1 },
    ]);
    expect(await standing()).toHaveLength(2);
  });

  test('of one source leaves what another one tells of the same day', async () => {
    const told = '2024-05-02T12:00:01Z host cloudd[1]: Launched by user-1';
    expect(await runs([lines(one, one), told], told)).toMatchObject([
      { read: 3, events: 2, duplicates: 1 },
      { read: 0, events: 0, duplicates: 0 },
    ]);
  });

  test('leaves the same text standing, whatever came first', async () => {
    await runs(json([one]), sameOtherwise);
    const first = (await lake.events()).map((event) => event['raw']);
    const other = await TemporaryLake.open(nimbus);
    await other.ingest({ 'a.json': sameOtherwise });
    await other.ingest({ 'b.json': json([one]) });
    expect((await other.events()).map((event) => event['raw'])).toEqual(first);
    await other.close();
  });

  test('is also one where the same instant is written otherwise', async () => {
    const [records] = await runs(
      lines(record(1, { at: '2024-05-02T12:00:00Z' }), record(1, { at: '2024-05-02T14:00:00+02:00' })),
    );
    expect(records).toMatchObject({ events: 1, duplicates: 1, conflicts: 0 });
  });

  test('is told by its content where it has no id', async () => {
    const nameless = record(1, { id: null, ask: { a: 1, b: 2 } });
    expect(
      await runs(
        lines(nameless, { ...nameless, ask: { b: 2, a: 1 } }, { ...nameless, ask: { a: 2, b: 1 } }),
        lines({ ...nameless, id: '' }),
      ),
    ).toMatchObject([
      { read: 3, events: 2, duplicates: 1, conflicts: 0 },
      { read: 1, events: 0, duplicates: 1, conflicts: 0 },
    ]);
  });
});

describe('a conflict', () => {
  const versions = ['a', 'b', 'c', 'd'].map((note) => noted(note));
  const orders = [
    [0, 1, 2, 3],
    [3, 2, 1, 0],
    [2, 0, 3, 1],
  ];

  test('is numbered by content, whatever the order of arrival', async () => {
    const results: (readonly string[])[] = [];
    for (const order of orders) {
      for (const split of [1, 2, 4]) {
        const other = await TemporaryLake.open(nimbus);
        const queue = order.flatMap((index) => versions[index] ?? []);
        for (let at = 0; at < queue.length; at += split)
          await other.ingest({ [`${at}.json`]: lines(...queue.slice(at, at + split)) });
        results.push(
          (await other.events()).map((event) => `${String(event['event_uid'])}=${String(event['error_message'])}`),
        );
        await other.close();
      }
    }
    expect(results[0]).toHaveLength(4);
    expect(results[0]?.map((each) => each.split('=')[0])).toEqual([
      'nimbus.log:id-1',
      'nimbus.log:id-1#2',
      'nimbus.log:id-1#3',
      'nimbus.log:id-1#4',
    ]);
    for (const result of results) expect(result).toEqual(results[0]);
  });

  test('counts once, and its copies are duplicates', async () => {
    expect(
      await runs(lines(noted('a')), lines(noted('b'), noted('a'), noted('b')), lines(noted('c'), noted('b'))),
    ).toMatchObject([
      { read: 1, events: 1, duplicates: 0, conflicts: 0 },
      { read: 3, events: 0, duplicates: 2, conflicts: 1 },
      { read: 2, events: 0, duplicates: 1, conflicts: 1 },
    ]);
    expect(await standing()).toHaveLength(3);
  });

  test('does not touch its neighbours of the day', async () => {
    await runs(lines(record(1), record(4), record(7)), lines(record(4, { note: 'other' }), record(10)));
    expect((await standing()).map((each) => each.split('=')[0])).toEqual(['id-1', 'id-10', 'id-4', 'id-4#2', 'id-7']);
  });

  test('is not mistaken for a record whose id ends like one', async () => {
    const records = [
      noted('a'),
      noted('b'),
      noted('c', { id: 'id-1#2' }),
      noted('d', { id: 'id-1#2' }),
      noted('e', { id: 'id-1#3' }),
    ];
    for (const each of [records, records.toReversed()]) {
      const other = await TemporaryLake.open(nimbus);
      for (const [index, one] of each.entries()) await other.ingest({ [`${index}.json`]: lines(one) });
      const uids = (await other.events()).map((event) => event['event_uid']);
      expect(new Set(uids).size).toBe(5);
      expect(uids).toEqual([
        'nimbus.log:id-1',
        'nimbus.log:id-1#2',
        'nimbus.log:id-1%232',
        'nimbus.log:id-1%232#2',
        'nimbus.log:id-1%233',
      ]);
      await other.close();
    }
  });

  test.each(["'", '"', "'); DROP TABLE verdicts; --", '#', '##2', '\n', '\u0000', '%', '\ud83d\udc1d', ' ', '#2#3'])(
    'may have the id %j',
    async (id) => {
      expect(await runs(lines(noted('a', { id })), lines(noted('b', { id }), noted('a', { id })))).toMatchObject([
        { events: 1 },
        { duplicates: 1, conflicts: 1 },
      ]);
      expect(await standing()).toHaveLength(2);
    },
  );

  test('may be one of tens of thousands', async () => {
    const many = Array.from({ length: 40_000 }, (_, index) => noted(`n${index}`));
    expect(await runs(lines(...many))).toMatchObject([{ read: 40_000, events: 1, conflicts: 39_999 }]);
    expect(await runs(lines(noted('late')))).toMatchObject([{ read: 1, events: 0, conflicts: 1 }]);
    expect(new Set(await standing()).size).toBe(40_001);
  });

  test('survives documents nested to any depth', async () => {
    const deep = (value: number): string =>
      `{"id":"id-1","what":"x","who":"y","at":"2024-05-02T12:00:00Z","ask":${'{"a":['.repeat(50_000)}${value}${']}'.repeat(50_000)}}\n`;
    expect(
      await runs(deep(1), `${deep(2)} ${deep(1).replaceAll('{"a"', '{ "a"')}`, deep(1).replace('"id-1"', 'null')),
    ).toMatchObject([{ events: 1 }, { duplicates: 1, conflicts: 1 }, { events: 1 }]);
  });
});
