import { tmpdir } from 'node:os';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../engine.ts';
import { evaluatePredicate, type Json, type PlainRecord } from '../../../test/oracle/evaluate-predicate.ts';
import type { Field, PatternPart, Predicate, Test } from '../predicate.ts';
import { emitPredicate } from './emit.ts';
import { textConstant } from './emit-text.ts';
import { openDuckDb } from './engine.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await openDuckDb({ memoryMiB: 512, threads: 2, tempDirectory: tmpdir() });
});
afterAll(() => engine.close());

const textColumns = ['source_ip', 'user_agent', 'error'] as const;

/** Which predicates hold of which records, [record][predicate]. */
async function ask(
  records: readonly PlainRecord[],
  predicates: readonly Predicate[],
): Promise<readonly (readonly boolean[])[]> {
  const cells = (record: PlainRecord) =>
    textColumns.map((name) =>
      (record.columns[name] ?? null) === null ? 'NULL::VARCHAR' : textConstant(record.columns[name] ?? ''),
    );
  const rows = records.map(
    (record, id) => `(${[id, `${textConstant(JSON.stringify(record.raw))}::JSON`, ...cells(record)].join(', ')})`,
  );
  const relation = `(VALUES ${rows.join(', ')}) t(id, raw, ${textColumns.join(', ')})`;
  const answers = await engine.rows(
    `SELECT [${predicates.map((predicate) => emitPredicate(predicate)).join(', ')}] AS held FROM ${relation} ORDER BY id`,
  );
  return answers.map((row) => row['held'] as readonly boolean[]);
}

async function holds(predicate: Predicate, raw: Json): Promise<boolean | undefined> {
  const [held] = await ask([{ raw, columns: {} }], [predicate]);
  return held?.[0];
}

const path = (...keys: string[]): Field => ({ path: keys });
const where = (field: Field, check: Test): Predicate => ({ is: 'test', field, test: check });
const equals = (text: string, cased = false): Test => ({ op: 'equals', text, cased });
const not = (of: Predicate): Predicate => ({ is: 'not', of });

describe('absent values', () => {
  test('a test over an absent key or JSON null is false, and its negation true', async () => {
    for (const raw of [{}, { a: null }, { a: {} }, { a: [] }, { a: 'x' }]) {
      expect(await holds(where(path('a', 'b'), equals('x')), raw)).toBe(false);
      expect(await holds(not(where(path('a', 'b'), equals('x'))), raw)).toBe(true);
      expect(await holds(not(where({ column: 'error' }, equals('x'))), raw)).toBe(true);
    }
  });

  test('null means no value, exists means the key', async () => {
    const nothing: Predicate = { is: 'null', field: path('a') };
    const key: Predicate = { is: 'exists', field: path('a') };
    const answers = await ask(
      [{}, { a: null }, { a: [] }, { a: [null] }, { a: '' }, { a: { b: null } }].map((raw) => ({ raw, columns: {} })),
      [nothing, key],
    );
    expect(answers).toEqual([
      [true, false],
      [true, true],
      [true, true],
      [true, true],
      [false, true],
      [false, true],
    ]);
  });
});

describe('arrays', () => {
  const raw = { a: [{ b: 'x' }, { b: ['y', ['z', [7]]] }, 5, null], c: [[{ d: [{ e: null }] }]] };

  test.each(['x', 'y', 'z', '7'])('any element passes: %s', async (text) => {
    expect(await holds(where(path('a', 'b'), equals(text)), raw)).toBe(true);
  });

  test('keys are found through arrays, JSON null included', async () => {
    expect(await holds({ is: 'exists', field: path('c', 'd', 'e') }, raw)).toBe(true);
    expect(await holds({ is: 'null', field: path('c', 'd', 'e') }, raw)).toBe(true);
    expect(await holds({ is: 'exists', field: path('c', 'd', 'f') }, raw)).toBe(false);
  });

  test('a numeric key is no index', async () => {
    expect(await holds(where(path('a', '0', 'b'), equals('x')), raw)).toBe(false);
    expect(await holds(where(path('0'), equals('x')), { 0: 'x' })).toBe(true);
    expect(await holds(where(path('a', '0'), equals('x')), { a: [{ 0: 'x' }] })).toBe(true);
  });
});

