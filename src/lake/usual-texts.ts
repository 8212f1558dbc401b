import type { LineCondition, UsualText, UsualTexts } from '../model/source.ts';
import { identifier, list, literal } from './sql.ts';

/** The column that numbers the usual text that a line holds, or is NULL; and what was read of it. */
export const isUnusual = 'usual IS NULL';
const readColumn = 'usual_read';
export const usualColumns: readonly string[] = ['usual', readColumn];

/** As many groups as the engine reads in one pass. */
const places = ['a', 'b', 'c', 'd'];

/** SQL that adds those columns to a relation; `textOf` and `testOf` say how a key and a condition read there. */
export function usualSql(
  relation: string,
  { of, texts }: UsualTexts,
  { textOf, testOf }: { readonly textOf: (key: string) => string; readonly testOf: (test: LineCondition) => string },
): string {
  const tests = texts.map(({ when }, index) => `WHEN ${when.map(testOf).join(' AND ')} THEN ${index}`);
  const tried = `SELECT *, ${textOf(of)} AS usual_text, CAST(CASE ${tests.join(' ')} END AS TINYINT) AS usual_tried FROM (${relation})`;
  const reads = texts.map((text, index) => `WHEN ${index} THEN ${readSql(text)}`);
  const read = `SELECT * EXCLUDE (usual_text), CASE usual_tried ${reads.join(' ')} END AS ${readColumn} FROM (${tried})`;
  const holds = places.map((place) => `${readColumn}.${place} <> ''`).join(' OR ');
  return `SELECT * EXCLUDE (usual_tried), CASE WHEN ${holds} THEN usual_tried END AS usual FROM (${read})`;
}

/** All give the same structure: groups that are wanting are empty ones. */
const readSql = ({ pattern, keys }: UsualText): string =>
  `regexp_extract(usual_text, ${literal(pattern + '()'.repeat(places.length - keys.length))}, ${list(places.map(literal))})`;

/** SQL of a key: what a usual text says, or `otherwise`. */
export function withUsual(key: string, { texts }: UsualTexts, otherwise: string): string {
  const values = texts.map(({ keys, says = {} }) => {
    const place = places[keys.indexOf(key)];
    if (place !== undefined) return `nullif(${readColumn}.${identifier(place)}, '')`;
    return says[key] === undefined ? null : literal(says[key]);
  });
  const told = values.flatMap((value, index) => (value === null ? [] : [{ value, index }]));
  if (told.length === 0) return otherwise;
  const whens = [...Map.groupBy(told, ({ value }) => value)].map(
    ([value, same]) => `WHEN usual IN (${same.map(({ index }) => index).join(', ')}) THEN ${value}`,
  );
  return `CASE WHEN ${isUnusual} THEN ${otherwise} ${whens.join(' ')} END`;
}
