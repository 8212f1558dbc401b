import { operationsSql } from '../lake/acts.ts';
import { instantOf, shiftSeconds, sqlIn, sqlInstant } from './cells.ts';
import { networkSql } from './chain/strand-keys.ts';
import { layActs, narrowed, nothing, relations } from './scope.ts';
import type { Scope } from './scope.ts';
import { uses } from './uses.ts';

/** No session that a service opens lasts longer. */
const sessionHours = 12;

/**
 * Takes from what begins incidents the work of services that keep an organisation in order by a regime of their own:
 * backups, account factories. A record names such a service itself as the caller, which nobody else can write, or the
 * session was opened by a call that does, and no other hand uses its credential. What somebody tells such a service to
 * do is on record as his own call; and where another incident leads to such a session, it is told there.
 */
export async function leaveKeepers(scope: Scope): Promise<void> {
  const { engine, links, semantics } = scope;
  const keepers = links.flatMap(({ provider }) => provider.keepers ?? []);
  const [row] = await engine.rows(`SELECT min(time) AS first, max(time) AS last FROM ${relations.chosen}`);
  const [first, last] = [instantOf(row?.['first']), instantOf(row?.['last'])];
  if (keepers.length === 0 || first === null || last === null) return;
  const isKeeper = sqlIn('invoked_by', keepers);
  const opening = operationsSql(semantics, ({ verb }) => verb === 'assume');
  const from = shiftSeconds(first, -sessionHours * 3600);
  const where = `${isKeeper} AND ${opening} AND error IS NULL AND time >= ${sqlInstant(from)} AND time <= ${sqlInstant(last)}`;
  const events = await narrowed(scope, { where, bounds: { from, to: shiftSeconds(last, 1) } });
  await layActs(scope, { table: relations.kept, events: events ?? nothing });
  await engine.run(`DELETE FROM ${relations.chosen} WHERE event_uid IN (
    WITH keepers AS MATERIALIZED (SELECT event_uid, key FROM ${relations.looked} e
      WHERE ${networkSql('e')} LIKE 'via:%' AND (${isKeeper} OR (invoked_by IS NOT NULL AND credential IN (SELECT unnest(made) FROM ${relations.kept}))))
    SELECT event_uid FROM keepers WHERE key NOT IN (
      SELECT key FROM ${uses.name} WHERE key IN (SELECT key FROM keepers) AND network NOT LIKE 'via:%'))`);
}
