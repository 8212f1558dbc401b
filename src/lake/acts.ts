import type { Act, Condition, Semantics, Verb, Where } from '../model/semantics.ts';
import { literal } from './sql.ts';

/**
 * SQL that says of every event of relation `from` (columns of model/event.ts, and any others, which
 * pass through) what it did: verb, resource_type, outcome (accepted, refused, dry-run), made, names, targets, recipients (accounts that are let at them),
 * parents (what the names are only unique within), causes, tags of what is made (lists of text, never NULL), compartment, shape, amount, bytes, terms (JSON text: name → list of text), serves,
 * blinds, nature. `raw` is read, and not passed on.
 */
export function actsSql(semantics: readonly Semantics[], from: string): string {
  const telling = semantics.filter(says);
  const known = telling.map((one) => isMeantSql(one, ''));
  const unknown = known.length === 0 ? 'true' : `NOT (${known.join(' OR ')})`;
  return [
    ...telling.map((one) => actsOfCloud(one, from)),
    `SELECT * EXCLUDE (raw), ${plainColumns} FROM ${from} WHERE ${unknown}`,
  ].join('\nUNION ALL\n');
}

/** What says nothing of any call would be planned in vain. */
const says = ({ acts, prefixes, refusedWhen, dryRunErrors }: Semantics): boolean =>
  Object.keys(acts).length + prefixes.length + refusedWhen.length + dryRunErrors.length > 0;

/** SQL, never NULL, of whether these semantics speak of a record. */
const isMeantSql = ({ cloud, sources = [] }: Semantics, of: string): string =>
  cloud === null
    ? `${of}source IN (${sources.map(literal).join(', ')})`
    : `coalesce(lower(${of}cloud) = ${literal(cloud.toLowerCase())}, false)`;

/** A service and an operation as records write them. */
export interface Called {
  readonly service: string;
  readonly operation: string;
}

/**
 * The semantics of the operations that occur, by the names that occur: statements are planned much
 * faster, and an engine can skip what holds none of a list of plain names.
 */
export function narrowTo(semantics: readonly Semantics[], called: readonly Called[]): readonly Semantics[] {
  return semantics.map(({ ignoredInOperation, ...one }) => {
    const acts: Record<string, Record<string, Act | readonly Act[]>> = {};
    for (const { service, operation } of called) {
      const act = one.acts[service]?.[plainOperation(operation, ignoredInOperation)];
      if (act !== undefined) acts[service] = { ...acts[service], [operation]: act };
    }
    return { ...one, acts };
  });
}

/** An operation's name without the part that says nothing. */
export const plainOperation = (operation: string, ignored: string | undefined): string =>
  ignored === undefined ? operation : operation.replace(new RegExp(ignored), '');

/** SQL condition: the operation is one whose act, in any variant, passes. Reads columns only, never `raw`. */
export function operationsSql(semantics: readonly Semantics[], passes: (act: Act) => boolean): string {
  return calledSql(
    semantics.flatMap(({ acts }) =>
      Object.entries(acts).flatMap(([service, operations]) =>
        Object.entries(operations)
          .filter(([, variants]) => variantsOf(variants).some(passes))
          .map(([operation]) => ({ service, operation })),
      ),
    ),
  );
}

/** SQL condition: one of these operations. The plain list in front lets an engine skip whole blocks. */
export function calledSql(called: readonly Called[]): string {
  if (called.length === 0) return 'false';
  const names = [...new Set(called.map(({ operation }) => literal(operation)))];
  const services = [...Map.groupBy(called, ({ service }) => service)].map(
    ([service, same]) =>
      `service = ${literal(service)} AND operation IN (${same.map(({ operation }) => literal(operation)).join(', ')})`,
  );
  return `(operation IN (${names.join(', ')}) AND (${services.map((clause) => `(${clause})`).join(' OR ')}))`;
}

/** SQL: the operation's name without the part that says nothing. */
export function operationSql(
  { ignoredInOperation }: Pick<Semantics, 'ignoredInOperation'>,
  column = 'operation',
): string {
  return ignoredInOperation ? `regexp_replace(${column}, ${literal(ignoredInOperation)}, '')` : column;
}

/** SQL: whether a call was done. */
export function outcomeSql({ dryRunErrors, refusedWhen }: Pick<Semantics, 'dryRunErrors' | 'refusedWhen'>): string {
  const dry = dryRunErrors.map(literal).join(', ');
  return `CASE ${dry && `WHEN error IN (${dry}) THEN 'dry-run' `}WHEN error IS NOT NULL${refusedWhen.map((one) => ` OR ${conditionSql(one)}`).join('')} THEN 'refused' ELSE 'accepted' END`;
}

