import { tmpdir } from 'node:os';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDuckDb } from '../lake/duckdb/engine.ts';
import { emitPredicate } from '../lake/duckdb/emit.ts';
import { textConstant } from '../lake/duckdb/emit-text.ts';
import type { Engine } from '../lake/engine.ts';
import { evaluatePredicate, type Json, type PlainRecord } from '../../test/oracle/evaluate-predicate.ts';
import type { Field, Predicate, Test } from '../lake/predicate.ts';
import { eventColumns, type EventColumn } from '../model/event.ts';
import { askColumns, matchRules, type MatchTask } from './match.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await openDuckDb({ memoryMiB: 1024, threads: 2, tempDirectory: tmpdir() });
});
afterAll(() => engine.close());

const columnNames = Object.keys(eventColumns) as EventColumn[];
const facets = ['service', 'operation', 'kind', 'error', 'actor_type'] as const;

/** Made from the record, as a source would. */
const mapped: Readonly<Record<string, EventColumn>> = {
  service: 'service',
  operation: 'operation',
  error: 'error',
  who: 'actor_type',
  agent: 'user_agent',
  ip: 'source_ip',
};
/** The keys whose values stand in the brief. */
const brief = [['p']];
const columnOf = (path: readonly string[]) => (path.length === 1 ? (mapped[path[0] ?? ''] ?? null) : null);

function recordOf(raw: Readonly<Record<string, Json>>): PlainRecord {
  const columns = Object.entries(mapped).map(([key, column]) => [column, (raw[key] ?? null) as string | null] as const);
  return { raw, columns: Object.fromEntries(columns) };
}

const briefOf = ({ raw }: PlainRecord) =>
  Object.fromEntries(
    Object.entries(raw ?? {}).filter(([key, value]) => brief.some(([top]) => top === key) && value !== null),
  );

async function createEvents(name: string, records: readonly PlainRecord[]): Promise<void> {
  const cell = (column: EventColumn, record: PlainRecord, index: number) => {
    if (column === 'event_uid') return `'e${index}'`;
    if (column === 'raw') return `${textConstant(JSON.stringify(record.raw))}::JSON`;
    if (column === 'brief') return textConstant(JSON.stringify(briefOf(record)));
    const value = record.columns[column];
    return value === undefined || value === null ? `NULL::${eventColumns[column].type}` : textConstant(value);
  };
  const rows = records.map(
    (record, index) => `(${columnNames.map((column) => cell(column, record, index)).join(', ')})`,
  );
  await engine.run(
    `CREATE OR REPLACE TABLE ${name} AS SELECT * FROM (VALUES ${rows.join(', ')}) t(${columnNames.join(', ')})`,
  );
}

/** `rule event` of every match, of broad rules too, repetitions included. */
async function match(
  relation: string,
  predicates: readonly Predicate[],
  more: Partial<MatchTask> = {},
): Promise<readonly string[]> {
  await engine.run('DROP TABLE IF EXISTS found');
  const rules = predicates.map((predicate, index) => ({ key: index * 10, predicate }));
  const task = { relation, rules, facets, columnOf, brief, into: 'found', keep: [], broadShare: 1, ...more };
  const broad = await matchRules(engine, task);
  const asked = askColumns({ ...task, rules: rules.filter(({ key }) => broad.includes(key)), keep: ['event_uid'] });
  const rows = await engine.rows(
    `SELECT rule, event_uid FROM found ${broad.length === 0 ? '' : `UNION ALL ${asked}`} ORDER BY rule, event_uid`,
  );
  return rows.map((row) => `${Number(row['rule']) / 10} ${row['event_uid'] as string}`);
}

const path = (...keys: string[]): Field => ({ path: keys });
const where = (field: Field, check: Test): Predicate => ({ is: 'test', field, test: check });
const equals = (text: string): Test => ({ op: 'equals', text, cased: false });
const all = (...of: Predicate[]): Predicate => ({ is: 'all', of });
const not = (of: Predicate): Predicate => ({ is: 'not', of });

