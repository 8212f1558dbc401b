import type { RowsEnvelope, Source } from '../model/source.ts';
import { literal } from './sql.ts';
import { jsonPath } from './mapping.ts';
import { signedSql } from './signed.ts';

/** SQL, never NULL, of whether a JSON document is a record of the source that is to be spread into one for each row. */
export function holdsRowsSql(source: Source, raw: string): string {
  const lists = rowsOf(source).map(({ path }) => `json_type(${raw}, ${literal(`${jsonPath(path)}[0]`)}) = 'OBJECT'`);
  return lists.length === 0 ? 'false' : `coalesce((${lists.join(' OR ')}) AND ${signedSql(source, raw)}, false)`;
}

/**
 * SQL of a relation in which a record that holds rows has given way to them.
 * @param relation with the JSON columns `raw`, the record, and `standing`, the record as it stands in its object
 */
export function spreadRows(source: Source, relation: string): string {
  const envelopes = rowsOf(source);
  if (envelopes.length === 0) return relation;
  const held = `CASE WHEN holds_rows THEN raw END`;
  const besides = envelopes.map((envelope, number) => `${besideSql(held, envelope)} AS beside_${number}`);
  const helpers = ['holds_rows', ...envelopes.map((_, number) => `beside_${number}`)].join(', ');
  // A row that turns out to be no record is set aside by itself.
  return `SELECT * EXCLUDE (${helpers}) REPLACE (CASE WHEN holds_rows THEN raw ELSE standing END AS standing) FROM (
    SELECT * REPLACE (unnest(CASE WHEN holds_rows THEN ${rowsSql(envelopes)} ELSE [raw] END) AS raw) FROM (
      SELECT *, ${besides.join(', ')} FROM (
        SELECT *, ${holdsRowsSql(source, 'raw')} AS holds_rows FROM (${relation}))))`;
}

const rowsOf = ({ envelopes }: Source): readonly RowsEnvelope[] =>
  envelopes.filter((envelope) => envelope.wrap === 'rows');

/** SQL of what the record says beside its rows, as JSON text without its last bracket: made once, as there may be many. */
function besideSql(raw: string, { path, as, with: more = {} }: RowsEnvelope): string {
  const gone = Object.fromEntries([path[0] ?? '', as, ...Object.keys(more)].map((key) => [key, null]));
  const members = Object.entries(more).map(([key, text]) => `,${JSON.stringify(key)}:${JSON.stringify(text)}`);
  const end = literal(`${members.join('')},${JSON.stringify(as)}:`);
  return `left(CAST(json_merge_patch(${raw}, ${literal(JSON.stringify(gone))}) AS VARCHAR), -1) || ${end}`;
}

/** SQL of JSON[]: the record once for each of its rows. */
function rowsSql(envelopes: readonly RowsEnvelope[]): string {
  const lists = envelopes.map(
    ({ path }, number) =>
      `list_transform(json_extract(raw, ${literal(`${jsonPath(path)}[*]`)}), lambda each: CAST(beside_${number} || CAST(each AS VARCHAR) || '}' AS JSON))`,
  );
  return lists.reduce((all, one) => `list_concat(${all}, ${one})`);
}
