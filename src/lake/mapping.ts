import { eventColumns, type EventColumn } from '../model/event.ts';
import {
  filledBy,
  foreignTo,
  pathOfSign,
  type EpochUnit,
  type Expression,
  type ObjectEnvelope,
  type Path,
  type Sign,
  type Source,
} from '../model/source.ts';
import { clockSql, localTimesSql, withLocalTime } from './local-time.ts';
import { identifier, list, literal } from './sql.ts';

/** Where the fields of `fieldsSql` come from: a struct column named by `record`, made by `shapeOf`. */
const record = 'record';

type Shape = { [key: string]: Shape | string };

/**
 * The structure that the engine parses out of each record, as JSON for `from_json`: every field that
 * the source's mapping reads, as text.
 */
export const shapeOf = (source: Source): string => literal(JSON.stringify(shape(source)));

/** The same of these paths alone. */
export function shapeOfPaths(paths: readonly Path[]): string {
  const found: Shape = {};
  for (const path of paths) addPath(found, path, 'VARCHAR');
  return literal(JSON.stringify(found));
}

function shape(source: Source): Shape {
  const found: Shape = {};
  for (const path of pathsOf(source)) addPath(found, path, 'VARCHAR');
  for (const path of source.brief ?? []) addPath(found, path, 'JSON');
  return found;
}

/**
 * The same structure as the columns of the engine's JSON reader, which unlike `from_json` fails on a key
 * that stands twice. The keys that nothing is mapped from are watched too: as NULL they cost nothing.
 */
export function readerColumns(
  source: Source,
  { sentinelKey, wrapping }: { readonly sentinelKey: string; readonly wrapping: ObjectEnvelope | null },
): string {
  const shape = watchedShape(source);
  const keys = wrapping === null ? [] : [...filledBy(wrapping).map(([, key]) => key), ...foreignTo(wrapping)];
  const outer = keys.map((key) => [key, 'VARCHAR'] as const);
  const whole = wrapping === null ? shape : { ...Object.fromEntries(outer), [wrapping.key]: shape };
  return `{${Object.entries({ [sentinelKey]: 'INTEGER', ...whole })
    .map(([key, type]) => `${literal(key)}: ${literal(typeOf(type))}`)
    .join(', ')}}`;
}

function watchedShape(source: Source): Shape {
  const watched = [...source.documents.flatMap(([key]) => key ?? []), ...(source.otherKeys ?? [])];
  return { ...Object.fromEntries(watched.map((key) => [key, 'NULL'])), ...shape(source) };
}

const typeOf = (part: Shape | string): string =>
  typeof part === 'string'
    ? part
    : `STRUCT(${Object.entries(part)
        .map(([key, inner]) => `${identifier(key)} ${inner === 'NULL' ? quotedNull : typeOf(inner)}`)
        .join(', ')})`;

/** Inside a structure the word alone is no type, and a batch of wrapped records would be read record by record. */
const quotedNull = '"NULL"';

/** SQL of whether a JSON document has a key twice that the reader with `readerColumns` would fail on. */
export function hasKeyTwiceSql(source: Source, raw: string): string {
  const objects = objectsIn(watchedShape(source), []);
  const found = `json_keys(${raw}, ${list(objects.map(({ path }) => literal(jsonPath(path))))})`;
  const tests = objects.map(({ keys }, index) => {
    const all = `${found}[${index + 1}]`;
    const known = `list_filter(${all}, lambda key: list_contains(${list(keys.map(literal))}, key))`;
    // Few records have any key twice: only of those the keys are sorted out.
    return `WHEN list_unique(${all}) < len(${all}) AND list_unique(${known}) < len(${known}) THEN true`;
  });
  return `CASE ${tests.join(' ')} ELSE false END`;
}

function objectsIn(part: Shape, path: Path): readonly { readonly path: Path; readonly keys: readonly string[] }[] {
  const inner = Object.entries(part).flatMap(([key, value]) =>
    typeof value === 'string' ? [] : objectsIn(value, [...path, key]),
  );
  return [{ path, keys: Object.keys(part) }, ...inner];
}

function addPath(shape: Shape, path: Path, type: 'VARCHAR' | 'JSON'): void {
  let place = shape;
  for (const key of path.slice(0, -1)) {
    const next = place[key] ?? {};
    if (typeof next === 'string') throw new TypeError(`${path.join('.')} leads into a field that is read as a whole`);
    place[key] = next;
    place = next;
  }
  const last = path.at(-1) ?? '';
  if ((place[last] ?? type) !== type) throw new TypeError(`${path.join('.')} is read in two ways`);
  place[last] = type;
}

