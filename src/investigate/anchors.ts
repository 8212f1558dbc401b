import { levels } from '../model/rule.ts';
import { needed, textOf } from '../lake/cells.ts';
import { leaveAdministration } from './administration.ts';
import { leaveKeepers } from './keepers.ts';
import { instantOf, shiftSeconds, sqlIn, sqlInstant } from './cells.ts';
import type { Mark } from './chain/lead.ts';
import { strandKeyOf } from './chain/strands.ts';
import type { Strand } from './chain/strands.ts';
import { leaveOwnersPart } from './owners-part.ts';
import { operationsSql } from '../lake/acts.ts';
import { choosePlanted } from './planted-keys.ts';
import { chooseTimed } from './timetables.ts';
import { hostNameSql } from './machines/host-name.ts';
import { tightened } from '../lake/tightened.ts';
import { providerSql } from '../lake/provider.ts';
import {
  aroundTimes,
  chosenColumns,
  daysIn,
  inRangeSql,
  knownWithin,
  layActs,
  nothing,
  relations,
  withStrandSql,
} from './scope.ts';
import type { Scope } from './scope.ts';
import { sessionMarks } from './session-marks.ts';

/** Acts that hold an intrusion back are no sign of one. */
const restraints = `('contain', 'restrict', 'disable-credential')`;

/** Lays down the events of findings from medium upwards that can begin an incident, each with what it did. */
export async function layAnchors(scope: Scope): Promise<void> {
  const grave = scope.rules.flatMap(({ level, severity }, index) =>
    levels.indexOf(severity ?? level) >= levels.indexOf('medium') ? [index] : [],
  );
  await layGrave(scope, grave);
  await layChosen(scope);
  await scope.engine.run(
    `CREATE OR REPLACE TEMP TABLE ${relations.looked} AS SELECT ${lookedColumns} FROM (${await chosenEvents(scope)})`,
  );
  await leaveNobodys(scope);
  await leaveAdministration(scope);
  await leaveKeepers(scope);
  await layDoors(scope);
  await choosePlanted(scope);
  await chooseTimed(scope);
  await layActs(scope, {
    table: relations.anchors,
    condition: `NOT ${providerSql(scope.links, 'a')} AND verb NOT IN ${restraints}`,
    events: withStrandSql(await chosenEvents(scope)),
  });
  // To share within the organisation is no sign of anything: what becomes of it there is on record as well.
  await scope.engine.run(`DELETE FROM ${relations.anchors} WHERE verb = 'modify' AND len(recipients) > 0`);
  await leaveOwnersPart(scope);
}

/** Whole columns of each event that is chosen so far, of which all that follows asks: the lake is looked through once. */
const lookedColumns = [
  'event_uid',
  'time',
  'source',
  'service',
  'operation',
  'error',
  'credential',
  'session_uid',
  'session_name',
  'session_created',
  'actor_uid',
  'actor_name',
  'invoked_by',
  'source_ip',
  'user_agent',
  'host',
  'host_uid',
  'process',
  'command',
  'file',
  'key',
].join(', ');

/** SQL: the chosen events whole, out of the partitions that hold any. */
async function chosenEvents(scope: Scope): Promise<string> {
  const tight = await tightened(scope.engine, relations.chosen, 'true');
  if (tight === null) return nothing;
  return `SELECT * FROM ${knownWithin(scope, tight.bounds)} known WHERE ${tight.where} AND event_uid IN (SELECT event_uid FROM ${relations.chosen})`;
}

/** Of one call that two accounts logged, the copy that names the credential speaks. */
async function layChosen(scope: Scope): Promise<void> {
  const { engine } = scope;
  const columns = chosenColumns;
  const days = await daysIn(scope, relations.grave);
  await engine.run(`CREATE OR REPLACE TEMP TABLE ${relations.chosen} AS SELECT ${columns} FROM ${knownWithin(scope, { days })}
    WHERE ${inRangeSql(scope)} AND event_uid IN (SELECT event_uid FROM ${relations.grave})`);
  const nameless = `credential IS NULL AND shared_uid IS NOT NULL`;
  const [row] = await engine.rows(
    `SELECT min(time) AS first, max(time) AS last FROM ${relations.chosen} WHERE ${nameless}`,
  );
  const [first, last] = [instantOf(row?.['first']), instantOf(row?.['last'])];
  if (first === null || last === null) return;
  await engine.run(`INSERT INTO ${relations.chosen} SELECT ${columns} FROM ${knownWithin(scope, aroundTimes([first, last]))} WHERE ${inRangeSql(scope)}
    AND credential IS NOT NULL AND shared_uid IN (SELECT shared_uid FROM ${relations.chosen} WHERE ${nameless})`);
  await engine.run(`DELETE FROM ${relations.chosen} WHERE ${nameless}
    AND shared_uid IN (SELECT shared_uid FROM ${relations.chosen} WHERE credential IS NOT NULL)`);
}

