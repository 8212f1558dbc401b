import type { Engine } from '../lake/engine.ts';
import { literal } from '../lake/sql.ts';
import { textOf } from '../lake/cells.ts';
import { uses } from './uses.ts';

/** An identity that was asked for and that no event names, with the nearest ones that do occur. */
export interface UnknownIdentity {
  readonly identity: string;
  readonly near: readonly string[];
}

const columns = [
  'credential',
  'actor_uid',
  'caller_uid',
  'actor_name',
  'session_uid',
  'session_name',
  'source_identity',
  'source_ip',
] as const;
/** How alike a name must be. */
const least = 0.85;

/** Those of the given identities that occur nowhere in the summary `uses`. */
export async function unknownIdentities(
  engine: Engine,
  identities: readonly string[],
): Promise<readonly UnknownIdentity[]> {
  const names = columns.map((column) => `SELECT ${column} AS name FROM ${uses.name}`).join(' UNION ');
  const unknown: UnknownIdentity[] = [];
  for (const identity of identities) {
    const text = `lower(${literal(identity)})`;
    if (await isNamed(engine, (column) => `${column} = ${literal(identity)}`)) continue;
    if (await isNamed(engine, (column) => `lower(${column}) = ${text}`)) continue;
    const likeness = `jaro_winkler_similarity(lower(name), ${text})`;
    const rows = await engine.rows(
      `SELECT name FROM (${names}) WHERE ${likeness} >= ${least} ORDER BY ${likeness} DESC, name LIMIT 5`,
    );
    unknown.push({ identity, near: rows.flatMap((row) => textOf(row['name']) ?? []) });
  }
  return unknown;
}

/** Column by column: most names stand in the first, as they were given. */
async function isNamed(engine: Engine, condition: (column: string) => string): Promise<boolean> {
  for (const column of columns) {
    const rows = await engine.rows(`SELECT 1 AS one FROM ${uses.name} WHERE ${condition(column)} LIMIT 1`);
    if (rows.length > 0) return true;
  }
  return false;
}
