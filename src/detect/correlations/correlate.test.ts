import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { feedOf, hitSourceOf } from '../../../test/correlation-feeds.ts';
import { oracleFindings, type OracleCorrelation, type OracleEvent } from '../../../test/oracle/correlation.ts';
import { openDuckDb } from '../../lake/duckdb/engine.ts';
import type { Engine } from '../../lake/engine.ts';
import { loadRules } from '../sigma/load.ts';
import { feedNeeds } from './feeds.ts';
import { keepCorrelated } from './keep-correlated.ts';

const ruleNames = ['a', 'b', 'c'];
const epoch = Date.UTC(2026, 2, 4, 23, 50);

let engine: Engine;
let scratch: string;
let runs = 0;

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'beewolf-correlate-'));
  engine = await openDuckDb({ memoryMiB: 200, threads: 1, tempDirectory: scratch });
});

afterAll(async () => {
  await engine.close();
  rmSync(scratch, { recursive: true, force: true });
});

const ruleText = (name: string): string =>
  `title: ${name}\nname: ${name}\nlogsource: {product: p}\ndetection:\n  s: {f: ${name}}\n  condition: s\n`;

const correlationText = ({ name, ...correlation }: OracleCorrelation): string =>
  `title: ${name}\nname: ${name}\nid: ${name}\ncorrelation: ${JSON.stringify({ ...correlation, timespan: `${correlation.timespan}s` })}\n`;

/** What the engine finds: events by correlation, group values and day; the same whether it takes them for few or for many. */
async function found(correlations: readonly OracleCorrelation[], events: readonly OracleEvent[]): Promise<Found> {
  const among = await foundAmong(correlations, events, { fewItems: 0 });
  expect(await foundAmong(correlations, events, {})).toEqual(among);
  return among;
}

type Found = Readonly<Record<string, ReadonlyMap<string, readonly string[]>>>;

async function foundAmong(
  correlations: readonly OracleCorrelation[],
  events: readonly OracleEvent[],
  few: { readonly fewItems?: number },
): Promise<Found> {
  const files = ruleNames.map((name) => ({ path: `${name}.yml`, text: ruleText(name), origin: 'test' }));
  for (const correlation of correlations)
    files.push({ path: `${correlation.name}.yml`, text: correlationText(correlation), origin: 'test' });
  const loaded = loadRules(files, { resolve: (name) => ({ path: [name] }) });
  expect(loaded.refused).toEqual([]);
  const feeds = feedNeeds(loaded.correlations).map((needs) => feedOf(needs, events));
  runs += 1;
  const partitions = [String(runs)];
  const folder = join(scratch, 'kept');
  const { correlations: linked } = loaded;
  await keepCorrelated(engine, {
    correlations: linked,
    silent: new Set(),
    feeds,
    sources: [hitSourceOf(feeds)],
    firstRule: 0,
    folder,
    scratch,
    partitions,
    ...few,
  });
  const rows = await engine.rows(
    `SELECT rule, group_values, CAST(day AS VARCHAR) AS day, list_sort(list(event_uid)) AS uids FROM correlated GROUP BY ALL`,
  );
  const all = await engine.rows('SELECT DISTINCT rule, event_uid FROM correlated ORDER BY ALL');
  expect(await engine.rows('SELECT rule, event_uid FROM correlated_once ORDER BY ALL')).toEqual(all);
  return Object.fromEntries(
    loaded.correlations.map(({ identity }, number) => [
      identity.uid,
      new Map(
        rows
          .filter((row) => row['rule'] === number)
          .map((row) => [JSON.stringify([row['group_values'], row['day']]), row['uids'] as readonly string[]]),
      ),
    ]),
  );
}

const plain = { 'group-by': ['user'], timespan: 60, condition: {}, aliases: {} } as const;

/** Events of a user, seconds after the start, each with the rules that match it. */
const at = (seconds: number, rules = 'a', fields: OracleEvent['fields'] = {}): OracleEvent => ({
  uid: `${rules}${seconds}${JSON.stringify(fields)}`,
  time: epoch + seconds * 1000,
  rules: rules.split(''),
  fields: { user: 'u', ...fields },
});

