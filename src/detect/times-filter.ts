import { countIn, textsOf } from '../lake/cells.ts';
import type { Engine } from '../lake/engine.ts';
import { literal } from '../lake/sql.ts';

/** More times than this in a filter cost more than the events that it keeps out. */
const mostTimes = 5_000;

/**
 * SQL condition on `time` that all events pass whose time a query yields. A look at short columns first
 * costs little: a filter over one column with constants keeps the engine from reading the others, records
 * above all.
 */
export async function timesFilter(engine: Engine, query: string): Promise<string> {
  const [counted] = await engine.rows(`SELECT count(DISTINCT time) AS n FROM (${query})`);
  if (countIn(counted, 'n') > mostTimes) return `time IN (${query})`;
  const [row] = await engine.rows(`SELECT list(DISTINCT CAST(time AS VARCHAR)) AS times FROM (${query})`);
  const times = textsOf(row?.['times']).map((time) => `TIMESTAMP ${literal(time)}`);
  return `list_contains([${times.join(', ')}]::TIMESTAMP[], time)`;
}
