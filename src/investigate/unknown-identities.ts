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
const likeness = 0.85;

/** Those of the given identities that occur nowhere in the summary `uses`. */
export async function unknownIdentities(
  engine: Engine,
  identities: readonly string[],
): Promise<readonly UnknownIdentity[]> {
  const unknown: UnknownIdentity[] = [];
  for (const identity of identities) {
    const text = literal(identity);
    const names = columns.map((column) => `SELECT ${column} AS name FROM ${uses.name}`).join(' UNION ');
    const rows =
      await engine.rows(`SELECT name FROM (${names}) WHERE jaro_winkler_similarity(lower(name), lower(${text})) >= ${likeness}
      ORDER BY lower(name) = lower(${text}) DESC, jaro_winkler_similarity(lower(name), lower(${text})) DESC, name LIMIT 5`);
    const near = rows.flatMap((row) => textOf(row['name']) ?? []);
    if (near[0]?.toLowerCase() !== identity.toLowerCase()) unknown.push({ identity, near });
  }
  return unknown;
}
