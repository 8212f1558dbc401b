import type { Sql } from '../../lake/duckdb/emit-text.ts';
import { isReckoning } from '../sigma/correlation-kind.ts';
import type { Correlation } from '../sigma/link.ts';
import { groupColumns, spanMicroseconds } from './span.ts';

/**
 * Items of groups that can meet the condition at all, by what they have over all time: most groups cannot,
 * and adding up costs a tenth of putting in order.
 */
export function promisingGroups(correlation: Correlation, items: Sql): Sql {
  const least = lowestFigure(correlation);
  if (least === null || (!isReckoning(correlation.kind) && least <= 1)) return items;
  const groups = groupColumns(correlation);
  const enough = `${mostOf(correlation)} >= CAST('${least}' AS DOUBLE)`;
  if (groups.length === 0) return `SELECT * FROM (${items}) WHERE (SELECT ${enough} FROM (${items}))`;
  const keys = groups.join(', ');
  return `SELECT * FROM (${items}) SEMI JOIN (SELECT ${keys} FROM (${items}) GROUP BY ${keys} HAVING ${enough}) USING (${keys})`;
}

/** What the figure must at least be; null where it may be anything. */
export function lowestFigure({ bounds, kind }: Correlation): number | null {
  const lower = bounds.filter(({ op }) => op === 'gt' || op === 'gte' || op === 'eq');
  const lowest = Math.max(...lower.map(({ number }) => number));
  return lower.length === 0 || (kind === 'value_sum' && lowest <= 0) ? null : lowest;
}

/** No timespan of the group can have more. */
function mostOf({ kind }: Correlation): Sql {
  if (kind === 'event_count') return 'count(*)';
  if (kind === 'value_count') return 'count(DISTINCT v)';
  if (kind === 'temporal' || kind === 'temporal_ordered') return 'count(DISTINCT base)';
  return kind === 'value_sum' ? 'sum(greatest(v, 0))' : 'max(v)';
}

/** The most rules that the bits of a number tell apart. */
const mostBits = 62;

/**
 * Items of times around which there are enough. Time is cut at multiples of the timespan, so that each
 * timespan lies in two neighbouring pieces: those that have enough together keep all of their items.
 */
export function promisingTimes(correlation: Correlation, items: Sql, least: number): Sql {
  const { kind, bases } = correlation;
  const isTemporal = kind === 'temporal' || kind === 'temporal_ordered';
  if (least <= 1 || (isTemporal && bases.length > mostBits)) return items;
  const groups = groupColumns(correlation);
  const keys = [...groups, 'piece'].join(', ');
  const pieces = `SELECT *, t // ${spanMicroseconds(correlation)} AS piece FROM (${items})`;
  const amount = isTemporal ? 'bit_or(CAST(1 AS BIGINT) << base)' : 'count(*)';
  const beside = (which: 'lag' | 'lead', step: number): Sql =>
    `CASE WHEN ${which}(piece) OVER near = piece + ${step} THEN ${which}(amount) OVER near ELSE 0 END`;
  const together = (side: Sql): Sql => (isTemporal ? `bit_count(amount | ${side})` : `amount + ${side}`);
  const near = `WINDOW near AS (${groups.length === 0 ? '' : `PARTITION BY ${groups.join(', ')} `}ORDER BY piece)`;
  const enough = `SELECT ${keys} FROM (
      SELECT *, ${beside('lag', -1)} AS before, ${beside('lead', 1)} AS after
      FROM (SELECT ${keys}, ${amount} AS amount FROM (${pieces}) GROUP BY ${keys}) ${near})
    WHERE ${together('before')} >= ${least} OR ${together('after')} >= ${least}`;
  return `SELECT * EXCLUDE (piece) FROM (${pieces}) SEMI JOIN (${enough}) USING (${keys})`;
}
