import { textConstant, type Sql } from './emit-text.ts';

type Keys = readonly string[];

/** How many arrays directly inside each other are seen through at one step of a path. */
const nestedArrays = 16;

/**
 * A JSON pointer, the one path syntax of DuckDB that takes every key literally (`$."*"` is a wildcard).
 * On an array a numeric key would pick an element; callers see arrays first and never get there.
 */
function pointer(keys: Keys): Sql {
  return textConstant(keys.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''));
}

/** BOOLEAN, or NULL: an array may stand on the path that gave this text. A path with a number would pick an element of it. */
export const mayHideArray = (keys: Keys, text: Sql): Sql =>
  keys.some((key) => /^\d+$/.test(key)) ? 'true' : `${text} IS NULL OR starts_with(${text}, '[')`;

/** VARCHAR: the value at a path of objects; JSON null and absent are NULL, objects their JSON text. */
export const textAt = (json: Sql, keys: Keys): Sql => `json_extract_string(${json}, ${pointer(keys)})`;

/** VARCHAR[]: `textAt` of many paths for one parse of the record. */
export const textsAt = (json: Sql, paths: readonly Keys[]): Sql =>
  `json_extract_string(${json}, [${paths.map(pointer).join(', ')}])`;

/** VARCHAR[]: the JSON type at many paths, NULL where the key is absent, 'NULL' for JSON null. */
export const typesAt = (json: Sql, paths: readonly Keys[]): Sql =>
  `json_type(${json}, [${paths.map(pointer).join(', ')}])`;

/** The path itself and all that leads to it, from the outside in. */
export const prefixes = (keys: Keys): readonly Keys[] => keys.map((_, index) => keys.slice(0, index + 1));

/** BOOLEAN, never NULL: an array stands somewhere on the path, so that it may have several values. */
export const hasArrayAt = (json: Sql, keys: Keys): Sql =>
  `coalesce(list_contains(${typesAt(json, prefixes(keys))}, 'ARRAY'), false)`;

/** BOOLEAN, never NULL: the key stands at a path of objects, JSON null included. */
export const existsAt = (json: Sql, keys: Keys): Sql => `coalesce(json_exists(${json}, ${pointer(keys)}), false)`;

/**
 * BOOLEAN: an array may stand directly in another, after `[` or `,` and not after a key. Sees some where
 * there are none (in texts), and never the reverse.
 */
export const hasNestedArrays = (json: Sql): Sql => `regexp_matches(CAST(${json} AS VARCHAR), '[[,]\\s*\\[')`;

/** VARCHAR[]: all values of a path, arrays seen through; only for records with arrays on it, being slow. */
export const allTextsAt = (json: Sql, keys: Keys): Sql =>
  `(${allTextsAtEach(json, stepsSql([keys]), hasNestedArrays(json))})[1]`;

/** BOOLEAN, never NULL: the key stands in any object that the path leads to through arrays. */
export const existsAmongAt = (json: Sql, keys: Keys): Sql => `(${existAmongAtEach(json, stepsSql([keys]))})[1]`;

/** SQL of the steps of paths, for the functions that take these as a value. */
export const stepsSql = (paths: readonly Keys[]): Sql =>
  `[${paths.map((keys) => `[${keys.map((key) => pointer([key])).join(', ')}]`).join(', ')}]::VARCHAR[][]`;

/**
 * VARCHAR[][]: `allTextsAt` of each path, planned as one whatever their number: a query asks for a hundred.
 * @param paths SQL of VARCHAR[][], see `stepsSql`
 */
export function allTextsAtEach(json: Sql, paths: Sql, isNested: Sql): Sql {
  const present = (values: Sql) =>
    `list_filter(list_transform(${values}, lambda leaf: json_extract_string(leaf, '$')), lambda leaf: leaf IS NOT NULL)`;
  const each = (through: Through) =>
    `list_transform(${paths}, lambda path: ${present(jsonAlong(json, 'path', through))})`;
  return `CASE WHEN ${isNested} THEN ${each(throughNested)} ELSE ${each(throughArrays)} END`;
}

/** BOOLEAN[]: `existsAmongAt` of each path, of SQL of VARCHAR[][]. */
export function existAmongAtEach(json: Sql, paths: Sql): Sql {
  const parents = jsonAlong(json, 'path[:-2]', throughNested);
  const stands = anyOf(parents, (leaf) => `coalesce(json_exists(${leaf}, path[-1]), false)`);
  return `list_transform(${paths}, lambda path: ${stands})`;
}

/** JSON[]: what stands at the end of steps, SQL of VARCHAR[] of pointers, arrays seen through. */
function jsonAlong(json: Sql, steps: Sql, through: Through): Sql {
  const next = `list_transform(leaves, lambda leaf: json_extract(leaf, json_extract_string(step[1], '$')))`;
  // A fold wants its items to be of the type that it makes.
  const items = `list_transform(${steps}, lambda step: [to_json(step)])`;
  return `list_reduce(${items}, lambda leaves, step: ${through(next)}, [${json}])`;
}

/** The scalars of a JSON text, and its keys, which take their colon along. */
const tokens = String.raw`"(?:[^"\\]|\\.)*"\s*:?|[-0-9][-+.0-9eE]*|true|false`;

/**
 * BOOLEAN, never NULL: any scalar at any depth passes `test`, a boolean over one text. The text is cut into
 * tokens because `$..*` copies each value once for every level above it, which hostile nesting makes endless.
 */
export function anyScalar(json: Sql, test: (text: Sql) => Sql): Sql {
  const all = `regexp_extract_all(CAST(${json} AS VARCHAR), '${tokens}')`;
  return anyOf(
    all,
    (token) => `CASE WHEN suffix(${token}, ':') THEN false ELSE ${test(`json_extract_string(${token}, '$')`)} END`,
  );
}

/** BOOLEAN, never NULL: any element passes `test`, which is never NULL either. */
export function anyOf(list: Sql, test: (element: Sql) => Sql, name = 'item'): Sql {
  return `coalesce(list_bool_or(list_transform(${list}, lambda ${name}: ${test(name)})), false)`;
}

type Through = (values: Sql) => Sql;

function throughArrays(values: Sql): Sql {
  return `flatten(list_transform(${values}, lambda leaf: CASE json_type(leaf) WHEN 'ARRAY' THEN json_extract(leaf, '$[*]') ELSE [leaf] END))`;
}

function throughNested(values: Sql): Sql {
  const rounds = Array.from({ length: nestedArrays }, () => '[]::JSON[]').join(', ');
  return `list_reduce([${values}, ${rounds}], lambda leaves, round: ${throughArrays('leaves')})`;
}