describe('hostile text', () => {
  const nasty = [
    `'; DROP TABLE t; --`,
    `a\0b`,
    'a\0'.repeat(2_000),
    `\\`,
    `\\'`,
    `"`,
    '$1',
    '%',
    '_',
    'a\nb',
    '😀',
    '${x}',
    `'' OR true`,
    '\u202e',
    'İstanbul',
    '{{',
    '\t',
    '\u0001',
  ];

  test.each(nasty)('%j is found as itself and only as itself, as value and as key', async (text) => {
    expect(await holds(where(path('k'), equals(text, true)), { k: text })).toBe(true);
    expect(await holds(where(path('k'), equals(text)), { k: text })).toBe(true);
    expect(await holds(where(path('k'), equals(text, true)), { k: `${text}x` })).toBe(false);
    expect(
      await holds(where(path('k'), { op: 'like', parts: ['any-run', { text }, 'any-one'], cased: true }), {
        k: `ab${text}c`,
      }),
    ).toBe(true);
    expect(
      await holds(where(path('k'), { op: 'like', parts: [{ text }, 'any-run', { text }], cased: false }), {
        k: `${text}c`,
      }),
    ).toBe(text === '');
    expect(await holds(where(path(text, 'x'), equals('v')), { [text]: { x: 'v' } })).toBe(true);
    expect(await holds(where(path(text, 'x'), equals('v')), { [text]: [{ x: 'v' }] })).toBe(true);
    expect(
      await holds({ is: 'anywhere', test: { op: 'contains', text, cased: true } }, { q: [{ r: `1${text}2` }] }),
    ).toBe(true);
  });

  test.each(['*', 'a.b', '[0]', '$', '/', '~', '~1', '', ' ', '#-1', '-', '..', 'p"q', '0', 'a*'])(
    'the key %j is literal',
    async (key) => {
      const raw = { other: 'w', b: { other: 'w' }, [key]: 'v', a: { [key]: ['v'], z: 'w' } };
      expect(await holds(where(path(key), equals('v')), raw)).toBe(true);
      expect(await holds(where(path(key), equals('w')), raw)).toBe(false);
      expect(await holds(where(path('a', key), equals('v')), raw)).toBe(true);
      expect(await holds(where(path('a', key), equals('w')), raw)).toBe(false);
      expect(await holds({ is: 'exists', field: path('a', key) }, raw)).toBe(true);
    },
  );
});

describe('case', () => {
  test.each([
    ['İ', 'i'],
    ['K', 'k'],
    ['ẞ', 'ß'],
    ['ÄÖ', 'äö'],
    ['Σ', 'σ'],
    ['AbC', 'aBc'],
  ])('%s and %s are one unless cased', async (one, other) => {
    for (const [value, text] of [
      [one, other],
      [other, one],
    ] as const) {
      expect(await holds(where(path('k'), equals(text)), { k: value })).toBe(true);
      expect(await holds(where(path('k'), equals(text, true)), { k: value })).toBe(false);
      expect(
        await holds(where(path('k'), { op: 'like', parts: [{ text }, 'any-one'], cased: false }), { k: `${value}!` }),
      ).toBe(true);
    }
  });

  test('a regular expression is cased unless told otherwise', async () => {
    const regex = (pattern: string, flags = {}): Predicate =>
      where(path('k'), { op: 'regex', pattern, flags: { i: false, m: false, s: false, ...flags } });
    expect(await holds(regex('^abc$'), { k: 'ABC' })).toBe(false);
    expect(await holds(regex('^abc$', { i: true }), { k: 'ABC' })).toBe(true);
    expect(await holds(regex('^b$'), { k: 'a\nb' })).toBe(false);
    expect(await holds(regex('^b$', { m: true }), { k: 'a\nb' })).toBe(true);
    expect(await holds(regex('a.b'), { k: 'a\nb' })).toBe(false);
    expect(await holds(regex('a.b|c', { s: true }), { k: 'a\nb' })).toBe(true);
    expect(await holds(regex(`'\\d{3}"`), { k: `'123"` })).toBe(true);
  });
});

