import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { moveDurably, writeDurably } from './durable.ts';
import type { Engine } from './engine.ts';
import { eventsSql } from './events-sql.ts';
import { freshFolder } from './fresh-folder.ts';
import { inBounds } from './in-bounds.ts';
import type { Partition } from './manifest.ts';
import { list, literal } from './sql.ts';

/**
 * What is worked out of events once and kept: partitions never change, so neither does this. It is a
 * query over a relation with the columns of model/event.ts whose rows, taken together for any division
 * of the events, say the same.
 */
export interface Summary {
  /** Of the view, and of the folder where it is kept. */
  readonly name: string;
  /** With another one, all is worked out anew. */
  readonly version: string;
  readonly query: (events: string) => string | Promise<string>;
  /** Rows that an engine reads or passes over together: few where few are looked up by what they are ordered by. */
  readonly rowsTogether?: number;
  /** Its query asks events alone, no table or view that is made for it: then two groups of them are met at once. */
  readonly asksEventsAlone?: true;
}

export interface SummaryPlace {
  readonly engine: Engine;
  readonly lake: string;
  readonly partitions: readonly Partition[];
  /** Folder of all summaries; a scratch folder on the same disk. */
  readonly summaries: string;
  readonly scratch: string;
}

const entry = z.object({ file: z.string(), partitions: z.array(z.string()) });
type Entry = Readonly<z.infer<typeof entry>>;
const index = z.object({ version: z.string(), entries: z.array(entry) });

/** Lays a view of the summary's name over all events before an instant (RFC 3339), or over all there are. */
export async function laySummary(summary: Summary, place: SummaryPlace, before: string | null = null): Promise<void> {
  const { engine, lake, partitions } = place;
  const folder = join(place.summaries, summary.name);
  const entries = await keepSummary(summary, place);
  const settled = new Set(
    partitions.filter(({ day }) => before === null || day < before.slice(0, 10)).map(({ file }) => file),
  );
  const usable = entries.filter((kept) => kept.partitions.every((file) => settled.has(file)));
  const covered = new Set(usable.flatMap((kept) => kept.partitions));
  const rest = partitions.filter(
    ({ file, day }) => !covered.has(file) && (before === null || day <= before.slice(0, 10)),
  );
  const files = usable.map(({ file }) => literal(join(folder, file)));
  const kept = `SELECT * FROM read_parquet(${list(files)}, hive_partitioning = false)`;
  const parts = files.length === 0 ? [] : [kept];
  // Planning a query costs something even where it finds nothing.
  if (rest.length > 0 || files.length === 0) {
    const until = before === null ? 'true' : `"time" < CAST(${literal(before)} AS TIMESTAMP)`;
    const fresh = `${summary.name}_of_the_rest`;
    await engine.run(`CREATE OR REPLACE TEMP TABLE ${fresh} AS
      ${await summary.query(`(SELECT * FROM (${eventsSql(lake, rest)}) WHERE ${until})`)}`);
    parts.push(`SELECT * FROM ${fresh}`);
  }
  await engine.run(`CREATE OR REPLACE TEMP VIEW ${summary.name} AS ${parts.join(' UNION ALL BY NAME ')}`);
}

/**
 * Works out what no file holds yet, for some hundred thousand events at a time, keeps it, and takes away what holds
 * partitions that are gone: `laySummary` then finds it done.
 */
export async function keepSummary(summary: Summary, place: SummaryPlace): Promise<readonly Entry[]> {
  const { partitions } = place;
  const folder = join(place.summaries, summary.name);
  const version = createHash('sha256').update(summary.version).digest('hex');
  const standing = new Set(partitions.map(({ file }) => file));
  const found = readIndex(folder, version);
  let entries = found.filter((kept) => kept.partitions.every((file) => standing.has(file)));
  for (const { file } of found)
    if (!entries.some((kept) => kept.file === file)) rmSync(join(folder, file), { force: true });
  const covered = new Set(entries.flatMap((kept) => kept.partitions));
  const groups = inBounds(partitions.filter(({ file }) => !covered.has(file)));
  const atOnce = summary.asksEventsAlone ? 2 : 1;
  for (let start = 0; start < groups.length; start += atOnce) {
    const some = groups.slice(start, start + atOnce);
    entries = [...entries, ...(await Promise.all(some.map((group) => layGroup(summary, place, group))))];
  }
  if (entries.length !== found.length)
    writeDurably(join(folder, 'index.json'), `${JSON.stringify({ version, entries })}\n`);
  return entries;
}

/** Works out what a group of partitions says, and keeps it. */
async function layGroup(summary: Summary, place: SummaryPlace, group: readonly Partition[]): Promise<Entry> {
  const { engine, lake, scratch, summaries } = place;
  const names = group.map(({ file }) => file);
  const file = `${createHash('sha256').update(JSON.stringify(names)).digest('hex').slice(0, 32)}.parquet`;
  const written = join(scratch, `${summary.name}-${file}`);
  const query = await summary.query(`(${eventsSql(lake, group)})`);
  // Read in every run and far smaller than records: LZ4 costs a quarter less than zstd, for half as much room again.
  const copy = `COPY (${query}) TO ${literal(written)} (FORMAT parquet, COMPRESSION lz4, ROW_GROUP_SIZE ${summary.rowsTogether ?? 20_480})`;
  await (summary.asksEventsAlone ? engine.runBeside(copy) : engine.run(copy));
  moveDurably(written, join(summaries, summary.name, file));
  return { file, partitions: names };
}

/** An index that cannot be read, or that is of another version, is as good as none, and emptied. */
function readIndex(folder: string, version: string): readonly Entry[] {
  const path = join(folder, 'index.json');
  if (!existsSync(path)) return [];
  const found = index.safeParse(parsed(readFileSync(path, 'utf8')));
  if (found.success && found.data.version === version) return found.data.entries;
  freshFolder(folder);
  return [];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
