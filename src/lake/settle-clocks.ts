import { createHash } from 'node:crypto';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { countIn, textIn } from './cells.ts';
import { countEach } from './count-rows.ts';
import { moveDurably } from './durable.ts';
import type { Engine } from './engine.ts';
import { freshFolder } from './fresh-folder.ts';
import { dayIn, daysUntil, isOpen, undated, unguessedSql, zoneless } from './local-time.ts';
import type { Manifest, Partition } from './manifest.ts';
import { readSettled, settledIndex, settledSchema, withSettled, writeSettled } from './settled-index.ts';
import { list, literal } from './sql.ts';

export interface ClockOptions {
  readonly engine: Engine;
  readonly lake: string;
  readonly scratch: string;
  /** The zone of clocks that name none, as the IANA calls it. */
  readonly zone: string;
  /** Nothing is later than this where no record of the case tells a year, RFC 3339. */
  readonly latest: string;
}

/** From this record of an object on, its lines are of that year. */
interface Year {
  readonly object: string;
  readonly from: number;
  readonly year: number;
}

export const settledFolder = 'settled';

/**
 * Sets right what clocks of machines left open, from all that the lake holds, so that it comes out the
 * same in whatever order records arrived: the zone is assumed, and the year is the latest one by which an
 * object's last line is not a day or more after the newest dated record of its host, else of the case.
 * @returns the manifest with partitions as they are in UTC, each with its true day
 */
export async function settleClocks(manifest: Manifest, options: ClockOptions): Promise<Manifest> {
  const open = manifest.partitions.filter(({ day }) => isOpen(day));
  const { lake } = options;
  if (open.length === 0) {
    rmSync(join(lake, settledFolder), { recursive: true, force: true });
    return manifest;
  }
  const exact = manifest.partitions.filter((partition) => !isOpen(partition.day));
  const years = Map.groupBy(await yearsOf(open, exact, options), ({ object }) => object);
  const wanting = open.filter(({ day }) => day.endsWith(undated));
  const spans = Map.groupBy(await spansIn(options.engine, lake, wanting), ({ file }) => file);
  const partitions: Partition[] = [];
  const folders = new Set<string>();
  for (const partition of open) {
    const own = spans.get(partition.file) ?? [];
    const inYears = yearsWithin(own, years);
    const day = options.zone === 'UTC' ? guessedDay(partition, own, inYears) : null;
    if (day !== null) {
      partitions.push({ ...partition, day });
      continue;
    }
    const folder = await settle(partition, inYears, options);
    folders.add(folder);
    partitions.push(...(await partitionsIn(folder, partition.source, options)));
  }
  const settled = { of: open.map(({ file }) => file), partitions };
  writeSettled(lake, settledFolder, settled);
  removeOthers(lake, folders);
  return withSettled(manifest, settled);
}

/** The manifest as clocks were last set right, for who only looks things up. */
export function withSettledClocks(manifest: Manifest, lake: string): Manifest {
  if (!manifest.partitions.some(({ day }) => isOpen(day))) return manifest;
  const settled = readSettled(lake, settledFolder, settledSchema);
  return settled === null ? manifest : withSettled(manifest, settled);
}

const reading = (lake: string, partitions: readonly Partition[]): string =>
  `read_parquet(${list(partitions.map(({ file }) => literal(join(lake, file))))}, hive_partitioning = false, filename = true)`;

const inUtc = (time: string, zone: string): string =>
  zone === 'UTC' ? time : `timezone('UTC', timezone(${literal(zone)}, ${time}))`;

/** A day of slack: a log may go on for some hours after the last record of anything else. */
const slack = `INTERVAL 1 DAY`;

/** A clock that falls by half a year from one line to the next has begun a new one. */
const turn = `INTERVAL 180 DAY`;

/** One that rises by all but a few hours of a whole one is back in the old: lines of one moment may change places. */
const comeBack = `INTERVAL ${366 * 24 - 6} HOUR`;