function pathsOf(source: Source): readonly Path[] {
  const { uid, columns, localTime } = source;
  const expressions = [uid, ...Object.values(columns), ...(localTime ? [localTime.of] : [])];
  const mapped = expressions.flatMap((expression) => pathsIn(expression));
  return [
    ...mapped,
    ...signsOf(source)
      .flat()
      .map(pathOfSign)
      .filter((path) => path.length > 1 || !mapped.some(([head]) => head === path[0])),
  ];
}

/** The paths that an expression reads. */
export function pathsIn(expression: Expression): readonly Path[] {
  switch (expression.make) {
    case 'at':
      return [expression.path];
    case 'constant':
      return [];
    case 'first':
    case 'join':
      return expression.of.flatMap(pathsIn);
    case 'instant':
    case 'epoch':
    case 'capture':
    case 'part':
    case 'filled':
    case 'lower':
    case 'digest':
    case 'fromHex':
      return pathsIn(expression.of);
    case 'lookup':
      return [...pathsIn(expression.of), ...(expression.otherwise ? pathsIn(expression.otherwise) : [])];
    case 'given':
      return [...pathsIn(expression.has), ...pathsIn(expression.of)];
    case 'by':
      return [
        expression.path,
        ...Object.values(expression.cases).flatMap(pathsIn),
        ...(expression.otherwise ? pathsIn(expression.otherwise) : []),
      ];
  }
}

/**
 * SQL of the fields that a mapping reads, each as a column, from a record that `shapeOf` has parsed into the
 * column `record`. Mappings name most fields several times: taking each out of its objects once saves the
 * engine a third of its planning, which it does for every batch anew.
 */
export function fieldsSql(source: Source, wrapping: ObjectEnvelope | null = null): string {
  const paths = [...pathsOf(source), ...signsOf(source).flat().map(pathOfSign), ...(source.brief ?? [])];
  return recordFieldsSql(paths, wrapping === null ? [] : [wrapping.key]);
}

/** The same of these paths, in an object inside the record. */
export function recordFieldsSql(paths: readonly Path[], within: Path = []): string {
  const fields = paths.map(
    (path) => `${[record, ...[...within, ...path].map(identifier)].join('.')} AS ${fieldOf(path)}`,
  );
  return [...new Set(fields)].join(', ');
}

const fieldOf = (path: Path): string => identifier(jsonPath(path));

/** SQL for one value of a record whose fields stand in columns: see `fieldsSql`. */
export function expressionSql(expression: Expression): string {
  switch (expression.make) {
    case 'at':
      return fieldOf(expression.path);
    case 'constant':
      return literal(expression.text);
    case 'first':
      return `coalesce(${expression.of.map(expressionSql).join(', ')})`;
    case 'join':
      return `(${expression.of.map(expressionSql).join(' || ')})`;
    case 'capture':
      return `nullif(regexp_extract(${expressionSql(expression.of)}, ${literal(expression.pattern)}, 1), '')`;
    case 'part':
      return `nullif(split_part(${expressionSql(expression.of)}, ${literal(expression.separator)}, ${expression.number}), '')`;
    case 'filled':
      return `nullif(${expressionSql(expression.of)}, '')`;
    case 'fromHex':
      return `CAST(TRY_CAST('0x' || ${expressionSql(expression.of)} AS BIGINT) AS VARCHAR)`;
    case 'digest':
      return `left(sha256(${expressionSql(expression.of)}), 40)`;
    case 'instant':
      return instantSql(expressionSql(expression.of));
    case 'lower':
      return `lower(${expressionSql(expression.of)})`;
    case 'lookup':
      return lookupSql(expression);
    case 'epoch':
      return epochSql(expressionSql(expression.of), expression.unit);
    case 'given':
      return `CASE WHEN ${expressionSql(expression.has)} IS NOT NULL THEN ${expressionSql(expression.of)} END`;
    case 'by':
      return caseSql(expression);
  }
}

/** Two lists rather than a CASE, which would hold the text to look up once a row of the table. */
function lookupSql({ of, table, otherwise }: Extract<Expression, { make: 'lookup' }>): string {
  const text = expressionSql(of);
  const found = `${texts(Object.values(table))}[list_position(${texts(Object.keys(table))}, ${text})]`;
  return otherwise ? `CASE WHEN ${text} IS NOT NULL THEN coalesce(${found}, ${expressionSql(otherwise)}) END` : found;
}

