import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  absent,
  at,
  by,
  capture,
  constant,
  defineSource,
  epoch,
  first,
  given,
  instant,
  join as joined,
  lookup,
  lower,
  type EpochUnit,
  type Expression,
} from '../model/source.ts';
import { openDuckDb } from './duckdb/engine.ts';
import type { Cell, Engine } from './engine.ts';
import {
  anyBriefSql,
  briefSql,
  contentSql,
  expressionSql,
  fieldsSql,
  mappedColumns,
  readerColumns,
  recognisedSql,
  shapeOf,
  uidSql,
} from './mapping.ts';
import { literal } from './sql.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await openDuckDb({ memoryMiB: 256, threads: 1, tempDirectory: tmpdir() });
});
afterAll(() => engine.close());

const sourceWith = (uid: Expression, more: Partial<Parameters<typeof defineSource>[0]> = {}) =>
  defineSource({
    id: 'nimbus.log',
    title: 'Nimbus',
    recognise: [['what', 'who'], ['alert']],
    envelopes: [],
    uid,
    documents: [['ask']],
    otherKeys: [],
    columns: { time: instant('at'), operation: at('what') },
    facets: [],
    sigma: [],
    ...more,
  });

type TestedSource = ReturnType<typeof sourceWith>;

/** SQL of one record with its fields. */
const opened = (source: TestedSource, raw: string): string => `(SELECT raw, ${fieldsSql(source)} FROM (
    SELECT from_json(raw, ${shapeOf(source)}) AS record, raw FROM (SELECT CAST(${literal(raw)} AS JSON) AS raw)))`;

async function ask(sql: string, source: TestedSource, raw: string): Promise<Cell | undefined> {
  const [row] = await engine.rows(`SELECT ${sql} AS value FROM ${opened(source, raw)}`);
  return row?.['value'];
}

const valueOf = (expression: Expression, record: unknown): Promise<Cell | undefined> =>
  ask(expressionSql(expression), sourceWith(expression), JSON.stringify(record));

describe('a value of a record', () => {
  test.each<[string, Expression, unknown, Cell]>([
    ['stands at a path', at('a.b'), { a: { b: 'x' } }, 'x'],
    ['is absent where the path ends early', at('a.b'), { a: 'x' }, null],
    ['is absent where the path leads through a list', at('a.b'), { a: [{ b: 'x' }] }, null],
    ['is absent where it is null', at('a'), { a: null }, null],
    ['may be empty', at('a'), { a: '' }, ''],
    ['is a number as text', at('a'), { a: 1.5 }, '1.5'],
    ['is true or false as text', at('a'), { a: true }, 'true'],
    ['is an object as JSON text', at('a'), { a: { b: [1] } }, '{"b":[1]}'],
    [
      'has a key with a quote, a dot and a space in it',
      { make: 'at', path: ['a "b".c', "d'e"] },
      { 'a "b".c': { "d'e": 'x' } },
      'x',
    ],
    ['keeps every character', at('a'), { a: '\u0000\u001f\u{1f41d}\\"\n' }, '\u0000\u001f\u{1f41d}\\"\n'],
    ['is a constant', constant("it's"), {}, "it's"],
    ['is the first that is there', first(at('a'), at('b'), constant('c')), { b: 'x' }, 'x'],
    ['falls back to a constant', first(at('a'), constant('c')), {}, 'c'],
    ['is joined of parts', joined(at('a'), constant('@'), at('b')), { a: 'x', b: 'y' }, 'x@y'],
    ['is not joined where a part is missing', joined(at('a'), constant('@'), at('b')), { a: 'x' }, null],
    ['is captured by a pattern', capture(at('a'), ':role/([^/]+)'), { a: 'x:role/r/s' }, 'r'],
    ['is not captured where the pattern fails', capture(at('a'), ':role/([^/]+)'), { a: 'x' }, null],
    ['is chosen by another', by('t', { A: at('a'), B: at('b') }, constant('c')), { t: 'B', a: 'x', b: 'y' }, 'y'],
    ['is chosen by default', by('t', { A: at('a') }, constant('c')), { t: 'Z' }, 'c'],
    ['is put in lower case', lower(at('a')), { a: 'LaunchThing' }, 'launchthing'],
    ['is looked up', lookup(at('a'), { x: 'one', y: "o'two" }), { a: 'y' }, "o'two"],
    ['is absent where a table has none', lookup(at('a'), { x: 'one' }), { a: 'z' }, null],
    ['is something else where a table has none', lookup(at('a'), { x: 'one' }, at('b')), { a: 'z', b: 'w' }, 'w'],
    ['is not looked up where it is absent', lookup(at('a'), { x: 'one' }, constant('w')), {}, null],
    ['is absent in an empty table', lookup(at('a'), {}), { a: 'z' }, null],
    ['is absent where nothing is chosen', by('t', { A: at('a') }), {}, null],
    ['is given where another is there', given(at('b'), constant('c')), { b: '' }, 'c'],
    ['is not given where the other is missing', given(at('b'), constant('c')), { b: null }, null],
    ['may never be there', absent, {}, null],
  ])('%s', async (_case, expression, record, value) => expect(await valueOf(expression, record)).toBe(value));
});

