import { join } from 'node:path';
import { instantOf } from '../investigate/cells.ts';
import { needed, numberOf, textOf } from '../lake/cells.ts';
import type { Engine, Row } from '../lake/engine.ts';
import { readLedger } from '../lake/ledger.ts';
import { readManifest, type Manifest } from '../lake/manifest.ts';
import { withSettledClocks } from '../lake/settle-clocks.ts';
import { withSettledHosts } from '../lake/settle-hosts.ts';
import { list, literal } from '../lake/sql.ts';
import { objectState, type ObjectState } from '../lake/staging/reopen-object.ts';
import type { CoverageCell } from '../model/evidence.ts';

/** One event with its origin: the record as the provider wrote it, and the object that held it. */
export interface EventEvidence {
  readonly event_uid: string;
  readonly source: string;
  readonly time: string;
  readonly object: { readonly path: string; readonly sha256: string; readonly state: ObjectState };
  /** Zero-based index in that object. */
  readonly record: number;
  /** The record as JSON text, secrets included. */
  readonly raw: string;
  /** Other records under the same id whose content differs. */
  readonly conflicts: readonly string[];
}

/** Where events are looked up. */
export interface EventPlace {
  readonly engine: Engine;
  readonly lake: string;
  /** Standard input lies here under its hash. */
  readonly kept: string;
}

/** The event with exactly this uid, or null. */
export async function eventEvidence(uid: string, place: EventPlace): Promise<EventEvidence | null> {
  const manifest = standing(place.lake);
  if (manifest.partitions.length === 0) return null;
  const base = uid.replace(/#[1-9]\d*$/, '');
  const rows = await place.engine.rows(`SELECT event_uid, source, "time", object, record, CAST(raw AS VARCHAR) AS raw
    FROM ${eventsOf(place.lake, manifest)}
    WHERE event_uid IN (${literal(uid)}, ${literal(base)}) OR (conflict IS NOT NULL AND starts_with(event_uid, ${literal(`${base}#`)}))
    ORDER BY event_uid`);
  const row = rows.find((candidate) => uidOf(candidate) === uid);
  if (row === undefined) return null;
  const sha256 = needed(textOf(row['object']), 'object');
  const path = pathOf(sha256, place.lake, manifest);
  return {
    event_uid: uid,
    source: needed(textOf(row['source']), 'source'),
    time: needed(instantOf(row['time']), 'time'),
    object: { path, sha256, state: await stateOf(path, sha256, place.kept) },
    record: needed(numberOf(row['record']), 'record'),
    raw: needed(textOf(row['raw']), 'raw'),
    conflicts: rows.map(uidOf).filter((other) => other !== uid),
  };
}

function pathOf(sha256: string, lake: string, manifest: Manifest): string {
  for (const entry of readLedger(lake, manifest)) if (entry.sha256 === sha256) return entry.path;
  return 'unknown';
}

/** What was kept moves with the workspace: it is looked for there too. */
async function stateOf(path: string, sha256: string, kept: string): Promise<ObjectState> {
  const found = await objectState(path, sha256);
  return found === 'gone' ? objectState(join(kept, sha256), sha256) : found;
}

/** At most five event uids that look like this one: part of it, or the same in its first or last places. */
export async function eventsLike(uid: string, { engine, lake }: EventPlace): Promise<readonly string[]> {
  const manifest = standing(lake);
  const id = uid
    .slice(uid.lastIndexOf(':') + 1)
    .replace(/#\d*$/, '')
    .toLowerCase();
  if (manifest.partitions.length === 0 || id.length < leastLikeness) return [];
  const own = `lower(event_uid)`;
  const ends = [id, id.slice(0, leastLikeness), id.slice(-leastLikeness)].map(literal);
  const rows = await engine.rows(`SELECT event_uid FROM ${eventsOf(lake, manifest)}
    WHERE contains(${own}, ${ends[0]}) OR contains(${own}, ':' || ${ends[1]}) OR suffix(${own}, ${ends[2]})
    ORDER BY levenshtein(event_uid, ${literal(uid)}), event_uid LIMIT 5`);
  return rows.map(uidOf);
}

const leastLikeness = 6;

const uidOf = (row: Row): string => needed(textOf(row['event_uid']), 'event_uid');

export interface CellEvidence {
  readonly count: number;
  readonly first: string | null;
  readonly last: string | null;
}

/** How many events of one cell the lake holds, and from when to when. */
export async function cellEvidence(cell: CoverageCell, { engine, lake }: EventPlace): Promise<CellEvidence> {
  const manifest = standing(lake);
  if (manifest.partitions.length === 0) return { count: 0, first: null, last: null };
  const parts = Object.entries(cell) as readonly [keyof CoverageCell, string | null][];
  const [row] = await engine.rows(`SELECT count(*) AS count, min("time") AS first, max("time") AS last
    FROM ${eventsOf(lake, manifest)}
    WHERE ${parts.map(([column, value]) => `${column} IS NOT DISTINCT FROM ${value === null ? 'NULL' : literal(value)}`).join(' AND ')}`);
  return {
    count: needed(numberOf(row?.['count']), 'count'),
    first: instantOf(row?.['first']),
    last: instantOf(row?.['last']),
  };
}

const standing = (lake: string): Manifest => withSettledHosts(withSettledClocks(readManifest(lake), lake), lake);

const eventsOf = (lake: string, { partitions }: Manifest): string =>
  `read_parquet(${list(partitions.map(({ file }) => literal(join(lake, file))))}, hive_partitioning = false)`;