describe('addresses', () => {
  const inside: readonly (readonly [string, string, boolean])[] = [
    ['10.1.2.3', '10.0.0.0/8', true],
    ['11.1.2.3', '10.0.0.0/8', false],
    ['10.1.2.3', '10.1.2.3', true],
    ['10.1.2.34', '10.1.2.3/32', false],
    ['172.31.255.255', '172.16.0.0/12', true],
    ['172.32.0.0', '172.16.0.0/12', false],
    ['192.0.2.1', '0.0.0.0/0', true],
    ['192.0.2.129', '192.0.2.130/25', true],
    ['ec2.amazonaws.com', '0.0.0.0/0', false],
    ['255.18.064.253', '255.0.0.0/8', false],
    ['10.0.0.256', '10.0.0.0/8', false],
    ['10.0.0', '10.0.0.0/8', false],
    ['10.0.0.1.2', '10.0.0.0/8', false],
    [' 10.0.0.1', '10.0.0.0/8', false],
    ['10.0.0.1/8', '10.0.0.0/8', false],
    ['10.0.0.1:443', '10.0.0.0/8', false],
    ['', '0.0.0.0/0', false],
    ['2001:db8::1', '2001:db8::/32', true],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::/32', true],
    ['2001:0db8:0000::0001', '2001:db8::/127', true],
    ['2001:db9::1', '2001:db8::/32', false],
    ['::', '::/0', true],
    ['::1', '::1', true],
    ['1::', '1::/16', true],
    ['1:2:3:4:5:6:7:8', '::/0', true],
    ['1:2:3:4:5:6:7::', '1::/16', true],
    ['1:2:3:4:5:6:7:8::', '::/0', false],
    ['1:2:3:4:5:6:7:8:9', '::/0', false],
    ['1::2::3', '::/0', false],
    ['fe80::1%eth0', 'fe80::/10', false],
    ['12345::', '::/0', false],
    [':1', '::/0', false],
    ['1:', '::/0', false],
    [':::', '::/0', false],
    ['::ffff:10.0.0.1', '10.0.0.0/8', true],
    ['::FFFF:0a00:1', '10.0.0.0/8', true],
    ['::ffff:10.0.0.1', '11.0.0.0/8', false],
    ['::ffff:10.0.0.01', '10.0.0.0/8', false],
    ['10.0.0.1', '::ffff:10.0.0.0/104', true],
    ['10.0.0.1', '::/0', false],
    ['64:ff9b::192.0.2.33', '64:ff9b::/96', true],
    ['1:2:3:4:5:6:7:1.2.3.4', '::/0', false],
    ['1:2:3:4:5:6:1.2.3.4', '1::/16', true],
    ['::10.0.0.1', '10.0.0.0/8', false],
  ];

  test('stand in a network or not, whatever their form', async () => {
    const checks = inside.map(([, network]) => where({ column: 'source_ip' }, { op: 'cidr', network }));
    const answers = await ask(
      inside.map(([address]) => ({ raw: {}, columns: { source_ip: address } })),
      checks,
    );
    expect(inside.map(([address, network], index) => [address, network, answers[index]?.[index]])).toEqual(inside);
  });

  test.each(['10.0.0.0/33', '10.0.0/8', 'x', '::/129', '10.0.0.0/8/9', '10.0.0.0/', '010.0.0.0/8', ''])(
    '%j is refused as a network',
    (network) => {
      expect(() => emitPredicate(where(path('a'), { op: 'cidr', network }))).toThrow(/no network/);
    },
  );
});

describe('numbers and times', () => {
  test('what is no plain number never passes', async () => {
    for (const value of ['nan', 'inf', '1_000', ' 12 ', 'x', '', '0x10', true, {}, null]) {
      for (const op of ['lt', 'gte'] as const)
        expect(await holds(where(path('n'), { op, number: 5 }), { n: value })).toBe(false);
    }
    expect(await holds(where(path('n'), { op: 'gt', number: 3332.5 }), { n: 3333 })).toBe(true);
    expect(await holds(where(path('n'), { op: 'lte', number: -0.5 }), { n: ['x', '-1e0'] })).toBe(true);
  });

  test('parts of a time are taken in UTC', async () => {
    const hour = (number: number): Predicate => where(path('t'), { op: 'time-part', part: 'hour', number });
    expect(await holds(hour(22), { t: '2026-01-01T00:30:00+02:00' })).toBe(true);
    expect(await holds(hour(0), { t: '2026-01-01T00:30:00' })).toBe(true);
    expect(await holds(hour(0), { t: '2026-02-30T00:30:00Z' })).toBe(false);
    expect(await holds(hour(0), { t: 'infinity' })).toBe(false);
    expect(
      await holds(where(path('t'), { op: 'time-part', part: 'week', number: 53 }), { t: '2027-01-03T23:59:59Z' }),
    ).toBe(true);
  });
});

test('objects are matched as their JSON text', async () => {
  const raw = { a: { b: 'x', c: [1, { d: null }] } };
  expect(await holds(where(path('a'), equals('{"b":"x","c":[1,{"d":null}]}', true)), raw)).toBe(true);
});

test('a keyword meets values of any depth, never keys, and numbers as they are written', async () => {
  const anywhere = (text: string): Predicate => ({ is: 'anywhere', test: { op: 'contains', text, cased: false } });
  const raw = { secretKey: [{ deep: ['xMRig', 3333, true, 1e3] }] };
  for (const text of ['xmrig', '3333', 'RUE', '']) expect(await holds(anywhere(text), raw)).toBe(true);
  for (const text of ['secret', 'deep', '":', '[', 'null']) expect(await holds(anywhere(text), raw)).toBe(false);
  expect(await holds(anywhere('b:'), { a: ['x"b:', 'y'], 'b:': '\\' })).toBe(true);
});

