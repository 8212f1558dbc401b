import { operationsSql } from '../lake/acts.ts';
import { textIn } from '../lake/cells.ts';
import { literal } from '../lake/sql.ts';
import { sqlIn } from './cells.ts';
import { networkSql } from './chain/strand-keys.ts';
import { commandPatternSql } from './machines/command-pattern.ts';
import { hostNameSql } from './machines/host-name.ts';
import { systemFolders } from './machines/system-folders.ts';
import { knownWithin, relations } from './scope.ts';
import type { Scope } from './scope.ts';

/** Two logs write down one deed within this time. */
const momentSeconds = 2;
/** Who came in this long before may still be there. */
const staySeconds = 24 * 3600;
/** From where somebody came this long before he was at home already; what he does right after his first coming is not. */
const settledSeconds = 12 * 3600;

/** On so many days the same command is a habit. */
const habitDays = 3;
/** Who keeps a machine by itself ran on so many days before; two are on record of a case that begins with it on the third. */
const toolDays = 2;
/** Who comes from the beginning of a machine's records on, on so many days, was at home before they begin. */
const fromStart = { hours: 24, days: 3 };

const machineSql = hostNameSql('host');

/**
 * Takes from what begins incidents the work of whoever administers a machine from where he usually comes: of what only
 * rules on administration speak, by somebody all of whose sign-ins of the day before came from where he came before
 * and comes on most days, and by whom no finding on that machine, at any time, says more. So is what medium rules say
 * of a command that he, and not the superuser, ran on several days. What the superuser did is of those who ran
 * something in that moment, or else of everybody who may have been in. Where no sign-in is on record at all, it is no
 * beginning unless another finding speaks of that machine within a day.
 */
export async function leaveAdministration(scope: Scope): Promise<void> {
  const { engine, rules, semantics } = scope;
  const administrative = rules.flatMap(({ isAdministrative }, index) => (isAdministrative === true ? [index] : []));
  if (administrative.length === 0) return;
  const onMachines = semantics.filter(({ cloud }) => cloud === null);
  const superuser = sqlIn(
    'actor_name',
    onMachines.flatMap((one) => one.superuser ?? []),
  );
  const others = rules.flatMap(({ isAdministrative, level, severity }, index) =>
    isAdministrative === true ? [] : [{ index, isGrave: (severity ?? level) !== 'medium' }],
  );
  const speaking = (some: typeof others) =>
    `SELECT event_uid FROM ${relations.grave} WHERE rule IN (${[-1, ...some.map(({ index }) => index)].join(', ')})`;
  const [more, graver] = [speaking(others), speaking(others.filter(({ isGrave }) => isGrave))];
  const isOnlyAdministration = `event_uid NOT IN (${more})`;
  const habit = `count(DISTINCT CAST(time AS DATE)) OVER (PARTITION BY ${machineSql}, actor_name, ${commandPatternSql}) >= ${habitDays}`;
  await engine.run(`CREATE OR REPLACE TEMP TABLE ${relations.deeds} AS
    SELECT event_uid, time, ${machineSql} AS machine, actor_name, ${unattendedSql(onMachines)} AS is_unattended, process, ${superuser} AS is_superuser, ${isOnlyAdministration} AS is_administrative,
      ${isOnlyAdministration} OR (command <> '' AND NOT ${superuser} AND event_uid NOT IN (${graver}) AND ${habit}) AS is_ordinary
    FROM ${relations.looked} WHERE host IS NOT NULL AND event_uid IN (SELECT event_uid FROM ${relations.chosen})`);
  const [any] = await engine.rows(`SELECT 1 AS one FROM ${relations.deeds} WHERE is_ordinary LIMIT 1`);
  if (any === undefined) return;
  await layArrivals(
    scope,
    operationsSql(onMachines, ({ verb }) => verb === 'login'),
  );
  await layDoers(
    scope,
    operationsSql(onMachines, ({ verb, nature }) => verb === 'execute' && nature === undefined),
    superuser,
  );
  await layTools(scope, unattendedSql(onMachines));
  const left = await engine.rows(
    `${tellingOrdinary} SELECT event_uid FROM ordinary UNION ${unaccompanied} UNION ${byTools} ORDER BY event_uid`,
  );
  const uids = await withoutGuests(
    scope,
    left.map((row) => textIn(row, 'event_uid')),
  );
  if (uids.length > 0)
    await engine.run(`DELETE FROM ${relations.chosen} WHERE event_uid IN (${uids.map(literal).join(', ')})`);
}

