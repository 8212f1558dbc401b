import { operationsSql } from '../../lake/acts.ts';
import { textOf } from '../../lake/cells.ts';
import { literal } from '../../lake/sql.ts';
import { calledWhen, layActs, narrowed, nothing, relations } from '../scope.ts';
import type { Scope } from '../scope.ts';

/** The ids of all lasting credentials whose creation stands in the lake, whoever made them. */
export async function createdCredentials(scope: Scope): Promise<ReadonlySet<string>> {
  const creating = operationsSql(scope.semantics, ({ verb }) => verb === 'create-credential');
  // The summary of calls says when there are any: a lake without one is not looked through.
  const when = await calledWhen(scope, creating);
  if (when === null) return new Set();
  const where = `time >= TIMESTAMP ${literal(when.from)} AND time <= TIMESTAMP ${literal(when.to)} AND ${creating}`;
  await layActs(scope, {
    table: relations.creations,
    condition: `verb = 'create-credential' AND outcome = 'accepted'`,
    events: (await narrowed(scope, { where, bounds: when })) ?? nothing,
  });
  const rows = await scope.engine.rows(`SELECT DISTINCT unnest(made) AS uid FROM ${relations.creations}`);
  return new Set(rows.flatMap(({ uid }) => textOf(uid) ?? []));
}
