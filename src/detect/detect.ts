import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { moveDurably } from '../lake/durable.ts';
import type { Engine } from '../lake/engine.ts';
import type { Partition } from '../lake/manifest.ts';
import { identifier, list, literal } from '../lake/sql.ts';
import { actsSql, operationsSql } from '../lake/acts.ts';
import { eventColumns, type EventColumn } from '../model/event.ts';
import type { Semantics, Verb } from '../model/semantics.ts';
import type { Source } from '../model/source.ts';
import {
  dropStale,
  matchFileName,
  openPairs,
  readMatchIndex,
  writeMatchIndex,
  type MatchEntry,
  type OpenPairs,
} from './match-cache.ts';
import { matchRules } from './match.ts';
import type { CompiledRule } from './sigma/compile.ts';
import { servedBy } from './sigma/logsource.ts';

/** Columns of an event that a match carries, so that findings never go back to the lake. */
const matchedColumns = [
  'event_uid',
  'time',
  'account',
  'region',
  'actor_uid',
  'session_uid',
] as const satisfies readonly EventColumn[];

/** Verbs of acts that only look: what they looked at is no resource of a finding, and there are very many. */
const looking: ReadonlySet<Verb> = new Set<Verb>(['read-data', 'list', 'assume', 'login', 'other']);

export interface DetectOptions {
  readonly engine: Engine;
  readonly lake: string;
  readonly partitions: readonly Partition[];
  readonly sources: readonly Source[];
  readonly semantics: readonly Semantics[];
  readonly rules: readonly CompiledRule[];
  /** Folder of the cache of matches; a scratch folder on the same disk. */
  readonly matches: string;
  readonly scratch: string;
}

/**
 * Tries every rule on every event of the sources that it is written for, and leaves the view
 * `matches(rule INTEGER, …matchedColumns, resources VARCHAR[])`, where `rule` counts the rules given from 0. What a rule
 * found in a partition is kept: neither ever changes.
 */
export async function detect(options: DetectOptions): Promise<void> {
  const { engine, matches } = options;
  mkdirSync(matches, { recursive: true, mode: 0o700 });
  const standing = new Set(options.partitions.map(({ file }) => file));
  const holds = createHash('sha256')
    .update(JSON.stringify([matchedColumns, actsSql(options.semantics, 'events')]))
    .digest('hex');
  let entries = dropStale(matches, readMatchIndex(matches, holds), standing);
  for (const source of options.sources) {
    const rules = options.rules.filter(({ identity }) => servedBy(identity.logsource, source.sigma));
    const partitions = options.partitions.filter((partition) => partition.source === source.id).map(({ file }) => file);
    const open = openPairs([...new Set(rules.map(({ hash }) => hash))], partitions, entries);
    for (const pairs of open.flatMap((each) => inBounds(each, options.partitions))) {
      const file = matchFileName(pairs);
      await matchInto(
        file,
        { source, rules: rules.filter(({ hash }) => pairs.rules.includes(hash)), partitions: pairs.partitions },
        options,
      );
      entries = [...entries, { file, rules: [...pairs.rules], partitions: [...pairs.partitions] }];
    }
  }
  writeMatchIndex(matches, holds, entries);
  await engine.run(`CREATE OR REPLACE TEMP VIEW matches AS ${matchesSql(entries, standing, options)}`);
}

/** Events that rules meet at a time: a rule may match them all, and what it matched is held until it is written. */
const eventsAtATime = 1_500_000;

/** The same pairs in groups of partitions of some bounded size, in their order. */
function inBounds({ rules, partitions }: OpenPairs, all: readonly Partition[]): readonly OpenPairs[] {
  const rows = new Map(all.map((partition) => [partition.file, partition.rows]));
  const groups: { rules: readonly string[]; partitions: string[]; events: number }[] = [];
  for (const partition of partitions) {
    const events = rows.get(partition) ?? 0;
    const last = groups.at(-1);
    if (last === undefined || last.events + events > eventsAtATime)
      groups.push({ rules, partitions: [partition], events });
    else {
      last.partitions.push(partition);
      last.events += events;
    }
  }
  return groups;
}

