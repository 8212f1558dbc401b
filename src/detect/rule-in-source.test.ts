import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nimbus, nimbusRecord } from '../../test/nimbus-source.ts';
import { TemporaryLake } from '../../test/temporary-lake.ts';
import { readManifest } from '../lake/manifest.ts';
import type { Predicate } from '../lake/predicate.ts';
import { defineSource, type Condition, type Source } from '../model/source.ts';
import { detect } from './detect.ts';
import { ruleInSource } from './rule-in-source.ts';
import { loadRules } from './sigma/load.ts';

const cirrus = defineSource({
  ...nimbus,
  sigma: [
    { product: 'nimbus', category: 'start', when: [{ of: 'operation', oneOf: ['Start', 'Run'] }, { of: ['host'] }] },
    { product: 'nimbus', category: 'call', when: [{ of: ['kind'], oneOf: ['call'] }] },
    { product: 'nimbus', service: 'all' },
  ],
  sigmaFields: {
    Image: 'process',
    'Deep.Name': ['deep.name', 'inner'],
    Parent: { nameAt: ['parent'] },
    Elder: { nameAt: ['elder'], pathAt: ['elderPath'] },
    Out: { trueWhen: [{ of: ['way'], oneOf: ['out'] }] },
  },
});

/** What the source is asked by a rule with this item. */
function asked(item: string, logsource = '{product: nimbus, service: all}'): Predicate {
  const text = `title: t\nlogsource: ${logsource}\nlevel: low\ndetection:\n  s: {${item}}\n  condition: s\n`;
  const { rules, refused } = loadRules([{ path: 'r', text, origin: 't' }], {
    resolve: (name) => ({ path: name.split('.') }),
  });
  const [rule] = rules;
  if (rule === undefined) throw new Error(refused[0]?.message);
  const { predicate, hash, identity } = rule;
  return ruleInSource({ hash, predicate, logsource: identity.logsource, fields: [] }, cirrus).predicate;
}

const way: Predicate = { is: 'test', field: { path: ['way'] }, test: { op: 'equals', text: 'out', cased: true } };
const always = { is: 'all', of: [] };
const never = { is: 'any', of: [] };

describe('a Sigma field is', () => {
  test.each([
    ['Image: a', { column: 'process' }],
    ['Deep.Name: a', { path: ['deep.name', 'inner'] }],
    ['other.field: a', { path: ['other', 'field'] }],
    ['Parent: a', { path: ['parent'] }],
  ])('what the source says: %s', (item, field) =>
    expect(asked(item)).toEqual({ is: 'test', field, test: { op: 'equals', text: 'a', cased: false } }),
  );

  test('what it says also where it is compared with', () =>
    expect(asked("'a|fieldref': Image")).toMatchObject({
      field: { path: ['a'] },
      test: { field: { column: 'process' } },
    }));

  test.each([
    ["Out: 'true'", way],
    ['Out: true', way],
    ["Out: 'false'", { is: 'not', of: way }],
    ["'Out|contains': 'e'", always],
    ['Out: maybe', never],
    ['Out: null', never],
    ["'Out|exists': true", always],
  ])('true where a condition holds, else false: %s', (item, predicate) => expect(asked(item)).toEqual(predicate));
});

describe('of a path of which only the last part is told', () => {
  const name = { op: 'equals', text: 'sh', cased: false };
  test.each([
    ["'Parent|endswith': /sh", name],
    ["'Parent|endswith': /bin/sh", name],
    ['Parent: /usr/bin/sh', name],
    ["'Parent|endswith': sh", { ...name, op: 'ends' }],
    ["'Parent|contains': sh", { ...name, op: 'contains' }],
  ])('%s asks the name', (item, test) =>
    expect(asked(item)).toEqual({ is: 'test', field: { path: ['parent'] }, test }),
  );

  test('the whole path is asked where a record tells it', () =>
    expect(asked("'Elder|endswith': /bin/sh")).toEqual({
      is: 'any',
      of: [
        { is: 'test', field: { path: ['elderPath'] }, test: { op: 'ends', text: '/bin/sh', cased: false } },
        {
          is: 'all',
          of: [
            { is: 'null', field: { path: ['elderPath'] } },
            { is: 'test', field: { path: ['elder'] }, test: name },
          ],
        },
      ],
    }));

  test.each(["'Parent|startswith': /tmp", "'Parent|contains': /tmp/", "'Parent|endswith': /sh/"])(
    '%s never passes',
    (item) => expect(asked(item)).toEqual(never),
  );
});