describe('a rule set', () => {
  beforeAll(() =>
    createEvents('few', [
      recordOf({
        service: 'iam',
        operation: 'CreateUser',
        who: 'Root',
        agent: 'aws-cli',
        p: { name: 'eve', tags: [{ k: 'a' }, { k: 'b' }] },
      }),
      recordOf({
        service: 'iam',
        operation: 'CreateUser',
        who: 'IAMUser',
        error: 'AccessDenied',
        agent: 'console',
        p: { name: 'bob' },
      }),
      recordOf({ service: 'ec2', operation: 'RunInstances', agent: 'kali', p: { name: ['x', 'eve'], n: 12 } }),
      recordOf({ operation: null, ip: '192.0.2.7' }),
    ]),
  );

  test('finds what facets decide, what columns decide, and what only the record decides', async () => {
    const rules = [
      where(path('operation'), equals('createuser')),
      all(where(path('operation'), equals('CreateUser')), not(where(path('error'), equals('accessdenied')))),
      where(path('agent'), { op: 'contains', text: 'KALI', cased: false }),
      where(path('p', 'name'), equals('eve')),
      all(where(path('service'), equals('iam')), where(path('p', 'tags', 'k'), equals('b'))),
      { is: 'null', field: path('operation') } as const,
      { is: 'exists', field: path('operation') } as const,
      { is: 'anywhere', test: { op: 'contains', text: 'Eve', cased: false } } as const,
      not(where(path('ip'), { op: 'cidr', network: '192.0.2.0/24' })),
      { is: 'all', of: [] } as const,
      { is: 'any', of: [] } as const,
    ];
    expect((await match('few', rules)).join(' ')).toEqual(
      [
        '0 e0 0 e1 1 e0 2 e2 3 e0 3 e2 4 e0 5 e3',
        '6 e0 6 e1 6 e2 6 e3 7 e0 7 e2 8 e0 8 e1 8 e2 9 e0 9 e1 9 e2 9 e3',
      ].join(' '),
    );
  });

  test('carries the columns asked for and leaves nothing else behind', async () => {
    await match('few', [where(path('operation'), equals('RunInstances'))], {
      keep: ['event_uid', 'user_agent', 'time'],
    });
    expect(await engine.rows('FROM found')).toEqual([{ rule: 0, event_uid: 'e2', user_agent: 'kali', time: null }]);
    expect(await engine.rows(`SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'found %'`)).toEqual([]);
  });

  test.each([0, 1])('finds the same whether its rules are asked of all events or of some (%s)', async (wideShare) => {
    expect(await match('few', [where(path('p', 'name'), equals('eve'))], { wideShare })).toEqual(['0 e0', '0 e2']);
    expect(await match('few', [{ is: 'exists', field: path('p', 'name') }], { wideShare })).toEqual([
      '0 e0',
      '0 e1',
      '0 e2',
    ]);
    const rules = [
      not(all(where(path('service'), equals('iam')), where(path('p', 'name'), equals('eve')))),
      {
        is: 'any',
        of: [where(path('operation'), equals('CreateUser')), where(path('p', 'n'), { op: 'gt', number: 11 })],
      } as const,
      all(not(where(path('error'), equals('accessdenied'))), not({ is: 'exists', field: path('p', 'tags', 'k') })),
    ];
    expect((await match('few', rules, { wideShare })).join(' ')).toBe('0 e1 0 e2 0 e3 1 e0 1 e1 1 e2 2 e2 2 e3');
  });

  test('may be empty, and so may the events', async () => {
    expect(await match('few', [])).toEqual([]);
    await engine.run('CREATE OR REPLACE TABLE none AS FROM few LIMIT 0');
    expect(
      await match('none', [where(path('operation'), equals('x')), { is: 'null', field: path('p') }, all()]),
    ).toEqual([]);
  });

  test('is refused where a condition is nested beyond what can be planned, without overflowing', async () => {
    let deep: Predicate = where(path('p'), equals('x'));
    for (let level = 0; level < 50_000; level += 1)
      deep = { is: level % 2 === 0 ? 'any' : 'all', of: [not(deep), { is: 'null', field: path('q') }] };
    await expect(match('few', [deep])).rejects.toThrow(/nested/);
  });

  test('may ask one very wide question', async () => {
    const names = Array.from({ length: 3000 }, (_, index) =>
      where(path('p', 'name'), { op: 'contains', text: `n${index}e`, cased: index % 2 === 0 }),
    );
    expect(
      await match('few', [
        { is: 'any', of: [...names, where(path('p', 'name'), { op: 'ends', text: 'OB', cased: false })] },
      ]),
    ).toEqual(['0 e1']);
  });
});

