import { countIn, textIn, textOf } from './cells.ts';
import { reasons } from './convert.ts';
import { asidePart } from './parts.ts';
import type { Engine } from './engine.ts';
import { list, literal } from './sql.ts';

/** What became of the records of one object. */
interface Records {
  readonly events: number;
  /** Records that are no events, by reason. */
  readonly aside: ReadonlyMap<string, number>;
}

export const noRecords: Records = { events: 0, aside: new Map() };

/** Counts what lies in converted files, by the hash of the object. Where a reason names a byte, the byte is left out. */
export async function countByObject(engine: Engine, files: readonly string[]): Promise<ReadonlyMap<string, Records>> {
  const counts = new Map<string, { events: number; aside: Map<string, number> }>();
  if (files.length === 0) return counts;
  const reason = files.some((file) => file.includes(`part=${asidePart}/`))
    ? `regexp_replace(reason, ' \\(byte \\d+\\)$', '')`
    : 'CAST(NULL AS VARCHAR)';
  const rows = await engine.rows(
    `SELECT object, ${reason} AS reason, count(*) AS n FROM read_parquet(${list(files.map(literal))}, hive_partitioning = false, union_by_name = true) GROUP BY ALL`,
  );
  for (const row of rows) {
    const object = textIn(row, 'object');
    const count = countIn(row, 'n');
    const why = textOf(row['reason']);
    const entry = counts.get(object) ?? { events: 0, aside: new Map<string, number>() };
    if (why === null) entry.events += count;
    else entry.aside.set(why, count);
    counts.set(object, entry);
  }
  return counts;
}

/** An object without a single record of ours is refused as a whole; one with records that lack something is not. */
export function refusalFor(aside: ReadonlyMap<string, number>): string | null {
  const own = new Set<string>([reasons.ambiguous, reasons.mixed, reasons.timeless, reasons.future]);
  const found = [...aside].filter(([reason]) => !own.has(reason)).toSorted((a, b) => b[1] - a[1]);
  if (found.length === 0 || found.length < aside.size) return null;
  const [reason] = found[0] ?? [''];
  return reason === reasons.foreign ? 'JSON, but no record of a known source' : `no readable record: ${reason}`;
}
