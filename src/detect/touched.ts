import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { actsSql, calledIn, narrowTo, operationsSql } from '../lake/acts.ts';
import { moveDurably } from '../lake/durable.ts';
import type { Engine } from '../lake/engine.ts';
import type { Partition } from '../lake/manifest.ts';
import { list, literal } from '../lake/sql.ts';
import type { Semantics, Verb } from '../model/semantics.ts';
import { inBounds } from './in-bounds.ts';
import {
  dropStale,
  matchFileName,
  openPairs,
  readMatchIndex,
  writeMatchIndex,
  type MatchEntry,
} from './match-cache.ts';

/** Verbs of acts that only look: what they looked at is no resource of a finding, and there are very many. */
const looking: ReadonlySet<Verb> = new Set<Verb>(['read-data', 'list', 'assume', 'login', 'other']);

export interface TouchedOptions {
  readonly engine: Engine;
  readonly lake: string;
  readonly partitions: readonly Partition[];
  readonly semantics: readonly Semantics[];
  /** Folder where what was found is kept; a scratch folder on the same disk. */
  readonly touched: string;
  readonly scratch: string;
}

/** The one question that this cache keeps the answers of. */
const question = 'resources';

/**
 * Leaves the view `touched(event_uid, time, resources VARCHAR[])`: what acts other than looking made or
 * aimed at, with a row for each event that touched anything. It is kept by partition, since neither changes.
 */
export async function findTouched(options: TouchedOptions): Promise<void> {
  const { engine, scratch, touched } = options;
  mkdirSync(touched, { recursive: true, mode: 0o700 });
  const standing = new Set(options.partitions.map(({ file }) => file));
  const holds = createHash('sha256').update(actsSql(options.semantics, 'events')).digest('hex');
  let entries = dropStale(touched, readMatchIndex(touched, holds), standing);
  const open = openPairs([question], [...standing], entries).flatMap((pairs) => inBounds(pairs, options.partitions));
  for (const pairs of open) {
    const file = matchFileName(pairs);
    const written = join(scratch, file);
    await engine.run(
      `COPY (${await resourcesSql(pairs.partitions, options)}) TO ${literal(written)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20480)`,
    );
    moveDurably(written, join(touched, file));
    entries = [...entries, { file, rules: [question], broad: [], partitions: [...pairs.partitions] }];
  }
  writeMatchIndex(touched, holds, entries);
  await engine.run(`CREATE OR REPLACE TEMP VIEW touched AS ${touchedSql(entries, options)}`);
}

function touchedSql(entries: readonly MatchEntry[], { touched, partitions }: TouchedOptions): string {
  if (entries.length === 0)
    return `SELECT CAST(NULL AS VARCHAR) AS event_uid, CAST(NULL AS TIMESTAMP) AS "time", CAST([] AS VARCHAR[]) AS resources WHERE false`;
  const files = list(entries.map(({ file }) => literal(join(touched, file))));
  const standing = partitions.map(({ file }) => `(${literal(file)})`).join(', ');
  return `SELECT event_uid, "time", resources FROM read_parquet(${files}, hive_partitioning = false)
    SEMI JOIN (VALUES ${standing}) AS standing(partition) USING (partition)`;
}

/**
 * Raw records are read for these acts only: the engine applies a filter before it reads other columns
 * only if the filter asks of one column alone.
 */
async function resourcesSql(
  partitions: readonly string[],
  { engine, lake, semantics: all }: TouchedOptions,
): Promise<string> {
  const paths = list(partitions.map((partition) => literal(join(lake, partition))));
  const relation = `read_parquet(${paths}, hive_partitioning = false, filename = 'partition')`;
  const changing = `coalesce(read_only <> 'true', true)`;
  const semantics = narrowTo(all, await calledIn(engine, `${relation} WHERE ${changing}`));
  const services = `${list(semantics.flatMap(({ acts }) => Object.keys(acts)).map(literal))}::VARCHAR[]`;
  const byOperation = operationsSql(semantics, ({ verb }) => !looking.has(verb));
  const events = `(SELECT * FROM ${relation} WHERE list_contains(${services}, service) AND ${changing} AND ${byOperation})`;
  return `SELECT event_uid, "time", substr(partition, ${[...lake].length + 2}) AS partition,
      list_sort(list_distinct(flatten(list(list_concat(made, targets))))) AS resources
    FROM (${actsSql(semantics, events)}) GROUP BY event_uid, "time", partition HAVING len(resources) > 0`;
}
