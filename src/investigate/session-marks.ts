import { operationsSql } from '../lake/acts.ts';
import { needed, textOf } from '../lake/cells.ts';
import { instantOf, shiftSeconds, sqlIn, sqlInstant } from './cells.ts';
import type { Mark } from './chain/lead.ts';
import { networkSql, agentSql } from './chain/strand-keys.ts';
import { strandKeyOf } from './chain/strands.ts';
import { knownWithin, relations, whereUsed } from './scope.ts';
import type { Scope } from './scope.ts';

/** The record of a sign-in may follow the first ones of its session by so much. */
const openingSeconds = 2;

/**
 * Marks of whole sessions in which an intruder signed in on a machine, or did anything, where the machine numbers its
 * sessions: from one sign-in to the next in a session of that number, which may come after the machine began anew.
 */
export async function sessionMarks(scope: Scope): Promise<readonly Mark[]> {
  const { engine, semantics } = scope;
  const onMachines = semantics.filter(({ cloud }) => cloud === null);
  const sources = onMachines.flatMap(({ numberedSessions = [] }) => numberedSessions);
  await engine.run(`CREATE OR REPLACE TEMP TABLE ${relations.sessions} AS SELECT key, time FROM ${relations.anchors}
    WHERE key = session_uid AND host IS NOT NULL AND ${sqlIn('source', sources)}`);
  const [row] = await engine.rows(`SELECT min(time) AS first FROM ${relations.sessions}`);
  const first = instantOf(row?.['first']);
  if (first === null) return [];
  const known = `(SELECT * FROM ${knownWithin(scope, await whereUsed(scope, relations.sessions))} WHERE key IN (SELECT key FROM ${relations.sessions}))`;
  const signIns = operationsSql(onMachines, ({ verb }) => verb === 'login');
  const begun = `time - INTERVAL ${openingSeconds} SECOND`;
  const rows =
    await engine.rows(`WITH known AS MATERIALIZED (SELECT key, time, event_uid, ${networkSql('e')} AS network, ${agentSql('e')} AS agent, ${signIns} AND error IS NULL AS is_begin FROM ${known} e),
    begun AS (SELECT key, ${begun} AS since FROM known WHERE is_begin),
    meant AS (SELECT DISTINCT s.key,
        coalesce((SELECT max(b.since) FROM begun b WHERE b.key = s.key AND b.since <= s.time), ${sqlInstant(shiftSeconds(first, -daySeconds))}) AS since,
        (SELECT min(b.since) FROM begun b WHERE b.key = s.key AND b.since > s.time) AS until
      FROM ${relations.sessions} s)
    SELECT k.key, k.network, k.agent, m.since, min(k.time) AS first, max(k.time) AS last, min_by(k.event_uid, (k.time, k.event_uid)) AS uid
    FROM known k JOIN meant m ON k.key = m.key AND k.time >= m.since AND (m.until IS NULL OR k.time < m.until)
    WHERE k.network LIKE 'via:%' GROUP BY ALL ORDER BY first, uid, k.key, k.network, k.agent`);
  return rows.map((one) => ({
    ...strandKeyOf(one),
    first: needed(instantOf(one['first']), 'first'),
    last: needed(instantOf(one['last']), 'last'),
    uid: needed(textOf(one['uid']), 'uid'),
    marginSeconds: 0,
    isDoor: false,
    isPart: true,
  }));
}

const daySeconds = 24 * 3600;
