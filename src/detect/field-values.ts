import { allTextsAt, hasArrayAt, textsAt } from '../lake/duckdb/emit-path.ts';
import { textConstant, type Sql } from '../lake/duckdb/emit-text.ts';
import type { Engine } from '../lake/engine.ts';
import { textIn, textOf } from '../lake/cells.ts';
import type { Field } from '../lake/predicate.ts';
import { identifier, list } from '../lake/sql.ts';
import type { EventColumn } from '../model/event.ts';

/**
 * Values of fields that matches carry, as SQL of `v<i>` VARCHAR (NULL where a field has no value, or
 * several) and `l<i>` VARCHAR[] (NULL but where it has several).
 */
export type Carried = { readonly value: Sql; readonly values: Sql };

/** Where the source keeps a field: a column that holds it, or else a path into the raw record. */
export type Placed = { readonly column: EventColumn } | { readonly path: readonly string[] };

export const noValue: Carried = { value: 'CAST(NULL AS VARCHAR)', values: 'CAST(NULL AS VARCHAR[])' };

/** Values from an event's columns, among them `raw`. */
export function carriedByEvent(field: Placed): Carried {
  if ('column' in field) return { ...noValue, value: `CAST(${identifier(field.column)} AS VARCHAR)` };
  return fromTexts(`(${textsAt('raw', [field.path])})[1]`, field.path);
}

/** The text of a path tells that no array stands on it, unless there is none or it looks like one. */
function fromTexts(text: Sql, path: readonly string[]): Carried {
  const isList = `CASE WHEN ${text} IS NULL OR starts_with(${text}, '[') THEN ${hasArrayAt('raw', path)} ELSE false END`;
  return {
    value: `CASE WHEN NOT ${isList} THEN ${text} END`,
    values: `CASE WHEN ${isList} THEN ${allTextsAt('raw', path)} END`,
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
  readonly paths: readonly (readonly string[])[];
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
  const { table, rules, paths, events } = matched;
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
      ? `(SELECT NULL::VARCHAR AS event_uid, NULL::TIMESTAMP AS "time", NULL::JSON AS raw WHERE false)`
      : `(SELECT event_uid, "time", raw FROM ${events(partitions.map((row) => textIn(row, 'partition')))} WHERE ${filter})`;
  const carried = paths.map((path, index) => fromTexts(`texts[${index + 1}]`, path));
  await engine.run(`CREATE OR REPLACE TEMP TABLE ${into} AS SELECT event_uid, "time", ${asColumns(carried).join(', ')}
    FROM (SELECT event_uid, "time", raw, ${textsAt('raw', paths)} AS texts FROM ${from} SEMI JOIN (SELECT event_uid ${some}) USING (event_uid))`);
}
