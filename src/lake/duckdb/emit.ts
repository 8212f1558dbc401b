import { eventColumns, type EventColumn } from '../../model/event.ts';
import type { Field, Predicate, Test } from '../predicate.ts';
import { identifier } from '../sql.ts';
import { allTextsAt, anyOf, anyScalar, existsAmongAt, existsAt, hasArrayAt, textAt } from './emit-path.ts';
import { emitTest, valueOf, type ValueSql } from './emit-test.ts';
import { compareText, foldedConstant, textConstant, type Sql } from './emit-text.ts';

/** A field of one record as SQL. */
export interface FieldSql extends ValueSql {
  /** BOOLEAN, never NULL: its key stands in the record. */
  readonly exists: Sql;
  /** For fields that can have several values: when they have, and how to get at them. */
  readonly several?: {
    /** BOOLEAN, never NULL; `values` and `exists` hold where it is true, the rest where it is false. */
    readonly when: Sql;
    /** VARCHAR[] without NULL. */
    readonly values: Sql;
    readonly exists: Sql;
  };
}

/** The record that a predicate is asked of, as SQL. */
export interface RecordSql {
  readonly field: (field: Field) => FieldSql;
  /** The raw record: JSON. */
  readonly raw: Sql;
  /** VARCHAR: the raw record's text, folded. */
  readonly folded: Sql;
}

/** A record that stands in the columns of model/event.ts, optionally of the named relation. */
export function eventRecord(relation?: string): RecordSql {
  const column = (name: EventColumn) =>
    relation === undefined ? identifier(name) : `${identifier(relation)}.${identifier(name)}`;
  const raw = column('raw');
  return {
    field: (field) =>
      'column' in field ? columnField(column(field.column), field.column) : pathField(raw, field.path),
    raw,
    folded: `lower(CAST(${raw} AS VARCHAR))`,
  };
}

/** A column as a field: text as it is, times as RFC 3339 in UTC with milliseconds. */
export function columnField(sql: Sql, column: EventColumn): FieldSql {
  const exists = `(${sql} IS NOT NULL)`;
  switch (eventColumns[column].type) {
    case 'VARCHAR':
      return { ...valueOf(sql), exists };
    case 'TIMESTAMP':
      return { ...valueOf(`strftime(${sql}, '%Y-%m-%dT%H:%M:%S.%gZ')`), time: sql, exists };
    case 'JSON':
    case 'INTEGER':
      return { ...valueOf(`CAST(${sql} AS VARCHAR)`), exists };
  }
}

function pathField(raw: Sql, path: readonly string[]): FieldSql {
  const several = { when: hasArrayAt(raw, path), values: allTextsAt(raw, path), exists: existsAmongAt(raw, path) };
  return { ...valueOf(textAt(raw, path)), exists: existsAt(raw, path), several };
}

/**
 * A predicate as a BOOLEAN of DuckDB that is never NULL. The predicate's nesting must be bounded
 * (see predicate-shape.ts). Throws `rule.unsupported` for a network that is none.
 */
export function emitPredicate(predicate: Predicate, record: RecordSql = eventRecord()): Sql {
  switch (predicate.is) {
    case 'test':
      return emitFieldTest(record, predicate.field, predicate.test);
    case 'null':
      return emitNull(record.field(predicate.field));
    case 'exists':
      return emitExists(record.field(predicate.field));
    case 'anywhere':
      return emitAnywhere(record, [predicate.test]);
    case 'all':
      return predicate.of.length === 0
        ? 'true'
        : `(${predicate.of.map((part) => emitPredicate(part, record)).join(' AND ')})`;
    case 'any':
      return predicate.of.length === 0 ? 'false' : `(${emitAlternatives(predicate.of, record).join(' OR ')})`;
    case 'not':
      return `(NOT ${emitPredicate(predicate.of, record)})`;
  }
}

function emitNull({ text, several }: FieldSql): Sql {
  if (!several) return `(${text} IS NULL)`;
  return `CASE WHEN ${several.when} THEN len(${several.values}) = 0 ELSE ${text} IS NULL END`;
}

function emitExists({ exists, several }: FieldSql): Sql {
  return several ? `CASE WHEN ${several.when} THEN ${several.exists} ELSE ${exists} END` : exists;
}

function emitFieldTest(record: RecordSql, field: Field, test: Test): Sql {
  return emitOverValues(record.field(field), (value) => emitValueTest(record, value, test));
}

