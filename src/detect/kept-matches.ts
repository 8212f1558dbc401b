import { join } from 'node:path';
import { moveDurably } from '../lake/durable.ts';
import type { Sql } from '../lake/duckdb/emit-text.ts';
import type { Field, Predicate } from '../lake/predicate.ts';
import { identifier, list, literal } from '../lake/sql.ts';
import type { EventColumn } from '../model/event.ts';
import type { Logsource } from '../model/rule.ts';
import type { Source } from '../model/source.ts';
import type { DetectOptions } from './detect.ts';
import {
  asColumns,
  documentWith,
  inColumn,
  layPathValues,
  valueColumns,
  withFields,
  type Carried,
  type Placed,
} from './field-values.ts';
import type { MatchEntry } from './match-cache.ts';
import { uniquePaths, type Document, type Places } from './match-graph.ts';
import { askColumns, matchRules } from './match.ts';
import { ruleInSource } from './rule-in-source.ts';

/** Columns of an event that a match carries, so that findings never go back to the lake. */
export const matchedColumns = [
  'event_uid',
  'time',
  'account',
  'region',
  'actor_uid',
  'session_uid',
  'shared_uid',
] as const satisfies readonly EventColumn[];

const columns = matchedColumns.map(identifier);

/** A rule as it is matched and kept. With `fields` its matches carry their values: see field-values.ts. */
export interface AskedRule {
  readonly hash: string;
  readonly logsource: Logsource;
  readonly predicate: Predicate;
  readonly fields: readonly Field[];
}

/** The cache of matches as it stands. */
export interface Keeping extends DetectOptions {
  readonly entries: readonly MatchEntry[];
  /** Partitions that there are. */
  readonly standing: ReadonlySet<string>;
}

interface Meeting {
  readonly source: Source;
  readonly rules: readonly AskedRule[];
  readonly partitions: readonly string[];
}

/** Above this share of all events it costs less to ask a rule again than to keep what it matched. */
const broadShare = 0.1;

/** Tries rules on partitions of a source and keeps in a file where they matched, but for rules whose hashes it returns. */
export async function matchInto(file: string, meeting: Meeting, options: DetectOptions): Promise<readonly string[]> {
  const { engine, lake, scratch, matches } = options;
  const { source, rules } = meeting;
  const placed = rules.map(({ fields }) => fields.map((field) => placeOf(field, source)));
  const kept = placed.flat().flatMap((field) => ('column' in field ? [field.column] : []));
  const paths = placed.flat().flatMap((field) => ('path' in field ? [field.path] : []));
  const broad = await matchRules(engine, {
    relation: relationOf(lake, meeting.partitions),
    rules: rules.map(({ predicate }, key) => ({ key, predicate })),
    facets: source.facets,
    ...placesIn(source),
    into: 'fresh_matches',
    keep: [...new Set([...matchedColumns, 'partition', ...kept, ...(paths.length === 0 ? [] : ['operation'])])],
    broadShare,
  });
  const written = join(scratch, file);
  const from = await withValues(meeting, placed, options);
  await engine.run(`COPY (${from}) TO ${literal(written)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20480)`);
  await engine.run('DROP TABLE fresh_matches');
  for (const document of ['brief', 'raw'] as const) await engine.run(`DROP TABLE IF EXISTS ${valuesIn(document)}`);
  moveDurably(written, join(matches, file));
  return rules.flatMap(({ hash }, key) => (broad.includes(key) ? [hash] : []));
}

const valuesIn = (document: Document): Sql => `fresh_values_in_${document}`;

/** SQL of the fresh matches as they are kept, with what each rule asks to be carried. */
async function withValues(
  { source, rules, partitions }: Meeting,
  placed: readonly (readonly Placed[])[],
  { engine, lake }: DetectOptions,
): Promise<Sql> {
  const hashes = list(rules.map(({ hash }) => literal(hash)));
  const brief = source.brief ?? [];
  const documents = (['brief', 'raw'] as const).flatMap((document) => {
    const isHere = (field: Placed) => 'path' in field && documentWith([field.path], brief) === document;
    const paths = uniquePaths(placed.flat().flatMap((field) => ('path' in field && isHere(field) ? [field.path] : [])));
    const asking = placed.flatMap((fields, rule) => (fields.some(isHere) ? [rule] : []));
    return paths.length === 0 ? [] : [{ table: valuesIn(document), paths, rules: asking }];
  });
  const carriedOf = (field: Placed): Carried => {
    if ('column' in field) return inColumn(`fresh.${identifier(field.column)}`);
    const table = valuesIn(documentWith([field.path], brief));
    const paths = documents.find((one) => one.table === table)?.paths ?? [];
    const place = paths.findIndex((path) => JSON.stringify(path) === JSON.stringify(field.path));
    return { value: `${table}.v${place}`, values: `${table}.l${place}` };
  };
  const width = Math.max(0, ...placed.map(({ length }) => length));
  const byRule = Array.from({ length: width }, (_, index): Carried => {
    const cases = placed.flatMap((fields, rule) => {
      const field = fields[index];
      return field === undefined ? [] : [{ rule, ...carriedOf(field) }];
    });
    const choose = (sql: (one: Carried) => Sql) =>
      `CASE rule ${cases.map((one) => `WHEN ${one.rule} THEN ${sql(one)}`).join(' ')} END`;
    return { value: choose(({ value }) => value), values: choose(({ values }) => values) };
  });
  const all = columns.map((column) => `fresh.${column}`);
  const select = `SELECT ${[`${hashes}[rule + 1] AS rule_hash`, ...all, ...asColumns(byRule), `substr(partition, ${[...lake].length + 2}) AS partition`].join(', ')} FROM fresh_matches AS fresh`;
  const inLake = partitions.map((partition) => join(lake, partition));
  for (const { table, paths, rules: asking } of documents) {
    await layPathValues(engine, table, {
      table: 'fresh_matches',
      rules: asking,
      paths,
      brief,
      events: (some) => filesOf(inLake.filter((partition) => some.includes(partition))),
    });
  }
  return [select, ...documents.map(({ table }) => `LEFT JOIN ${table} USING (event_uid, "time")`)].join(' ');
}