describe('only records that the logsource holds are asked', () => {
  const [start, run] = ['Start', 'Run'].map((text) => ({
    is: 'test',
    field: { column: 'operation' },
    test: { op: 'equals', text, cased: true },
  }));
  const host = { is: 'not', of: { is: 'null', field: { path: ['host'] } } };
  const call = { is: 'test', field: { path: ['kind'] }, test: { op: 'equals', text: 'call', cased: true } };
  const plain = { is: 'test', field: { column: 'process' }, test: { op: 'equals', text: 'a', cased: false } };

  test.each([
    ['{product: nimbus, category: start}', { is: 'all', of: [{ is: 'any', of: [start, run] }, host, plain] }],
    ['{category: call}', { is: 'all', of: [call, plain] }],
    ['{product: nimbus}', plain],
    ['{product: nimbus, service: all}', plain],
  ])('%s', (logsource, predicate) => expect(asked('Image: a', logsource)).toEqual(predicate));
});

test('what a rule matched is not taken for what it matches under other names', async () => {
  const lake = await TemporaryLake.open(nimbus);
  await lake.ingest({ 'a.json': JSON.stringify([nimbusRecord(1, { note: 'x' }), nimbusRecord(2, { who: 'x' })]) });
  const text = 'title: t\nlogsource: {product: nimbus}\nlevel: low\ndetection:\n  s: {Name: x}\n  condition: s\n';
  const { rules } = loadRules([{ path: 'r', text, origin: 't' }], { resolve: (name) => ({ path: name.split('.') }) });
  const matches = join(lake.folder, 'matches');
  const partitions = readManifest(lake.lake).partitions;
  const matched = async (sigmaFields: Source['sigmaFields'], when: readonly Condition[] = []) => {
    const source = { ...nimbus, sigma: [{ product: 'nimbus', when }], ...(sigmaFields && { sigmaFields }) };
    const { engine, lake: folder } = lake;
    await detect({ engine, lake: folder, partitions, sources: [source], rules, matches, scratch: lake.folder });
    return (await engine.rows('SELECT event_uid FROM matches ORDER BY 1')).map((row) => row['event_uid']);
  };
  expect(await matched(undefined)).toEqual([]);
  expect(await matched({ Name: 'actor_name' })).toEqual(['nimbus.log:id-2']);
  expect(await matched({ Name: ['note'] })).toEqual(['nimbus.log:id-1']);
  expect(await matched({ Name: ['note'] }, [{ of: 'error' }])).toEqual([]);
  expect(await matched({ Name: ['note'] }, [{ of: 'error_message', oneOf: ['x'] }])).toEqual(['nimbus.log:id-1']);
  await lake.close();
});

test('a source with no names of its own is asked the rule itself', () => {
  const rule = { hash: 'h', logsource: { product: 'nimbus' }, predicate: way, fields: [] };
  expect(ruleInSource(rule, nimbus)).toBe(rule);
});

test('values that correlations ask for are found where the source has them', () => {
  const fields = ['Image', 'Parent', 'Out', 'x'].map((name) => ({ path: [name] }));
  const rule = { hash: 'h', logsource: { product: 'nimbus' }, predicate: way, fields };
  expect(ruleInSource(rule, cirrus).fields).toEqual([
    { column: 'process' },
    { path: ['parent'] },
    { path: ['Out'] },
    { path: ['x'] },
  ]);
});
