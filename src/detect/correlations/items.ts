import type { Sql } from '../../lake/duckdb/emit-text.ts';
import type { Base, Correlation } from '../sigma/link.ts';
import { isReckoning } from '../sigma/correlation-kind.ts';
import { countsEventsOnce, fieldNumber, type Feed } from './feeds.ts';
import type { LaidHits } from './hits.ts';
import { carriedColumns, groupColumns } from './span.ts';

/** What a correlation finds laid down: matches of rules by feed (feeds.ts), and when others hold, by table. */
export interface Laid {
  readonly feeds: readonly Feed[];
  /** By number of the feed. */
  readonly hits: ReadonlyMap<number, readonly LaidHits[]>;
  /** By uid of a correlation that others name. */
  readonly moments: ReadonlyMap<string, Held>;
}

/** When a correlation holds, by table, and at how many times. */
export interface Held {
  readonly correlation: Correlation;
  readonly table: Sql;
  readonly held: number;
}

/**
 * SQL of what a correlation looks at, a row for each match of its rules that has a value in every column
 * it groups by and, where it asks for one, a value: `base` (the rule's number), `t`, `e` (hash of the
 * event), `g<i>`, `c<i>`, and `v`: the hash of a value that is counted, or a number. An event that two
 * rules match has two rows; see `onceEach`.
 */
export function itemsSql(correlation: Correlation, laid: Laid): Sql {
  return correlation.bases
    .flatMap((base, number) =>
      'rule' in base ? ruleItems(correlation, base, { number, laid }) : innerItems(correlation, base, { number, laid }),
    )
    .join(' UNION ALL ');
}

/** Items with each event once, where an event that two rules match is one. */
export function onceEach(correlation: Correlation, items: Sql): Sql {
  const { bases, kind } = correlation;
  if (bases.length === 1 || !countsEventsOnce(kind)) return items;
  const columns = [...keptColumns(correlation), ...(isReckoning(kind) ? ['v'] : [])];
  return `SELECT DISTINCT ${columns.join(', ')} FROM (${items})`;
}

const keptColumns = (correlation: Correlation): readonly Sql[] => [
  't',
  'e',
  ...groupColumns(correlation),
  ...carriedColumns(correlation),
];

interface Place {
  readonly number: number;
  readonly laid: Laid;
}

type RuleBase = Extract<Base, { readonly rule: string }>;
type InnerBase = Exclude<Base, RuleBase>;

/** The matches of a rule, those with one value in each field and those with several. */
function ruleItems(correlation: Correlation, base: RuleBase, { number, laid }: Place): readonly Sql[] {
  const index = laid.feeds.findIndex(({ rule }) => rule === base.rule);
  const feed = laid.feeds[index];
  if (feed === undefined) throw new TypeError(`no feed of ${base.rule}`);
  const fields = base.columns.map((field) => fieldNumber(feed, field));
  const names = columnNames(correlation);
  const select = (values: readonly Sql[], from: Sql, where: Sql): Sql => {
    const named = values.map((value, column) => `${value} AS ${names[column] ?? ''}`);
    return `SELECT ${[`${number} AS base`, 't', 'e', ...valued(correlation, named, values)].join(', ')} FROM ${from} WHERE ${[where, ...needed(correlation, values)].join(' AND ')}`;
  };
  const found = (laid.hits.get(index) ?? []).flatMap(({ plain, several, where, columns }) => {
    const places = fields.map((field, column) => `${isNumber(correlation, column) ? 'n' : 'h'}${columns[field] ?? -1}`);
    if (several === null) return [select(places, plain, where)];
    const opened = places.map((place, column) => openedList(correlation, place, column));
    const values = opened.map(({ value }) => value);
    const lists = [`${several} AS hit`, ...opened.flatMap(({ unnested }) => unnested)].join(', ');
    return [select(places, plain, where), select(values, lists, where)];
  });
  const none = `SELECT ${[
    `${number} AS base`,
    'CAST(NULL AS BIGINT) AS t',
    'CAST(NULL AS UBIGINT) AS e',
    ...valued(
      correlation,
      names.map((name) => `CAST(NULL AS UBIGINT) AS ${name}`),
      names.map(() => 'CAST(NULL AS UBIGINT)'),
    ),
  ].join(', ')} WHERE false`;
  return found.length === 0 ? [none] : found;
}

function openedList(
  correlation: Correlation,
  place: Sql,
  column: number,
): { readonly value: Sql; readonly unnested: readonly Sql[] } {
  const values = `hit.${place}`;
  if (isCarried(correlation, column)) return { value: onlyOne(values), unnested: [] };
  const each = column < correlation.groupedBy ? `list_distinct(${values})` : values;
  return { value: `u${column}.x`, unnested: [`unnest(${each}) AS u${column}(x)`] };
}

/** An event with several values in a column is in the group of each; what is only carried has then none. */
export const onlyOne = (values: Sql): Sql => `CASE WHEN len(list_distinct(${values})) = 1 THEN ${values}[1] END`;

/** Whether a column is neither grouped by nor of values. */
export const isCarried = ({ groupedBy, columns }: Correlation, column: number): boolean =>
  column >= groupedBy && column < columns.length;

/** The matches of another correlation. Runs of them that overlap are one where events are counted or reckoned with. */
function innerItems(correlation: Correlation, base: InnerBase, { number, laid }: Place): Sql {
  const inner = laid.moments.get(base.correlation);
  if (inner === undefined) throw new TypeError(`nothing laid of ${base.correlation}`);
  const own = [...groupColumns(inner.correlation), ...carriedColumns(inner.correlation)];
  const names = columnNames(correlation);
  const values = base.columns.map((place) => own[place] ?? 'NULL');
  const named = values.map((value, column) => `${value} AS ${names[column] ?? ''}`);
  const event = `hash(${[number, 't', ...groupColumns(inner.correlation)].join(', ')})`;
  const conditions = [...needed(correlation, values), ...(countsEventsOnce(correlation.kind) ? ['begins'] : [])];
  return `SELECT ${[`${number} AS base`, 't', `${event} AS e`, ...valued(correlation, named, values)].join(', ')} FROM ${inner.table} WHERE ${['true', ...conditions].join(' AND ')}`;
}

const isNumber = (correlation: Correlation, column: number): boolean =>
  isReckoning(correlation.kind) && column >= correlation.columns.length;

/** Names for the columns of a base: of the group, carried, and of values. */
const columnNames = (correlation: Correlation): readonly Sql[] => [
  ...groupColumns(correlation),
  ...carriedColumns(correlation),
  ...Array.from({ length: correlation.valued }, (_, index) => `v${index}`),
];

/** The columns that an item has: several values that are counted together are one. */
function valued(correlation: Correlation, named: readonly Sql[], values: readonly Sql[]): readonly Sql[] {
  const { columns, valued: count } = correlation;
  if (count === 0) return named;
  const counted = values.slice(columns.length);
  return [...named.slice(0, columns.length), `${count === 1 ? counted.join('') : `hash(${counted.join(', ')})`} AS v`];
}

/** Conditions: a group has all of its columns, and a value is there. */
function needed(correlation: Correlation, values: readonly Sql[]): readonly Sql[] {
  return values.filter((_, column) => !isCarried(correlation, column)).map((value) => `${value} IS NOT NULL`);
}
