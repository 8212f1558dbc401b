import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defineSemantics } from '../model/semantics.ts';
import { actsSql, narrowTo, operationsSql } from './acts.ts';
import { openDuckDb } from './duckdb/engine.ts';
import type { Engine, Row } from './engine.ts';
import { literal } from './sql.ts';

const semantics = defineSemantics({
  cloud: 'nimbus',
  ignoredInOperation: '[0-9]{8}$',
  dryRunErrors: ['DryRun'],
  refusedWhen: [{ at: 'answer.login', is: 'failure' }],
  tags: ['ask.tags[*]', 'ask.tags'],
  acts: {
    compute: {
      Launch: {
        verb: 'launch',
        kind: 'compute:machine',
        made: 'answer.items[*].id',
        names: 'ask.name',
        refusedWhen: [{ at: 'answer.state', starts: 'gone' }],
        shape: ['ask.size', 'answer.items[*].size'],
        count: 'ask.count',
        terms: { market: ['answer.items[*].market', 'ask.market'], disks: 'ask.disks', bid: 'ask.bid' },
      },
      Change: [
        { verb: 'impair', kind: 'compute:machine', when: [{ at: 'ask.locked.value', is: 'TRUE' }], target: 'ask.id' },
        {
          verb: 'contain',
          kind: 'compute:machine',
          when: [{ at: 'ask.policy', contains: '"deny"' }],
          target: 'ask.id',
        },
        { verb: 'modify', kind: 'compute:machine', target: 'ask.id' },
      ],
      Login: { verb: 'login', kind: 'compute:console' },
      Drop: { verb: 'delete', kind: 'compute:job', target: 'ask.id', within: [['ask.app', 'ask.appId'], 'ask.branch'] },
    },
  },
  prefixes: [{ starts: 'Describe', verb: 'list' }],
  shapes: [],
});

let engine: Engine;
beforeAll(async () => {
  engine = await openDuckDb({ memoryMiB: 256, threads: 1, tempDirectory: tmpdir() });
});
afterAll(() => engine.close());

async function actOf(operation: string, raw: unknown, error: string | null = null): Promise<Row | undefined> {
  const event = `(SELECT 'u' AS event_uid, 'Nimbus' AS cloud, 'compute' AS service, ${literal(operation)} AS operation,
    ${error === null ? 'CAST(NULL AS VARCHAR)' : literal(error)} AS error, CAST(${literal(JSON.stringify(raw))} AS JSON) AS raw)`;
  const [row] = await engine.rows(actsSql([semantics], event));
  return row;
}

