import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cirrus } from '../../test/cirrus-source.ts';
import { nimbus } from '../../test/nimbus-source.ts';
import { defineSource } from '../model/source.ts';
import { candidates } from './candidates.ts';
import { openDuckDb } from './duckdb/engine.ts';
import type { Engine } from './engine.ts';
import { literal } from './sql.ts';

const stratus = defineSource({
  ...nimbus,
  id: 'stratus.log',
  recognise: [['skyVerb', { key: 'type', matches: '^stratus\\.' }], [{ within: ['deep', 'verb'] }]],
  envelopes: [{ wrap: 'object', key: 'log.content' }],
  respelled: [[]],
});

let engine: Engine;
beforeAll(async () => {
  engine = await openDuckDb({ memoryMiB: 200, threads: 1, tempDirectory: tmpdir() });
});
afterAll(() => engine.close());

const asked = async (...records: readonly unknown[]) => {
  const rows = records.map((one) => `(CAST(${literal(JSON.stringify(one))} AS JSON))`).join(', ');
  const found = await candidates(engine, `SELECT raw FROM (VALUES ${rows}) t(raw)`, [nimbus, stratus, cirrus]);
  return found.map(({ id }) => id);
};

describe('of many sources only those are asked that may know a record', () => {
  test.each<[string, unknown, string]>([
    ['by its keys', { what: 'Launch', who: 'alice' }, 'nimbus.log'],
    ['in what it is wrapped in', { id: 1, detail: { what: 'Launch', who: 'alice' } }, 'nimbus.log'],
    ['as text', { Text: '{"what":"Launch"}' }, 'nimbus.log'],
    ['by its keys, whatever their text', { skyVerb: 'Launch', type: 'cirrus.call' }, 'stratus.log'],
    ['by a key further inside', { deep: { verb: null } }, 'stratus.log'],
    ['in kebab-case', { 'sky-verb': 'Launch', type: 'stratus.call' }, 'stratus.log'],
    ['in snake_case', { sky_verb: 'Launch', type: 'stratus.call' }, 'stratus.log'],
    [
      'in another spelling in what it is wrapped in',
      { log: { content: { deep_: 1, 'sky-verb': 1, type: 'x' } } },
      'stratus.log',
    ],
    ['two objects deep', { log: { content: { deep: { verb: 'Launch' } } } }, 'stratus.log'],
    ['as a line of text', 'a line', cirrus.id],
  ])('%s', async (_, record, id) => expect(await asked({ other: 1 }, record)).toEqual([id]));

  test('several, in their order', async () => {
    expect(await asked('a line', { what: 'Launch', who: 'alice' })).toEqual(['nimbus.log', cirrus.id]);
  });

  test.each([[{ other: 1 }], [{ what: 'Launch' }], [[{ what: 'Launch', who: 'alice' }]], [null], [{ detail: {} }]])(
    'and none for %j',
    async (record) => expect(await asked(record)).toEqual([]),
  );

  test('of no sources none', async () => expect(await candidates(engine, `SELECT 1`, [])).toEqual([]));
});
