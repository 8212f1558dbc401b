import { join } from 'node:path';
import type { Sql } from '../../lake/duckdb/emit-text.ts';
import { numberOf } from '../../lake/cells.ts';
import type { Engine } from '../../lake/engine.ts';
import { literal } from '../../lake/sql.ts';
import { isReckoning } from '../sigma/correlation-kind.ts';
import type { Base, Correlation } from '../sigma/link.ts';
import { fieldNumber, hashOf, numberIn, valuesOf } from './feeds.ts';
import { isCarried, onlyOne, type Laid } from './items.ts';
import { carriedColumns, groupColumns, spanMicroseconds } from './span.ts';

/** Columns of an event that its finding tells of. */
export const evidenceColumns = ['account', 'region', 'actor_uid', 'session_uid', 'shared_uid'] as const;

interface Laying extends Laid {
  readonly engine: Engine;
  readonly into: string;
}

/** Files of a correlation, by its number: its events, and which of them stand in an earlier finding of its own. */
export const eventsFile = (number: number): string => `${number}-events.parquet`;
export const repeatedFile = (number: number): string => `${number}-repeated.parquet`;

/**
 * Writes the events of all matches of a correlation into files: `finding` (UBIGINT: of a group and a UTC
 * day, that on which a timespan ended), `day`, `group_values` VARCHAR[], `event_uid`, `time` and
 * `evidenceColumns`, and `finding, event_uid` of events that an earlier finding has. An event stands once
 * in a finding, however many timespans hold it.
 */
export async function writeEvidence(number: number, correlation: Correlation, laying: Laying): Promise<void> {
  const { engine, into } = laying;
  const name = `correlation_${number}`;
  const groups = groupColumns(correlation);
  const moments = laying.moments.get(correlation.identity.uid)?.table ?? '';
  const ofDay = `SELECT hash(${[...groups, 'day'].join(', ')}) AS finding, * FROM (SELECT ${[...groups, 't', 'CAST(make_timestamp(t) AS DATE) AS day'].join(', ')} FROM ${moments})`;
  const findings = `SELECT DISTINCT finding, ${['day', ...groups].join(', ')} FROM (${ofDay})`;
  await engine.run(`CREATE OR REPLACE TEMP TABLE ${name}_findings AS ${findings}`);
  await engine.run(`CREATE OR REPLACE TEMP TABLE ${name}_spans AS ${spansSql(correlation, ofDay)}`);
  const columns = groups.map((_, column) => column);
  const { leaves, tables } = await descend(correlation, { ...laying, spans: `${name}_spans`, columns, name });
  const events = join(into, eventsFile(number));
  const found = `(${leaves.join(' UNION ALL ')}) JOIN ${name}_findings USING (finding)`;
  await writeFile(engine, events, mayRepeat(correlation, laying) ? onceEach(found, groups) : asFound(found, groups));
  const file = `read_parquet(${literal(events)})`;
  const again = `SELECT event_uid FROM ${file} GROUP BY event_uid HAVING count(*) > 1`;
  await writeFile(
    engine,
    join(into, repeatedFile(number)),
    `SELECT finding, event_uid FROM ${file} SEMI JOIN (${again}) USING (event_uid)
      QUALIFY row_number() OVER (PARTITION BY event_uid ORDER BY day, finding) > 1`,
  );
  for (const table of [...tables, `${name}_findings`, `${name}_spans`]) await engine.run(`DROP TABLE ${table}`);
}

const writeFile = (engine: Engine, file: string, sql: Sql): Promise<void> =>
  engine.run(`COPY (${sql}) TO ${literal(file)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20480)`);

/** Whether leaves can give an event of a finding more than once: two rules may match it, or two values of it belong there. */
const mayRepeat = ({ bases }: Correlation, { feeds }: Laid): boolean =>
  bases.some((base) => !('rule' in base) || feeds.some((feed) => feed.rule === base.rule && feed.mayHaveSeveral)) ||
  bases.length > 1;

function asFound(found: Sql, groups: readonly Sql[]): Sql {
  const values = groups.map((_, column) => `x${column}`);
  return `SELECT finding, day, CAST([${values.join(', ')}] AS VARCHAR[]) AS group_values, event_uid, "time", ${evidenceColumns.join(', ')} FROM ${found}`;
}

