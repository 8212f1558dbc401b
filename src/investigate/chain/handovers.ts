import { operationsSql } from '../../lake/acts.ts';
import { needed, textIn } from '../../lake/cells.ts';
import { literal } from '../../lake/sql.ts';
import { instantOf, sqlIn, sqlInstant } from '../cells.ts';
import { layActs, narrowed, relations, withStrandSql } from '../scope.ts';
import type { Scope } from '../scope.ts';
import { uses } from '../uses.ts';

/** The old credential worked for so long before. */
const pastDays = 2;

/**
 * Takes away anchors of whoever makes a credential for somebody and takes the old one from him, where the new one is
 * used from nowhere but networks from which the old one was used days before: its holder was given another. A thief
 * who makes one for himself uses it from where he sits.
 */
export async function dropHandovers(scope: Scope): Promise<void> {
  const { engine, semantics } = scope;
  const rows =
    await engine.rows(`WITH given AS (SELECT event_uid, actor_uid, time, unnest(made) AS credential FROM ${relations.anchors}
      WHERE verb = 'create-credential' AND host IS NULL AND actor_uid IS NOT NULL),
    fresh AS (SELECT g.event_uid, g.actor_uid, g.time, g.credential, u.actor_uid AS holder, list(DISTINCT u.network) AS networks
      FROM given g JOIN ${uses.name} u ON u.credential = g.credential WHERE u.network NOT LIKE 'via:%' GROUP BY ALL)
    SELECT f.event_uid, f.actor_uid, f.time, list(DISTINCT o.credential) AS old FROM fresh f
    JOIN ${uses.name} o ON o.actor_uid = f.holder AND o.credential <> f.credential AND o.first < f.time - INTERVAL ${pastDays} DAY
    WHERE f.holder <> f.actor_uid GROUP BY f.event_uid, f.actor_uid, f.time, f.networks
    HAVING list_has_all(list(DISTINCT o.network), f.networks) ORDER BY f.event_uid`);
  if (rows.length === 0) return;
  const actors = [...new Set(rows.map((row) => textIn(row, 'actor_uid')))];
  const taking = operationsSql(semantics, ({ verb }) => verb === 'disable-credential' || verb === 'delete');
  const events = await narrowed(scope, {
    where: `${taking} AND error IS NULL AND ${sqlIn('actor_uid', actors)}`,
    bounds: {},
  });
  if (events === null) return;
  await layActs(scope, { table: relations.answers, events: withStrandSql(events) });
  for (const row of rows) {
    const old = row['old'];
    const credentials = (Array.isArray(old) ? old : []).map((one) => literal(String(one))).join(', ');
    const time = sqlInstant(needed(instantOf(row['time']), 'time'));
    await engine.run(`DELETE FROM ${relations.anchors} WHERE event_uid = ${literal(textIn(row, 'event_uid'))}
      AND EXISTS (SELECT 1 FROM ${relations.answers} t WHERE t.actor_uid = ${literal(textIn(row, 'actor_uid'))} AND t.time >= ${time}
        AND list_has_any(t.targets, [${credentials}]))`);
  }
}
