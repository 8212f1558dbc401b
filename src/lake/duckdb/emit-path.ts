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
export function allTextsAt(json: Sql, keys: Keys, isNested: Sql = hasNestedArrays(json)): Sql {
  const texts = (values: Sql) => `list_transform(${values}, lambda leaf: json_extract_string(leaf, '$'))`;
  const present = (values: Sql) => `list_filter(${texts(values)}, lambda leaf: leaf IS NOT NULL)`;
  return `CASE WHEN ${isNested} THEN ${present(allJsonAt(json, keys, throughNested))} ELSE ${present(allJsonAt(json, keys, throughArrays))} END`;
}

/** BOOLEAN, never NULL: the key stands in any object that the path leads to through arrays. */
export function existsAmongAt(json: Sql, keys: Keys): Sql {
  const key = keys.slice(-1);
  return anyOf(allJsonAt(json, keys.slice(0, -1), throughNested), (leaf) => existsAt(leaf, key));
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

function allJsonAt(json: Sql, keys: Keys, through: (values: Sql) => Sql): Sql {
  let values: Sql = `[${json}]`;
  for (const key of keys)
    values = through(`list_transform(${values}, lambda leaf: json_extract(leaf, ${pointer([key])}))`);
  return values;
}

function throughArrays(values: Sql): Sql {
  return `flatten(list_transform(${values}, lambda leaf: CASE json_type(leaf) WHEN 'ARRAY' THEN json_extract(leaf, '$[*]') ELSE [leaf] END))`;
}

function throughNested(values: Sql): Sql {
  const rounds = Array.from({ length: nestedArrays }, () => '[]::JSON[]').join(', ');
  return `list_reduce([${values}, ${rounds}], lambda leaves, round: ${throughArrays('leaves')})`;
}
