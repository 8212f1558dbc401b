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
  const members = keysOfLines(lines).map(
    (key) => `${literal(`${JSON.stringify(key)}:`)} || CAST(to_json(record.${identifier(key)}) AS VARCHAR)`,
  );
  const present = keysOfLines(lines).map(
    (key, index) => `CASE WHEN record.${identifier(key)} IS NOT NULL THEN ${members[index] ?? ''} END`,
  );
  return `CAST('{' || concat_ws(',', ${present.join(', ')}) || '}' AS JSON)`;
}

function formSql({ pattern, keys, of, when = [] }: LineForm, before: readonly LineForm[]): string {
  const text = of === undefined ? lineKey : valueSql(of, before);
  const read = `regexp_extract(${text}, ${literal(pattern)}, ${list(keys.map(literal))})`;
  if (when.length === 0) return read;
  return `CASE WHEN ${when.map((condition) => conditionSql(condition, before)).join(' AND ')} THEN ${read} END`;
}

function conditionSql({ key, is = [], starts = [] }: LineCondition, before: readonly LineForm[]): string {
  const value = valueSql(key, before);
  const beginnings = starts.map((start) => `starts_with(${value}, ${literal(start)})`);
  return `(${[...(is.length > 0 ? [`${value} IN (${is.map(literal).join(', ')})`] : []), ...beginnings].join(' OR ')})`;
}

/** What the first of these forms that reads the key has read. */
function valueSql(key: string, forms: readonly LineForm[]): string {
  const found = forms.flatMap(({ keys }, number) =>
    keys.includes(key) ? [`nullif(form_${number}.${identifier(key)}, '')`] : [],
  );
  const [only = 'CAST(NULL AS VARCHAR)'] = found;
  return found.length < 2 ? only : `coalesce(${found.join(', ')})`;
}
