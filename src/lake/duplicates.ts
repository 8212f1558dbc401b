import type { Source } from '../model/source.ts';
import { countIn, textIn } from './cells.ts';
import { countRows } from './count-rows.ts';
import type { Engine } from './engine.ts';
import { unguessedSql } from './local-time.ts';
import { contentSql } from './mapping.ts';
import { list, literal } from './sql.ts';

/** Events of one source and day, in files that the lake has (`old`) and files that are to join it (`new`). */
export interface DayFiles {
  readonly source: Source;
  readonly old: readonly string[];
  readonly new: readonly string[];
  /** Objects, by hash, whose records tell less than the provider's own: those count as copies of any other of the same id. */
  readonly lossy: readonly string[];
  /** Their year or zone is told by the object that they stand in: the same one speaks, whichever came first. */
  readonly isClockOpen: boolean;
}

export interface DayVerdict {
  /** Files with rows to drop or to number anew. The table `verdicts` says which; `rewriteSql` applies it. */
  readonly touched: readonly string[];
  readonly duplicates: number;
  readonly conflicts: number;
  /** Events of the new files less their duplicates and conflicts. */
  readonly events: number;
}

/** Rows that a pass over one day may hold the ids of; a larger day is done in several passes. */
const rowsAPass = 4_000_000;

/** The UTC days on which some id occurs more than once in the given files: most runs have none. */
export async function daysWithClashes(engine: Engine, paths: readonly string[]): Promise<ReadonlySet<string>> {
  const passes = Math.ceil((await countRows(engine, paths)) / rowsAPass);
  const days = new Set<string>();
  for (let pass = 0; pass < passes; pass += 1) {
    const rows = await engine.rows(`SELECT DISTINCT CAST(day AS VARCHAR) AS day FROM (SELECT day FROM (
      SELECT CAST(${unguessedSql('"time"', 'filename')} AS DATE) AS day, hash(${baseUid}) AS uid_hash FROM read_parquet(${files(paths)}, hive_partitioning = false, filename = true))
      WHERE uid_hash % ${passes} = ${pass} GROUP BY day, uid_hash HAVING count(*) > 1)`);
    for (const row of rows) days.add(textIn(row, 'day'));
  }
  return days;
}

/**
 * Finds records that occur more than once in a day. Same id and same content is a duplicate: the one
 * whose raw text hashes lowest stays, whatever the order of arrival. Same id and other content is a
 * conflict: all stay, numbered by content hash. A record of a lossy form is in conflict with none: a full
 * one stays in its place, or else the one that tells most. Leaves the table `verdicts(file, row, drop, conflict)`.
 */
export async function judgeDay(engine: Engine, day: DayFiles): Promise<DayVerdict> {
  const newRows = await countRows(engine, day.new);
  const all = `read_parquet(${files([...day.old, ...day.new])}, hive_partitioning = false)`;
  const passes = Math.ceil((newRows + (await countRows(engine, day.old))) / rowsAPass);
  await engine.run('CREATE OR REPLACE TEMP TABLE clashing (base_uid VARCHAR)');
  for (let pass = 0; pass < passes; pass += 1) {
    await engine.run(`INSERT INTO clashing SELECT ${baseUid} FROM ${all}
      WHERE hash(${baseUid}) % ${passes} = ${pass} GROUP BY 1 HAVING count(*) > 1`);
  }
  await judgeClashes(engine, day);
  return summarise(engine, newRows);
}

/** A conflict's number stands in its uid, and in a column of its own by which it can be taken off again. */
const baseUid = `CASE WHEN conflict IS NULL THEN event_uid ELSE left(event_uid, -(1 + length(CAST(conflict AS VARCHAR)))) END`;

const files = (paths: readonly string[]): string => list(paths.map(literal));

