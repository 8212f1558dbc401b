import { operationsSql } from '../../lake/acts.ts';
import { instantOf } from '../cells.ts';
import { knownWithin, relations } from '../scope.ts';
import type { Scope } from '../scope.ts';

const unmeant = 'nature IS NOT NULL AND event_uid NOT IN (SELECT event_uid FROM ' + relations.grave + ')';

/**
 * Takes out of the acts of incidents what nobody did then, unless a rule speaks of it: records that say what is
 * there, and what a timetable started. What it starts for the first time after the same hands changed it stays.
 */
export async function dropUnmeant(scope: Scope): Promise<void> {
  const { engine, semantics } = scope;
  const [row] = await engine.rows(`SELECT max(time) AS last FROM ${relations.acts} WHERE ${unmeant}`);
  const last = instantOf(row?.['last']);
  if (last === null) return;
  const timed = operationsSql(semantics, ({ nature }) => nature === 'timed');
  const isSame = (one: string, other: string) =>
    `lower(${one}.host) = lower(${other}.host) AND ${one}.actor_name = ${other}.actor_name AND ${one}.command = ${other}.command`;
  await engine.run(`DELETE FROM ${relations.acts} WHERE ${unmeant} AND (incident, event_uid) NOT IN (
    SELECT a.incident, a.event_uid FROM ${relations.acts} a JOIN (
      SELECT incident, lower(host) AS host, resource_type, min(time) AS changed FROM ${relations.acts}
        WHERE verb = 'modify' AND outcome = 'accepted' GROUP BY ALL) c
      ON a.incident = c.incident AND lower(a.host) = c.host AND a.resource_type = c.resource_type AND a.time > c.changed
    WHERE a.nature = 'timed' AND NOT EXISTS (
      SELECT 1 FROM ${knownWithin(scope, { to: last })} e WHERE ${timed} AND ${isSame('e', 'a')} AND e.time <= c.changed))`);
}
