import { afterEach, beforeEach, expect, test } from 'vitest';
import { nimbus } from '../../test/nimbus-source.ts';
import { TemporaryLake } from '../../test/temporary-lake.ts';
import { absent, at, defineSource, epoch } from '../model/source.ts';

/** Rows of answers, one by one or in lists. */
const cirrus = defineSource({
  id: 'cirrus.log',
  title: 'Cirrus',
  recognise: [
    ['ask', 'row'],
    ['ask', 'rows'],
    ['ask', 'changes'],
  ],
  envelopes: [
    { wrap: 'rows', path: ['rows'], as: 'row' },
    { wrap: 'rows', path: ['changes', 'new'], as: 'row', with: { how: 'new' } },
    { wrap: 'rows', path: ['changes', 'gone'], as: 'row', with: { how: 'gone' } },
  ],
  uid: absent,
  documents: [['row'], ['rows'], ['changes']],
  columns: { time: epoch('at', 'seconds'), operation: at('how'), actor_name: at('row.who'), service: at('ask') },
  facets: ['operation'],
  sigma: [],
});

let lake: TemporaryLake;
beforeEach(async () => {
  lake = await TemporaryLake.open(nimbus, cirrus);
});
afterEach(() => lake.close());

const at0 = 1_772_613_000;
const lines = (...records: readonly unknown[]): string =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('');

/** The records as they lie in the lake, in the order of their first rows' names. */
const standing = async (): Promise<readonly unknown[]> =>
  (await lake.events())
    .toSorted((a, b) => String(a['actor_name']).localeCompare(String(b['actor_name'])))
    .map(({ raw }) => JSON.parse(String(raw)) as unknown);

test('each row becomes a record, beside what else its record says', async () => {
  const snapshot = {
    ask: 'who',
    at: at0,
    none: null,
    deep: { a: [1, { b: null }] },
    rows: [{ who: 'ann', x: null }, { who: 'bob' }],
  };
  const { records } = await lake.ingest({ 'a.log': lines({ ask: 'who', at: at0, row: { who: 'abe' } }, snapshot) });
  expect(records).toMatchObject({ read: 3, events: 3, set_aside: [] });
  const beside = { ask: 'who', at: at0, none: null, deep: { a: [1, { b: null }] } };
  expect(await standing()).toEqual([
    { ask: 'who', at: at0, row: { who: 'abe' } },
    { ...beside, row: { who: 'ann', x: null } },
    { ...beside, row: { who: 'bob' } },
  ]);
  expect((await lake.events()).map((event) => Number(event['record'])).toSorted((a, b) => a - b)).toEqual([0, 1, 1]);
});

test('rows of several lists are told apart by what goes with them', async () => {
  const changes = { new: [{ who: 'ann' }], gone: [{ who: 'bob' }, { who: 'cyd' }] };
  const { records } = await lake.ingest({ 'a.log': lines({ ask: 'who', at: at0, changes }) });
  expect(records).toMatchObject({ read: 3, events: 3 });
  expect(await standing()).toEqual([
    { ask: 'who', at: at0, how: 'new', row: { who: 'ann' } },
    { ask: 'who', at: at0, how: 'gone', row: { who: 'bob' } },
    { ask: 'who', at: at0, how: 'gone', row: { who: 'cyd' } },
  ]);
});

test.each([
  ['an empty list', { rows: [] }],
  ['empty lists', { changes: { new: [], gone: '' } }],
  ['a list of texts', { rows: ['ann', 'bob'] }],
  ['no list', { rows: 'none' }],
])('a record with %s stays as it is', async (_, more) => {
  const record = { ask: 'who', at: at0, ...more };
  const { records } = await lake.ingest({ 'a.log': lines(record) });
  expect(records).toMatchObject({ read: 1, events: 1, set_aside: [] });
  expect(await standing()).toEqual([record]);
});

test('a row that is no record is set aside alone, and counted once', async () => {
  const { records } = await lake.ingest({
    'a.log': lines({ ask: 'who', at: at0, rows: [{ who: 'ann' }, null, { who: 'bob' }] }),
  });
  expect(records).toMatchObject({
    read: 3,
    events: 2,
    set_aside: [{ reason: 'not a record of a known source', count: 1 }],
  });
});

test('rows without a time are set aside each', async () => {
  const { records } = await lake.ingest({ 'a.log': lines({ ask: 'who', rows: [{ who: 'ann' }, { who: 'bob' }] }) });
  expect(records).toMatchObject({ read: 2, events: 0, set_aside: [{ reason: 'without a time', count: 2 }] });
});

test('the same rows again are duplicates, in whatever form they come', async () => {
  const rows = [{ who: 'ann' }, { who: 'bob' }];
  await lake.ingest({ 'a.log': lines({ ask: 'who', at: at0, rows }) });
  const again = rows.map((row) => ({ row, at: at0, ask: 'who' }));
  const { records } = await lake.ingest({ 'b.log': lines(...again) });
  expect(records).toMatchObject({ read: 2, events: 0, duplicates: 2 });
});

test('records of other sources that have such lists stay as they are', async () => {
  const record = { what: 'Launch', who: 'ann', id: 'id-1', at: '2026-01-01T00:00:00Z', rows: [{ a: 1 }, { a: 2 }] };
  const { records } = await lake.ingest({ 'a.log': lines({ ask: 'who', at: at0, rows: [{ who: 'bob' }] }, record) });
  expect(records).toMatchObject({ read: 2, events: 2 });
  expect(await standing()).toEqual([record, { ask: 'who', at: at0, row: { who: 'bob' } }]);
});