/** Content is compared closely only where the raw text differs, which is rare and costs a parse. No raw text is ever held. */
async function judgeClashes(engine: Engine, day: DayFiles): Promise<void> {
  const isLossy = day.lossy.length === 0 ? 'false' : `object IN (${day.lossy.map(literal).join(', ')})`;
  const all = `read_parquet(${files([...day.old, ...day.new])}, hive_partitioning = false, filename = true, file_row_number = true)`;
  await engine.run(`CREATE OR REPLACE TEMP TABLE clash_rows AS
    SELECT filename AS file, file_row_number AS row, object, ${baseUid} AS base_uid, conflict, filename IN ${`(${day.old.map(literal).join(', ') || `''`})`} AS is_old,
      ${isLossy} AS is_lossy, CASE WHEN ${isLossy} THEN length(raw) ELSE 0 END AS told, sha256(raw) AS raw_hash
    FROM ${all} WHERE ${baseUid} IN (SELECT base_uid FROM clashing)`);
  await engine.run(`CREATE OR REPLACE TEMP TABLE differing AS
    SELECT base_uid FROM clash_rows WHERE NOT is_lossy GROUP BY base_uid HAVING min(raw_hash) <> max(raw_hash)`);
  await engine.run(`CREATE OR REPLACE TEMP TABLE contents AS
    SELECT filename AS file, file_row_number AS row, sha256(${contentSql(day.source, 'raw')}) AS full_content
    FROM (SELECT * REPLACE (${unguessedSql('"time"', 'filename')} AS "time") FROM ${all}) WHERE ${baseUid} IN (SELECT base_uid FROM differing) AND NOT ${isLossy}`);
  await engine.run(`CREATE OR REPLACE TEMP TABLE verdicts AS
    WITH told AS (
      SELECT clash_rows.*, CASE WHEN NOT is_lossy THEN coalesce(full_content, '') END AS full_content FROM clash_rows LEFT JOIN contents USING (file, row)
    ), hashed AS (
      SELECT *, coalesce(full_content, min(full_content) OVER (PARTITION BY base_uid), '') AS content_hash FROM told
    ), ranked AS (
      SELECT *, row_number() OVER (PARTITION BY base_uid, content_hash ORDER BY is_lossy, told DESC, raw_hash, ${day.isClockOpen ? '' : 'is_old DESC, '}object, file, row) AS copy,
        dense_rank() OVER (PARTITION BY base_uid ORDER BY content_hash) AS number
      FROM hashed
    )
    SELECT file, row, base_uid, object, is_old, content_hash, copy > 1 AS drop, number,
      CASE WHEN number > 1 THEN number END IS DISTINCT FROM conflict AS is_renumbered
    FROM ranked`);
  for (const table of ['clash_rows', 'differing', 'contents']) await engine.run(`DROP TABLE ${table}`);
}

async function summarise(engine: Engine, newRows: number): Promise<DayVerdict> {
  const touched = await engine.rows('SELECT DISTINCT file FROM verdicts WHERE drop OR is_renumbered ORDER BY file');
  // Of several sources on a day, only one may have records that clash.
  const [sums] = await engine.rows(`SELECT coalesce(sum(new_rows), 0) AS new_rows,
      coalesce(sum(after - before), 0) AS gained, count(*) FILTER (before = 0) AS events
    FROM (SELECT base_uid, count(*) FILTER (NOT is_old) AS new_rows, count(DISTINCT content_hash) AS after,
      count(DISTINCT content_hash) FILTER (is_old) AS before FROM verdicts GROUP BY base_uid)`);
  const clashRows = countIn(sums, 'new_rows');
  const events = countIn(sums, 'events');
  const conflicts = countIn(sums, 'gained') - events;
  return {
    touched: touched.map((row) => textIn(row, 'file')),
    duplicates: clashRows - events - conflicts,
    conflicts,
    events: newRows - clashRows + events,
  };
}

/** SQL that writes a touched file anew as the table `verdicts` has it. */
export const rewriteSql = (file: string, into: string): string => `COPY (
    SELECT events.* EXCLUDE (file_row_number) REPLACE (
      CASE WHEN verdicts.row IS NULL THEN event_uid WHEN number > 1 THEN base_uid || '#' || number ELSE base_uid END AS event_uid,
      CASE WHEN verdicts.row IS NULL THEN conflict WHEN number > 1 THEN CAST(number AS INTEGER) END AS conflict)
    FROM read_parquet(${literal(file)}, hive_partitioning = false, file_row_number = true) AS events
    LEFT JOIN verdicts ON verdicts.file = ${literal(file)} AND verdicts.row = events.file_row_number
    WHERE verdicts.drop IS NOT true
  ) TO ${literal(into)} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 20480)`;