function onceEach(found: Sql, groups: readonly Sql[]): Sql {
  const values = groups.map((group, column) => `min(x${column}) FILTER (hash(x${column}) = ${group})`);
  const kept = evidenceColumns.map((column) => `any_value(${column}) AS ${column}`).join(', ');
  return `SELECT finding, any_value(day) AS day, CAST([${values.join(', ')}] AS VARCHAR[]) AS group_values, event_uid, "time", ${kept}
    FROM ${found} GROUP BY finding, event_uid, "time"`;
}

/**
 * Stretches of time without gaps that matching timespans cover, of rows with `finding`, the group and `t`.
 * Those of one finding and group do not overlap, and none is shorter than the timespan.
 */
function spansSql(correlation: Correlation, moments: Sql): Sql {
  const span = spanMicroseconds(correlation);
  const keys = ['finding', ...groupColumns(correlation)].join(', ');
  const window = `(PARTITION BY ${keys} ORDER BY t)`;
  const opened = `SELECT *, CAST(coalesce(t - lag(t) OVER ${window} > ${span}, true) AS INTEGER) AS opens FROM (SELECT DISTINCT ${keys}, t FROM (${moments}))`;
  return `SELECT ${keys}, min(t) - ${span} AS from_t, max(t) AS to_t
    FROM (SELECT *, sum(opens) OVER ${window} AS stretch FROM (${opened})) GROUP BY ${keys}, stretch`;
}

interface Descent extends Laying {
  /** Table of `spansSql`. */
  readonly spans: Sql;
  /** The columns of the correlation that hold the group of the finding. */
  readonly columns: readonly number[];
  /** Prefix for tables. */
  readonly name: string;
}

interface Descended {
  /** SQL of `finding, event_uid, time`, `evidenceColumns`, and `x<i>`: what the event has of the finding's group. */
  readonly leaves: readonly Sql[];
  /** Tables that these read. */
  readonly tables: readonly Sql[];
}

/** The events of the rules of a correlation, and of the rules of those that it names. */
async function descend(correlation: Correlation, descent: Descent): Promise<Descended> {
  const leaves: Sql[] = [];
  const tables: Sql[] = [];
  const within = await timesOf(descent.spans, descent.engine);
  for (const [number, base] of correlation.bases.entries()) {
    if ('rule' in base) {
      leaves.push(...leavesOf(correlation, base, { ...descent, within }));
      continue;
    }
    const inner = descent.moments.get(base.correlation);
    if (inner === undefined) throw new TypeError(`nothing laid of ${base.correlation}`);
    const name = `${descent.name}_${number}`;
    await descent.engine.run(
      `CREATE OR REPLACE TEMP TABLE ${name}_spans AS ${innerSpans(correlation, base, { ...inner, spans: descent.spans })}`,
    );
    const columns = descent.columns.map((column) => base.columns[column] ?? 0);
    const below = await descend(inner.correlation, { ...descent, spans: `${name}_spans`, columns, name });
    leaves.push(...below.leaves);
    tables.push(`${name}_spans`, ...below.tables);
  }
  return { leaves, tables };
}

/** The first and the last time of spans as a condition, which keeps an engine from reading what lies outside. */
async function timesOf(spans: Sql, engine: Engine): Promise<Sql> {
  const [row] = await engine.rows(`SELECT min(from_t) AS first, max(to_t) AS last FROM ${spans}`);
  const [first, last] = [numberOf(row?.['first']), numberOf(row?.['last'])];
  return first === null || last === null
    ? 'false'
    : `"time" BETWEEN make_timestamp(${first}) AND make_timestamp(${last})`;
}

interface Leaf extends Descent {
  /** Condition on `time` that all spans keep. */
  readonly within: Sql;
}

type RuleBase = Extract<Base, { readonly rule: string }>;
type InnerBase = Exclude<Base, RuleBase>;

