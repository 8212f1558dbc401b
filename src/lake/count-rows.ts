import { countIn, textIn } from './cells.ts';
import type { Engine } from './engine.ts';
import { list, literal } from './sql.ts';

/** How many rows each of these Parquet files holds. Their ends alone are read, of all by one statement: each costs its planning. */
export async function countEach(engine: Engine, files: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (files.length === 0) return new Map();
  const rows = await engine.rows(`SELECT file_name, num_rows FROM parquet_file_metadata(${list(files.map(literal))})`);
  const counts = new Map(rows.map((row) => [textIn(row, 'file_name'), countIn(row, 'num_rows')]));
  // Whoever takes an uncounted file for an empty one loses its events.
  const uncounted = files.find((file) => !counts.has(file));
  if (uncounted !== undefined) throw new TypeError(`the engine did not count ${uncounted}`);
  return counts;
}

export async function countRows(engine: Engine, files: readonly string[]): Promise<number> {
  return [...(await countEach(engine, files)).values()].reduce((sum, rows) => sum + rows, 0);
}
