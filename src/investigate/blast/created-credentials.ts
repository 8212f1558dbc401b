import { operationsSql } from '../../lake/acts.ts';
import { textOf } from '../../lake/cells.ts';
import { layActs, nothing, relations, tightened } from '../scope.ts';
import type { Scope } from '../scope.ts';

/** The ids of all lasting credentials whose creation stands in the lake, whoever made them. */
export async function createdCredentials(scope: Scope): Promise<ReadonlySet<string>> {
  const creating = operationsSql(scope.semantics, ({ verb }) => verb === 'create-credential');
  await layActs(scope, {
    table: relations.creations,
    condition: `verb = 'create-credential' AND outcome = 'accepted'`,
    events: `SELECT * FROM ${relations.known} WHERE ${(await tightened(scope, creating)) ?? nothing}`,
  });
  const rows = await scope.engine.rows(`SELECT DISTINCT unnest(made) AS uid FROM ${relations.creations}`);
  return new Set(rows.flatMap(({ uid }) => textOf(uid) ?? []));
}
