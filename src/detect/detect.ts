import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { moveDurably } from '../lake/durable.ts';
import type { Engine } from '../lake/engine.ts';
import { inBounds } from '../lake/in-bounds.ts';
import type { Partition } from '../lake/manifest.ts';
import { identifier, list, literal } from '../lake/sql.ts';
import { eventColumns, type EventColumn } from '../model/event.ts';
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
import { askColumns, matchRules } from './match.ts';
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

export interface DetectOptions {
  readonly engine: Engine;
  readonly lake: string;
  readonly partitions: readonly Partition[];
  readonly sources: readonly Source[];
  readonly rules: readonly CompiledRule[];
  /** Folder of the cache of matches; a scratch folder on the same disk. */
  readonly matches: string;
  readonly scratch: string;
}

/**
 * Tries every rule on every event of the sources that it is written for, and leaves the view
 * `matches(rule INTEGER, …matchedColumns)`, where `rule` counts the rules given from 0. What a rule found
 * in a partition is kept, as neither ever changes; a rule that matches very many events is asked again instead.
 */
export async function detect(options: DetectOptions): Promise<void> {
  const { engine, matches } = options;
  mkdirSync(matches, { recursive: true, mode: 0o700 });
  const standing = new Set(options.partitions.map(({ file }) => file));
  const holds = JSON.stringify(matchedColumns);
  let entries = dropStale(matches, readMatchIndex(matches, holds), standing);
  for (const source of options.sources) {
    const rules = options.rules.filter(({ identity }) => servedBy(identity.logsource, source.sigma));
    const partitions = options.partitions.filter((partition) => partition.source === source.id).map(({ file }) => file);
    const open = openPairs([...new Set(rules.map(({ hash }) => hash))], partitions, entries);
    for (const pairs of open.flatMap((each) => inGroups(each, options.partitions))) {
      const meeting = { ...pairs, source, rules: rules.filter(({ hash }) => pairs.rules.includes(hash)) };
      const file = matchFileName(pairs);
      const broad = await matchInto(file, meeting, options);
      entries = [...entries, { file, broad: [...broad], rules: [...pairs.rules], partitions: [...pairs.partitions] }];
    }
  }
  writeMatchIndex(matches, holds, entries);
  await engine.run(`CREATE OR REPLACE TEMP VIEW matches AS ${matchesSql(entries, standing, options)}`);
}

/** The same pairs, few enough partitions at a time for what any rule matches in them. */
function inGroups({ rules, partitions }: OpenPairs, all: readonly Partition[]): readonly OpenPairs[] {
  const wanted = new Set(partitions);
  return inBounds(all.filter(({ file }) => wanted.has(file))).map((group) => ({
    rules,
    partitions: group.map(({ file }) => file),
  }));
}

interface Meeting {
  readonly source: Source;
  readonly rules: readonly CompiledRule[];
  readonly partitions: readonly string[];
}

/** Above this share of all events it costs less to ask a rule again than to keep what it matched. */
const broadShare = 0.1;

/** Tries rules on partitions of a source and keeps in a file where they matched, but for rules whose hashes it returns. */
async function matchInto(file: string, meeting: Meeting, options: DetectOptions): Promise<readonly string[]> {
  const { engine, lake, scratch, matches } = options;
  const { source, rules } = meeting;
  const broad = await matchRules(engine, {
    relation: relationOf(lake, meeting.partitions),
    rules: rules.map(({ predicate }, key) => ({ key, predicate })),
    facets: source.facets,
    columnOf: (path) => columnAt(source, path),
    into: 'fresh_matches',
    keep: [...matchedColumns, 'partition'],
    broadShare,
  });
  const hashes = list(rules.map(({ hash }) => literal(hash)));
  const written = join(scratch, file);
  await engine.run(`COPY (SELECT ${hashes}[rule + 1] AS rule_hash, ${columns}, substr(partition, ${[...lake].length + 2}) AS partition FROM fresh_matches)
    TO ${literal(written)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20480)`);
  await engine.run('DROP TABLE fresh_matches');
  moveDurably(written, join(matches, file));
  return rules.flatMap(({ hash }, key) => (broad.includes(key) ? [hash] : []));
}

const columns = matchedColumns.map(identifier).join(', ');

const relationOf = (lake: string, partitions: readonly string[]): string =>
  `read_parquet(${list(partitions.map((partition) => literal(join(lake, partition))))}, hive_partitioning = false, filename = 'partition')`;

/** The column that holds just what stands at a path of the record, if one does. */
function columnAt(source: Source, path: readonly string[]): EventColumn | null {
  const key = path.join('\0');
  for (const [column, expression] of Object.entries(source.columns)) {
    if (expression.make === 'at' && expression.path.join('\0') === key) return column as EventColumn;
  }
  return null;
}

/** SQL of `(rule, …matchedColumns)`: what was kept, and what broad rules match. */
function matchesSql(entries: readonly MatchEntry[], standing: ReadonlySet<string>, options: DetectOptions): string {
  const { rules, matches } = options;
  if (entries.length === 0 || rules.length === 0)
    return `SELECT CAST(NULL AS INTEGER) AS rule, ${matchedColumns.map((column) => `CAST(NULL AS ${eventColumns[column].type}) AS ${identifier(column)}`).join(', ')} WHERE false`;
  const files = list(entries.map(({ file }) => literal(join(matches, file))));
  const numbers = rules.map(({ hash }, rule) => `(${literal(hash)}, ${rule})`).join(', ');
  const partitions = [...standing].map((file) => `(${literal(file)})`).join(', ');
  const kept = `SELECT numbered.rule, ${columns} FROM read_parquet(${files}, hive_partitioning = false) AS kept
    JOIN (VALUES ${numbers}) AS numbered(rule_hash, rule) USING (rule_hash)
    SEMI JOIN (VALUES ${partitions}) AS standing(partition) USING (partition)`;
  return [kept, ...broadSql(entries, options)].join('\nUNION ALL\n');
}

/** One scan for all partitions of a source that the same rules are broad in. */
function broadSql(
  entries: readonly MatchEntry[],
  { lake, rules, sources, partitions }: DetectOptions,
): readonly string[] {
  return sources.flatMap((source) => {
    const own = new Set(partitions.filter((partition) => partition.source === source.id).map(({ file }) => file));
    const groups = Map.groupBy(entries, ({ broad }) =>
      rules.flatMap(({ hash }, key) => (broad.includes(hash) ? [key] : [])).join(),
    );
    return [...groups].flatMap(([keys, group]) => {
      const met = group.flatMap((entry) => entry.partitions.filter((partition) => own.has(partition)));
      if (keys === '' || met.length === 0) return [];
      const asked = keys.split(',').map(Number);
      return [
        askColumns({
          relation: relationOf(lake, met),
          rules: rules.flatMap(({ predicate }, key) => (asked.includes(key) ? [{ key, predicate }] : [])),
          columnOf: (path) => columnAt(source, path),
          keep: matchedColumns,
        }),
      ];
    });
  });
}