test('facets with too many values are given up, and nothing is lost', async () => {
  await engine.run(
    `CREATE OR REPLACE TABLE many AS SELECT few.* REPLACE ('e' || i AS event_uid, 'Error' || i AS error, NULL AS operation) FROM few, range(25000) r(i) WHERE event_uid = 'e0'`,
  );
  const rules = [
    where(path('error'), equals('error24999')),
    all(where(path('service'), equals('iam')), where(path('error'), { op: 'ends', text: '0007', cased: true })),
  ];
  expect(await match('many', rules)).toEqual(['0 e24999', '1 e10007', '1 e20007']);
});

const word = fc.constantFrom('a', 'A', 'b', 'ab', 'K', 'k', '10.0.0.1', '5', null);
const inner: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    word,
    fc.array(tie('value'), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom('x', 'y'), tie('value'), { maxKeys: 2 }),
  ),
})).value;
const record = fc
  .record(
    { service: word, operation: word, error: word, who: word, agent: word, ip: word, p: inner, q: inner },
    { requiredKeys: [] },
  )
  .map((raw) => recordOf(raw));
const field: fc.Arbitrary<Field> = fc.oneof(
  fc.constantFrom('service', 'operation', 'error', 'who', 'agent', 'ip', 'p').map((name) => path(name)),
  fc
    .constantFrom(['p', 'x'], ['p', 'y'], ['p', 'x', 'y'], ['q', 'x'], ['q'], ['p', '0'], ['q', '0'])
    .map((keys) => path(...keys)),
  fc.constantFrom('operation' as const, 'region' as const, 'user_agent' as const).map((column) => ({ column })),
);
const text = fc.constantFrom('a', 'AB', 'b', 'k', '');
const cased = fc.boolean();
const check: fc.Arbitrary<Test> = fc.oneof(
  { arbitrary: fc.record({ op: fc.constantFrom('equals', 'contains', 'starts', 'ends'), text, cased }), weight: 4 },
  fc.record({ op: fc.constant('cidr'), network: fc.constantFrom('10.0.0.0/8', '10.0.0.0/32') }),
  fc.record({ op: fc.constant('gt'), number: fc.constantFrom(4, 5) }),
  fc.record({ op: fc.constantFrom('equals-field', 'contains-field'), field, cased }),
);
const predicate = fc.letrec<{ of: Predicate }>((tie) => ({
  of: fc.oneof(
    { maxDepth: 3 },
    { arbitrary: fc.record({ is: fc.constant('test'), field, test: check }) as fc.Arbitrary<Predicate>, weight: 3 },
    fc.record({ is: fc.constantFrom('null', 'exists'), field }) as fc.Arbitrary<Predicate>,
    fc.record({ is: fc.constant('anywhere'), test: check }) as fc.Arbitrary<Predicate>,
    {
      arbitrary: fc.record({
        is: fc.constantFrom('all', 'any'),
        of: fc.array(tie('of'), { maxLength: 3 }),
      }) as fc.Arbitrary<Predicate>,
      weight: 2,
    },
    fc.record({ is: fc.constant('not'), of: tie('of') }) as fc.Arbitrary<Predicate>,
  ),
})).of;

test('a numeric key is no place in a list, whatever other rules are asked', async () => {
  await createEvents('listed', [
    recordOf({ p: ['foo', 'bar'] }),
    recordOf({ p: { 0: 'foo' } }),
    recordOf({ p: [{ 0: 'foo' }] }),
  ]);
  const rule = where(path('p', '0'), equals('foo'));
  expect(await match('listed', [rule])).toEqual(['0 e1', '0 e2']);
  expect(await match('listed', [rule, where(path('p', 'x'), equals('y'))])).toEqual(['0 e1', '0 e2']);
});