interface Meeting {
  readonly source: Source;
  readonly rules: readonly CompiledRule[];
  readonly partitions: readonly string[];
}

/** Tries rules on partitions of a source and keeps in a file where they matched. */
async function matchInto(file: string, { source, rules, partitions }: Meeting, options: DetectOptions): Promise<void> {
  const { engine, lake, scratch, matches } = options;
  const paths = partitions.map((partition) => literal(join(lake, partition)));
  await matchRules(engine, {
    relation: `read_parquet(${list(paths)}, hive_partitioning = false, filename = 'partition')`,
    rules: rules.map(({ predicate }, key) => ({ key, predicate })),
    facets: source.facets,
    columnOf: (path) => columnAt(source, path),
    into: 'fresh_matches',
    keep: [...matchedColumns, 'partition'],
  });
  const hashes = list(rules.map(({ hash }) => literal(hash)));
  const written = join(scratch, file);
  const relation = `read_parquet(${list(paths)}, hive_partitioning = false)`;
  await engine.run(`COPY (SELECT ${hashes}[rule + 1] AS rule_hash, ${matchedColumns.map(identifier).join(', ')}, resources, substr(partition, ${[...lake].length + 2}) AS partition
    FROM fresh_matches LEFT JOIN (${resourcesSql(relation, options.semantics)}) USING (event_uid))
    TO ${literal(written)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20480)`);
  await engine.run('DROP TABLE fresh_matches');
  moveDurably(written, join(matches, file));
}

/**
 * What acts other than looking made or aimed at, by event. Raw records are read for these only: the
 * engine applies a filter before it reads other columns only if the filter asks of one column alone.
 */
function resourcesSql(relation: string, semantics: readonly Semantics[]): string {
  const services = semantics.flatMap(({ acts }) => Object.keys(acts)).map(literal);
  const byOperation = operationsSql(semantics, ({ verb }) => !looking.has(verb));
  const events = `(SELECT * FROM ${relation} WHERE list_contains(${list(services)}, service) AND coalesce(read_only <> 'true', true) AND ${byOperation})`;
  return `SELECT event_uid, list_sort(list_distinct(flatten(list(list_concat(made, targets))))) AS resources
    FROM (${actsSql(semantics, events)}) GROUP BY event_uid`;
}

/** The column that holds just what stands at a path of the record, if one does. */
function columnAt(source: Source, path: readonly string[]): EventColumn | null {
  const key = path.join('\0');
  for (const [column, expression] of Object.entries(source.columns)) {
    if (expression.make === 'at' && expression.path.join('\0') === key) return column as EventColumn;
  }
  return null;
}

function matchesSql(
  entries: readonly MatchEntry[],
  standing: ReadonlySet<string>,
  { rules, matches }: DetectOptions,
): string {
  const columns = matchedColumns.map(identifier).join(', ');
  if (entries.length === 0 || rules.length === 0)
    return `SELECT CAST(NULL AS INTEGER) AS rule, ${matchedColumns.map((column) => `CAST(NULL AS ${eventColumns[column].type}) AS ${identifier(column)}`).join(', ')}, CAST([] AS VARCHAR[]) AS resources WHERE false`;
  const files = list(entries.map(({ file }) => literal(join(matches, file))));
  const numbers = rules.map(({ hash }, rule) => `(${literal(hash)}, ${rule})`).join(', ');
  const partitions = [...standing].map((file) => `(${literal(file)})`).join(', ');
  return `SELECT numbered.rule, ${columns}, resources FROM read_parquet(${files}, hive_partitioning = false) AS found
    JOIN (VALUES ${numbers}) AS numbered(rule_hash, rule) USING (rule_hash)
    SEMI JOIN (VALUES ${partitions}) AS standing(partition) USING (partition)`;
}
