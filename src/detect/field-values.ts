import {
  allTextsAtEach,
  hasNestedArrays,
  mayHideArray,
  prefixes,
  stepsSql,
  textsAt,
  typesAt,
} from '../lake/duckdb/emit-path.ts';
import { textConstant, type Sql } from '../lake/duckdb/emit-text.ts';
import type { Engine } from '../lake/engine.ts';
import { textIn, textOf } from '../lake/cells.ts';
import type { Field } from '../lake/predicate.ts';
import { identifier, list } from '../lake/sql.ts';
import type { EventColumn } from '../model/event.ts';
import type { Path } from '../model/source.ts';
import { isInBrief, uniquePaths, type Document } from './match-graph.ts';

/**
 * Values of a field that matches carry, as SQL: of `v<i>` VARCHAR (NULL where it has no value, or several)
 * and of `l<i>` VARCHAR[] (NULL but where it has several).
 */
export interface Carried {
  readonly value: Sql;
  readonly values: Sql;
}

/** Where the source keeps a field: a column that holds it, or else a path into the raw record. */
export type Placed = { readonly column: EventColumn } | { readonly path: Path };

export const noValue: Carried = { value: 'CAST(NULL AS VARCHAR)', values: 'CAST(NULL AS VARCHAR[])' };

/** What a column holds. */
export const inColumn = (column: Sql): Carried => ({ ...noValue, value: `CAST(${column} AS VARCHAR)` });

/**
 * SQL of events, a relation with the columns of model/event.ts, with the values of fields added.
 * @param brief paths of what the column `brief` holds
 */
export function withFields(events: Sql, fields: readonly Placed[], brief: readonly Path[]): Sql {
  const paths = uniquePaths(fields.flatMap((field) => ('path' in field ? [field.path] : [])));
  const document = documentWith(paths, brief);
  const carried = fields.map((field) =>
    'path' in field ? atPath(field.path, paths) : inColumn(identifier(field.column)),
  );
  if (paths.length === 0) return `(SELECT *, ${asColumns(carried).join(', ')} FROM ${events})`;
  return `(SELECT *, ${asColumns(carried).join(', ')} FROM ${withTexts(events, document, paths)})`;
}

/** The shortest document with all of the paths. */
export const documentWith = (paths: readonly Path[], brief: readonly Path[]): Document =>
  paths.every((path) => isInBrief(path, brief)) ? 'brief' : 'raw';

const keyOf = (path: Path): string => JSON.stringify(path);

/**
 * Adds `texts` and `types` of all paths: a record is parsed once, and once more only where the text of a
 * path does not tell that no array stands on it, because there is none or it looks like one; and `several`,
 * the values of each path, where an array stands on any.
 */
function withTexts(events: Sql, document: Document, paths: readonly Path[]): Sql {
  const mayHide = paths.map((path, index) => mayHideArray(path, `texts[${index + 1}]`)).join(' OR ');
  const values = allTextsAtEach(document, stepsSql(paths), hasNestedArrays(document));
  return `(SELECT *, CASE WHEN list_contains(types, 'ARRAY') THEN ${values} END AS several
    FROM (SELECT *, CASE WHEN ${mayHide} THEN ${typesAt(document, stepsOf(paths))} END AS types
      FROM (SELECT *, ${textsAt(document, paths)} AS texts FROM ${events})))`;
}

const stepsOf = (paths: readonly Path[]): readonly Path[] => uniquePaths(paths.flatMap(prefixes));

/** The values at one of the paths of `withTexts`. */
function atPath(path: Path, paths: readonly Path[]): Carried {
  const place = paths.findIndex((one) => keyOf(one) === keyOf(path)) + 1;
  const text = `texts[${place}]`;
  const steps = stepsOf(paths).map(keyOf);
  const types = prefixes(path).map((step) => `types[${steps.indexOf(keyOf(step)) + 1}]`);
  const isList = `(${mayHideArray(path, text)}) AND list_contains([${types.join(', ')}], 'ARRAY')`;
  return {
    value: `CASE WHEN coalesce(${isList}, false) THEN NULL ELSE ${text} END`,
    values: `CASE WHEN coalesce(${isList}, false) THEN several[${place}] END`,
  };
}

export const valueColumns = (fields: readonly Field[]): readonly Sql[] =>
  fields.flatMap((_, index) => [`v${index}`, `l${index}`]);

/** Both columns of each field. */
export const asColumns = (carried: readonly Carried[]): readonly Sql[] =>
  carried.flatMap(({ value, values }, index) => [`${value} AS v${index}`, `${values} AS l${index}`]);

/** Fresh matches: a table with `rule, event_uid, time`, the column that `place` reads, and `operation`. */
export interface Matched {
  readonly table: Sql;
  /** Numbers of the rules that need values of paths. */
  readonly rules: readonly number[];
  readonly paths: readonly Path[];
  /** Paths of what the column `brief` holds. */
  readonly brief: readonly Path[];
  /** SQL of the events of some partitions, by file. */
  readonly events: (partitions: readonly string[]) => Sql;
}

/** More operations than this in a filter would cost more than reading the records that it keeps out. */
const mostFiltered = 512;

/**
 * Reads what stands at paths of the records that matched into the table `into`: `event_uid, time` and
 * `v<i>`, `l<i>` for each path. Records are unpacked only where an operation occurs that matched.
 */
export async function layPathValues(engine: Engine, into: Sql, matched: Matched): Promise<void> {
  const { table, rules, paths, brief, events } = matched;
  const document = documentWith(paths, brief);
  const some = `FROM ${table} WHERE rule IN (${rules.join(', ')})`;
  const partitions = await engine.rows(`SELECT DISTINCT partition ${some}`);
  const operations = await engine.rows(`SELECT DISTINCT operation ${some} LIMIT ${mostFiltered + 1}`);
  const names = operations.flatMap((row) => textOf(row['operation']) ?? []);
  // The engine passes over records only by a filter of this form.
  const filter =
    names.length < operations.length || operations.length > mostFiltered
      ? 'true'
      : `list_contains(${list(names.map(textConstant))}::VARCHAR[], operation)`;
  const from =
    partitions.length === 0
      ? `(SELECT NULL::VARCHAR AS event_uid, NULL::TIMESTAMP AS "time", NULL::VARCHAR AS ${document} WHERE false)`
      : `(SELECT event_uid, "time", ${document} FROM ${events(partitions.map((row) => textIn(row, 'partition')))} WHERE ${filter})`;
  const matching = `(SELECT * FROM ${from} SEMI JOIN (SELECT event_uid ${some}) USING (event_uid))`;
  const values = paths.flatMap((_, index) => [`v${index}`, `l${index}`]);
  await engine.run(`CREATE OR REPLACE TEMP TABLE ${into} AS SELECT event_uid, "time", ${values.join(', ')}
    FROM ${withFields(
      matching,
      paths.map((path) => ({ path })),
      brief,
    )}`);
}