test('hostile nesting costs no more than its length', async () => {
  const raw = `{"a":${'['.repeat(50_000)}{"b":"needle"}${']'.repeat(50_000)}}`;
  const asked = emitPredicate({ is: 'anywhere', test: { op: 'ends', text: 'NEEDLE', cased: false } });
  expect(await engine.rows(`SELECT ${asked} AS held FROM (SELECT ${textConstant(raw)}::JSON AS raw)`)).toEqual([
    { held: true },
  ]);
});

const word = fc.constantFrom(
  'a',
  'A',
  'b',
  'ab',
  'aB',
  '',
  'K',
  'k',
  'İ',
  '10.0.0.1',
  '10.1.2.3',
  '::ffff:10.0.0.1',
  '5',
  '12',
  '2026-01-01T10:00:00Z',
  'a%b',
  'a_b',
  'a\nb',
  `'`,
  '\\',
  'ß',
  '😀',
);
const key = fc.constantFrom('a', 'b', 'c', 'x.y', '*');
const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    { arbitrary: fc.oneof(word, fc.integer({ min: -20, max: 20 }), fc.boolean(), fc.constant(null)), weight: 3 },
    { arbitrary: fc.array(tie('value'), { maxLength: 3 }), weight: 2 },
    { arbitrary: fc.dictionary(key, tie('value'), { maxKeys: 3 }), weight: 3 },
  ),
})).value;
const record: fc.Arbitrary<PlainRecord> = fc.record({
  raw: fc.dictionary(key, json, { maxKeys: 4 }),
  columns: fc.record({ source_ip: fc.option(word), user_agent: fc.option(word), error: fc.option(word) }),
});
const field: fc.Arbitrary<Field> = fc.oneof(
  fc.array(key, { minLength: 1, maxLength: 3 }).map((keys) => ({ path: keys })),
  fc.constantFrom(...textColumns).map((column) => ({ column })),
);
const part: fc.Arbitrary<PatternPart> = fc.oneof(
  word.map((text) => ({ text })),
  fc.constant('any-run' as const),
  fc.constant('any-one' as const),
);
const cased = fc.boolean();
const check: fc.Arbitrary<Test> = fc.oneof(
  fc.record({ op: fc.constantFrom('equals', 'contains', 'starts', 'ends'), text: word, cased }),
  fc.record({ op: fc.constant('like'), parts: fc.array(part, { maxLength: 5 }), cased }),
  fc.record({
    op: fc.constant('regex'),
    pattern: fc.constantFrom('^a', 'b$', 'a.b', '[0-9]+', '(a|5)', '^$'),
    flags: fc.record({ i: cased, m: cased, s: cased }),
  }),
  fc.record({
    op: fc.constant('cidr'),
    network: fc.constantFrom('10.0.0.0/8', '10.0.0.0/30', '0.0.0.0/0', '::ffff:0:0/96'),
  }),
  fc.record({ op: fc.constantFrom('lt', 'lte', 'gt', 'gte'), number: fc.integer({ min: -10, max: 10 }) }),
  fc.record({
    op: fc.constant('time-part'),
    part: fc.constantFrom('hour', 'week', 'year'),
    number: fc.constantFrom(10, 1, 2026),
  }),
  fc.record({ op: fc.constantFrom('equals-field', 'contains-field', 'starts-field', 'ends-field'), field, cased }),
);
const predicate: fc.Arbitrary<Predicate> = fc.letrec<{ of: Predicate }>((tie) => ({
  of: fc.oneof(
    { maxDepth: 3 },
    fc.record({ is: fc.constant('test'), field, test: check }),
    fc.record({ is: fc.constantFrom('null', 'exists'), field }),
    fc.record({ is: fc.constant('anywhere'), test: check }),
    fc.record({ is: fc.constantFrom('all', 'any'), of: fc.array(tie('of'), { maxLength: 3 }) }),
    fc.record({ is: fc.constant('not'), of: tie('of') }),
  ),
})).of;

test('the engine agrees with the plain meaning of any predicate over any record', async () => {
  const some = fc.tuple(
    fc.array(record, { minLength: 8, maxLength: 16 }),
    fc.array(predicate, { minLength: 4, maxLength: 8 }),
  );
  await fc.assert(
    fc.asyncProperty(some, async ([records, predicates]) => {
      const expected = records.map((one) => predicates.map((asked) => evaluatePredicate(asked, one)));
      expect(await ask(records, predicates)).toEqual(expected);
    }),
    { numRuns: 25 },
  );
}, 20_000);