/** SQL: the same of an event whose variant is known; some variants have signs of their own that nothing came of it. */
function outcomeOfActSql(semantics: Semantics, variants: readonly Variant[]): string {
  const branches = variants.flatMap(({ index, refusedWhen = [] }) =>
    refusedWhen.map((one) => `WHEN act = ${index} AND error IS NULL AND ${conditionSql(one)} THEN 'refused'`),
  );
  const otherwise = outcomeSql(semantics);
  return branches.length === 0 ? otherwise : `CASE ${branches.join(' ')} ELSE ${otherwise} END`;
}

/** SQL: all values at the first of the places that has any, as a list of text. */
export function listAt(where: Where): string {
  const lists = placesOf(where).map((place) => {
    const [path = '', mark] = place.split('#');
    const found = `json_extract_string(raw, ${literal(jsonPath(path))})`;
    const value = mark === undefined ? found : behindSql(found, mark);
    return path.includes('[*]')
      ? `list_filter(${value}, lambda value: value IS NOT NULL)`
      : `list_filter([${value}], lambda value: value IS NOT NULL)`;
  });
  return lists.length === 1
    ? `coalesce(${lists[0]}, [])`
    : `coalesce(${lists.map((list) => `nullif(${list}, [])`).join(', ')}, [])`;
}

/** SQL: the segment of a path behind a mark, or NULL. */
const behindSql = (path: string, mark: string): string =>
  `nullif(url_decode(split_part(split_part(${path}, ${literal(mark)}, 2), '/', 1)), '')`;

/** SQL: the first value at the first of the places that has any, as text or NULL. */
export const textAt = (where: Where): string => `(${listAt(where)})[1]`;

/** SQL condition on the record; false where the place is absent. */
function conditionSql(condition: Condition): string {
  const values = listAt(condition.at);
  if ('exists' in condition) return `len(${values}) > 0`;
  const test = (sql: string) => `coalesce(list_bool_or(list_transform(${values}, lambda value: ${sql})), false)`;
  if ('is' in condition) return test(`lower(value) = lower(${literal(condition.is)})`);
  if ('starts' in condition) return test(`starts_with(lower(value), lower(${literal(condition.starts)}))`);
  return test(`contains(lower(value), lower(${literal(condition.contains)}))`);
}

const noList = 'CAST([] AS VARCHAR[])';
const plainColumns = [
  `'other' AS verb`,
  `coalesce(split_part(service, '.', 1), '') || ':unknown' AS resource_type`,
  `CASE WHEN error IS NULL THEN 'accepted' ELSE 'refused' END AS outcome`,
  `${noList} AS made`,
  `${noList} AS names`,
  `${noList} AS targets`,
  `${noList} AS recipients`,
  `${noList} AS parents`,
  `${noList} AS causes`,
  `${noList} AS tags`,
  'CAST(NULL AS VARCHAR) AS compartment',
  'CAST(NULL AS VARCHAR) AS shape',
  'CAST(NULL AS BIGINT) AS amount',
  'CAST(NULL AS BIGINT) AS bytes',
  'CAST(NULL AS VARCHAR) AS terms',
  'false AS serves',
  'false AS blinds',
  'CAST(NULL AS VARCHAR) AS nature',
].join(', ');

const tagged: ReadonlySet<Verb> = new Set(['launch', 'create']);

interface Variant extends Act {
  readonly index: number;
}

function actsOfCloud(semantics: Semantics, from: string): string {
  const { variants, classes, values } = number(semantics);
  const column = <Place>(read: (act: Act) => Place | undefined, render: (place: Place) => string, absent: string) => {
    const placed = variants.flatMap(({ index, ...one }) => {
      const place = read(one);
      return place === undefined ? [] : [{ index, sql: render(place) }];
    });
    const sites = Map.groupBy(placed, ({ sql }) => sql);
    const branches = [...sites].map(
      ([sql, acts]) => `WHEN act IN (${acts.map(({ index }) => index).join(', ')}) THEN ${sql}`,
    );
    return branches.length === 0 ? absent : `CASE ${branches.join(' ')} ELSE ${absent} END`;
  };
  const whole = (where: Where) => `TRY_CAST(${textAt(where)} AS BIGINT)`;
  const constants = (read: (act: Act) => string, otherwise: string) => {
    const sites = Map.groupBy(variants, read);
    const branches = [...sites].map(
      ([value, acts]) => `WHEN act IN (${acts.map(({ index }) => index).join(', ')}) THEN ${literal(value)}`,
    );
    return branches.length === 0 ? otherwise : `CASE ${branches.join(' ')} ELSE ${otherwise} END`;
  };
  return `SELECT * EXCLUDE (raw, class, act),
  ${constants(({ verb }) => verb, prefixSql(semantics))} AS verb,
  ${constants(({ kind }) => kind, `coalesce(split_part(service, '.', 1), '') || ':unknown'`)} AS resource_type,
  ${outcomeOfActSql(semantics, variants)} AS outcome,
  ${column(({ made }) => made, listAt, noList)} AS made,
  ${column(({ names }) => names, listAt, noList)} AS names,
  ${column(({ target }) => target, listAt, noList)} AS targets,
  ${column(({ recipients }) => recipients, listAt, noList)} AS recipients,
  ${column(({ within }) => within, parentsSql, noList)} AS parents,
  ${column(({ cause }) => cause, listAt, noList)} AS causes,
  ${column(({ verb }) => (tagged.has(verb) ? semantics.tags : undefined), listAt, noList)} AS tags,
  ${column(({ made, target }) => (made ?? target) && semantics.compartment, textAt, 'CAST(NULL AS VARCHAR)')} AS compartment,
  ${column(({ shape }) => shape, textAt, 'NULL')} AS shape,
  ${column(({ count }) => count, whole, 'NULL')} AS amount,
  ${column(({ bytes }) => bytes, whole, 'NULL')} AS bytes,
  ${termsSql(variants)} AS terms,
  ${flag(variants, ({ serves }) => serves)} AS serves,
  ${flag(variants, ({ blinds }) => blinds)} AS blinds,
  ${column(({ nature }) => nature, literal, 'CAST(NULL AS VARCHAR)')} AS nature
FROM (SELECT e.*, classes.class, ${classSql(classes)} AS act
  FROM ${from} e LEFT JOIN (VALUES ${values.join(', ')}) classes(service, operation, class)
  ON e.service = classes.service AND ${operationSql(semantics, 'e.operation')} = classes.operation
  WHERE ${isMeantSql(semantics, 'e.')})`;
}

