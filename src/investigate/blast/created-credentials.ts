import { operationsSql } from '../../lake/acts.ts';
import { calls } from '../../lake/calls.ts';
import { textOf } from '../../lake/cells.ts';
import { literal } from '../../lake/sql.ts';
import { layActs, narrowed, nothing, relations } from '../scope.ts';
import type { Scope } from '../scope.ts';

/** The ids of all lasting credentials whose creation stands in the lake, whoever made them. */
export async function createdCredentials(scope: Scope): Promise<ReadonlySet<string>> {
  const creating = operationsSql(scope.semantics, ({ verb }) => verb === 'create-credential');
  // The summary of calls says when there are any: a lake without one is not looked through.
  const [row] = await scope.engine.rows(
    `SELECT CAST(min(first) AS VARCHAR) AS first, CAST(max(last) AS VARCHAR) AS last FROM ${calls.name} WHERE ${creating}`,
  );
  const [first, last] = [textOf(row?.['first']), textOf(row?.['last'])];
  if (first === null || last === null) return new Set();
  const where = `time >= TIMESTAMP ${literal(first)} AND time <= TIMESTAMP ${literal(last)} AND ${creating}`;
  await layActs(scope, {
    table: relations.creations,
    condition: `verb = 'create-credential' AND outcome = 'accepted'`,
    events: (await narrowed(scope, { where, bounds: { from: first, to: last } })) ?? nothing,
  });
  const rows = await scope.engine.rows(`SELECT DISTINCT unnest(made) AS uid FROM ${relations.creations}`);
  return new Set(rows.flatMap(({ uid }) => textOf(uid) ?? []));
}
