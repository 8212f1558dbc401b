import type { Test } from '../predicate.ts';
import { addressInside } from './emit-address.ts';
import { compareText, foldedConstant, matchPattern, textConstant, type Sql } from './emit-text.ts';

/** One present value as SQL: its text, its folded text, and its time where it is kept as one. */
export interface ValueSql {
  /** VARCHAR. */
  readonly text: Sql;
  /** VARCHAR: `lower(text)`, here because a caller may have it computed once for many tests. */
  readonly folded: Sql;
  /** VARCHAR: `address_digits(text)`, where a caller has it computed once for many tests. */
  readonly address?: Sql;
  /** TIMESTAMP in UTC, for columns of that type. */
  readonly time?: Sql;
}

export const valueOf = (text: Sql): ValueSql => ({ text, folded: `lower(${text})` });

/** Tests of a value against constants; those that need a second field are emit.ts's. */
export type ConstantTest = Exclude<Test, { readonly op: `${string}-field` }>;

/** BOOLEAN over one value; NULL where the value is. Throws `rule.unsupported` for a network that is none. */
export function emitTest(value: ValueSql, test: ConstantTest): Sql {
  switch (test.op) {
    case 'equals':
    case 'contains':
    case 'starts':
    case 'ends':
      return test.cased
        ? compareText(test.op, value.text, textConstant(test.text))
        : compareText(test.op, value.folded, foldedConstant(test.text));
    case 'like':
      return matchPattern(test.cased ? value.text : value.folded, test.parts, test.cased);
    case 'regex':
      return `regexp_matches(${value.text}, ${textConstant(regexText(test))})`;
    case 'cidr':
      return addressInside(value, test.network);
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return compareNumber(value.text, test.op, test.number);
    case 'time-part':
      return `(date_part('${test.part}', ${value.time ?? parseTime(value.text)}) = ${numberConstant(test.number)})`;
  }
}

/** A regular expression with its flags inside: DuckDB's own flag `m` does not mean what RE2's does. */
export function regexText({ pattern, flags }: Extract<Test, { readonly op: 'regex' }>): string {
  const letters = (['i', 'm', 's'] as const).filter((flag) => flags[flag]).join('');
  return letters === '' ? pattern : `(?${letters})${pattern}`;
}

const operators = { lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;

/** DuckDB reads `nan`, `inf`, `1_000` and blanks as numbers, and ranks NaN above all: only plain ones pass. */
const plainNumber = '[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?';

function compareNumber(text: Sql, how: keyof typeof operators, number: number): Sql {
  const isNumber = `regexp_full_match(${text}, '${plainNumber}')`;
  return `CASE WHEN ${isNumber} THEN try_cast(${text} AS DOUBLE) ${operators[how]} ${numberConstant(number)} ELSE false END`;
}

/**
 * The decimal number that a text is, in a decimal type of at least 18 digits before the point; NULL where it
 * is none, or the type cannot hold it. Whole numbers go by way of BIGINT, which is ten times as fast.
 */
export const decimalAt = (text: Sql, type: Sql): Sql =>
  `CASE WHEN regexp_full_match(${text}, '[-+]?[0-9]{1,18}') THEN CAST(try_cast(${text} AS BIGINT) AS ${type}) WHEN regexp_full_match(${text}, '${plainNumber}') THEN try_cast(${text} AS ${type}) END`;

function numberConstant(number: number): Sql {
  return `CAST('${String(number)}' AS DOUBLE)`;
}

/** ISO 8601 with or without time, fraction and offset; UTC is the session's zone (engine.ts). */
const isoTime =
  '[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?(Z|[-+][0-9]{2}(:?[0-9]{2})?)?)?';

function parseTime(text: Sql): Sql {
  const parsed = `timezone('UTC', try_cast(${text} AS TIMESTAMPTZ))`;
  return `CASE WHEN regexp_full_match(${text}, '${isoTime}') THEN ${parsed} END`;
}