async function yearsOf(
  open: readonly Partition[],
  exact: readonly Partition[],
  { engine, lake, zone, latest }: ClockOptions,
): Promise<readonly Year[]> {
  const wanting = open.filter(({ day }) => day.endsWith(undated));
  if (wanting.length === 0) return [];
  const zoned = open.filter(({ day }) => day.endsWith(zoneless));
  const known = [
    ...(exact.length > 0 ? [`SELECT host, "time" FROM ${reading(lake, exact)}`] : []),
    ...(zoned.length > 0 ? [`SELECT host, ${inUtc('"time"', zone)} AS "time" FROM ${reading(lake, zoned)}`] : []),
    `SELECT CAST(NULL AS VARCHAR) AS host, CAST(NULL AS TIMESTAMP) AS "time" WHERE false`,
  ].join(' UNION ALL ');
  const rows = await engine.rows(`
    WITH newest AS (SELECT host, max("time") AS "time" FROM (${known}) GROUP BY host),
    lines AS (SELECT object, record, ${unguessedSql('"time"', 'filename')} AS "time", host FROM ${reading(lake, wanting)}),
    objects AS (
      SELECT object, arg_max(host, record) AS host, arg_max("time", record) AS last, max("time") - min("time") > ${turn} AS may_turn
      FROM lines GROUP BY object
    ), steps AS (
      SELECT object, record, "time" - lag("time") OVER (PARTITION BY object ORDER BY record) AS step
      FROM lines SEMI JOIN (SELECT object FROM objects WHERE may_turn) USING (object)
    ), turns AS (
      SELECT object, record, CASE WHEN step < -${turn} THEN 1 ELSE -1 END AS years FROM steps
      WHERE step < -${turn} OR step > ${comeBack}
    ), bounded AS (
      SELECT objects.*, coalesce(newest."time", (SELECT max("time") FROM newest), CAST(CAST(${literal(latest)} AS TIMESTAMPTZ) AS TIMESTAMP)) AS bound
      FROM objects LEFT JOIN newest ON newest.host = objects.host
    ), ends AS (
      SELECT object, max(year) AS year FROM bounded, unnest(range(year(bound) - 8, year(bound) + 2)) AS candidates(year)
      WHERE ${inUtc(`try_strptime(year || strftime(last, '-%m-%d %H:%M:%S'), '%Y-%m-%d %H:%M:%S')`, zone)} <= bound + ${slack}
      GROUP BY object
    )
    SELECT object, CAST(record AS INTEGER) AS "from",
      CAST(year - (sum(years) OVER (PARTITION BY object) - sum(years) OVER (PARTITION BY object ORDER BY record)) AS INTEGER) AS year
    FROM (SELECT object, 0 AS record, 0 AS years FROM ends UNION ALL SELECT object, record, years FROM turns) JOIN ends USING (object)
    ORDER BY object, "from"`);
  return rows.map((row) => ({
    object: textIn(row, 'object'),
    from: countIn(row, 'from'),
    year: countIn(row, 'year'),
  }));
}

/** The true day of a partition that is right as it stands, or null. */
function guessedDay({ day }: Partition, spans: readonly Span[], years: readonly Year[]): string | null {
  const date = day.slice(0, 10);
  if (day.endsWith(zoneless)) return date;
  const [year, ...others] = new Set(years.map((each) => each.year));
  if (year === undefined || others.length > 0 || spans.some(({ guess }) => guess !== year)) return null;
  return dayIn(date, year);
}