/**
 * A rule over several machines names all at whose doors somebody tried. Where he was refused he did nothing: what he
 * tried belongs to the door that he opened, and is added there. A record that names nobody and no machine is nobody's.
 */
async function leaveNobodys(scope: Scope): Promise<void> {
  const onMachines = scope.semantics.filter(({ cloud }) => cloud === null);
  const isRefused = `host IS NOT NULL AND error IS NOT NULL AND ${operationsSql(onMachines, ({ verb }) => verb === 'login')}`;
  const isNobodys = `coalesce(credential, session_uid, actor_uid, actor_name, host, host_uid, source_ip) IS NULL`;
  await scope.engine.run(`DELETE FROM ${relations.chosen} WHERE event_uid IN (
    SELECT event_uid FROM ${relations.looked} WHERE ${isNobodys} OR (${isRefused}))`);
}

/**
 * Who does something on a machine came in first: the sign-in before it speaks as well, in all words that tell of it;
 * of the superuser, whom others become, that of whoever was still in, but his own before anybody's. So does what its user did there from then on, unless he was in already from
 * elsewhere, and what the machine says of users, rights and timed work that were changed by then.
 */
async function layDoors(scope: Scope): Promise<void> {
  const { engine, semantics } = scope;
  const onMachines = semantics.filter(({ cloud }) => cloud === null);
  const signIns = operationsSql(onMachines, ({ verb }) => verb === 'login');
  const unmeant = operationsSql(onMachines, ({ nature }) => nature !== undefined);
  const overs = operationsSql(onMachines, ({ nature }) => nature === 'end');
  const superusers = onMachines.flatMap(({ superuser }) => superuser ?? []);
  await engine.run(`CREATE OR REPLACE TEMP TABLE ${relations.visited} AS SELECT ${machineSql} AS machine, actor_name, min(time) AS first, max(time) AS last
    FROM ${relations.looked} WHERE host IS NOT NULL AND error IS NULL AND NOT ${unmeant} AND event_uid IN (SELECT event_uid FROM ${relations.chosen}) GROUP BY ALL`);
  const [row] = await engine.rows(`SELECT min(first) AS first, max(last) AS last FROM ${relations.visited}`);
  const [first, last] = [instantOf(row?.['first']), instantOf(row?.['last'])];
  const around =
    first === null || last === null
      ? `(${nothing})`
      : knownWithin(scope, { from: shiftSeconds(first, -2 * doorSeconds), to: shiftSeconds(last, marginSeconds + 1) });
  await engine.run(`CREATE OR REPLACE TEMP TABLE ${relations.arrivals} AS SELECT ${chosenColumns}, actor_name, source_ip, over, ${machineSql} AS machine
    FROM (SELECT *, lead(CASE WHEN ${overs} THEN time END IGNORE NULLS) OVER (PARTITION BY ${machineSql}, process_uid ORDER BY time, event_uid) AS over FROM ${around} WHERE host IS NOT NULL)
    WHERE ${signIns} AND error IS NULL`);
  if (first === null || last === null) return;
  await engine.run(`CREATE OR REPLACE TEMP TABLE ${relations.doors} AS SELECT a.*, d.last FROM (
    SELECT a.*, v.last, row_number() OVER (PARTITION BY v.machine, v.actor_name
      ORDER BY a.actor_name = v.actor_name DESC NULLS LAST, a.time DESC, a.event_uid) AS place
    FROM ${relations.arrivals} a JOIN ${relations.visited} v
    ON a.machine = v.machine AND a.time <= v.first AND a.time > v.first - INTERVAL ${doorSeconds} SECOND
      AND (a.actor_name = v.actor_name OR (${sqlIn('v.actor_name', superusers)} AND (a.over IS NULL OR a.over >= v.first)))) d
    JOIN ${relations.arrivals} a ON a.machine = d.machine AND a.actor_name IS NOT DISTINCT FROM d.actor_name
      AND a.source_ip IS NOT DISTINCT FROM d.source_ip AND abs(epoch(a.time - d.time)) <= ${momentSeconds}
    WHERE d.place = 1`);
  const isNew = `event_uid NOT IN (SELECT event_uid FROM ${relations.chosen})`;
  const columns = chosenColumns;
  const changes = operationsSql(onMachines, ({ verb }) => changing.has(verb));
  await engine.run(`INSERT INTO ${relations.chosen} SELECT DISTINCT ${columns} FROM ${relations.doors} WHERE ${isNew}`);
  await chooseAttempts(
    scope,
    `SELECT ${columns}, ${machineSql} AS machine, source_ip FROM ${around} WHERE ${signIns} AND error IS NOT NULL AND ${isNew}`,
  );
  await engine.run(`INSERT INTO ${relations.chosen} SELECT DISTINCT ${columns} FROM (
    SELECT e.*, ${machineSql} AS machine FROM ${around} e WHERE host IS NOT NULL AND source_ip IS NULL AND NOT ${unmeant}) e
    SEMI JOIN (SELECT machine, actor_name, time, last FROM ${relations.doors} d WHERE NOT EXISTS (
      SELECT 1 FROM ${relations.arrivals} a WHERE a.machine = d.machine AND a.actor_name = d.actor_name
        AND a.source_ip IS DISTINCT FROM d.source_ip AND a.time > d.time - INTERVAL ${stayHours} HOUR AND a.time <= d.last)) d
    ON e.machine = d.machine AND (e.actor_name = d.actor_name OR ${changes}) AND e.time >= d.time AND e.time <= d.last
    WHERE ${isNew}`);
}