const texts = (all: readonly string[]): string => `CAST(${list(all.map(literal))} AS VARCHAR[])`;

const lastInstant = `TIMESTAMP '9999-12-31 23:59:59.999'`;

/**
 * RFC 3339 text, or ISO 8601 in its basic form, as a timestamp in UTC; other text, such as `epoch` or
 * `infinity`, and times before the year 1 are none; those after the year 9999, which RFC 3339 cannot say
 * and JavaScript may not know, count as its end. A leap second counts as the one before it.
 */
export function instantSql(text: string): string {
  const withoutLeap = `regexp_replace(${text}, ':60([.Z+-]|$)', ':59\\1')`;
  return `CASE WHEN ${text} NOT BETWEEN '0001' AND ':' OR contains(${text}, '(BC)') THEN NULL
    WHEN ${text}[5] <> '-' AND regexp_matches(${text}, '^[0-9]{5,}-') THEN ${lastInstant}
    WHEN suffix(${text}, 'Z') THEN coalesce(try_cast(${text} AS TIMESTAMP), try_strptime(${text}, '%Y%m%dT%H%M%SZ'), try_cast(${withoutLeap} AS TIMESTAMP))
    WHEN ${text} < '0002' THEN NULL WHEN starts_with(${text}, '9999-12-31') THEN ${lastInstant}
    ELSE CAST(coalesce(try_cast(upper(${text}) AS TIMESTAMPTZ), try_cast(upper(${withoutLeap}) AS TIMESTAMPTZ)) AS TIMESTAMP) END`;
}

const microseconds: Readonly<Record<EpochUnit, (number: string) => string>> = {
  seconds: (number) => `round(${number} * 1000000)`,
  milliseconds: (number) => `round(${number} * 1000)`,
  microseconds: (number) => `floor(${number})`,
  nanoseconds: (number) => `floor(${number} / 1000)`,
};

/**
 * Whole microseconds, as the engine keeps no smaller part; a number after the year 9999 counts as its end. A
 * double holds them exactly, and takes a fortieth of the time that a decimal of that length does.
 */
function epochSql(text: string, unit: EpochUnit): string {
  const whole = microseconds[unit](`TRY_CAST(${text} AS DOUBLE)`);
  return `CASE WHEN ${whole} BETWEEN 1 AND ${lastMicrosecond} THEN make_timestamp(CAST(${whole} AS BIGINT)) WHEN isfinite(${whole}) AND ${whole} > 0 THEN ${lastInstant} END`;
}

const lastMicrosecond = '253402300799999000';

function caseSql(expression: Extract<Expression, { make: 'by' }>): string {
  const whens = Object.entries(expression.cases).map(
    ([value, then]) => `WHEN ${literal(value)} THEN ${expressionSql(then)}`,
  );
  const otherwise = expression.otherwise ? ` ELSE ${expressionSql(expression.otherwise)}` : '';
  return `CASE ${fieldOf(expression.path)} ${whens.join(' ')}${otherwise} END`;
}

/** What tells a record of the source: of a line, that its first form has read something. */
export const signsOf = ({ recognise, lines }: Source): Source['recognise'] =>
  lines === undefined ? recognise : [lines.forms.flatMap(({ keys }) => keys).slice(0, 1)];

/** Whether the parsed record is one of the source's. A key that leads to others is there whenever its object is. */
export function recognisedSql(source: Source): string {
  const sets = signsOf(source).map((signs) => `(${signs.map(signSql).join(' AND ')})`);
  return `(${sets.join(' OR ')})`;
}

function signSql(sign: Sign): string {
  const field = fieldOf(pathOfSign(sign));
  if (typeof sign === 'string' || 'within' in sign) return `${field} IS NOT NULL`;
  return `coalesce(regexp_matches(${field}, ${literal(sign.matches)}), false)`;
}

/** A `#` is kept for the numbers of conflicts. An empty id is none. */
export const uidSql = (source: Source): string =>
  `${literal(`${source.id}:`)} || replace(nullif(${expressionSql(source.uid)}, ''), '#', '%23')`;

type MappedColumn = keyof Source['columns'];

