import type { Sql } from '../../lake/duckdb/emit-text.ts';
import type { Correlation } from '../sigma/link.ts';
import { carriedColumns, groupColumns, partition, spanMicroseconds, spanWindow } from './span.ts';

/**
 * Items of a `temporal_ordered` correlation, one for each event, with the chains that end with it: matches
 * of different rules, in the order of the rules, each no earlier than the one before it and of another
 * event. With `least`, `chain` is where the latest chain of so many rules begins. Without, `links` is how
 * many rules the longest chain inside a timespan has.
 *
 * Events of one time have no order, so any is taken: logs know whole seconds only.
 */
export function chainsSql(correlation: Correlation, items: Sql, least: number | null): Sql {
  const rules = correlation.bases.length;
  const longest = least ?? rules;
  if (longest > rules)
    return `SELECT *, CAST(NULL AS BIGINT) AS chain FROM (${eventsSql(correlation, items)}) WHERE false`;
  let rows = eventsSql(correlation, items);
  const span = { correlation, least };
  for (let length = 1; length <= longest; length += 1) rows = lengthened(span, rows, length);
  const ends = (length: number): Sql => latest(lastRules(span, length).map((rule) => `s${length}_${rule}`));
  if (least !== null) return `SELECT *, ${ends(least)} AS chain FROM (${rows})`;
  return linksSql(
    correlation,
    rows,
    Array.from({ length: rules }, (_, index) => ends(index + 1)),
  );
}

interface Span {
  readonly correlation: Correlation;
  readonly least: number | null;
}

/** Rules that may come last in a chain of some length, if it is to grow to `least`. */
function lastRules({ correlation, least }: Span, length: number): readonly number[] {
  const rules = correlation.bases.length;
  const first = length - 1;
  const last = least === null ? rules - 1 : rules - least + length - 1;
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** Adds `s<length>_<rule>`: where the latest chain of that length begins that ends with this event and this rule. */
function lengthened(span: Span, rows: Sql, length: number): Sql {
  const { correlation } = span;
  const starts = lastRules(span, length).map((rule) => {
    const before = lastRules(span, length - 1)
      .filter((other) => other < rule)
      .map((other) => `s${length - 1}_${other}`);
    const start =
      length === 1
        ? 't'
        : `max(${latest(before)}) OVER (${partition(correlation)} ORDER BY t RANGE BETWEEN ${spanMicroseconds(correlation)} PRECEDING AND CURRENT ROW EXCLUDE CURRENT ROW)`;
    return `CASE WHEN b${rule} THEN ${start} END AS s${length}_${rule}`;
  });
  return `SELECT *, ${starts.join(', ')} FROM (${rows})`;
}

/** Numbers the links: a chain counts where it begins inside the timespan that ends at `t`. */
function linksSql(correlation: Correlation, rows: Sql, ends: readonly Sql[]): Sql {
  const kept = [...groupColumns(correlation), ...carriedColumns(correlation), 't'].join(', ');
  const span = spanMicroseconds(correlation);
  const window = spanWindow(correlation);
  const cases = ends
    .map((end, index) => ({ links: index + 1, holds: `max(${end}) OVER ${window} >= t - ${span}` }))
    .toReversed();
  return `SELECT ${kept}, CASE ${cases.map(({ links, holds }) => `WHEN ${holds} THEN ${links}`).join(' ')} ELSE 0 END AS links FROM (${rows})`;
}

const latest = (columns: readonly Sql[]): Sql =>
  columns.length === 1 ? columns.join('') : `greatest(${columns.join(', ')})`;

/** One row for each event, with `b<i>` where rule i matched it. A match of a correlation is an event of its own. */
function eventsSql(correlation: Correlation, items: Sql): Sql {
  const keys = [...groupColumns(correlation), ...carriedColumns(correlation), 't', 'e'].join(', ');
  const matched = correlation.bases.map((_, rule) => `bool_or(base = ${rule}) AS b${rule}`);
  return `SELECT ${keys}, ${matched.join(', ')} FROM (${items}) GROUP BY ${keys}`;
}