/** What was tried at a door on the day before from where it was opened then belongs to it, where nobody else comes from there. */
async function chooseAttempts({ engine }: Scope, refused: string): Promise<void> {
  await engine.run(`INSERT INTO ${relations.chosen} SELECT DISTINCT r.* EXCLUDE (machine, source_ip) FROM (${refused}) r
    SEMI JOIN (SELECT machine, source_ip, time FROM ${relations.doors} d WHERE NOT EXISTS (
      SELECT 1 FROM ${relations.arrivals} a WHERE a.machine = d.machine AND a.source_ip = d.source_ip AND a.actor_name <> d.actor_name)) d
    ON r.machine = d.machine AND r.source_ip = d.source_ip AND r.time <= d.time AND r.time > d.time - INTERVAL ${doorSeconds} SECOND`);
}

/** Two logs write down one sign-in within this time. */
const momentSeconds = 2;

/** What a machine says of itself, whoever did it. */
const changing: ReadonlySet<string> = new Set([
  'create-identity',
  'grant',
  'change-credential',
  'modify',
  'create',
  'delete',
]);

/** Who came in within these hours before somebody else of his name may still be there. */
const stayHours = 12;

/** A sign-in longer ago is not taken for the door. */
const doorSeconds = 24 * 3600;

const machineSql = hostNameSql('host');

/**
 * Lays down what rules from medium upwards matched. A rule of medium level that meets many people day after
 * day, or one actor who shares by the clock, speaks of how things are done here: by itself it begins no incident, its findings
 * stand all the same.
 */
async function layGrave(scope: Scope, grave: readonly number[]): Promise<void> {
  const { engine, rules, asOf } = scope;
  const within = grave.length === 0 ? 'false' : `rule IN (${grave.join(', ')})`;
  await engine.run(`CREATE OR REPLACE TEMP TABLE ${relations.grave} AS
    SELECT rule, event_uid, actor_uid, "time" FROM matches
    WHERE ${within} AND "time" < ${sqlInstant(shiftSeconds(asOf, 0.001))}`);
  const medium = grave.filter((rule) => (rules[rule]?.severity ?? rules[rule]?.level) === 'medium');
  if (medium.length === 0) return;
  await engine.run(`DELETE FROM ${relations.grave} WHERE rule IN (${medium.join(', ')}) AND rule IN (
    SELECT rule FROM ${relations.grave} GROUP BY rule
    HAVING count(DISTINCT actor_uid) >= ${usual.actors} AND count(DISTINCT CAST("time" AS DATE)) >= ${usual.days})`);
  const clock = `epoch("time") % 86400`;
  const sharing = operationsSql(scope.semantics, ({ verb }) => verb === 'share');
  if (sharing === 'false') return;
  await engine.run(`DELETE FROM ${relations.grave} WHERE event_uid IN (SELECT event_uid FROM ${knownWithin(scope, { days: await daysIn(scope, relations.grave) })}
      WHERE ${sharing}) AND rule IN (${medium.join(', ')}) AND (rule, actor_uid) IN (
    SELECT (rule, actor_uid) FROM ${relations.grave} WHERE actor_uid IS NOT NULL GROUP BY rule, actor_uid
    HAVING count(DISTINCT CAST("time" AS DATE)) >= ${timetable.days} AND max(${clock}) - min(${clock}) <= ${timetable.seconds}
      AND count(*) <= ${timetable.aDay} * count(DISTINCT CAST("time" AS DATE))
      AND min("time") < (SELECT min(first) FROM calls) + INTERVAL ${timetable.since} DAY)`);
}

