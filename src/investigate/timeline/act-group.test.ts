import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDuckDb } from '../../lake/duckdb/engine.ts';
import type { Engine } from '../../lake/engine.ts';
import { literal } from '../../lake/sql.ts';
import { relations } from '../scope.ts';
import type { Scope } from '../scope.ts';
import { actGroupsOf } from './act-group.ts';

let engine: Engine;
beforeEach(async () => {
  engine = await openDuckDb({ memoryMiB: 256, threads: 1, tempDirectory: tmpdir() });
});
afterEach(() => engine.close());

interface Laid {
  readonly uid: string;
  readonly time: string;
  readonly call?: string;
  readonly account?: string;
  readonly operation?: string;
  readonly outcome?: 'accepted' | 'refused';
  readonly error?: string;
  readonly shape?: string;
  readonly amount?: number;
  readonly made?: readonly string[];
}

const text = (value: string | undefined): string => (value === undefined ? 'CAST(NULL AS VARCHAR)' : literal(value));

const rowOf = (
  act: Laid,
): string => `SELECT 0 AS incident, ${literal(act.uid)} AS event_uid, TIMESTAMP ${literal(act.time)} AS time,
  ${text(act.call)} AS shared_uid, ${literal(act.account ?? 'one')} AS account, 'box' AS service, ${literal(act.operation ?? 'Launch')} AS operation,
  ${literal(act.outcome ?? 'accepted')} AS outcome, ${text(act.error)} AS error, ${text(act.shape)} AS shape,
  CAST(${act.amount ?? 'NULL'} AS BIGINT) AS amount, CAST([${(act.made ?? []).map(literal).join(', ')}] AS VARCHAR[]) AS made,
  'launch' AS verb, 'box:machine' AS resource_type, 'k' AS key, 'n' AS network, 'a' AS agent, 'alice' AS actor_uid, 'alice' AS actor_name,
  'k' AS credential, '203.0.113.9' AS source_ip, CAST(NULL AS VARCHAR) AS host, CAST(NULL AS VARCHAR) AS command, CAST(NULL AS VARCHAR) AS process, CAST(NULL AS VARCHAR) AS domain, CAST(NULL AS VARCHAR) AS file, CAST(NULL AS VARCHAR) AS destination_ip, CAST(NULL AS VARCHAR) AS destination_port, 'south' AS region, CAST([] AS VARCHAR[]) AS names, CAST([] AS VARCHAR[]) AS targets,
  CAST([] AS VARCHAR[]) AS parents, CAST([] AS VARCHAR[]) AS causes, CAST([] AS VARCHAR[]) AS tags, CAST(NULL AS VARCHAR) AS compartment, CAST(NULL AS VARCHAR) AS terms,
  CAST(NULL AS BIGINT) AS bytes, false AS serves, false AS blinds, CAST(NULL AS VARCHAR) AS nature, false AS is_respawn`;

/** The groups of the acts of a query. */
async function groupsOf(acts: string) {
  await engine.run(`CREATE OR REPLACE TEMP TABLE ${relations.acts} AS ${acts}`);
  return actGroupsOf({ engine } as unknown as Scope, 0);
}

/** The groups of some acts, in short. */
async function grouped(...acts: readonly Laid[]) {
  const groups = await groupsOf(acts.map(rowOf).join(' UNION ALL '));
  return groups.map(({ outcome, error, shape, amount, made, count, citations }) => ({
    outcome,
    error,
    shape,
    amount,
    made,
    count,
    cited: citations.map(({ ref }) => ref),
  }));
}

const begin = { uid: 'begin', time: '2026-03-10 11:00:00', call: 'c', amount: 3 } as const;
const end = { uid: 'end', time: '2026-03-10 11:01:00', call: 'c', amount: 3, made: ['m-1'], shape: 'big' } as const;

