import { knownWithin, relations, whereUsed, withStrandSql } from './scope.ts';
import type { Scope } from './scope.ts';

/** Used on so many days before, from that network with that program: the owner's. */
const ownersDays = 7;

/** Who came within these hours before is new, and what is found within them was found together. */
const hours = 24;

/**
 * A rule that counts what one credential did counts its owner's part as well while somebody else uses it. Leaves out
 * the anchors of a long-established strand of which each was found together with one of a new strand of the same
 * credential, by the same rule: of the two the new one is in strange hands.
 */
export async function leaveOwnersPart(scope: Scope): Promise<void> {
  const { engine } = scope;
  await engine.run(`CREATE OR REPLACE TEMP TABLE ${relations.parts} AS
    SELECT a.key, a.network, a.agent, a.time, g.rule, min(a.time) OVER (PARTITION BY a.key, a.network, a.agent) AS began
    FROM ${relations.anchors} a JOIN ${relations.grave} g USING (event_uid) WHERE a.credential IS NOT NULL AND a.host IS NULL`);
  const shared = `SELECT key FROM ${relations.parts} GROUP BY key HAVING count(DISTINCT (network, agent)) > 1`;
  if ((await engine.rows(`SELECT 1 AS one FROM (${shared}) LIMIT 1`)).length === 0) return;
  const used = `SELECT * FROM ${knownWithin(scope, await whereUsed(scope, `(${shared})`))} WHERE key IN (${shared})`;
  const before = `s.began - INTERVAL ${hours} HOUR`;
  const lives = `SELECT key, network, agent, min(e.time) > min(${before}) AS is_new,
      count(DISTINCT CAST(e.time AS DATE)) FILTER (e.time < ${before}) >= ${ownersDays} AS is_old
    FROM (SELECT DISTINCT key, network, agent, began FROM ${relations.parts}) s JOIN (${withStrandSql(used)}) e USING (key, network, agent) GROUP BY key, network, agent`;
  const byTime = 'PARTITION BY key, rule ORDER BY time';
  await engine.run(`DELETE FROM ${relations.anchors} WHERE (key, network, agent) IN (
    WITH parts AS (SELECT *, max(time) FILTER (is_new) OVER (${byTime} RANGE UNBOUNDED PRECEDING) AS before,
        min(time) FILTER (is_new) OVER (${byTime} RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS after
      FROM ${relations.parts} JOIN (${lives}) USING (key, network, agent))
    SELECT (key, network, agent) FROM parts GROUP BY key, network, agent
    HAVING bool_and(is_old AND (coalesce(before >= time - INTERVAL ${hours} HOUR, false) OR coalesce(after <= time + INTERVAL ${hours} HOUR, false))))`);
}
