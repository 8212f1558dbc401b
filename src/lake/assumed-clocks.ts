import { join } from 'node:path';
import { textIn, textOf } from './cells.ts';
import type { Engine, Row } from './engine.ts';
import { undated, zoneless } from './local-time.ts';
import { settledFolder, withSettledClocks } from './settle-clocks.ts';
import { readManifest } from './manifest.ts';
import type { Partition } from './manifest.ts';
import { list, literal } from './sql.ts';

/** A record and its time, RFC 3339. */
export interface Dated {
  readonly uid: string;
  readonly time: string;
}

/** A log of a machine whose times name no zone, or no year either, and how they were read. */
export interface AssumedClock {
  readonly source: string;
  readonly host: string | null;
  readonly isYearAssumed: boolean;
  readonly first: Dated;
  readonly last: Dated;
  /** The newest record with a date of its own, of the machine or else of the case, by which a year was chosen. */
  readonly newest: Dated | null;
}

const mostClocks = 500;

/** The logs whose clocks were set right by assumption, by source and machine. */
export async function assumedClocks(engine: Engine, lake: string): Promise<readonly AssumedClock[]> {
  const settled = withSettledClocks(readManifest(lake), lake);
  const open = readManifest(lake).partitions.filter(({ day }) => day.endsWith(zoneless) || day.endsWith(undated));
  // What was guessed right as it was read stands where it was written, and is an assumption all the same.
  const own = new Set(open.map(({ file }) => file));
  const isAssumed = ({ file }: Partition) => own.has(file) || file.startsWith(`${settledFolder}/`);
  const done = settled.partitions.filter(isAssumed);
  if (open.length === 0 || done.length === 0) return [];
  const guessed = open.filter(({ day }) => day.endsWith(undated));
  const exact = settled.partitions.filter((partition) => !isAssumed(partition));
  const rows = await engine.rows(`WITH guessed AS (${union(guessed, lake, 'SELECT DISTINCT source, host')}),
      exact AS (${union(exact, lake, 'SELECT host, "time", event_uid')}),
      newest AS (SELECT lower(host) AS host, max("time") AS "time", max_by(event_uid, ("time", event_uid)) AS uid FROM exact GROUP BY lower(host)),
      latest AS (SELECT max("time") AS "time", max_by(uid, ("time", uid)) AS uid FROM newest),
      clocks AS (SELECT source, host, min("time") AS first, min_by(event_uid, ("time", event_uid)) AS first_uid, max("time") AS last, max_by(event_uid, ("time", event_uid)) AS last_uid
        FROM (${union(done, lake, 'SELECT source, host, "time", event_uid')}) GROUP BY source, host)
    SELECT c.*, EXISTS (SELECT 1 FROM guessed g WHERE g.source = c.source AND g.host IS NOT DISTINCT FROM c.host) AS is_year_assumed,
      coalesce(n."time", l."time") AS newest, coalesce(n.uid, l.uid) AS newest_uid
    FROM clocks c LEFT JOIN newest n ON n.host = lower(c.host) CROSS JOIN latest l ORDER BY c.source, c.host LIMIT ${mostClocks}`);
  return rows.map(clockOf);
}

/** SQL: of no partitions, of an empty relation with the same columns. */
function union(partitions: readonly Partition[], lake: string, select: string): string {
  if (partitions.length > 0)
    return `${select} FROM read_parquet(${list(partitions.map(({ file }) => literal(join(lake, file))))}, hive_partitioning = false)`;
  return `${select} FROM (SELECT CAST(NULL AS VARCHAR) AS source, CAST(NULL AS VARCHAR) AS host, CAST(NULL AS TIMESTAMP) AS "time", CAST(NULL AS VARCHAR) AS event_uid WHERE false)`;
}

function clockOf(row: Row): AssumedClock {
  const dated = (time: string, uid: string): Dated => ({ time: textIn(row, time), uid: textIn(row, uid) });
  return {
    source: textIn(row, 'source'),
    host: textOf(row['host']),
    isYearAssumed: row['is_year_assumed'] === true,
    first: dated('first', 'first_uid'),
    last: dated('last', 'last_uid'),
    newest: textOf(row['newest']) === null ? null : dated('newest', 'newest_uid'),
  };
}
