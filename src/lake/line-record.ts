import type { LineCondition, LineForm, Lines, UsualTexts } from '../model/source.ts';
import { identifier, list, literal } from './sql.ts';
import { isUnusual, usualColumns, usualSql, withUsual } from './usual-texts.ts';

/** The key of the whole line in the record that is made of it. */
export const lineKey = 'line';

/** The keys of the record that is made of a line, the line's own first. */
const keysOfLines = ({ forms }: Lines): readonly string[] => [lineKey, ...new Set(forms.flatMap(keysOf))];

const keysOf = ({ keys, rest }: LineForm): readonly string[] => (rest === undefined ? keys : [...keys, rest]);

/** A form with its place among all, which says what it may ask for. */
interface PlacedForm {
  readonly form: LineForm;
  readonly number: number;
}

/**
 * SQL that adds to a relation with the column `line`, a text or NULL, the column `record`: what the forms
 * read of it, as a structure of texts by `keysOfLines`, absent where they read nothing.
 */
export function lineRecordsSql(relation: string, lines: Lines): string {
  const placed = lines.forms.map((form, number): PlacedForm => ({ form, number }));
  const { usual } = lines;
  const levels = levelsOf(placed);
  const first = levels.findIndex((level) => level.some(({ form }) => form.of !== undefined && form.of === usual?.of));
  const read = levels.reduce((from, level, index) => {
    const before = levels.slice(0, index).flat();
    const ready = usual && index === first ? usualTextsSql(from, usual, before) : from;
    return levelSql(ready, level, { placed, usual });
  }, relation);
  const members = keysOfLines(lines).map((key) => {
    if (key === lineKey) return `${identifier(key)} := ${lineKey}`;
    const value = valueSql(key, placed);
    return `${identifier(key)} := ${usual ? withUsual(key, usual, value) : value}`;
  });
  const made = [...lines.forms.map((_, number) => `form_${number}`), ...(usual ? usualColumns : [])];
  return `SELECT * EXCLUDE (${made.join(', ')}), struct_pack(${members.join(', ')}) AS record FROM (${read})`;
}

/** SQL of such a record as JSON text, without what is absent. */
export function lineJsonSql(lines: Lines): string {
  const keys = keysOfLines(lines);
  const lists = new Set(lines.forms.flatMap((form) => (form.every === 'list' ? form.keys : [])));
  const members = keys.map((key) => {
    const value = `record.${identifier(key)}`;
    return `${literal(`${JSON.stringify(key)}:`)} || ${lists.has(key) ? value : `CAST(to_json(${value}) AS VARCHAR)`}`;
  });
  const escaped = `'{' || concat_ws(',', ${members.join(', ')}) || '}'`;
  if (lines.forms.some(({ every, isEncoded }) => every !== undefined || isEncoded === true))
    return `CAST(${escaped} AS JSON)`;
  return `CAST(CASE WHEN ${isPlain(`record.${lineKey}`)} THEN ${plainJsonSql(keys)} ELSE ${escaped} END AS JSON)`;
}

/** Most lines are such that nothing in them, nor in any part of them, has to be escaped: they take half the time. */
const isPlain = (line: string): string => `strlen(CAST(to_json(${line}) AS VARCHAR)) = strlen(${line}) + 2`;

/** Texts without any `"` within. What is absent is passed over: that takes half of what a list of members with its marks does. */
function plainJsonSql(keys: readonly string[]): string {
  const members = keys
    .filter((key) => key !== lineKey)
    .map((key) => `${literal(`","${key}":"`)} || record.${identifier(key)}`);
  return `concat(${literal(`{"${lineKey}":"`)}, record.${identifier(lineKey)}, ${[...members, literal('"}')].join(', ')})`;
}

/** Forms that can be read at once, as those before have read what they ask for. */
function levelsOf(placed: readonly PlacedForm[]): readonly (readonly PlacedForm[])[] {
  const levels: number[] = [];
  for (const { form, number } of placed) {
    const before = placed
      .slice(0, number)
      .filter((other) => askedBy(form).some((key) => keysOf(other.form).includes(key)));
    levels.push(Math.max(-1, ...before.map((other) => levels[other.number] ?? 0)) + 1);
  }
  return [...Map.groupBy(placed, ({ number }) => levels[number] ?? 0)]
    .toSorted(([a], [b]) => a - b)
    .map(([, level]) => level);
}

/** Keys of what earlier forms have read, by which a form is chosen or which it reads. */
const askedBy = ({ of, when = [] }: LineForm): readonly string[] => [
  ...(of === undefined ? [] : [of]),
  ...when.flatMap(({ key }) => key ?? []),
];

/** Usual texts are sought once the forms before have read what they are found in, and asked by. */
function usualTextsSql(relation: string, usual: UsualTexts, before: readonly PlacedForm[]): string {
  const textOf = (key: string): string => valueSql(key, before);
  return usualSql(relation, usual, {
    textOf,
    testOf: (test) => conditionSql(test, textOf(test.key ?? usual.of)),
  });
}