/** The UTC days on which anything was chosen. */
async function boundsOfChosen({ engine }: Scope): Promise<{ readonly days: readonly string[] }> {
  const rows = await engine.rows(
    `SELECT DISTINCT CAST(CAST(time AS DATE) AS VARCHAR) AS day FROM ${relations.chosen} ORDER BY day`,
  );
  return { days: rows.map((row) => textIn(row, 'day')) };
}

/** Who came in to the machines in question and from which network, since when, and whether on most days of all he came from there. */
async function layArrivals(scope: Scope, signIns: string): Promise<void> {
  await scope.engine.run(`CREATE OR REPLACE TEMP TABLE ${relations.comings} AS
    SELECT *, min(time) OVER (PARTITION BY machine, actor_name, network) AS since,
      2 * count(DISTINCT CAST(time AS DATE)) OVER (PARTITION BY machine, actor_name, network) >= count(DISTINCT CAST(time AS DATE)) OVER (PARTITION BY machine, actor_name) AS is_main,
      min(time) OVER (PARTITION BY machine, actor_name, network) <= min(time) OVER (PARTITION BY machine) + INTERVAL ${fromStart.hours} HOUR
        AND count(DISTINCT CAST(time AS DATE)) OVER (PARTITION BY machine, actor_name, network) >= ${fromStart.days} AS is_from_start
    FROM (SELECT time, ${machineSql} AS machine, actor_name, ${networkSql('e')} AS network FROM ${knownWithin(scope, {})} e
      WHERE ${signIns} AND error IS NULL AND host IS NOT NULL AND source_ip IS NOT NULL)
    WHERE machine IN (SELECT machine FROM ${relations.deeds})`);
}

/** Who may have done each deed: of the superuser's whoever else ran something in that moment. */
async function layDoers(scope: Scope, runs: string, superuser: string): Promise<void> {
  const seconds = `unnest(range(CAST(epoch(time) AS BIGINT) - ${momentSeconds}, CAST(epoch(time) AS BIGINT) + ${momentSeconds + 1}))`;
  await scope.engine.run(`CREATE OR REPLACE TEMP TABLE ${relations.doers} AS
    SELECT event_uid, actor_name AS doer FROM ${relations.deeds} WHERE NOT is_superuser
    UNION SELECT d.event_uid, r.actor_name FROM (SELECT event_uid, machine, ${seconds} AS second FROM ${relations.deeds} WHERE is_superuser) d
    JOIN (SELECT DISTINCT ${machineSql} AS machine, actor_name, CAST(epoch(time) AS BIGINT) AS second
      FROM ${knownWithin(scope, await boundsOfChosen(scope))} WHERE ${runs} AND host IS NOT NULL AND actor_name IS NOT NULL AND NOT ${superuser}) r
    ON d.machine = r.machine AND d.second = r.second
    WHERE r.actor_name IN (SELECT actor_name FROM ${relations.comings} a WHERE a.machine = r.machine)`);
}

/** SQL: somebody did it for whom nobody signed in. */
const unattendedSql = (onMachines: Scope['semantics']): string => {
  const names = onMachines.flatMap(({ unattended }) => unattended ?? []);
  return `(${['false', ...names.map((name) => `regexp_matches(coalesce(actor_name, ''), ${literal(name)})`)].join(' OR ')})`;
};

/** The days on which programs ran without anybody, of those outside of the system's own folders that did any of the deeds so. */
async function layTools(scope: Scope, unattended: string): Promise<void> {
  await scope.engine.run(`CREATE OR REPLACE TEMP TABLE ${relations.tools} AS SELECT DISTINCT machine, process, day
    FROM (SELECT ${machineSql} AS machine, process, CAST(time AS DATE) AS day FROM ${knownWithin(scope, {})} WHERE host IS NOT NULL AND process <> '' AND ${unattended})
    WHERE (machine, process) IN (SELECT (machine, process) FROM ${relations.deeds}
      WHERE is_administrative AND is_unattended AND process LIKE '/%' AND NOT regexp_matches(process, ${literal(systemFolders)}))`);
}

