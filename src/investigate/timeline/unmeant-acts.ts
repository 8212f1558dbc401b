import { literal } from '../../lake/sql.ts';
import { hostNameSql } from '../machines/host-name.ts';
import { relations } from '../scope.ts';
import type { Scope } from '../scope.ts';

/** Who asks for names is known by an address, whoever wanted to know. */
const isAddressAlone = `(actor_name IS NULL AND credential IS NULL AND actor_uid = source_ip)`;

/** Two logs write down one deed within this time. */
const momentSeconds = 2;

/**
 * Takes out of the acts of incidents what nobody did then, unless a rule speaks of it or the same hands brought it
 * about: records that say what is there, what a timetable started, attempts to sign in, which others make from near by
 * at the same names, and what programs do for which nobody signed in,
 * unless they tell of the same command in the same moment.
 */
export async function dropUnmeant({ engine, semantics }: Pick<Scope, 'engine' | 'semantics'>): Promise<void> {
  const meant = `event_uid IN (SELECT event_uid FROM ${relations.grave} UNION ALL SELECT event_uid FROM ${relations.chosen})`;
  await engine.run(
    `DELETE FROM ${relations.acts} WHERE (nature IS NOT NULL OR (verb IN ('login', 'other') AND outcome = 'refused' AND host IS NOT NULL AND command IS NULL)) AND NOT (${meant})`,
  );
  const names = semantics.flatMap(({ unattended }) => unattended ?? []);
  const isUnattended = names.map((name) => `regexp_matches(coalesce(actor_name, ''), ${literal(name)})`);
  const nobody = [...isUnattended, isAddressAlone].join(' OR ');
  const machine = hostNameSql('host');
  const second = 'CAST(epoch(time) AS BIGINT)';
  await engine.run(`DELETE FROM ${relations.acts} WHERE host IS NOT NULL AND (${nobody}) AND NOT (${meant}) AND (incident, event_uid) NOT IN (
    SELECT (a.incident, a.event_uid) FROM (SELECT incident, event_uid, command, ${machine} AS machine, ${second} AS second FROM ${relations.acts} WHERE host IS NOT NULL AND command <> '' AND (${nobody})) a
    JOIN (SELECT DISTINCT incident, command, ${machine} AS machine, unnest(range(${second} - ${momentSeconds}, ${second} + ${momentSeconds + 1})) AS second
      FROM ${relations.acts} WHERE host IS NOT NULL AND command <> '' AND ${meant}) t
    ON a.incident = t.incident AND a.machine = t.machine AND a.second = t.second AND contains(a.command, t.command))`);
}
