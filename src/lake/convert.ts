import { lineJsonSql, lineKey, lineRecordsSql } from './line-record.ts';
import { eventColumns, type EventColumn } from '../model/event.ts';
import {
  arrayKeysOf,
  filledBy,
  foreignTo,
  pathOfSign,
  type Lines,
  type ObjectEnvelope,
  type Path,
  type Source,
} from '../model/source.ts';
import type { PieceFile } from './piece-writer.ts';
import type { Batch } from './staging/batch.ts';
import {
  anyBriefSql,
  briefSql,
  clockOf,
  contentSql,
  expressionSql,
  fieldsSql,
  hasKeyTwiceSql,
  instantSql,
  jsonPath,
  mappedColumns,
  pathsIn,
  readerColumns,
  recognisedSql,
  recordFieldsSql,
  shapeOf,
  shapeOfPaths,
  signsOf,
  spellings,
  timesSql,
  uidSql,
} from './mapping.ts';
import { guessedSql } from './local-time.ts';
import { asidePart, dayPartSql, restPart, sentinelPart } from './parts.ts';
import { signedSql } from './signed.ts';
import { holdsRowsSql, spreadRows } from './spread-rows.ts';
import { identifier, list, literal } from './sql.ts';

export const reasons = {
  foreign: 'not a record of a known source',
  ambiguous: 'has a key twice',
  mixed: 'two records run into one',
  timeless: 'without a time',
  future: 'its time is in the future',
} as const;

export interface Conversion {
  readonly source: Source;
  /** An existing folder; each part becomes a sub-folder `part=…`. */
  readonly into: string;
  /** Records later than this are set aside: they would shift the clock of the whole case. RFC 3339. */
  readonly notAfter: string;
  /** The newest dated record so far, or what counts for it: by it the years of clocks that name none are guessed. RFC 3339. */
  readonly newest: string;
  readonly maxRecordBytes: number;
}

/** Small row groups keep the engine's memory low at no cost in size or time (measured at 8,192 to 122,880). */
const parquet = `FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 10240, PARTITION_BY (part), OVERWRITE_OR_IGNORE true, FILENAME_PATTERN 'part-{i}'`;

/**
 * SQL that converts a whole batch in one pass: events go to parts by UTC day, sentinels to their own
 * part, and whatever is not plainly an event to the part `rest`, which `convertRest` looks at closely.
 */
export function convertBatch(
  batch: Batch & { readonly form: 'array' | 'lines' },
  sentinelKey: string,
  conversion: Conversion,
): string {
  const { source } = conversion;
  const format = batch.form === 'array' ? 'array' : 'newline_delimited';
  const reading = `${literal(batch.file)}, format = '${format}', maximum_object_size = ${conversion.maxRecordBytes}`;
  const wrapping = batch.told?.source === source && batch.told.carriers === 0 ? batch.told.wrapping : null;
  const given = wrapping === null ? [] : filledBy(wrapping);
  const columns = columnsWith(source, new Set(given.map(([column]) => column)));
  const outer = given
    .map(([column, key]) => `${outerSql(column, `record.${identifier(key)}`)} AS outer_${column}, `)
    .join('');
  const isMixed = wrapping === null ? 'false' : isMixedSql('record', wrapping);
  return `COPY (
    WITH parsed AS (
      ${source.lines ? parsedLines(reading, sentinelKey) : parsedRecords(reading, { source, sentinelKey, wrapping })}
    ), placed AS (
      SELECT *, row_number() OVER () AS place, max(sentinel) OVER (ROWS UNBOUNDED PRECEDING) AS number FROM parsed
    ), indexed AS (
      SELECT *, place - max(CASE WHEN sentinel IS NOT NULL THEN place END) OVER (ROWS UNBOUNDED PRECEDING) - 1 AS index FROM placed
    ), taken AS (
      SELECT raw, ${fieldsSql(source, wrapping)}, ${outer}${isMixed} AS is_mixed, sentinel, number, index FROM ${source.lines ? `(${readLines(source.lines, 'indexed')})` : 'indexed'}
    ), timed AS (
      SELECT * ${timesSql(source)} FROM taken
    ), mapped AS (
      SELECT sentinel, number, ${uidSql(source)} AS event_uid, ${literal(source.id)} AS source, ${columns.join(', ')},
        ${briefSql(source)} AS brief, raw, index, ${clockOf(source)} AS clock, ${recognisedSql(source)} AND NOT is_mixed AS is_recognised FROM timed
    ), named AS (
      ${source.hasNoIds ? `SELECT * REPLACE (${nameSql(source, 'is_recognised')} AS event_uid) FROM mapped` : 'FROM mapped'}
    )
    SELECT * EXCLUDE (sentinel, number, index, clock, is_recognised) ${replaced([...lightColumns(source, wrapping), ...guessed(conversion)])},
      ${objectsSql(batch)}[number + 1] AS object, CAST(index AS INTEGER) AS record, CAST(NULL AS INTEGER) AS conflict,
      CASE WHEN sentinel IS NOT NULL THEN ${sentinelPart}
        WHEN is_recognised AND event_uid IS NOT NULL AND NOT ${holdsRowsSql(source, 'raw')} AND "time" <= TIMESTAMP ${literal(conversion.notAfter)} THEN ${dayPartSql}
        ELSE ${restPart} END AS part
    FROM named
  ) TO ${literal(conversion.into)} (${parquet})`;
}

