import { textOf, textsOf } from './cells.ts';
import type { Engine } from './engine.ts';
import { literal } from './sql.ts';

/** More files than this are not named one by one. */
const mostPartitions = 500;

/**
 * The same condition on columns of a relation of events, tightened to the partitions, times and operations
 * of what passes it, or null where nothing does. Records are the greater part of a lake by far: a look at
 * the columns first costs little, and lets the engine pass over the records of most.
 */
export async function tightened(engine: Engine, events: string, where: string): Promise<string | null> {
  const [row] = await engine.rows(`SELECT CAST(min(time) AS VARCHAR) AS first, CAST(max(time) AS VARCHAR) AS last,
    list(DISTINCT operation ORDER BY operation) AS operations, list(DISTINCT partition ORDER BY partition) AS partitions FROM ${events} WHERE ${where}`);
  const [first, last] = [textOf(row?.['first']), textOf(row?.['last'])];
  if (first === null || last === null) return null;
  const files = textsOf(row?.['partitions']).map(literal);
  // An engine looks at a list function row by row before it reads on, which it does not with IN.
  const names = textsOf(row?.['operations']).map(literal).join(', ');
  const conditions = [
    ...(files.length > 0 && files.length <= mostPartitions ? [`partition IN (${files.join(', ')})`] : []),
    `time >= TIMESTAMP ${literal(first)}`,
    `time <= TIMESTAMP ${literal(last)}`,
    ...(names === '' ? [] : [`list_contains([${names}], operation)`]),
    where,
  ];
  return conditions.join(' AND ');
}