describe('an instant', () => {
  test.each([
    ['2024-05-01T12:00:00Z', '2024-05-01T12:00:00.000Z'],
    ['2024-05-01T12:00:00.123456789Z', '2024-05-01T12:00:00.123Z'],
    ['2024-05-01T12:00:00+05:30', '2024-05-01T06:30:00.000Z'],
    ['2024-05-01T00:30:00+0100', '2024-04-30T23:30:00.000Z'],
    ['2024-05-01 12:00:00', '2024-05-01T12:00:00.000Z'],
    ['20240501T120000Z', '2024-05-01T12:00:00.000Z'],
    ['2016-12-31T23:59:60Z', '2016-12-31T23:59:59.000Z'],
    ['2016-12-31T23:59:60.5+00:00', '2016-12-31T23:59:59.500Z'],
    ['1969-12-31T23:59:59.5Z', '1969-12-31T23:59:59.500Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
    ['0000-12-31T00:00:00Z', null],
    ['0001-01-01T00:00:00+05:00', null],
    ['9999-12-31T23:59:59-05:00', '9999-12-31T23:59:59.999Z'],
    ['10000-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z'],
    ['294247-01-10T04:00:54Z', '9999-12-31T23:59:59.999Z'],
    ['0044-03-15 (BC) 00:00:00Z', null],
    ['2024-02-30T00:00:00Z', null],
    ['2024-05-01T12:60:00Z', null],
    ['1714564800', null],
    ['9:30', null],
    ['epoch', null],
    ['infinity', null],
    ['-infinity', null],
    ['2024-05-01t12:00:00z', '2024-05-01T12:00:00.000Z'],
    ['2024-05-01t14:00:00+02:00', '2024-05-01T12:00:00.000Z'],
    ['now', null],
    ['', null],
  ])('in the text %j is %s', async (text, value) => expect(await valueOf(instant('a'), { a: text })).toBe(value));
});

describe('an instant by number', () => {
  test.each<[string | number, EpochUnit, string | null]>([
    [1_772_613_000, 'seconds', '2026-03-04T08:30:00.000Z'],
    ['1772613000', 'seconds', '2026-03-04T08:30:00.000Z'],
    ['1772613000.517', 'seconds', '2026-03-04T08:30:00.517Z'],
    [1_772_613_000.517, 'seconds', '2026-03-04T08:30:00.517Z'],
    ['1772613000517', 'milliseconds', '2026-03-04T08:30:00.517Z'],
    ['1772613000517999', 'microseconds', '2026-03-04T08:30:00.517Z'],
    ['1772613000517999999', 'nanoseconds', '2026-03-04T08:30:00.517Z'],
    ['0.001', 'seconds', '1970-01-01T00:00:00.001Z'],
    [0, 'seconds', null],
    [-1, 'seconds', null],
    ['', 'seconds', null],
    ['2026-03-04', 'seconds', null],
    ['99999999999999999999', 'seconds', '9999-12-31T23:59:59.999Z'],
    ['253402300799.999', 'seconds', '9999-12-31T23:59:59.999Z'],
    ['99999999999999999999999999999999', 'seconds', '9999-12-31T23:59:59.999Z'],
    ['nan', 'seconds', null],
    ['infinity', 'seconds', null],
    ['1772613000.000001', 'seconds', '2026-03-04T08:30:00.000Z'],
  ])('%j in %s is %s', async (number, unit, value) =>
    expect(await valueOf(epoch('a', unit), { a: number })).toBe(value),
  );
});

describe('a record', () => {
  const source = sourceWith(at('id'));
  test.each([
    [{ what: 'x', who: 'y' }, true],
    [{ alert: {} }, true],
    [{ what: 'x' }, null],
    [{ what: 'x', who: null }, null],
    [{}, null],
  ])('like %j is recognised: %s', async (record, isRecognised) =>
    expect((await ask(recognisedSql(source), source, JSON.stringify(record))) || null).toBe(isRecognised),
  );

  test.each([
    [{ head: { owner: 'x' }, what: 'y' }, true],
    [{ head: { other: 'x' }, what: 'y' }, null],
    [{ head: 'owner', what: 'y' }, null],
    [{ head: [{ owner: 'x' }], what: 'y' }, null],
  ])('like %j is recognised by a key further inside: %s', async (record, isRecognised) => {
    const inside = sourceWith(at('id'), {
      recognise: [[{ within: ['head', 'owner'] }, 'what']],
      columns: { time: at('at'), service: at('head.service') },
    });
    expect((await ask(recognisedSql(inside), inside, JSON.stringify(record))) || null).toBe(isRecognised);
  });

  test.each<[unknown, string | null]>([
    ['abc', 'nimbus.log:abc'],
    [17, 'nimbus.log:17'],
    ['', null],
    [null, null],
    ['abc#2', 'nimbus.log:abc%232'],
    ['it\'s "x"', 'nimbus.log:it\'s "x"'],
  ])('with the id %j has the uid %s', async (id, uid) =>
    expect(await ask(uidSql(source), source, JSON.stringify({ id }))).toBe(uid),
  );
});

describe('the brief of a record', () => {
  const source = sourceWith(at('id'), { brief: [['ask'], ['got', 'code'], ['got', 'deep', 'list']] });

  test.each<[string, unknown, unknown]>([
    [
      'has what its paths lead to',
      { ask: { a: [1] }, got: { code: 7, deep: { list: [{ x: '"' }] }, more: 1 } },
      { ask: { a: [1] }, got: { code: 7, deep: { list: [{ x: '"' }] } } },
    ],
    [
      'has no member without a value',
      { ask: null, got: { code: null, deep: { list: 'x' } } },
      { got: { deep: { list: 'x' } } },
    ],
    ['is absent where it has none', { ask: null, got: { more: 1 }, other: 1 }, null],
  ])('%s', async (_, record, wanted) => {
    for (const sql of [briefSql(source), anyBriefSql(source, 'raw')])
      expect(JSON.parse(String(await ask(sql, source, JSON.stringify(record))))).toEqual(wanted);
  });

  test('of a source without one is a text that is absent', async () => {
    for (const sql of [briefSql(sourceWith(at('id'))), anyBriefSql(sourceWith(at('id')), 'raw')])
      expect(await ask(`typeof(${sql})`, sourceWith(at('id')), '{}')).toBe('VARCHAR');
  });

  test('has all at its first keys where a list stands on the way', async () => {
    const record = { ask: 1, got: [{ code: 7 }, { code: 8 }], other: 2 };
    const brief = await ask(anyBriefSql(source, 'raw'), source, JSON.stringify(record));
    expect(JSON.parse(String(brief))).toEqual({ ask: 1, got: record.got });
  });
});

describe('the content of an event', () => {
  const source = sourceWith(at('id'), {
    columns: { operation: at('what'), error: at('error'), error_message: at('note') },
  });
  const columns = mappedColumns(source).map(({ column, sql }) => `${sql} AS "${column}"`);
  async function content(raw: string): Promise<Cell | undefined> {
    const [row] = await engine.rows(
      `SELECT ${contentSql(source, 'raw')} AS value FROM (SELECT raw, ${columns.join(', ')} FROM ${opened(source, raw)})`,
    );
    return row?.['value'];
  }

  test('is the same in another order and with other white space', async () => {
    expect(await content('{"what":"x","ask":{"a":1,"b":[{"c":2,"d":3}]},"id":1}')).toBe(
      await content('{"id":2, "ask":{"b":[{"d":3,"c":2}],\n"a":1},"what":"x"}'),
    );
  });

  test.each([
    ['a value moves to the next column', '{"what":"x","note":"y"}', '{"what":"x","error":"y"}'],
    ['separators of other lists stand in the text', '{"what":"a\\u001db"}', '{"what":"a","error":"b"}'],
    ['a value is empty instead of absent', '{"what":"x","note":""}', '{"what":"x"}'],
    ['a value spells out the sign for absent', '{"what":"x","note":"\\u001c"}', '{"what":"x"}'],
    ['a document is null instead of absent', '{"what":"x","ask":null}', '{"what":"x"}'],
    ['a number turns to text', '{"what":"x","ask":{"a":1}}', '{"what":"x","ask":{"a":"1"}}'],
  ])('differs where %s', async (_case, one, other) => expect(await content(one)).not.toBe(await content(other)));
});

test('wrapped records are read as they stand, what is only watched included', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'beewolf-mapping-'));
  try {
    const file = join(folder, 'wrapped.ndjson');
    writeFileSync(
      file,
      '{"detail":{"what":"Start","who":"a","ask":{"b":[1]}}}\n{"detail":{"what":"Stop","ask":null}}\n',
    );
    const wrapping = { wrap: 'object', key: 'detail' } as const;
    const columns = readerColumns(sourceWith(at('who'), { envelopes: [wrapping] }), { sentinelKey: 's', wrapping });
    const rows = await engine.rows(`SELECT detail.what AS what FROM read_json(${literal(file)}, columns = ${columns})`);
    expect(rows).toEqual([{ what: 'Start' }, { what: 'Stop' }]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
