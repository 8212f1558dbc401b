import { carrierPaths } from '../model/carriers.ts';
import { jsonPath } from './mapping.ts';
import { list, literal } from './sql.ts';

/**
 * SQL of a relation `(raw JSON, fault VARCHAR, object VARCHAR, record INTEGER)` with the column `standing`, the record as
 * it stands in its object, and as `raw` what so many carriers around it hold: JSON, or a line as a JSON string; NULL
 * where there are fewer of them.
 */
export function openedSql(relation: string, carriers: number): string {
  let opened = `SELECT *, raw AS standing FROM (${relation})`;
  for (let nth = 0; nth < carriers; nth += 1)
    opened = `SELECT * EXCLUDE (held, line) REPLACE (${innerSql} AS raw) FROM (
    SELECT *, CASE WHEN json_type(held) = 'VARCHAR' THEN rtrim(held ->> '$', E'\\r\\n') END AS line FROM (
      SELECT *, ${heldSql} AS held FROM (${opened})))`;
  return opened;
}

const paths = list(carrierPaths.map((path) => literal(jsonPath(path))));

/** Looked for at once: each look reads the record again. */
const heldSql = `CASE WHEN fault IS NULL AND json_type(raw) = 'OBJECT' THEN list_filter(json_extract(raw, ${paths}), lambda one: json_type(one) IN ('OBJECT', 'VARCHAR'))[1] END`;

const innerSql = `CASE WHEN line IS NULL THEN held WHEN starts_with(ltrim(line, E' \\t\\r\\n'), '{') AND json_valid(line) THEN CAST(line AS JSON) ELSE to_json(line) END`;