/** What is asked for stands in columns of its own first: once for all forms, not once for each. */
function levelSql(
  relation: string,
  level: readonly PlacedForm[],
  { placed, usual }: { readonly placed: readonly PlacedForm[]; readonly usual: UsualTexts | undefined },
): string {
  const asked = new Map<string, string>();
  const columnOf = (key: string, number: number): string => {
    const value = valueSql(key, placed.slice(0, number));
    const column = asked.get(value) ?? `asked_${asked.size}`;
    asked.set(value, column);
    return column;
  };
  const found = level.map(({ form, number }) => {
    const text = form.of === undefined ? lineKey : columnOf(form.of, number);
    const tests = [
      ...(usual !== undefined && form.of === usual.of ? [isUnusual] : []),
      ...(form.when ?? []).map((condition) =>
        conditionSql(condition, condition.key === undefined ? lineKey : columnOf(condition.key, number)),
      ),
    ];
    const read = foundSql(form, text);
    return `${tests.length === 0 ? read : `CASE WHEN ${tests.join(' AND ')} THEN ${read} END`} AS found_${number}`;
  });
  const ready = level.map(({ form, number }) => `${readySql(form, number)} AS form_${number}`);
  const columns = [...asked.values(), ...level.map(({ number }) => `found_${number}`)];
  const from =
    asked.size === 0
      ? relation
      : `SELECT *, ${[...asked].map(([value, column]) => `${value} AS ${column}`).join(', ')} FROM (${relation})`;
  return `SELECT * EXCLUDE (${columns.join(', ')}), ${ready.join(', ')} FROM (SELECT *, ${found.join(', ')} FROM (${from}))`;
}

/** SQL of a structure of what a form finds, each key with its text, which may be empty. */
function foundSql({ pattern, keys, isEncoded, every, rest }: LineForm, text: string): string {
  if (rest !== undefined) {
    const names = list([rest, ...keys].map(literal));
    return `regexp_extract(${text}, ${literal(`(${pattern})`)}, ${names})`;
  }
  if (every === undefined) return `regexp_extract(${text}, ${literal(pattern)}, ${list(keys.map(literal))})`;
  const found = `regexp_extract_all(${text}, ${literal(pattern)}, 1)`;
  const all = isEncoded === undefined ? found : `list_transform(${found}, lambda text: ${decodedSql('text')})`;
  const [key = ''] = keys;
  const told = every === 'list' ? `CAST(to_json(${all}) AS VARCHAR)` : `array_to_string(${all}, ' ')`;
  return `struct_pack(${identifier(key)} := CASE WHEN len(${found}) > 0 THEN ${told} ELSE '' END)`;
}

/** SQL of the same with its texts decoded, and with what stands behind the match. */
function readySql({ keys, isEncoded, every, of, rest }: LineForm, number: number): string {
  const found = `found_${number}`;
  const field = (key: string): string => `${found}.${identifier(key)}`;
  if (rest !== undefined) {
    const behind = `CASE WHEN ${field(rest)} <> '' THEN substr(${of ?? lineKey}, length(${field(rest)}) + 1) ELSE '' END`;
    const members = [...keys.map((key) => `${identifier(key)} := ${field(key)}`), `${identifier(rest)} := ${behind}`];
    return `struct_pack(${members.join(', ')})`;
  }
  if (every !== undefined || isEncoded === undefined) return found;
  const members = keys.map((key) => `${identifier(key)} := ${decodedSql(field(key))}`);
  return `CASE WHEN ${found} IS NOT NULL THEN struct_pack(${members.join(', ')}) END`;
}

/** SQL of a text that stands in quotes, or as hex digits; anything else, such as `(null)`, is nothing. */
const decodedSql = (text: string): string => `CASE WHEN starts_with(${text}, '"') THEN replace(${text}, '"', '')
  WHEN regexp_full_match(${text}, '(?:[0-9A-Fa-f]{2})+') THEN replace(rtrim(coalesce(TRY(decode(unhex(${text}))), ${text}), chr(0)), chr(0), ' ') ELSE '' END`;

function conditionSql({ is = [], starts = [], contains = [] }: LineCondition, value: string): string {
  const tests = [
    ...(is.length > 0 ? [`${value} IN (${is.map(literal).join(', ')})`] : []),
    ...starts.map((start) => `starts_with(${value}, ${literal(start)})`),
    ...contains.map((part) => `contains(${value}, ${literal(part)})`),
  ];
  return `(${tests.join(' OR ')})`;
}

/** What the first of these forms that reads the key has read. */
function valueSql(key: string, placed: readonly PlacedForm[]): string {
  const found = placed.flatMap(({ form, number }) =>
    keysOf(form).includes(key) ? [`form_${number}.${identifier(key)}`] : [],
  );
  const [only] = found;
  if (only === undefined) return 'CAST(NULL AS VARCHAR)';
  if (found.length === 1) return `nullif(${only}, '')`;
  return `CASE ${found.map((value) => `WHEN ${value} <> '' THEN ${value}`).join(' ')} END`;
}