/** Writes a partition as it is in UTC, unless that was done before. @returns its folder, below the lake */
async function settle(
  { file, day }: Partition,
  own: readonly Year[],
  { engine, lake, scratch, zone }: ClockOptions,
): Promise<string> {
  const rows = `read_parquet(${literal(join(lake, file))}, hive_partitioning = false, filename = true)`;
  const from = `(SELECT * EXCLUDE (filename) REPLACE (${unguessedSql('"time"', 'filename')} AS "time") FROM ${rows})`;
  const name = createHash('sha256')
    .update(JSON.stringify([file, zone, own]))
    .digest('hex')
    .slice(0, 32);
  const folder = join(settledFolder, name);
  if (existsSync(join(lake, folder))) return folder;
  const written = freshFolder(join(scratch, `settled-${name}`));
  const settled = `SELECT * REPLACE (${inUtc('"time"', zone)} AS "time") FROM (${inTheirYears(from, own, day)})`;
  await engine.run(`COPY (SELECT *, CAST(CAST("time" AS DATE) AS VARCHAR) AS part FROM (${settled}))
    TO ${literal(written)} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 10240, PARTITION_BY (part), OVERWRITE_OR_IGNORE true, FILENAME_PATTERN 'part-{i}')`);
  moveDurably(written, join(lake, folder));
  return folder;
}

/** SQL of a partition of one day, of a year that nobody knew, with its events in their years. */
function inTheirYears(from: string, years: readonly Year[], day: string): string {
  const [first, ...others] = new Set(years.map(({ year }) => year));
  if (first === undefined) return `SELECT * FROM ${from}`;
  const shifted = (year: number): string => `to_days(${daysUntil(day.slice(0, 10), year)})`;
  if (others.length === 0) return `SELECT * REPLACE ("time" + ${shifted(first)} AS "time") FROM ${from}`;
  const values = years.map(({ object, from: record, year }) => `(${literal(object)}, ${record}, ${shifted(year)})`);
  return `SELECT events.* REPLACE (events."time" + years.shift AS "time") FROM ${from} AS events
    ASOF JOIN (VALUES ${values.join(', ')}) AS years(object, record, shift) ON events.object = years.object AND events.record >= years.record`;
}

/** The records of an object that lie in one partition. */
interface Span {
  readonly file: string;
  readonly object: string;
  readonly first: number;
  readonly last: number;
  /** The year that was guessed for them, or null where there were several. */
  readonly guess: number | null;
}

async function spansIn(engine: Engine, lake: string, partitions: readonly Partition[]): Promise<readonly Span[]> {
  if (partitions.length === 0) return [];
  const rows = await engine.rows(`SELECT filename, object, min(record) AS first, max(record) AS last,
      CASE WHEN year(min("time")) = year(max("time")) THEN year(min("time")) END AS guess
    FROM ${reading(lake, partitions)} GROUP BY ALL`);
  return rows.map((row) => ({
    file: relative(lake, textIn(row, 'filename')),
    object: textIn(row, 'object'),
    first: countIn(row, 'first'),
    last: countIn(row, 'last'),
    guess: row['guess'] === null ? null : countIn(row, 'guess'),
  }));
}

/** The years of records that lie in a partition. */
function yearsWithin(spans: readonly Span[], years: ReadonlyMap<string, readonly Year[]>): readonly Year[] {
  return spans.flatMap(({ object, first, last }) => {
    const own = years.get(object) ?? [];
    return own.filter(({ from }, index) => from <= last && (own[index + 1]?.from ?? Infinity) > first);
  });
}

async function partitionsIn(
  folder: string,
  source: string,
  { engine, lake }: ClockOptions,
): Promise<readonly Partition[]> {
  const found = readdirSync(join(lake, folder))
    .toSorted()
    .flatMap((part) =>
      readdirSync(join(lake, folder, part))
        .toSorted()
        .map((name) => ({ file: `${folder}/${part}/${name}`, day: part.slice('part='.length) })),
    );
  const rows = await countEach(
    engine,
    found.map(({ file }) => join(lake, file)),
  );
  return found.map(({ file, day }) => ({ file, source, day, rows: rows.get(join(lake, file)) ?? 0 }));
}

function removeOthers(lake: string, folders: ReadonlySet<string>): void {
  for (const name of readdirSync(join(lake, settledFolder)))
    if (name !== settledIndex && !folders.has(join(settledFolder, name)))
      rmSync(join(lake, settledFolder, name), { recursive: true, force: true });
}