/** SQL of the events of partitions, with `partition`. */
export const relationOf = (lake: string, partitions: readonly string[]): Sql =>
  filesOf(partitions.map((partition) => join(lake, partition)));

const filesOf = (files: readonly string[]): Sql =>
  `read_parquet(${list(files.map(literal))}, hive_partitioning = false, filename = 'partition')`;

/** Where a source keeps what stands at paths of its records. */
export const placesIn = (source: Source): Places => ({
  columnOf: (path) => columnAt(source, path),
  brief: source.brief ?? [],
});

/** The column that holds just what stands at a path of the record, if one does. */
function columnAt(source: Source, path: readonly string[]): EventColumn | null {
  const key = path.join('\0');
  for (const [column, expression] of Object.entries(source.columns)) {
    if (expression.make === 'at' && expression.path.join('\0') === key) return column as EventColumn;
  }
  return null;
}

/** Where a source keeps a field. */
export function placeOf(field: Field, source: Source): Placed {
  if ('column' in field) return field;
  const column = columnAt(source, field.path);
  return column === null ? field : { column };
}

/** SQL of `(rule_hash, …matchedColumns)` and values of fields: what is kept in files, of partitions that there are. */
export function keptSql(entries: readonly MatchEntry[], fields: readonly Field[], { matches, standing }: Keeping): Sql {
  const files = list(entries.map(({ file }) => literal(join(matches, file))));
  const partitions = [...standing].map((file) => `(${literal(file)})`).join(', ');
  return `SELECT ${['rule_hash', ...columns, ...valueColumns(fields)].join(', ')} FROM read_parquet(${files}, hive_partitioning = false, union_by_name = true)
    SEMI JOIN (VALUES ${partitions}) AS standing(partition) USING (partition)`;
}

/**
 * SQL of `(rule, …matchedColumns)` of rules where they are broad, one scan for all partitions of a source
 * that the same rules are broad in; for a single rule with values of its fields.
 */
export function askedSql(rules: readonly NumberedRule[], keeping: Keeping): readonly Sql[] {
  return broadGroups(rules, keeping).map(({ source, rules: asked, partitions }) => {
    const fields = rules.length === 1 ? (asked[0]?.fields ?? []) : [];
    const placed = fields.map((field) => placeOf(field, source));
    const relation = relationOf(keeping.lake, partitions);
    return askColumns({
      relation: placed.length === 0 ? relation : withFields(relation, placed, source.brief ?? []),
      rules: asked.map(({ number, predicate }) => ({ key: number, predicate })),
      ...placesIn(source),
      keep: [...matchedColumns, ...valueColumns(fields)],
    });
  });
}

export interface NumberedRule extends AskedRule {
  readonly number: number;
}

interface BroadGroup {
  readonly source: Source;
  readonly rules: readonly NumberedRule[];
  readonly partitions: readonly string[];
}

/** Partitions of a source in which the same ones of the rules are broad, and these as the source is asked them. */
export function broadGroups(
  rules: readonly NumberedRule[],
  { sources, partitions, entries }: Keeping,
): readonly BroadGroup[] {
  return sources.flatMap((source) => {
    const own = new Set(partitions.filter((partition) => partition.source === source.id).map(({ file }) => file));
    const groups = Map.groupBy(entries, ({ broad }) =>
      rules.flatMap(({ hash }, index) => (broad.includes(hash) ? [index] : [])).join(),
    );
    return [...groups].flatMap(([indexes, group]) => {
      const met = group.flatMap((entry) => entry.partitions.filter((partition) => own.has(partition)));
      if (indexes === '' || met.length === 0) return [];
      const broad = indexes.split(',').flatMap((index) => rules[Number(index)] ?? []);
      return [{ source, rules: broad.map((rule) => ruleInSource(rule, source)), partitions: met }];
    });
  });
}
