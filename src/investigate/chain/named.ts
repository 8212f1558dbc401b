import { sqlIn } from '../cells.ts';
import { relations } from '../scope.ts';
import type { Scope } from '../scope.ts';
import { sessionBaseSql } from './strand-keys.ts';
import { strandColumns, strandOf } from './strands.ts';
import type { Strand } from './strands.ts';

/** Strands of identities as a person names them: key, uid, name, session or address, in any case. */
export async function strandsNamed({ engine }: Scope, names: readonly string[]): Promise<readonly Strand[]> {
  const columns = [
    'credential',
    'actor_uid',
    'actor_name',
    'session_uid',
    sessionBaseSql('e'),
    'session_name',
    'source_identity',
    'source_ip',
  ];
  const wanted = names.map((name) => name.toLowerCase());
  const clause = columns.map((column) => sqlIn(`lower(${column})`, wanted)).join(' OR ');
  const rows = await engine.rows(
    `SELECT ${strandColumns} FROM ${relations.scope} e WHERE ${clause} GROUP BY key, network, agent ORDER BY first, first_uid`,
  );
  return rows.map(strandOf);
}