/**
 * SQL that converts records one by one from a relation of carried.ts: envelopes are taken off, records without an id
 * get one from their content, and what is still no event goes to the part `aside` with its reason, as it stood.
 */
export function convertRest(relation: string, conversion: Conversion): string {
  const { source } = conversion;
  const envelopes = source.envelopes.filter((envelope) => envelope.wrap === 'object');
  const given = envelopes.flatMap(filledBy);
  const mixed = envelopes.flatMap((envelope) =>
    foreignTo(envelope).map(
      (key) =>
        `json_exists(outer_raw, ${literal(jsonPath([key]))}) AND json_exists(outer_raw, ${literal(jsonPath(envelope.key.split('.')))})`,
    ),
  );
  const outer = [...Map.groupBy(given, ([column]) => column)].map(([column, same]) => {
    const values = same.map(([, key]) => outerSql(column, expressionSql({ make: 'at', path: [key] })));
    return `coalesce(${[...values, 'NULL'].join(', ')}) AS outer_${column}, `;
  });
  const columns = columnsWith(source, new Set(given.map(([column]) => column)));
  // Outside an envelope, only the keys that tell it and say what its record does not are of interest.
  const signs = signsOf(source).flat().map(pathOfSign);
  const respelled = source.respelled ? spellings.flatMap((spell) => signs.map((path) => path.map(spell))) : [];
  const paths = [...signs, ...respelled, ...given.map(([, key]) => [key])];
  const unwrapped = `SELECT ${unwrapSql(source)} AS raw, ${outer.join('')}outer_raw, standing, fault, object, index FROM opened`;
  return `COPY (
    WITH outer_records AS (
      SELECT raw AS outer_raw, standing, fault, object, index, from_json(raw, ${shapeOfPaths(paths)}) AS record FROM (
        SELECT raw, standing, fault, object, record AS index FROM (${relation}))
    ), opened AS (
      SELECT outer_raw, standing, fault, object, index, ${recordFieldsSql(paths)} FROM outer_records
    ), unwrapped AS (
      ${spreadRows(source, unwrapped)}
    ), parsed AS (
      ${source.lines ? restLines(source.lines) : `SELECT *, from_json(raw, ${shapeOf(source)}) AS record FROM unwrapped`}
    ), taken AS (
      SELECT * EXCLUDE (record), ${fieldsSql(source)} FROM parsed
    ), timed AS (
      SELECT * ${timesSql(source)} FROM taken
    ), mapped AS (
      SELECT ${uidSql(source)} AS event_uid, ${literal(source.id)} AS source, ${columns.join(', ')},
        ${anyBriefSql(source, 'raw')} AS brief, raw, outer_raw, standing, fault, object, index, ${clockOf(source)} AS clock, ${recognisedSql(source)} AS is_recognised, ${hasKeyTwiceSql(source, 'raw')} AS has_key_twice FROM timed
    ), judged AS (
      SELECT *, CASE WHEN fault IS NOT NULL THEN fault
        WHEN is_recognised IS NOT true THEN '${reasons.foreign}'
        WHEN has_key_twice THEN '${reasons.ambiguous}'
        WHEN ${anyOf(mixed)} THEN '${reasons.mixed}'
        WHEN "time" IS NULL THEN '${reasons.timeless}'
        WHEN "time" > TIMESTAMP ${literal(conversion.notAfter)} THEN '${reasons.future}' END AS reason FROM mapped
    )
    SELECT ${nameSql(source, 'reason IS NULL')} AS event_uid,
      * EXCLUDE (event_uid, raw, outer_raw, standing, fault, object, index, clock, is_recognised, has_key_twice, reason)${replaced(guessed(conversion))},
      CASE WHEN reason IS NULL THEN raw ELSE standing END AS raw, object, index AS record, CAST(NULL AS INTEGER) AS conflict, reason,
      CASE WHEN reason IS NOT NULL THEN ${asidePart} ELSE ${dayPartSql} END AS part
    FROM judged
  ) TO ${literal(conversion.into)} (${parquet})`;
}