describe('acts', () => {
  test('keep what a price depends on as lists by name, whatever stands in it', async () => {
    const row = await actOf('Launch', {
      ask: { market: 'spare', disks: [{ gib: 8, name: `"' ] } ;` }] },
      answer: { items: [{ id: 'm-1', market: 'a' }, { id: 'm-2' }] },
    });
    expect(JSON.parse(String(row?.['terms']))).toEqual({
      market: ['a'],
      disks: [JSON.stringify([{ gib: 8, name: `"' ] } ;` }])],
      bid: [],
    });
    expect((await actOf('Login', {}))?.['terms']).toBeNull();
  });

  test('are refused where their own operation says that nothing came of it, and no other', async () => {
    const outcome = async (...call: Parameters<typeof actOf>) => (await actOf(...call))?.['outcome'];
    expect(await outcome('Launch', { answer: { state: 'Gone' } })).toBe('refused');
    expect(await outcome('Launch', { answer: { state: 'Gone' } }, 'DryRun')).toBe('dry-run');
    expect(await outcome('Launch', { answer: { state: 'here' } })).toBe('accepted');
    expect(await outcome('Change', { answer: { state: 'gone' } })).toBe('accepted');
    expect(await outcome('Launch', { answer: { login: 'failure' } })).toBe('refused');
  });

  test('name what an id is only unique within, whole or not at all', async () => {
    const parents = async (ask: unknown) => (await actOf('Drop', { ask }))?.['parents'];
    expect(await parents({ id: '1', appId: 'cloud:north:app/a', branch: 'main' })).toEqual(['a', 'main']);
    expect(await parents({ id: '1', app: 'a' })).toEqual([]);
    expect(await parents({ id: '1' })).toEqual([]);
  });

  test('keep the tags of a launch as texts, in a list or by their keys', async () => {
    const tags = async (operation: string, value: unknown) =>
      (await actOf(operation, { ask: { tags: value } }))?.['tags'];
    expect(await tags('Launch', [{ key: 'a', value: '1' }])).toEqual(['{"key":"a","value":"1"}']);
    expect(await tags('Launch', { a: '1' })).toEqual(['{"a":"1"}']);
    expect(await tags('Launch', null)).toEqual([]);
    expect(await tags('Drop', [{ key: 'a', value: '1' }])).toEqual([]);
  });

  test('name everything that an accepted launch made', async () => {
    const row = await actOf('Launch', {
      ask: { count: 2, name: 'n' },
      answer: {
        items: [
          { id: 'm-1', size: 'xl' },
          { id: 'm-2', size: 'xl' },
        ],
      },
    });
    expect(row).toMatchObject({
      verb: 'launch',
      resource_type: 'compute:machine',
      outcome: 'accepted',
      made: ['m-1', 'm-2'],
      names: ['n'],
      targets: [],
      shape: 'xl',
      amount: 2,
    });
  });

  test('leave what a record does not say empty, never absent', async () => {
    const row = await actOf('Launch', { ask: { count: 'many' }, answer: null }, 'Denied');
    expect(row).toMatchObject({
      outcome: 'refused',
      made: [],
      names: [],
      targets: [],
      causes: [],
      shape: null,
      amount: null,
    });
  });

  test('tell a dry run and a refusal outside the error column', async () => {
    expect(await actOf('Launch', {}, 'DryRun')).toMatchObject({ outcome: 'dry-run' });
    expect(await actOf('Login', { answer: { login: 'Failure' } })).toMatchObject({ outcome: 'refused' });
    expect(await actOf('Login', { answer: { login: 'Success' } })).toMatchObject({ outcome: 'accepted' });
  });

  test('take the first variant whose conditions hold', async () => {
    expect(await actOf('Change', { ask: { id: 'm-1', locked: { value: true } } })).toMatchObject({
      verb: 'impair',
      targets: ['m-1'],
    });
    expect(await actOf('Change', { ask: { id: 'm-1', policy: '{"Effect": "Deny"}' } })).toMatchObject({
      verb: 'contain',
    });
    expect(await actOf('Change', { ask: { id: 'm-1' } })).toMatchObject({ verb: 'modify' });
  });

  test('know an operation by its name without the version, and others by how they begin', async () => {
    expect(await actOf('Launch20150331', {})).toMatchObject({ verb: 'launch' });
    expect(await actOf('DescribeAll', {})).toMatchObject({ verb: 'list', resource_type: 'compute:unknown' });
    expect(await actOf('Sing', {})).toMatchObject({ verb: 'other' });
  });

  test('are the same when only the operations that occur are compiled', async () => {
    const event = `(SELECT 'Nimbus' AS cloud, 'compute' AS service, 'Launch20150331' AS operation, CAST(NULL AS VARCHAR) AS error, CAST('{"ask":{"count":3}}' AS JSON) AS raw)`;
    const narrow = narrowTo([semantics], [{ service: 'compute', operation: 'Launch20150331' }]);
    expect(Object.keys(narrow[0]?.acts['compute'] ?? {})).toEqual(['Launch20150331']);
    expect(await engine.rows(actsSql(narrow, event))).toEqual(await engine.rows(actsSql([semantics], event)));
    const none = narrowTo([semantics], []);
    expect(await engine.rows(actsSql(none, event))).toMatchObject([{ verb: 'other', made: [] }]);
  });

  test('keep hostile text as text', async () => {
    const evil = `'; DROP TABLE events; --"$\\`;
    expect(await actOf('Launch', { ask: { name: evil } })).toMatchObject({ names: [evil] });
  });

  test('are found by their operations without looking at the record', () => {
    const called = [
      { service: 'compute', operation: 'Login20150331' },
      { service: 'other', operation: 'Login' },
    ];
    const narrow = narrowTo([semantics], called);
    expect(operationsSql(narrow, ({ verb }) => verb === 'login')).toBe(
      `(operation IN ('Login20150331') AND ((service = 'compute' AND operation IN ('Login20150331'))))`,
    );
    expect(operationsSql(narrow, ({ verb }) => verb === 'grant')).toBe('false');
  });
});