/** SQL: by what name each place calls what the ids stand within, without a path; empty unless all of them do. */
function parentsSql(places: readonly Where[]): string {
  const names = places.map((where) => `regexp_extract(${textAt(where)}, '[^/:]+$')`);
  return `CASE WHEN ${names.map((name) => `${name} <> ''`).join(' AND ')} THEN [${names.join(', ')}] ELSE ${noList} END`;
}

/** SQL: the terms of an act as the text of a JSON object; those that the record does not give are empty lists. */
function termsSql(variants: readonly Variant[]): string {
  const branches = variants.flatMap(({ index, terms }) => {
    if (terms === undefined) return [];
    const fields = Object.entries(terms).map(([name, where]) => `${literal(name)}, ${listAt(where)}`);
    return [`WHEN act = ${index} THEN CAST(json_object(${fields.join(', ')}) AS VARCHAR)`];
  });
  return branches.length === 0 ? 'CAST(NULL AS VARCHAR)' : `CASE ${branches.join(' ')} END`;
}

function flag(variants: readonly Variant[], read: (act: Act) => true | undefined): string {
  const indexes = variants.filter((one) => read(one)).map(({ index }) => index);
  return indexes.length === 0 ? 'false' : `coalesce(act IN (${indexes.join(', ')}), false)`;
}

interface Numbered {
  readonly variants: readonly Variant[];
  readonly classes: readonly (readonly Variant[])[];
  readonly values: readonly string[];
}

function number({ acts }: Semantics): Numbered {
  const operations = Object.entries(acts).flatMap(([service, byName]) =>
    Object.entries(byName).map(([name, act]) => ({ service, name, acts: variantsOf(act) })),
  );
  let index = 0;
  const classes = operations.map((operation) => operation.acts.map((act) => ({ ...act, index: index++ })));
  const values = operations.map(
    ({ service, name }, position) => `(${literal(service)}, ${literal(name)}, ${position})`,
  );
  return { variants: classes.flat(), classes, values: values.length > 0 ? values : [`('', '', -1)`] };
}

/** Most operations have one variant; only the others need to look at the record. */
function classSql(classes: readonly (readonly Variant[])[]): string {
  const branches = classes.flatMap((variants, position) =>
    variants.map((variant) => {
      const when = (variant.when ?? []).map((condition) => ` AND ${conditionSql(condition)}`).join('');
      return `WHEN class = ${position}${when} THEN ${variant.index}`;
    }),
  );
  return branches.length === 0 ? 'CAST(NULL AS INTEGER)' : `CASE ${branches.join(' ')} END`;
}

function prefixSql({ prefixes }: Semantics): string {
  const branches = prefixes.map(
    ({ starts, verb }) => `WHEN starts_with(operation, ${literal(starts)}) THEN ${literal(verb)}`,
  );
  return branches.length === 0 ? `'other'` : `CASE ${branches.join(' ')} ELSE 'other' END`;
}

const variantsOf = (acts: Act | readonly Act[]): readonly Act[] => (isList(acts) ? acts : [acts]);
const isList = (acts: Act | readonly Act[]): acts is readonly Act[] => Array.isArray(acts);
const placesOf = (where: Where): readonly string[] => (typeof where === 'string' ? [where] : where);

function jsonPath(dotted: string): string {
  const steps = dotted.split('.').map((step) => (step.endsWith('[*]') ? `."${step.slice(0, -3)}"[*]` : `."${step}"`));
  return `$${steps.join('')}`;
}