const replaced = (columns: readonly string[]): string =>
  columns.length === 0 ? '' : ` REPLACE (${columns.join(', ')})`;

/** Ids and parts come from what a record says, so that the year is guessed last of all. */
const guessed = ({ source, newest }: Conversion): readonly string[] =>
  source.localTime?.formats.some(({ hasYear }) => !hasYear) === true
    ? [`${guessedSql('"time"', 'clock', newest)} AS "time"`]
    : [];

/** What a source fills with one text or with none is of a type that knows no other: moved and written at a fraction of the cost. */
function lightColumns(source: Source, wrapping: ObjectEnvelope | null): readonly string[] {
  const filled = wrapping === null ? [] : filledBy(wrapping).map(([column]) => column);
  const mapped = new Set<string>([...Object.keys(source.columns), ...filled]);
  const empty = mappedColumns(source)
    .map(({ column }) => column)
    .filter((column) => isText(column) && !mapped.has(column));
  const brief = source.brief === undefined ? ['brief'] : [];
  return [
    `${enumSql([source.id], literal(source.id))} AS source`,
    ...[...empty, ...brief].map((column) => `${enumSql(['-'], 'NULL')} AS ${identifier(column)}`),
  ];
}

const isText = (column: EventColumn): boolean => eventColumns[column].type === 'VARCHAR';

const enumSql = (words: readonly string[], value: string, suffix = ''): string =>
  `CAST(${value} AS ENUM(${words.map(literal).join(', ')})${suffix})`;

/** Each group of rows holds all words of such a type: with many objects, text is less. */
const fewObjects = 16;

/** SQL of the hashes of a batch's objects, as a list. */
function objectsSql({ objects }: Batch): string {
  const hashes = objects.map(({ sha256 }) => sha256);
  const texts = list(hashes.map(literal));
  return hashes.length > fewObjects ? texts : enumSql(hashes, texts, '[]');
}

const anyOf = (tests: readonly string[]): string => (tests.length === 0 ? 'false' : tests.join(' OR '));

/** The mapped columns, those that an envelope may fill with its own value where the record has none. */
const columnsWith = (source: Source, outer: ReadonlySet<EventColumn>): readonly string[] =>
  mappedColumns(source).map(
    ({ column, sql }) => `${outer.has(column) ? `coalesce(${sql}, outer_${column})` : sql} AS ${identifier(column)}`,
  );

const outerSql = (column: 'time' | 'region', text: string): string => (column === 'time' ? instantSql(text) : text);

/** SQL of a record's uid: one that has none, and is an event where the condition holds, is named by its content. */
const nameSql = (source: Source, isEvent: string): string =>
  `coalesce(event_uid, CASE WHEN ${isEvent} THEN ${literal(`${source.id}:`)} || left(sha256(${contentSql(source, `(CASE WHEN event_uid IS NULL AND ${isEvent} THEN raw END)`)}), 40) END)`;

