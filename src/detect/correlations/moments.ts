import type { Sql } from '../../lake/duckdb/emit-text.ts';
import type { Bound } from '../sigma/correlation-condition.ts';
import { isReckoning } from '../sigma/correlation-kind.ts';
import type { Correlation } from '../sigma/link.ts';
import { chainsSql } from './chains.ts';
import { promisingGroups, promisingTimes } from './promising.ts';
import { onceEach } from './items.ts';
import { carriedColumns, groupColumns, partition, spanMicroseconds, spanWindow } from './span.ts';

/**
 * When a correlation holds, as SQL over its items (items.ts): `g<i>` of the group, `c<i>` of the columns
 * carried (NULL unless all items of the timespan agree), `t` where a timespan ends that meets the
 * condition, `begins` where none that did so before it reaches into it.
 *
 * A timespan ends with an item and reaches back to items exactly its length before it. A condition that
 * more items can only fulfil is asked of each; any other is asked of full ones only: those whose items
 * do not all lie in another that has more. So a burst of ten is ten for `eq`, never first one, then two.
 *
 * @param areFew whether to leave out the search for promising items, which is a saving with many and a tenth of a second
 * of planning with a dozen correlations of a few
 */
export function momentsSql(correlation: Correlation, items: Sql, areFew: boolean): Sql {
  const matched = matchedSql(correlation, items, areFew);
  const all = [...groupColumns(correlation), ...carriedColumns(correlation)];
  const before = `lag(t) OVER (${partition(correlation)} ORDER BY t)`;
  return `SELECT ${[...all, 't'].join(', ')}, coalesce(t - ${before} > ${spanMicroseconds(correlation)}, true) AS begins FROM (${matched})`;
}

/** The least figure that meets the condition, where every greater one does as well and items can only add to it; else null. */
function leastFigure({ kind, bounds }: Correlation): number | null {
  if (isReckoning(kind) || bounds.some(({ op }) => op !== 'gt' && op !== 'gte')) return null;
  return Math.max(1, ...bounds.map(({ op, number }) => (op === 'gt' ? number + 1 : number)));
}

/** One row for each group and time at which a timespan ends that matches. */
function matchedSql(correlation: Correlation, items: Sql, areFew: boolean): Sql {
  const least = leastFigure(correlation);
  const { kind } = correlation;
  if (least === null) {
    const some = onceEach(correlation, areFew ? items : promisingGroups(correlation, items));
    return fullSpans(correlation, kind === 'temporal_ordered' ? chainsSql(correlation, some, null) : some);
  }
  const some = kind === 'value_count' && !areFew ? promisingGroups(correlation, items) : items;
  const promising = onceEach(correlation, areFew ? items : promisingTimes(correlation, some, least));
  const window = spanWindow(correlation);
  if (kind === 'temporal_ordered') {
    const chains = chainsSql(correlation, promising, least);
    return oneATime(
      correlation,
      `SELECT *, max(chain) OVER ${window} >= t - ${spanMicroseconds(correlation)} AS holds FROM (${chains})`,
      window,
    );
  }
  const holds =
    kind === 'event_count'
      ? `t - lag(t, ${least - 1}) OVER (${partition(correlation)} ORDER BY t) <= ${spanMicroseconds(correlation)}`
      : `${figure(correlation, window)} >= ${least}`;
  return oneATime(correlation, `SELECT *, ${holds} AS holds FROM (${promising})`, window);
}

/** Rows that hold, one for each group and time, with the carried columns that all items of the timespan agree on. */
function oneATime(correlation: Correlation, rows: Sql, window: Sql): Sql {
  const carried = carriedColumns(correlation);
  const agreeing = carried.map((column) => `${agreed(column, window)} AS ${column}`);
  const from =
    carried.length === 0
      ? `(${rows})`
      : `(SELECT ${[...groupColumns(correlation), 't', 'holds', ...agreeing].join(', ')} FROM (${rows}))`;
  const kept = carried.map((column) => `any_value(${column}) AS ${column}`);
  const keys = [...groupColumns(correlation), 't'].join(', ');
  return `SELECT ${[keys, ...kept].join(', ')} FROM ${from} WHERE holds GROUP BY ${keys}`;
}

/** NULL unless all rows of the window have the column, and the same. */
const agreed = (column: Sql, window: Sql): Sql =>
  `CASE WHEN count(*) OVER ${window} = count(${column}) OVER ${window} AND min(${column}) OVER ${window} = max(${column}) OVER ${window} THEN ${column} END`;

/** Full timespans that meet the condition. */
function fullSpans(correlation: Correlation, items: Sql): Sql {
  const window = spanWindow(correlation);
  const keys = [...groupColumns(correlation), 't'];
  const carried = carriedColumns(correlation);
  const agreeing = carried.map((column) => `${agreed(column, window)} AS ${column}`);
  const spans = `SELECT ${[...keys, `${figure(correlation, window)} AS figure`, `min(t) OVER ${window} AS first`, ...agreeing].join(', ')} FROM (${items})`;
  const kept = ['figure', 'first', ...carried].map((column) => `any_value(${column}) AS ${column}`);
  const apart = `SELECT ${[...keys, ...kept].join(', ')} FROM (${spans}) GROUP BY ${keys.join(', ')}`;
  const next = `lead(t) OVER (${partition(correlation)} ORDER BY t)`;
  return `SELECT * FROM (SELECT *, coalesce(${next} - first > ${spanMicroseconds(correlation)}, true) AS is_full FROM (${apart}))
    WHERE is_full AND ${correlation.bounds.map(({ op, number }) => `figure ${operators[op]} ${numberSql(number)}`).join(' AND ')}`;
}

const operators: Readonly<Record<Bound['op'], Sql>> = { gt: '>', gte: '>=', lt: '<', lte: '<=', eq: '=', neq: '<>' };

const numberSql = (number: number): Sql => `CAST('${number}' AS DOUBLE)`;

/** What is compared, of the items of a timespan. */
function figure({ kind, percentile }: Correlation, window: Sql): Sql {
  switch (kind) {
    case 'event_count':
      return `count(*) OVER ${window}`;
    case 'value_count':
      return `count(DISTINCT v) OVER ${window}`;
    case 'temporal':
      return `count(DISTINCT base) OVER ${window}`;
    case 'temporal_ordered':
      return 'links';
    case 'value_sum':
      return `CAST(sum(v) OVER ${window} AS DOUBLE)`;
    case 'value_avg':
      return `CAST(sum(v) OVER ${window} AS DOUBLE) / count(v) OVER ${window}`;
    case 'value_percentile':
    case 'value_median':
      return `quantile_cont(CAST(v AS DOUBLE), ${(percentile ?? 50) / 100}) OVER ${window}`;
  }
}