/** How many findings, of how many events each. */
async function sizes(
  correlation: Partial<OracleCorrelation>,
  events: readonly OracleEvent[],
): Promise<readonly number[]> {
  const whole = { ...plain, name: 'x', type: 'event_count', rules: ['a'], ...correlation } as OracleCorrelation;
  const one = (await found([whole], events))['x'];
  return [...(one?.values() ?? [])].map(({ length }) => length).toSorted((a, b) => a - b);
}

const amounts = (...given: readonly string[]): readonly OracleEvent[] => given.map((n, index) => at(index, 'a', { n }));

describe('a correlation holds on one side of its threshold and its timespan, and not on the other', () => {
  test.each<readonly [string, Partial<OracleCorrelation>, readonly OracleEvent[], readonly number[]]>([
    ['event_count at its threshold', { condition: { gte: 3 } }, [at(0), at(30), at(60)], [3]],
    ['event_count below', { condition: { gte: 3 } }, [at(0), at(60)], []],
    ['event_count beyond its timespan', { condition: { gte: 3 } }, [at(0), at(30), at(60.001)], []],
    ['event_count over midnight', { condition: { gte: 3 }, timespan: 1200 }, [at(0), at(599), at(601)], [3]],
    ['event_count, more than', { condition: { gt: 2 } }, [at(0), at(1), at(2)], [3]],
    ['event_count, not more than', { condition: { gt: 3 } }, [at(0), at(1), at(2)], []],
    ['event_count of one group', { condition: { gte: 2 } }, [at(0), at(1, 'a', { user: 'v' })], []],
    ['event_count without a group', { 'group-by': [], condition: { gte: 2 } }, [at(0), at(1, 'a', { user: 'v' })], [2]],
    ['event_count of few', { condition: { lt: 3 } }, [at(0), at(1)], [2]],
    ['event_count of too many for few', { condition: { lt: 3 } }, [at(0), at(1), at(2)], []],
    ['event_count of few at most', { condition: { lte: 2 } }, [at(0), at(1)], [2]],
    ['event_count exactly', { condition: { eq: 2 } }, [at(0), at(1)], [2]],
    ['event_count exactly, of more', { condition: { eq: 2 } }, [at(0), at(1), at(2)], []],
    ['event_count, another number', { condition: { neq: 2 } }, [at(0), at(1), at(2)], [3]],
    ['event_count, the same number', { condition: { neq: 2 } }, [at(0), at(1)], []],
    ['event_count in a range', { condition: { gt: 1, lte: 3 } }, [at(0), at(1), at(2)], [3]],
    ['event_count above a range', { condition: { gt: 1, lte: 3 } }, [at(0), at(1), at(2), at(3)], []],
    ['event_count of two rules', { rules: ['a', 'b'], condition: { gte: 2 } }, [at(0), at(1, 'b')], [2]],
    ['event_count of one event twice', { rules: ['a', 'b'], condition: { gte: 2 } }, [at(0, 'ab')], []],
    [
      'value_count at its threshold',
      { type: 'value_count', condition: { field: 'n', gte: 2 } },
      amounts('x', 'y', 'x'),
      [3],
    ],
    ['value_count below', { type: 'value_count', condition: { field: 'n', gte: 2 } }, amounts('x', 'x'), []],
    ['value_count of events without', { type: 'value_count', condition: { field: 'n', gte: 1 } }, [at(0)], []],
    [
      'value_count beyond its timespan',
      { type: 'value_count', condition: { field: 'n', gte: 2 } },
      [at(0, 'a', { n: 'x' }), at(61, 'a', { n: 'y' })],
      [],
    ],
    ['temporal', { type: 'temporal', rules: ['a', 'b'], condition: { gte: 2 } }, [at(0, 'b'), at(60)], [2]],
    [
      'temporal beyond its timespan',
      { type: 'temporal', rules: ['a', 'b'], condition: { gte: 2 } },
      [at(0, 'b'), at(61)],
      [],
    ],
    ['temporal of one rule only', { type: 'temporal', rules: ['a', 'b'], condition: { gte: 2 } }, [at(0), at(1)], []],
    [
      'temporal_ordered',
      { type: 'temporal_ordered', rules: ['a', 'b'], condition: { gte: 2 } },
      [at(0), at(60, 'b')],
      [2],
    ],
    [
      'temporal_ordered backwards',
      { type: 'temporal_ordered', rules: ['a', 'b'], condition: { gte: 2 } },
      [at(0, 'b'), at(60)],
      [],
    ],
    [
      'temporal_ordered beyond its timespan',
      { type: 'temporal_ordered', rules: ['a', 'b'], condition: { gte: 2 } },
      [at(0), at(61, 'b')],
      [],
    ],
    [
      'temporal_ordered at one time',
      { type: 'temporal_ordered', rules: ['a', 'b'], condition: { gte: 2 } },
      [at(0), at(0, 'b')],
      [2],
    ],
    [
      'temporal_ordered of one event',
      { type: 'temporal_ordered', rules: ['a', 'b'], condition: { gte: 2 } },
      [at(0, 'ab')],
      [],
    ],
    ['value_sum at its threshold', { type: 'value_sum', condition: { field: 'n', gte: 3 } }, amounts('1', '2'), [2]],
    ['value_sum below', { type: 'value_sum', condition: { field: 'n', gte: 3 } }, amounts('1', '1.999999999'), []],
    [
      'value_sum of what is no number',
      { type: 'value_sum', condition: { field: 'n', gte: 3 } },
      amounts('1', 'nan', '2'),
      [2],
    ],
    [
      'value_sum beyond its timespan',
      { type: 'value_sum', condition: { field: 'n', gte: 3 } },
      [at(0, 'a', { n: '1' }), at(61, 'a', { n: '2' })],
      [],
    ],
    ['value_avg at its threshold', { type: 'value_avg', condition: { field: 'n', gte: 2 } }, amounts('3', '1'), [2]],
    [
      'value_avg below, though it was above',
      { type: 'value_avg', condition: { field: 'n', gt: 2 } },
      amounts('3', '1'),
      [],
    ],
    [
      'value_median at its threshold',
      { type: 'value_median', condition: { field: 'n', gte: 5 } },
      amounts('9', '1', '5'),
      [3],
    ],
    ['value_median below', { type: 'value_median', condition: { field: 'n', gte: 5 } }, amounts('9', '1', '4.9'), []],
    [
      'value_percentile at its threshold',
      { type: 'value_percentile', condition: { field: 'n', percentile: 90, gte: 9 } },
      amounts('0', '10'),
      [2],
    ],
    [
      'value_percentile below',
      { type: 'value_percentile', condition: { field: 'n', percentile: 89, gte: 9 } },
      amounts('0', '10'),
      [],
    ],
  ])('%s', async (_, correlation, events, expected) => {
    expect(await sizes(correlation, events)).toEqual(expected);
  });

  test('an event without a field of the group is of no group', async () => {
    const { user: _, ...rest } = at(1).fields;
    expect(await sizes({ condition: { gte: 2 } }, [at(0), { ...at(1), fields: rest }])).toEqual([]);
  });

  test('an event with several values in a field of the group is of each of these groups', async () => {
    const both = at(0, 'a', { user: 'u' });
    expect(
      await sizes({ condition: { gte: 2 } }, [
        { ...both, fields: { user: ['u', 'v', 'u'] } },
        at(1),
        at(2, 'a', { user: 'v' }),
      ]),
    ).toEqual([2, 2]);
  });

  test('a run of spans over midnight is a finding of each day, with the events of the spans that end there', async () => {
    expect(await sizes({ condition: { gte: 2 } }, [at(590), at(599), at(601), at(610)])).toEqual([2, 4]);
  });

  test('aliases give one name to what rules call otherwise', async () => {
    const correlation = {
      type: 'temporal',
      rules: ['a', 'b'],
      condition: { gte: 2 },
      'group-by': ['ip'],
      aliases: { ip: { a: 'source', b: 'target' } },
    } as const;
    expect(await sizes(correlation, [at(0, 'a', { source: 's' }), at(1, 'b', { target: 's' })])).toEqual([2]);
    expect(await sizes(correlation, [at(0, 'a', { source: 's' }), at(1, 'b', { source: 's' })])).toEqual([]);
  });
});