/** Read twice, since that costs less than from_json, which moreover takes the first of two keys without a word. */
const parsedRecords = (
  reading: string,
  { source, sentinelKey, wrapping }: { source: Source; sentinelKey: string; wrapping: ObjectEnvelope | null },
): string => `SELECT ${unwrappedSql(wrapping)} AS raw, parsed_record AS record, parsed_record.${identifier(sentinelKey)} AS sentinel
  FROM read_json_objects(${reading}) AS objects POSITIONAL JOIN
    read_json(${reading}, columns = ${readerColumns(source, { sentinelKey, wrapping })}) AS parsed_record`;

/** Lines stand in their batch as JSON strings, so that only a sentinel is an object. */
const parsedLines = (
  reading: string,
  sentinelKey: string,
): string => `SELECT CASE WHEN sentinel IS NULL THEN text END AS ${lineKey}, sentinel FROM (
    SELECT text, TRY_CAST(CASE WHEN starts_with(text, ${literal(`{"${sentinelKey}":`)}) THEN substr(text, ${sentinelKey.length + 5}, length(text) - ${sentinelKey.length + 5}) END AS INTEGER) AS sentinel
    FROM read_json(${reading}, records = false, columns = {text: 'VARCHAR'}))`;

/** SQL of a relation with the column `line` as one with the columns `raw` and `record`. */
const readLines = (lines: Lines, relation: string): string =>
  `SELECT *, CASE WHEN ${lineKey} IS NOT NULL THEN ${lineJsonSql(lines)} END AS raw FROM (${lineRecordsSql(`FROM ${relation}`, lines)})`;

/** The same of records one by one: lines are JSON strings, and objects that make one keep what they say. */
function restLines(lines: Lines): string {
  const read = lineRecordsSql(linesIn('unwrapped', lines), lines);
  const whole = `CASE WHEN ${lineKey} IS NULL THEN raw WHEN json_type(raw) = 'OBJECT' THEN json_merge_patch(raw, ${lineJsonSql(lines)}) ELSE ${lineJsonSql(lines)} END`;
  return `SELECT * EXCLUDE (${lineKey}) REPLACE (${whole} AS raw) FROM (${read})`;
}

function linesIn(relation: string, { objects }: Lines): string {
  const isLine = `json_type(raw) = 'VARCHAR' THEN raw ->> '$'`;
  if (objects === undefined) return `SELECT *, CASE WHEN ${isLine} END AS ${lineKey} FROM ${relation}`;
  const paths = pathsIn(objects.line);
  const opened = `SELECT *, ${recordFieldsSql(paths)} FROM (SELECT *, from_json(raw, ${shapeOfPaths(paths)}) AS record FROM ${relation})`;
  const fields = paths.map((path) => identifier(jsonPath(path)));
  return `SELECT * EXCLUDE (record, ${[...new Set(fields)].join(', ')}), CASE WHEN ${isLine} WHEN ${signedSql(objects, 'raw')} THEN ${expressionSql(objects.line)} END AS ${lineKey} FROM (${opened})`;
}

/**
 * The record itself; a line that is not wrapped as the others of its batch, or wraps more than one, stays as it is, for
 * `convertRest`.
 */
function unwrappedSql(wrapping: ObjectEnvelope | null): string {
  if (wrapping === null) return 'objects.json';
  const inside = `coalesce(json_extract(objects.json, ${literal(jsonPath([wrapping.key]))}), objects.json)`;
  return foreignTo(wrapping).length === 0
    ? inside
    : `CASE WHEN ${isMixedSql('parsed_record', wrapping)} THEN objects.json ELSE ${inside} END`;
}

const isMixedSql = (record: string, wrapping: ObjectEnvelope): string =>
  anyOf(foreignTo(wrapping).map((key) => `${record}.${identifier(key)} IS NOT NULL`));

/** The record inside whatever envelope it stands in; without one, itself. */
function unwrapSql(source: Source): string {
  const whens = source.envelopes.flatMap((envelope) => {
    if (envelope.wrap === 'array' || envelope.wrap === 'rows') return [];
    const at = literal(jsonPath(envelope.key.split('.')));
    if (envelope.wrap === 'object')
      return [`WHEN json_type(outer_raw, ${at}) = 'OBJECT' THEN json_extract(outer_raw, ${at})`];
    const text = `json_extract_string(outer_raw, ${at})`;
    return [`WHEN json_type(outer_raw, ${at}) = 'VARCHAR' AND json_valid(${text}) THEN CAST(${text} AS JSON)`];
  });
  whens.unshift(...respelledSql(source));
  if (whens.length === 0) return 'outer_raw';
  return `CASE WHEN ${recognisedSql(source)} THEN outer_raw ${whens.join(' ')} ELSE outer_raw END`;
}

/** A record whose keys are spelled otherwise, also in what it is wrapped in, as its source spells them. */
function respelledSql(source: Source): readonly string[] {
  const { respelled: paths, envelopes } = source;
  if (paths === undefined) return [];
  const sets = spelledSets(source);
  const camel = (text: string) => `CAST(camel_at(CAST(${text} AS VARCHAR), ${literal(JSON.stringify(paths))}) AS JSON)`;
  const bare = sets.map((set) => set.map((path) => `${expressionSql({ make: 'at', path })} IS NOT NULL`).join(' AND '));
  const wrapped = envelopes.flatMap((envelope) => {
    if (envelope.wrap !== 'object') return [];
    const outer = envelope.key.split('.');
    const tests = sets.map((set) => {
      const keys = set.map((path) => literal(jsonPath([...outer, ...path])));
      return `list_bool_and(json_exists(outer_raw, ${list(keys)}))`;
    });
    return [`WHEN ${tests.join(' OR ')} THEN ${camel(`json_extract(outer_raw, ${literal(jsonPath(outer))})`)}`];
  });
  return [`WHEN ${bare.map((test) => `(${test})`).join(' OR ')} THEN ${camel('outer_raw')}`, ...wrapped];
}

/** The sets of keys that tell a record in other spellings. Those that all spell alike tell nothing. */
const spelledSets = ({ recognise }: Source): readonly (readonly Path[])[] =>
  spellings.flatMap((spell) =>
    recognise
      .map((signs) => signs.map(pathOfSign))
      .filter((signs) => signs.flat().some((key) => spell(key) !== key))
      .map((signs) => signs.map((path) => path.map(spell))),
  );

/** Files are always named, never asked for by a pattern: a folder's own name may hold `[` or `*`. */
export const parquetOf = (files: readonly string[]): string =>
  `read_parquet(${list(files.map(literal))}, hive_partitioning = false)`;

/** A relation for `convertRest` from the files of the part `rest` of a converted batch. */
export const restOf = (files: readonly string[], { lines }: Source): string =>
  `SELECT ${lines ? `to_json(raw ->> ${literal(lineKey)})` : 'raw'} AS raw, CAST(NULL AS VARCHAR) AS fault, object, record FROM ${parquetOf(files)}`;

/** SQL that gives a row if some record is none, but an envelope with an array of them: only the record cutter opens those. */
export function envelopesIn(files: readonly string[], sources: readonly Source[]): string {
  const records = sources.map((source) => signedSql(source, 'raw'));
  const arrays = arrayKeysOf(sources).map(
    (key) => `json_type(raw, ${literal(`${jsonPath(key.split('.'))}[0]`)}) = 'OBJECT'`,
  );
  return `SELECT 1 FROM ${parquetOf(files)} WHERE (${arrays.join(' OR ')}) AND NOT (${[...records, 'false'].join(' OR ')}) LIMIT 1`;
}

/** A relation for `convertRest` from a file of pieces, as the record cutters' output is written down. */
export const piecesIn = ({ file, maxLineBytes }: PieceFile): string => `SELECT
    CASE WHEN coalesce(fault, '') = '' AND json_valid(text) THEN CAST(text AS JSON) ELSE to_json(text) END AS raw,
    CASE WHEN coalesce(fault, '') <> '' THEN fault WHEN NOT json_valid(text) THEN 'not valid JSON' END AS fault, object, record
  FROM read_json(${literal(file)}, format = 'newline_delimited', maximum_object_size = ${Math.max(1_048_576, maxLineBytes)}, hive_partitioning = false,
    columns = {object: 'VARCHAR', record: 'INTEGER', fault: 'VARCHAR', text: 'VARCHAR'})`;
