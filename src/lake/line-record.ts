import type { LineCondition, LineForm, Lines } from '../model/source.ts';
import { identifier, list, literal } from './sql.ts';

/** The key of the whole line in the record that is made of it. */
export const lineKey = 'line';

/** The keys of the record that is made of a line, the line's own first. */
const keysOfLines = ({ forms }: Lines): readonly string[] => [lineKey, ...new Set(forms.flatMap(({ keys }) => keys))];

/**
 * SQL that adds to a relation with the column `line`, a text or NULL, the column `record`: what the forms
 * read of it, as a structure of texts by `keysOfLines`, absent where they read nothing.
 */
export function lineRecordsSql(relation: string, lines: Lines): string {
  const read = lines.forms.reduce(
    (from, form, number) => `SELECT *, ${formSql(form, lines.forms.slice(0, number))} AS form_${number} FROM (${from})`,
    relation,
  );
  const members = keysOfLines(lines).map(
    (key) => `${identifier(key)} := ${key === lineKey ? lineKey : valueSql(key, lines.forms)}`,
  );
  const columns = lines.forms.map((_, number) => `form_${number}`).join(', ');
  return `SELECT * EXCLUDE (${columns}), struct_pack(${members.join(', ')}) AS record FROM (${read})`;
}

/** SQL of such a record as JSON text, without what is absent. */
export function lineJsonSql(lines: Lines): string {
  const lists = new Set(lines.forms.flatMap(({ keys, every }) => (every === 'list' ? keys : [])));
  const members = keysOfLines(lines).map((key) => {
    const value = `record.${identifier(key)}`;
    const json = lists.has(key) ? value : `CAST(to_json(${value}) AS VARCHAR)`;
    return `CASE WHEN ${value} IS NOT NULL THEN ${literal(`${JSON.stringify(key)}:`)} || ${json} END`;
  });
  return `CAST('{' || concat_ws(',', ${members.join(', ')}) || '}' AS JSON)`;
}

/** SQL of a structure of what a form reads, each key with its text, which may be empty. */
function formSql(form: LineForm, before: readonly LineForm[]): string {
  const { of, when = [] } = form;
  const read = readSql(form, of === undefined ? lineKey : valueSql(of, before));
  if (when.length === 0) return read;
  return `CASE WHEN ${when.map((condition) => conditionSql(condition, before)).join(' AND ')} THEN ${read} END`;
}

function readSql({ pattern, keys, isEncoded, every }: LineForm, text: string): string {
  if (every === undefined) {
    const read = `regexp_extract(${text}, ${literal(pattern)}, ${list(keys.map(literal))})`;
    if (isEncoded === undefined) return read;
    const members = keys.map((key) => `${identifier(key)} := ${decodedSql(`text.${identifier(key)}`)}`);
    return `list_transform([${read}], lambda text: struct_pack(${members.join(', ')}))[1]`;
  }
  const found = `regexp_extract_all(${text}, ${literal(pattern)}, 1)`;
  const all = isEncoded === undefined ? found : `list_transform(${found}, lambda text: ${decodedSql('text')})`;
  const [key = ''] = keys;
  const told = every === 'list' ? `CAST(to_json(${all}) AS VARCHAR)` : `array_to_string(${all}, ' ')`;
  return `struct_pack(${identifier(key)} := CASE WHEN len(${found}) > 0 THEN ${told} ELSE '' END)`;
}

/** SQL of a text that stands in quotes, or as hex digits; anything else, such as `(null)`, is nothing. */
const decodedSql = (text: string): string => `CASE WHEN starts_with(${text}, '"') THEN trim(${text}, '"')
  WHEN regexp_full_match(${text}, '(?:[0-9A-Fa-f]{2})+') THEN replace(rtrim(coalesce(TRY(decode(unhex(${text}))), ${text}), chr(0)), chr(0), ' ') ELSE '' END`;

function conditionSql(
  { key, is = [], starts = [], contains = [] }: LineCondition,
  before: readonly LineForm[],
): string {
  const value = key === undefined ? lineKey : valueSql(key, before);
  const tests = [
    ...(is.length > 0 ? [`${value} IN (${is.map(literal).join(', ')})`] : []),
    ...starts.map((start) => `starts_with(${value}, ${literal(start)})`),
    ...contains.map((part) => `contains(${value}, ${literal(part)})`),
  ];
  return `(${tests.join(' OR ')})`;
}

/** What the first of these forms that reads the key has read. */
function valueSql(key: string, forms: readonly LineForm[]): string {
  const found = forms.flatMap(({ keys }, number) =>
    keys.includes(key) ? [`nullif(form_${number}.${identifier(key)}, '')`] : [],
  );
  const [only = 'CAST(NULL AS VARCHAR)'] = found;
  return found.length < 2 ? only : `coalesce(${found.join(', ')})`;
}
