import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { nimbus, nimbusRecord as record } from '../../test/nimbus-source.ts';
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

const uids = async (): Promise<readonly unknown[]> => (await lake.events()).map((event) => String(event['event_uid']).replace('nimbus.log:', ''));

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
    const { records } = await ingested({ 'a.json': json({ Records: [record(0), nested, record(2)] }), 'b.json': json([record(3)]) });
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
    const files = { 'a.json': good(10), 'b.json': first, 'c.json': good(11), 'd.json': second, 'e.json': good(12), 'f.json': lines(record(13)), 'g.json': `[ ${json(record(14))} ]` };
    const alone: string[] = [];
    for (const [name, bytes] of Object.entries(files)) {
      const other = await TemporaryLake.open(nimbus);
      await other.ingest({ [name]: bytes });
      alone.push(...(await other.events()).map((event) => json([event['event_uid'], event['object'], event['record'], event['raw']])));
      await other.close();
    }
    await ingested(files);
    const together = (await lake.events()).map((event) => json([event['event_uid'], event['object'], event['record'], event['raw']]));
    expect(together.toSorted()).toEqual(alone.toSorted());
    expect(await uids()).toEqual(expect.arrayContaining(['id-10', 'id-11', 'id-12', 'id-13', 'id-14']));
  });
});