/** SQL: what is only administration, by people who all came from where they usually do; and who did more, from where. */
const tellingOrdinary = `WITH stayed AS (
    SELECT d.event_uid, d.is_ordinary, d.machine, a.actor_name, a.network, a.is_main, a.is_from_start, a.since, a.time,
      a.actor_name IN (SELECT doer FROM ${relations.doers} o WHERE o.event_uid = d.event_uid) AS is_doer,
      d.event_uid IN (SELECT event_uid FROM ${relations.doers}) AS is_told
    FROM ${relations.deeds} d JOIN ${relations.comings} a ON a.machine = d.machine AND a.time <= d.time AND a.time > d.time - INTERVAL ${staySeconds} SECOND),
  meant AS (SELECT * FROM stayed WHERE is_doer OR NOT is_told),
  graver AS (SELECT DISTINCT machine, actor_name, network FROM meant WHERE is_told AND NOT is_ordinary
    QUALIFY row_number() OVER (PARTITION BY event_uid, actor_name ORDER BY time DESC, network) = 1),
  unseen AS (SELECT o.event_uid FROM ${relations.doers} o WHERE (o.event_uid, o.doer) NOT IN (SELECT (event_uid, actor_name) FROM meant)),
  places AS (SELECT event_uid, is_ordinary, machine, actor_name, network, bool_and(is_main) AND (bool_and(is_from_start) OR max(time) > min(since) + INTERVAL ${settledSeconds} SECOND) AS is_usual
    FROM meant GROUP BY event_uid, is_ordinary, machine, actor_name, network),
  ordinary AS (SELECT event_uid FROM places WHERE is_ordinary AND event_uid NOT IN (SELECT event_uid FROM unseen) GROUP BY event_uid
    HAVING bool_and(is_usual AND (machine, actor_name, network) NOT IN (SELECT (machine, actor_name, network) FROM graver)))`;

/**
 * SQL: what is only administration on machines on which nobody is on record to sign in, so that nothing tells who did
 * it, and of which no other finding speaks within a day: tools that set up machines do the same.
 */
const unaccompanied = `SELECT event_uid FROM ${relations.deeds} d WHERE is_administrative AND machine NOT IN (SELECT machine FROM ${relations.comings})
    AND NOT EXISTS (SELECT 1 FROM ${relations.deeds} g WHERE g.machine = d.machine AND NOT g.is_administrative AND abs(epoch(g.time - d.time)) <= ${staySeconds})`;

/**
 * SQL: what is only administration, by a program that by itself ran there on several days before, on a machine of which
 * no other finding speaks within a day: so do tools that keep machines as they should be.
 */
const byTools = `SELECT event_uid FROM ${relations.deeds} d WHERE is_administrative AND is_unattended
    AND (SELECT count(*) FROM ${relations.tools} t WHERE t.machine = d.machine AND t.process = d.process AND t.day < CAST(d.time AS DATE)) >= ${toolDays}
    AND NOT EXISTS (SELECT 1 FROM ${relations.deeds} g WHERE g.machine = d.machine AND NOT g.is_administrative AND abs(epoch(g.time - d.time)) <= ${staySeconds})`;

/** Without those that name a user of whom findings on that machine say more: who let him in is not at ordinary work. */
async function withoutGuests(scope: Scope, uids: readonly string[]): Promise<readonly string[]> {
  if (uids.length === 0) return uids;
  const rows = await scope.engine
    .rows(`SELECT DISTINCT e.event_uid FROM (SELECT event_uid, CAST(raw AS VARCHAR) AS text FROM ${knownWithin(scope, await boundsOfChosen(scope))}
      WHERE event_uid IN (${uids.map(literal).join(', ')})) e
    JOIN ${relations.deeds} d ON d.event_uid = e.event_uid
    JOIN (SELECT DISTINCT machine, actor_name FROM ${relations.deeds} WHERE NOT is_ordinary AND NOT is_superuser) g
    ON g.machine = d.machine AND g.actor_name <> d.actor_name AND contains(e.text, g.actor_name)
    WHERE g.actor_name NOT IN (SELECT doer FROM ${relations.doers} o WHERE o.event_uid = e.event_uid)`);
  const guests = new Set(rows.map((row) => textIn(row, 'event_uid')));
  return uids.filter((uid) => !guests.has(uid));
}