/**
 * What one actor shares on so many days within an hour of the clock, so few times a day, since the first days of the
 * records, is a timetable of the house.
 */
const timetable = { days: 5, seconds: 3600, aDay: 2, since: 2 };

/** From so many actors on so many days on, what a rule of medium level says is usual. */
const usual = { actors: 10, days: 3 };

/** How far around a finding a long-established strand is looked at. */
const marginSeconds = 3600;

/**
 * The strands that hold anchors. What a user does on a machine once he is in names neither key nor address: of such
 * a strand only the acts themselves are meant, from one stay to the next; of one terminal also what was done on it
 * soon after, until its user signed out or in again, and of a session that the machine numbers all of it.
 */
export async function anchorMarks(scope: Scope): Promise<readonly Mark[]> {
  const rows = await scope.engine.rows(`WITH anchors AS (
      SELECT key, network, agent, time, event_uid, session_uid, actor_name, ${machineSql} AS machine, host IS NOT NULL AND credential IS NULL AND source_ip IS NULL AS is_local FROM ${relations.anchors}
    ), stays AS (
      SELECT *, CASE WHEN is_local THEN sum(is_new) OVER (PARTITION BY key, network, agent ORDER BY time, event_uid ROWS UNBOUNDED PRECEDING) END AS stay
      FROM (SELECT *, CASE WHEN time - lag(time) OVER (PARTITION BY key, network, agent ORDER BY time, event_uid) > INTERVAL ${stayHours} HOUR THEN 1 ELSE 0 END AS is_new FROM anchors)),
    marks AS (SELECT key, network, agent, min(time) AS first, max(time) AS last, min_by(event_uid, (time, event_uid)) AS uid, min(machine) AS machine, min(actor_name) AS actor_name,
        bool_and(is_local) AS is_local, bool_and(is_local AND session_uid IS NOT NULL) AS is_of_session
      FROM stays GROUP BY key, network, agent, stay),
    turns AS (SELECT machine, actor_name, unnest([time, over]) AS turn FROM ${relations.arrivals})
    SELECT * EXCLUDE (last), CASE WHEN is_of_session THEN least(last + INTERVAL ${marginSeconds} SECOND,
        (SELECT min(t.turn) FROM turns t WHERE t.machine = m.machine AND t.actor_name = m.actor_name AND t.turn > m.last)) ELSE last END AS last
    FROM marks m ORDER BY first, uid`);
  const unattended = scope.semantics.flatMap((one) => one.unattended ?? []).map((pattern) => new RegExp(pattern));
  const marks = rows.map((row) => ({
    ...strandKeyOf(row),
    first: needed(instantOf(row['first']), 'first'),
    last: needed(instantOf(row['last']), 'last'),
    uid: needed(textOf(row['uid']), 'uid'),
    marginSeconds,
    isDoor: false,
    ...(row['is_local'] === true && {
      isPart: true as const,
      ...(unattended.some((name) => name.test(textOf(row['actor_name']) ?? '')) && { aroundSeconds: marginSeconds }),
    }),
  }));
  return [...marks, ...(await sessionMarks(scope))];
}

/** Strands that a person named, as marks of everything in them. */
export const marksOf = (strands: readonly Strand[]): readonly Mark[] =>
  strands.map(({ key, network, agent, first, last, firstUid }) => ({
    key,
    network,
    agent,
    first,
    last,
    uid: firstUid,
    marginSeconds,
    isDoor: false,
  }));

export async function hasAnchors({ engine }: Scope): Promise<boolean> {
  return (await engine.rows(`SELECT 1 AS one FROM ${relations.anchors} LIMIT 1`)).length > 0;
}