describe('beginning and end of a call are one act', () => {
  test('which says what either says, and is asked for once', async () => {
    expect(await grouped(begin, end)).toEqual([
      { outcome: 'accepted', error: null, shape: 'big', amount: 3, made: ['m-1'], count: 1, cited: ['begin', 'end'] },
    ]);
  });

  test('which was refused if its end was', async () => {
    expect(await grouped({ ...begin, made: ['m-1'] }, { ...end, outcome: 'refused', error: 'NoCapacity' })).toEqual([
      {
        outcome: 'refused',
        error: 'NoCapacity',
        shape: 'big',
        amount: 3,
        made: ['m-1'],
        count: 1,
        cited: ['begin', 'end'],
      },
    ]);
  });

  test('but another operation of the same request is another act', async () => {
    expect(await grouped(begin, { ...end, operation: 'Attach' })).toHaveLength(2);
  });

  test('and a copy in another account stays one of its own', async () => {
    expect(await grouped(begin, { ...end, account: 'two' })).toHaveLength(2);
  });

  test('and acts without such an id stay apart', async () => {
    const { call: _, ...alone } = begin;
    expect(await grouped(alone, { ...alone, uid: 'other' })).toHaveLength(2);
  });
});

interface Flood {
  readonly act?: Partial<Laid>;
  readonly step?: 'minutes' | 'days';
  readonly name?: string;
}

/** A query for so many acts, one a minute or day; `columns` may use their number `i`. */
const flood = (count: number, columns: string, { act = {}, step = 'minutes', name = 'e' }: Flood = {}): string =>
  `SELECT * REPLACE (${columns}, '${name}' || i AS event_uid, TIMESTAMP '2026-03-10 00:00:00' + to_${step}(i) AS time)
    FROM (${rowOf({ uid: 'e', time: '2026-03-10 00:00:00', ...act })}), (SELECT CAST(i AS INTEGER) AS i FROM range(${count}) r(i))`;
const refused = { act: { outcome: 'refused', error: 'NoCapacity', amount: 2 } } as const;
const total = (groups: readonly { readonly count: number }[]) => groups.reduce((sum, { count }) => sum + count, 0);

describe('a flood is told in fewer words', () => {
  test('refusals of few minutes each by their minute', async () => {
    expect(await groupsOf(flood(2000, `'north' AS region`, refused))).toHaveLength(2000);
  });

  test('and of more by their day, with all that was asked for and every record', async () => {
    const groups = await groupsOf(flood(2881, `'north' AS region`, refused));
    expect(groups.map(({ time, count, amount, citations }) => [time, count, amount, citations.length])).toEqual([
      ['2026-03-10T00:00:00Z', 1440, 2880, 1440],
      ['2026-03-11T00:00:00Z', 1440, 2880, 1440],
      ['2026-03-12T00:00:00Z', 1, 2, 1],
    ]);
  });

  test('looks of a day are one, whatever was asked', async () => {
    const groups = await groupsOf(
      flood(2881, `'list' AS verb, 'Look' || i AS operation, 'Error' || i AS error`, refused),
    );
    expect(groups.map(({ operation, operations, error }) => [operation, operations, error])).toEqual([
      ['Look0', 1440, null],
      ['Look1440', 1440, null],
      ['Look2880', 1, 'Error2880'],
    ]);
  });

  test('and so are those of a throng of networks', async () => {
    const groups = await groupsOf(flood(2881, `'list' AS verb, 'n' || i AS network`));
    expect(groups.map(({ strand, networks, count }) => [strand.network, networks, count])).toEqual([
      ['n0', 1440, 1440],
      ['n1440', 1440, 1440],
      ['n2880', 1, 1],
    ]);
  });

  test('over years by the month, and shapes that differ are none', async () => {
    const groups = await groupsOf(flood(2881, `'s' || i % 7 AS shape`, { ...refused, step: 'days' }));
    expect(groups.length).toBe(95);
    expect(total(groups)).toBe(2881);
    expect(new Set(groups.slice(1, -1).map(({ shape }) => shape))).toEqual(new Set([null]));
  });

  test('what was made is told each for itself', async () => {
    const launched = flood(2100, `['m' || i] AS made`);
    const tried = flood(2100, `'north' AS region`, { ...refused, name: 'r' });
    expect(await groupsOf(`${launched} UNION ALL ${tried}`)).toHaveLength(2100 + 2);
  });
});
