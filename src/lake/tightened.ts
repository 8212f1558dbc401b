import { textOf, textsOf } from './cells.ts';
import type { Engine } from './engine.ts';
import type { EventBounds } from './events-within.ts';
import { literal } from './sql.ts';

/** A condition, and the bounds of all that passes it. */
export interface Tight {
  readonly where: string;
  readonly bounds: EventBounds;
}

/**
 * The same condition on columns of a relation of events, tightened to the times and operations of what passes it,
 * with the partitions that hold it; or null where nothing does. Records are the greater part of a lake by far: a
 * look at the columns first costs little, and lets the engine pass over the records of most.
 */
export async function tightened(engine: Engine, events: string, where: string): Promise<Tight | null> {
  const [row] = await engine.rows(`SELECT CAST(min(time) AS VARCHAR) AS first, CAST(max(time) AS VARCHAR) AS last,
    list(DISTINCT operation ORDER BY operation) AS operations, list(DISTINCT partition ORDER BY partition) AS partitions FROM ${events} WHERE ${where}`);
  const [from, to] = [textOf(row?.['first']), textOf(row?.['last'])];
  if (from === null || to === null) return null;
  // An engine looks at a list function row by row before it reads on, which it does not with IN.
  const names = textsOf(row?.['operations']).map(literal).join(', ');
  const conditions = [
    `time >= TIMESTAMP ${literal(from)}`,
    `time <= TIMESTAMP ${literal(to)}`,
    // Measurements and flows may name none.
    ...(names === '' ? [] : [`(operation IS NULL OR list_contains([${names}], operation))`]),
    where,
  ];
  return { where: conditions.join(' AND '), bounds: { from, to, partitions: textsOf(row?.['partitions']) } };
}
