import { literal } from '../../lake/sql.ts';
import { instantOf, shiftSeconds } from '../cells.ts';
import { commandPatternSql } from '../machines/command-pattern.ts';
import { hostNameSql } from '../machines/host-name.ts';
import { knownWithin, relations } from '../scope.ts';
import type { Scope } from '../scope.ts';
import { layStarted } from './started.ts';

/** Who asks for names is known by an address, or as a machine, whoever wanted to know. */
const isAddressAlone = `(actor_name IS NULL AND credential IS NULL AND session_uid IS NULL AND (actor_uid = source_ip OR actor_uid = host_uid))`;

/** Two logs write down one deed within this time. */
const momentSeconds = 2;

/**
 * Takes out of the acts of incidents what nobody did then, unless a rule speaks of it or the same hands brought it
 * about: records that say what is there, what a timetable started, attempts to sign in, which others make from near by
 * at the same names, what programs do for which nobody signed in, unless they tell of the same command in the same
 * moment or were started by such, and what ran in the same way on that machine before it began.
 */
export async function dropUnmeant(scope: Pick<Scope, 'engine' | 'semantics' | 'eventsWithin' | 'asOf'>): Promise<void> {
  const { engine, semantics } = scope;
  const found = `event_uid IN (SELECT event_uid FROM ${relations.grave} UNION ALL SELECT event_uid FROM ${relations.chosen})`;
  await layStarted(scope, found);
  const meant = `(${found} OR (incident, event_uid) IN (FROM ${relations.started}))`;
  await engine.run(
    `DELETE FROM ${relations.acts} WHERE (nature IS NOT NULL OR (verb IN ('login', 'other') AND outcome = 'refused' AND host IS NOT NULL AND command IS NULL)) AND NOT (${meant})`,
  );
  await engine.run(`DELETE FROM ${relations.acts} WHERE host IS NULL AND ${isAddressAlone} AND NOT (${meant})`);
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
  await dropRoutine(scope, meant);
}

/** What ran in the days before it began and runs again is the machine's routine. */
const pastDays = 7;

/** SQL: something ran, and no session, key or address says that somebody was there. */
const isBySelf = `host IS NOT NULL AND command <> '' AND session_uid IS NULL AND credential IS NULL AND source_ip IS NULL`;

/** The same user's programs are the intruder's from the first to the last that a rule speaks of, but for those of before. */
async function dropRoutine(scope: Pick<Scope, 'engine' | 'eventsWithin' | 'asOf'>, meant: string): Promise<void> {
  const { engine } = scope;
  const machine = hostNameSql('host');
  const unmeant = `${isBySelf} AND NOT (${meant})`;
  const [row] = await engine.rows(`SELECT min(time) AS first FROM ${relations.acts}
    WHERE host IS NOT NULL AND incident IN (SELECT incident FROM ${relations.acts} WHERE ${unmeant})`);
  const first = instantOf(row?.['first']);
  const [end] = await engine.rows(`SELECT max(time) AS last FROM ${relations.acts} WHERE ${unmeant}`);
  const last = instantOf(end?.['last']);
  if (first === null || last === null) return;
  const past = knownWithin(scope, { from: shiftSeconds(first, -pastDays * 24 * 3600), to: last });
  await engine.run(`DELETE FROM ${relations.acts} WHERE ${unmeant} AND (incident, event_uid) IN (
    WITH begun AS (SELECT incident, ${machine} AS machine, min(time) AS time FROM ${relations.acts} WHERE host IS NOT NULL GROUP BY ALL),
    ran AS (SELECT incident, event_uid, actor_name, ${machine} AS machine, ${commandPatternSql} AS pattern FROM ${relations.acts} WHERE ${unmeant}),
    before AS (SELECT ${machine} AS machine, actor_name, ${commandPatternSql} AS pattern, min(time) AS time FROM ${past} WHERE ${isBySelf} GROUP BY ALL)
    SELECT (r.incident, r.event_uid) FROM ran r JOIN begun s USING (incident, machine)
    JOIN before b ON b.machine = r.machine AND b.actor_name IS NOT DISTINCT FROM r.actor_name AND b.pattern = r.pattern AND b.time < s.time)`);
}