test('a rule of columns that matches most events is left out, one that reads records is not', async () => {
  const own = (name: string) => recordOf({ service: name, p: name });
  await createEvents('many', [own('a'), own('a'), own('a'), own('b')]);
  const rules = [
    { key: 7, predicate: where(path('service'), equals('a')) },
    { key: 8, predicate: where(path('p'), equals('a')) },
    { key: 9, predicate: where(path('service'), equals('b')) },
  ];
  await engine.run('DROP TABLE IF EXISTS found');
  const task = { relation: 'many', rules, facets, columnOf, brief, into: 'found', keep: [], broadShare: 0.5 };
  expect(await matchRules(engine, task)).toEqual([7]);
  const kept = await engine.rows('SELECT rule, count(*) AS n FROM found GROUP BY rule ORDER BY rule');
  expect(kept).toEqual([
    { rule: 8, n: 3 },
    { rule: 9, n: 1 },
  ]);
});

test('any rules over any events find exactly what they mean', async () => {
  const some = fc.tuple(
    fc.array(record, { minLength: 1, maxLength: 30 }),
    fc.array(predicate, { minLength: 1, maxLength: 12 }),
    fc.constantFrom(0, 0.3, 1),
    fc.constantFrom(0, 0.3, 1),
  );
  await fc.assert(
    fc.asyncProperty(some, async ([records, predicates, wideShare, broadShare]) => {
      await createEvents('drawn', records);
      const expected = predicates.flatMap((asked, rule) =>
        records.flatMap((one, index) => (evaluatePredicate(asked, one) ? [`${rule} e${index}`] : [])),
      );
      expect((await match('drawn', predicates, { wideShare, broadShare })).toSorted()).toEqual(expected.toSorted());
    }),
    { numRuns: 25 },
  );
}, 20_000);

test('3,000 rules over 50,000 events find what each finds alone', async () => {
  await engine.run(`CREATE OR REPLACE TABLE crowd AS SELECT few.* REPLACE ('e' || i AS event_uid, 'svc' || i % 40 AS service, 'Op' || i % 1500 AS operation,
    CASE WHEN i % 11 = 0 THEN 'Denied' END AS error, 'agent/' || i % 300 AS user_agent, '10.0.' || i % 7 || '.' || i % 250 AS source_ip,
    to_json({ p: { name: 'n' || i % 97, tags: [{ k: i % 5 }] } }) AS raw) FROM few, range(50000) r(i) WHERE event_uid = 'e0'`);
  await engine.run('UPDATE crowd SET brief = raw');
  const rulesOver = (at: (name: string) => Field) =>
    Array.from({ length: 3000 }, (_, n): Predicate => {
      const operation = where(
        at('operation'),
        n % 9 === 0 ? { op: 'starts', text: `op${n % 1500}`, cased: false } : equals(`OP${n % 1500}`),
      );
      const agent = where(at('agent'), { op: 'ends', text: `${n % 10}`, cased: true });
      if (n % 500 === 0) return all(agent, where(at('ip'), { op: 'cidr', network: `10.0.${n % 7}.0/25` }));
      if (n % 10 === 1) return all(operation, where(path('p', 'name'), equals(`N${n % 97}`)));
      if (n % 10 === 2) return all(operation, not(where(path('p', 'tags', 'k'), equals(String(n % 5)))));
      if (n % 10 === 3)
        return all(where(at('service'), equals(`svc${n % 40}`)), operation, where(at('error'), equals('denied')));
      if (n % 10 === 4) return all(operation, not({ is: 'null', field: at('error') }));
      return n % 100 === 5 ? operation : all(operation, agent);
    });
  const found = await match(
    'crowd',
    rulesOver((name) => path(name)),
  );
  const rules = rulesOver((name) => ({ column: columnOf([name]) ?? 'raw' }));
  const alone = new Set<string>();
  const sampled = rules.flatMap((rule, index) => (index % 37 === 0 || index % 500 === 0 ? [{ rule, index }] : []));
  for (const { rule, index } of sampled) {
    for (const row of await engine.rows(`SELECT event_uid FROM crowd WHERE ${emitPredicate(rule)}`))
      alone.add(`${index} ${row['event_uid'] as string}`);
  }
  const wanted = new Set(sampled.map(({ index }) => String(index)));
  expect(alone.size).toBeGreaterThan(1000);
  expect(new Set(found.filter((line) => wanted.has(line.split(' ')[0] ?? '')))).toEqual(alone);
  expect(new Set(found).size).toBe(found.length);
}, 20_000);