/** The mapped columns in the lake's order, each with its SQL; absent ones as typed NULLs. */
export function mappedColumns(source: Source): readonly { readonly column: EventColumn; readonly sql: string }[] {
  return (Object.keys(eventColumns) as EventColumn[]).filter(isMapped).map((column) => {
    const expression = source.columns[column];
    const sql = expression ? expressionSql(expression) : `CAST(NULL AS ${eventColumns[column].type})`;
    return { column, sql: column === 'time' && source.localTime ? withLocalTime(sql) : sql };
  });
}

/** SQL of columns that `mappedColumns` and `clockOf` read beside the fields of a record, with a comma before them. */
export const timesSql = ({ localTime }: Source): string =>
  localTime === undefined ? '' : `, ${localTimesSql(expressionSql(localTime.of), localTime)}`;

/** SQL of what the time of a mapped record still wants, as the end of its day's name. */
export function clockOf({ columns: { time }, localTime }: Source): string {
  if (localTime === undefined) return `''`;
  return clockSql(time ? expressionSql(time) : 'CAST(NULL AS TIMESTAMP)');
}

/** SQL of the column `brief` of a parsed record: its paths that hold anything, and absent where none does. */
export function briefSql({ brief = [] }: Source): string {
  // What is joined with a constant NULL has no type, and would stand in its file as a number.
  if (brief.length === 0) return 'CAST(NULL AS VARCHAR)';
  const tree: Shape = {};
  for (const path of brief) addPath(tree, path, 'JSON');
  const objectAt = (part: Shape, path: Path): string =>
    objectSql(
      Object.entries(part).map(([key, inner]) => ({
        key,
        text: typeof inner === 'string' ? fieldOf([...path, key]) : objectAt(inner, [...path, key]),
      })),
    );
  return objectAt(tree, []);
}

/**
 * The same of any record. One that holds a list where others hold an object, which the engine's reader
 * refuses, keeps all that stands at the first keys of the brief's paths.
 */
export function anyBriefSql(source: Source, raw: string): string {
  const { brief = [] } = source;
  const ways = brief.flatMap((path) => path.slice(0, -1).map((_, index) => path.slice(0, index + 1)));
  if (ways.length === 0) return briefSql(source);
  const keys = [...new Set(brief.flatMap(([key]) => key ?? []))];
  const whole = objectSql(keys.map((key) => ({ key, text: `json_extract(${raw}, ${literal(jsonPath([key]))})` })));
  const types = `json_type(${raw}, ${list(ways.map((way) => literal(jsonPath(way))))})`;
  return `CASE WHEN list_contains(${types}, 'ARRAY') THEN ${whole} ELSE ${briefSql(source)} END`;
}

/** SQL of the text of a JSON object from SQL of its members' JSON, without those that are absent or null. */
function objectSql(members: readonly { readonly key: string; readonly text: string }[]): string {
  const texts = members.map(
    ({ key, text }) => `${literal(`${JSON.stringify(key)}:`)} || nullif(CAST(${text} AS VARCHAR), 'null')`,
  );
  const [only = 'CAST(NULL AS VARCHAR)'] = texts;
  // What is joined with NULL is NULL, at once.
  return `'{' || ${texts.length < 2 ? only : `nullif(concat_ws(',', ${texts.join(', ')}), '')`} || '}'`;
}

const unmapped = new Set<EventColumn>(['event_uid', 'source', 'brief', 'raw', 'object', 'record']);
const isMapped = (column: EventColumn): column is MappedColumn => !unmapped.has(column);

/**
 * SQL of what an event says, as text in which no value can pass for part of its neighbour: the mapped
 * columns, and a hash of the source's documents, whatever the order of their keys and their white space.
 */
export function contentSql(source: Source, raw: string): string {
  // What only a wrapping tells is no content: the same record comes without it.
  const isOuter = source.envelopes.some((envelope) => envelope.wrap === 'object' && envelope.region !== undefined);
  const columns = mappedColumns(source)
    .filter(({ column }) => column !== 'region' || !isOuter)
    .map(({ column }) => `CAST(${identifier(column)} AS VARCHAR)`);
  const documents = `documents_hash(CAST(${raw} AS VARCHAR), ${literal(JSON.stringify(source.documents))})`;
  return `CAST(json_array(${[...columns, documents].join(', ')}) AS VARCHAR)`;
}

export const jsonPath = (path: Path): string => `$${path.map((key) => `."${key.replaceAll('"', '\\"')}"`).join('')}`;

/** How some tools write the keys of a record. */
export const spellings = ['-', '_'].map(
  (mark) =>
    (key: string): string =>
      key.replaceAll(/[A-Z]/g, (letter) => `${mark}${letter.toLowerCase()}`),
);
