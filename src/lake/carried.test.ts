import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nimbus, nimbusRecord as record } from '../../test/nimbus-source.ts';
import { TemporaryLake } from '../../test/temporary-lake.ts';
import { readManifest } from './manifest.ts';

let lake: TemporaryLake;
beforeEach(async () => {
  lake = await TemporaryLake.open(nimbus);
});
afterEach(() => lake.close());

const json = (value: unknown): string => JSON.stringify(value);
const lines = (...values: unknown[]): string => values.map((value) => `${json(value)}\n`).join('');

const carried = (records: readonly unknown[], carry: (text: string, index: number) => unknown) =>
  records.map((one, index) => carry(json(one), index));
const two = [record(1), record(2)];
const bodies = carried(two, (message, index) => ({ timestamp: 1, message, eventId: String(index) }));
const csv = (column: string, texts: readonly string[]): string =>
  [`time,${column}`, ...texts.map((text) => `1,"${text.replaceAll('"', '""')}"`)].join('\n');

test.each([
  ['an answer of a search', json({ events: bodies, searchedLogStreams: [] })],
  ['a printed answer of a search', JSON.stringify({ events: bodies }, null, 2)],
  ['what a subscription delivers', json({ messageType: 'DATA_MESSAGE', logEvents: bodies })],
  ['deliveries without anything between', bodies.map((one) => json({ owner: '1', logEvents: [one] })).join('')],
  ['lines of a collector', lines(...bodies)],
  ['texts that end in a line break', lines(...carried(two, (text) => ({ log: `${text}\n`, stream: 'stdout' })))],
  ['an index', json({ took: 1, hits: { total: 2, hits: two.map((one, n) => ({ _id: n, _source: one })) } })],
  [
    'the originals in an index',
    lines(...carried(two, (original) => ({ _id: 1, _source: { message: 'short', event: { original } } }))),
  ],
  ['results of a search', lines(...carried(two, (text) => ({ preview: false, result: { _raw: text } })))],
  ['a queue', json({ Messages: carried(two, (Body) => ({ MessageId: 'm', Body })) })],
  ['a wrapper in a queue', json({ Messages: two.map((one) => ({ Body: json({ detail: one }) })) })],
  ['a table', csv('_raw', two.map(json))],
  ['a table of messages', csv('@message', two.map(json))],
])('records that others carry are read, from %s', async (_form, bytes) => {
  const { records, objects } = await lake.ingest({ 'a.json': bytes });
  expect(objects).toMatchObject({ ingested: 1, refused: [] });
  expect(records).toMatchObject({ read: 2, events: 2, set_aside: [] });
  const events = await lake.events();
  expect(events.map((event) => event['event_uid'])).toEqual(['nimbus.log:id-1', 'nimbus.log:id-2']);
  expect(JSON.parse(String(events[0]?.['raw']))).toEqual(record(1));
});

test('they are the same as those at hand', async () => {
  const { records } = await lake.ingest({ 'a.json': lines(...two), 'b.json': json({ events: bodies }) });
  expect(records).toMatchObject({ read: 4, events: 2, duplicates: 2 });
});

test('what carries nothing of ours is set aside as it stands', async () => {
  const foreign = { level: 'info', message: '{"any":"thing"}' };
  const { records } = await lake.ingest({ 'a.json': lines(foreign, ...bodies, { message: 'a line' }, record(3)) });
  expect(records).toMatchObject({ read: 5, events: 3, set_aside: [{ count: 2 }] });
  const files = readManifest(lake.lake).asides.map((file) => `'${join(lake.lake, file)}'`);
  const asides = await lake.engine.rows(`SELECT raw FROM read_parquet([${files.join(', ')}]) ORDER BY record`);
  expect(asides.map(({ raw }) => raw)).toEqual([json(foreign), json({ message: 'a line' })]);
});