/** What the matches of an inner correlation cover that lie in the spans of an outer one. */
function innerSpans(
  correlation: Correlation,
  base: InnerBase,
  { correlation: inner, table, spans }: { readonly correlation: Correlation; readonly table: Sql; readonly spans: Sql },
): Sql {
  const own = [...groupColumns(inner), ...carriedColumns(inner)];
  const on = groupColumns(correlation).map(
    (group, column) => `span.${group} = moment.${own[base.columns[column] ?? -1] ?? 'NULL'}`,
  );
  const kept = groupColumns(inner).map((group) => `moment.${group}`);
  const moments = `SELECT ${['finding', ...kept, 't'].join(', ')} FROM ${table} moment JOIN ${inBuckets(correlation, spans)} span ON ${[...on, inSpan(correlation, 'moment.t')].join(' AND ')}`;
  return spansSql(inner, moments);
}

/**
 * Spans cut at multiples of the timespan, so that times can be looked up by equality. As no span is
 * shorter, few of a finding share a piece.
 */
const inBuckets = (correlation: Correlation, spans: Sql): Sql => {
  const span = spanMicroseconds(correlation);
  return `(SELECT *, unnest(range(from_t // ${span}, to_t // ${span} + 1)) AS bucket FROM ${spans})`;
};

const inSpan = (correlation: Correlation, time: Sql): Sql =>
  `${time} // ${spanMicroseconds(correlation)} = span.bucket AND ${time} BETWEEN span.from_t AND span.to_t`;

/** The matches of a rule that lie in spans, those with one value in each field and those with several. */
function leavesOf(correlation: Correlation, base: RuleBase, { feeds, spans, columns, within }: Leaf): readonly Sql[] {
  const feed = feeds.find(({ rule }) => rule === base.rule);
  if (feed === undefined) throw new TypeError(`no feed of ${base.rule}`);
  const fields = base.columns.map((field) => fieldNumber(feed, field));
  const own = fields.slice(0, correlation.columns.length);
  const leaf = (valueOf: (column: number) => Sql, hit: Sql): Sql => {
    const on = groupColumns(correlation).map((group, column) => `span.${group} = ${hashOf(valueOf(column))}`);
    const found = columns.map((column, index) => `${valueOf(column)} AS x${index}`);
    const selected = ['finding', 'event_uid', '"time"', ...evidenceColumns, ...found];
    return `SELECT ${selected.join(', ')} FROM ${hit} JOIN ${inBuckets(correlation, spans)} span ON ${[...on, inSpan(correlation, 't')].join(' AND ')}`;
  };
  const hit = `(SELECT *, epoch_us("time") AS t FROM ${feed.relation} WHERE ${within})`;
  const lists = fields.map((field) => `l${field} IS NOT NULL`).join(' OR ') || 'false';
  const values = fields.slice(correlation.columns.length);
  const isItem = (test: (field: number) => Sql): Sql => ['true', ...values.map(test)].join(' AND ');
  const counted = isReckoning(correlation.kind)
    ? (value: Sql) => `${numberIn(value)} IS NOT NULL`
    : (value: Sql) => `${value} IS NOT NULL`;
  const one = `(SELECT * FROM ${hit} WHERE NOT (${lists}) AND ${isItem((field) => counted(`v${field}`))})`;
  const plain = leaf((column) => `v${own[column] ?? -1}`, one);
  if (!feed.mayHaveSeveral) return [plain];
  const anyValue = (field: number): Sql =>
    `coalesce(list_bool_or(list_transform(${valuesOf(field)}, lambda item: ${counted('item')})), false)`;
  const opened = own.map((field, column) =>
    isCarried(correlation, column)
      ? { value: onlyOne(valuesOf(field)), unnested: [] }
      : { value: `u${column}.x`, unnested: [`unnest(list_distinct(${valuesOf(field)})) AS u${column}(x)`] },
  );
  const several = `SELECT * FROM ${hit} WHERE (${lists}) AND ${isItem(anyValue)}`;
  const each = ['s.*', ...opened.map(({ value }, column) => `${value} AS y${column}`)].join(', ');
  const rows = `(SELECT ${each} FROM ${[`(${several}) s`, ...opened.flatMap(({ unnested }) => unnested)].join(', ')})`;
  return [plain, leaf((column) => `y${column}`, rows)];
}