const number = fc.integer({ min: 0, max: 4 });
const someField = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('p', 'q', 'r') },
  { weight: 1, arbitrary: fc.array(fc.constantFrom('p', 'q', 'r'), { maxLength: 3 }) },
);
const someAmount = fc.constantFrom('0', '1', '2.5', '-3', '10', 'x');

const someEvents = fc
  .array(
    fc.record({
      time: fc.integer({ min: 0, max: 60 }),
      rules: fc.subarray(ruleNames, { minLength: 1 }),
      fields: fc.record({ user: someField, ip: someField, n: someAmount }, { requiredKeys: [] }),
    }),
    { maxLength: 24 },
  )
  .map((drawn) =>
    drawn.map(({ time, ...event }, index): OracleEvent => ({
      ...event,
      uid: `e${index}`,
      time: epoch + time * 20_000,
    })),
  );

const someBounds = fc.record(
  { gt: number, gte: number, lt: number, lte: number, eq: number, neq: number },
  { requiredKeys: [] },
);
const someCondition = fc.oneof(
  { weight: 3, arbitrary: fc.record({ gte: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 2, arbitrary: someBounds.filter((bounds) => Object.keys(bounds).length > 0) },
);
const kinds = [
  'event_count',
  'value_count',
  'temporal',
  'temporal_ordered',
  'value_sum',
  'value_avg',
  'value_percentile',
  'value_median',
] as const;

function someCorrelation(name: string, inner: readonly string[]): fc.Arbitrary<OracleCorrelation> {
  return fc
    .record({
      type: fc.constantFrom(...kinds),
      plainRules: fc.shuffledSubarray(ruleNames, { minLength: 1 }),
      allRules: fc.shuffledSubarray([...ruleNames, ...inner], {
        minLength: 1,
        maxLength: Math.min(4, 3 + inner.length),
      }),
      groupBy: fc.constantFrom<readonly string[]>(['user'], ['user'], ['user', 'ip'], ['who'], []),
      timespan: fc.constantFrom(20, 60, 100, 400),
      bounds: someCondition,
      field: fc.constantFrom('ip', 'n'),
      percentile: fc.constantFrom(0, 10, 50, 95, 100),
      alias: fc.constantFrom('user', 'ip'),
    })
    .map(({ type, plainRules, allRules, groupBy, timespan, bounds, field, percentile, alias }) => {
      const reckons = type.startsWith('value_') && type !== 'value_count';
      const rules = reckons ? plainRules : allRules;
      const condition = {
        ...bounds,
        ...(type.startsWith('value_') && { field: reckons ? 'n' : field }),
        ...(type === 'value_percentile' && { percentile }),
      };
      const aliases = groupBy.includes('who')
        ? { who: Object.fromEntries(rules.map((rule, n) => [rule, n === 0 ? alias : 'user'])) }
        : {};
      return { name, type, rules, 'group-by': groupBy, timespan, condition, aliases };
    });
}

const someCorrelations = fc.tuple(
  someCorrelation('x', []),
  someCorrelation('y', ['x']),
  someCorrelation('z', ['x', 'y']),
);

test('the engine finds what a plain evaluator finds, of all kinds, nested and not', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(someEvents, someCorrelations, async (events, correlations) => {
      const byName = new Map(correlations.map((one) => [one.name, one]));
      const expected = Object.fromEntries(
        correlations.map(({ name }) => [name, oracleFindings(name, { correlations: byName, events })]),
      );
      expect(await found(correlations, events)).toEqual(expected);
    }),
    { numRuns: Number(process.env['RUNS'] ?? 120), seed: 20_260_304 },
  );
});