/** BOOLEAN, never NULL: one value of a record passes. */
function emitValueTest(record: RecordSql, value: ValueSql, test: Test): Sql {
  if (!('field' in test)) return `coalesce(${emitTest(value, test)}, false)`;
  const how = comparisons[test.op];
  const compare = (other: ValueSql) =>
    test.cased ? compareText(how, value.text, other.text) : compareText(how, value.folded, other.folded);
  return emitOverValues(record.field(test.field), (other) => `coalesce(${compare(other)}, false)`, 'another');
}

const comparisons = {
  'equals-field': 'equals',
  'contains-field': 'contains',
  'starts-field': 'starts',
  'ends-field': 'ends',
} as const;

/** Holds when any value of the field passes `test`, which is never NULL. */
function emitOverValues(field: FieldSql, test: (value: ValueSql) => Sql, name = 'item'): Sql {
  if (!field.several) return test(field);
  const { when, values } = field.several;
  return `CASE WHEN ${when} THEN ${anyOf(values, (item) => test(valueOf(item)), name)} ELSE ${test(field)} END`;
}

type FieldTest = Extract<Predicate, { readonly is: 'test' }>;

/**
 * Tests of one field are asked together: "any value passes" and OR change places freely, and planning
 * a look through several values costs far more than a test.
 */
function emitAlternatives(parts: readonly Predicate[], record: RecordSql): readonly Sql[] {
  const groups = Map.groupBy(
    parts.filter((part) => part.is === 'test'),
    ({ field }) => JSON.stringify(field),
  );
  const tests = [...groups.values()].map((group) => emitOneField(group, record));
  const keywords = parts.flatMap((part) => (part.is === 'anywhere' ? [part.test] : []));
  const others = parts.filter((part) => part.is !== 'test' && part.is !== 'anywhere');
  return [
    ...tests,
    ...(keywords.length > 0 ? [emitAnywhere(record, keywords)] : []),
    ...others.map((part) => emitPredicate(part, record)),
  ];
}

function emitOneField(group: readonly FieldTest[], record: RecordSql): Sql {
  const [first] = group;
  if (!first) return 'false';
  return emitOverValues(record.field(first.field), (value) => {
    const equalities = [true, false].flatMap((cased) => emitEqualities(group, value, cased));
    const others = group
      .filter(({ test }) => test.op !== 'equals')
      .map(({ test }) => emitValueTest(record, value, test));
    return `(${[...equalities, ...others].join(' OR ')})`;
  });
}

/** Equalities become one look into a list: it plans and runs much faster than OR. */
function emitEqualities(group: readonly FieldTest[], value: ValueSql, cased: boolean): readonly Sql[] {
  const tests = group.flatMap(({ test }) => (test.op === 'equals' && test.cased === cased ? [test] : []));
  const [only] = tests;
  if (!only) return [];
  if (tests.length === 1) return [`coalesce(${emitTest(value, only)}, false)`];
  const texts = [...new Set(tests.map(({ text }) => (cased ? textConstant(text) : foldedConstant(text))))];
  return [`coalesce(list_contains([${texts.join(', ')}], ${cased ? value.text : value.folded}), false)`];
}

/**
 * Whether any value passes any of the tests. Taking a record apart is slow, so its text is looked at first:
 * that is exact only for text that JSON writes in one way, and for records that escape no character by number.
 */
function emitAnywhere(record: RecordSql, tests: readonly Test[]): Sql {
  const passes = anyScalar(record.raw, (text) =>
    tests.length === 1
      ? tests.map((test) => emitValueTest(record, valueOf(text), test)).join()
      : `(${tests.map((test) => emitValueTest(record, valueOf(text), test)).join(' OR ')})`,
  );
  const needles = [...new Set(tests.map(necessaryText))];
  if (needles.includes('')) return passes;
  const mayHold = needles.map((needle) => `contains(${record.folded}, '${needle.toLowerCase()}')`).join(' OR ');
  return `CASE WHEN ${mayHold} OR contains(CAST(${record.raw} AS VARCHAR), '\\u') THEN ${passes} ELSE false END`;
}

/** The longest run of plain ASCII that the JSON text of a passing value must hold, or ''. */
function necessaryText(test: Test): string {
  const runs = textsOf(test).flatMap((text) => text.match(/[A-Za-z0-9 _.:@=+-]+/g) ?? []);
  const plain = runs.filter((run) => !mayBeNumber.test(run));
  return plain.reduce((longest, run) => (run.length > longest.length ? run : longest), '');
}

/** The engine writes a number in its own way, so that 1e3 in the record is 1000.0 as a value. */
const mayBeNumber = /^[-+0-9.eE]*$/;

function textsOf(test: Test): readonly string[] {
  if (test.op === 'like') return test.parts.flatMap((part) => (typeof part === 'string' ? [] : [part.text]));
  return 'text' in test ? [test.text] : [];
}
