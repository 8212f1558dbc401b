import { operationsSql } from '../../lake/acts.ts';
import { needed, textIn, textOf, textsOf } from '../../lake/cells.ts';
import type { Row } from '../../lake/engine.ts';
import type { EventBounds } from '../../lake/events-within.ts';
import { literal } from '../../lake/sql.ts';
import type { MachineSign } from '../../model/machines.ts';
import { instantOf, shiftSeconds, sqlIn, sqlInstant } from '../cells.ts';
import type { Timed } from '../cells.ts';
import { knownWithin, layActs, narrowed, relations, withStrandSql } from '../scope.ts';
import { hostNameSql } from './host-name.ts';
import type { Scope } from '../scope.ts';
import { knownMachines, noMachines } from './known-machines.ts';
import type { KnownMachines, ToldLife } from './known-machines.ts';
import { sayingsSql, signedSql } from './said.ts';
import { sightings } from './sightings.ts';
import type { Sighting } from './tie-machines.ts';

const daySeconds = 24 * 3600;

/**
 * All machines of which records up to the as-of time speak. Records are looked into only where some come from
 * inside of machines, and but for what these asked only where some come from a cloud. Asks after the anchors are
 * laid, around which flows are looked at.
 */
export async function readMachines(scope: Scope): Promise<KnownMachines> {
  const { engine, semantics } = scope;
  const none = 'CAST([] AS VARCHAR[])';
  // Every part of the lake has rows of its own.
  const rows =
    await engine.rows(`SELECT source, cloud, account, region, host, host_uid, ${none} AS uids, ${none} AS names, ${none} AS addresses,
      CAST(NULL AS VARCHAR) AS shape, CAST(NULL AS VARCHAR) AS compartment, CAST(NULL AS VARCHAR) AS state,
      min(first) AS first, min_by(first_uid, (first, first_uid)) AS first_uid, max(last) AS last, max_by(last_uid, (last, last_uid)) AS last_uid
    FROM ${sightings.name} GROUP BY source, cloud, account, region, host, host_uid ORDER BY ALL`);
  if (rows.length === 0) return noMachines;
  const plain = rows.map(sightingOf);
  const isAnyInside = plain.some(({ isFromInside }) => isFromInside);
  const seen = isAnyInside ? [...plain, ...(await askedFrom(scope))] : plain;
  if (!isAnyInside || !(await isInCloud(scope))) return knownMachines({ semantics, sightings: seen, lives: new Map() });
  return knownMachines({
    semantics,
    sightings: [...seen, ...(await sayings(scope)), ...(await arrivedAt(scope))],
    lives: await livesOf(scope),
    accounts: await ownAccounts(scope),
  });
}

const isInCloud = async ({ engine }: Scope): Promise<boolean> =>
  (await engine.rows('SELECT 1 AS one FROM calls WHERE cloud IS NOT NULL LIMIT 1')).length > 0;

/** Accounts of which there are records of what was done, and not only alerts. */
async function ownAccounts({ engine }: Scope): Promise<readonly string[]> {
  const rows = await engine.rows(`SELECT DISTINCT account FROM calls
    WHERE account <> '' AND source NOT IN (SELECT DISTINCT source FROM alerts) ORDER BY account`);
  return rows.map((row) => textIn(row, 'account'));
}

/** What else records say, source by source as its semantics declare. */
async function sayings(scope: Scope): Promise<readonly Sighting[]> {
  const signs = scope.semantics.flatMap(({ machines }) => machines?.signs ?? []);
  const around = await aroundVisits(scope);
  const found: Sighting[] = [];
  for (const sign of await occurring(scope, signs)) {
    const isBounded = sign.isFlow === true || sign.isFrequent === true;
    if (isBounded && around === null) continue;
    const events = eventsSql(scope, sign, isBounded ? (around ?? {}) : {});
    const rows = await scope.engine.rows(sayingsSql(sign, events));
    found.push(...rows.map(sightingOf));
  }
  return found;
}

/** Signs of sources that are there at all. */
async function occurring({ engine }: Scope, signs: readonly MachineSign[]): Promise<readonly MachineSign[]> {
  const rows = await engine.rows('SELECT DISTINCT source FROM calls ORDER BY source');
  const sources = new Set(rows.map((row) => textIn(row, 'source')));
  return signs.filter(({ source }) => sources.has(source));
}

function eventsSql({ eventsWithin, asOf }: Scope, sign: MachineSign, bounds: EventBounds): string {
  const { from, to } = bounds;
  const conditions = [
    signedSql(sign),
    `time < ${sqlInstant(shiftSeconds(asOf, 0.001))}`,
    ...(from === undefined ? [] : [`time >= ${sqlInstant(from)}`]),
    ...(to === undefined ? [] : [`time < ${sqlInstant(to)}`]),
  ];
  return `(SELECT source, cloud, account, region, nullif(lower(host), '') AS host, nullif(host_uid, '') AS host_uid, source_ip, destination_ip, time, event_uid, raw
    FROM (${eventsWithin(bounds)}) WHERE ${conditions.join(' AND ')})`;
}

/** The days around what findings speak of on machines. */
async function aroundVisits({ engine }: Scope): Promise<EventBounds | null> {
  const [row] = await engine.rows(`SELECT min(first) AS first, max(last) AS last FROM ${relations.visited}`);
  const [first, last] = [instantOf(row?.['first']), instantOf(row?.['last'])];
  if (first === null || last === null) return null;
  return { from: shiftSeconds(first, -daySeconds), to: shiftSeconds(last, daySeconds) };
}

function sightingOf(row: Row): Sighting {
  const own = (column: string): readonly string[] => {
    const text = textOf(row[column]);
    return text === null ? [] : [text];
  };
  const cited = (which: 'first' | 'last'): Timed => ({
    ref: textIn(row, `${which}_uid`),
    time: needed(instantOf(row[which]), which),
  });
  return {
    isFromInside: textOf(row['cloud']) === null,
    cloud: textOf(row['cloud']),
    account: textOf(row['account']),
    region: textOf(row['region']),
    uids: [...new Set([...own('host_uid'), ...textsOf(row['uids'])])],
    names: [...new Set([...own('host'), ...textsOf(row['names']).map((name) => name.toLowerCase())])],
    addresses: textsOf(row['addresses']),
    shape: textOf(row['shape']),
    compartment: textOf(row['compartment']),
    state: textOf(row['state']),
    first: cited('first'),
    last: cited('last'),
  };
}

/** How far apart a sign-in and the flow that brought it may be told: flows are told by the minute. */
const flowSeconds = 120;

/**
 * A host's own address by who came to it: where its log tells sign-ins and flows show connections from the same
 * addresses at those moments, which lead each time to one address of one interface, and to no other each time.
 * Whoever signs in to several machines within a minute, a tool say, leads to all of them then.
 */
async function arrivedAt(scope: Scope): Promise<readonly Sighting[]> {
  const around = await aroundVisits(scope);
  const flows = scope.semantics.flatMap(({ machines }) =>
    (machines?.signs ?? []).flatMap(({ source, isFlow }) => (isFlow ? [source] : [])),
  );
  if (around === null || flows.length === 0) return [];
  const rows = await scope.engine
    .rows(`WITH led AS (SELECT a.machine, a.time AS arrival, a.source_ip, e.destination_ip AS address, e.host_uid, e.time, e.event_uid
      FROM (SELECT DISTINCT machine, time, source_ip FROM ${relations.arrivals} WHERE source_ip <> '') a
      JOIN (SELECT event_uid, time, source_ip, destination_ip, host_uid FROM (${scope.eventsWithin(around)})
        WHERE ${sqlIn('source', flows)} AND destination_ip <> '' AND host_uid <> '' AND source_ip IN (SELECT source_ip FROM ${relations.arrivals})) e
      ON a.source_ip = e.source_ip AND abs(epoch(e.time) - epoch(a.time)) <= ${flowSeconds}),
    ends AS (SELECT machine, address, host_uid, count(DISTINCT (arrival, source_ip)) AS arrivals, min(time) AS first,
        min_by(event_uid, (time, event_uid)) AS first_uid, max(time) AS last, max_by(event_uid, (time, event_uid)) AS last_uid
      FROM led GROUP BY machine, address, host_uid),
    counted AS (SELECT machine, count(DISTINCT (arrival, source_ip)) AS arrivals FROM led GROUP BY machine)
    SELECT machine AS host, min(address) AS address, min(first) AS first, min_by(first_uid, (first, first_uid)) AS first_uid,
      max(last) AS last, max_by(last_uid, (last, last_uid)) AS last_uid
    FROM ends JOIN counted USING (machine, arrivals) GROUP BY machine HAVING count(*) = 1 ORDER BY machine`);
  return rows.map((row) => ({
    ...sightingOf({ ...row, cloud: null }),
    addresses: [textIn(row, 'address')],
  }));
}

/** A name that a command holds is asked for so shortly before or after it, mostly at once. */
const askedSeconds = 60;
const atOnceSeconds = 2;

/**
 * Which machine a host is, by what it asked: where a command that was found on it holds a name, and one machine alone
 * asked for that name at that moment, known by an instance's id or by its address. Who asked at once goes before
 * others of the same minute. Names of two parts or more only.
 */
async function askedFrom(scope: Scope): Promise<readonly Sighting[]> {
  const around = await aroundVisits(scope);
  if (around === null) return [];
  const days = knownWithin(scope, around);
  const rows = await scope.engine
    .rows(`WITH asked AS (SELECT DISTINCT c.machine, q.source_ip AS address, coalesce(q.host_uid, '') AS host_uid, q.time, q.event_uid, abs(epoch(q.time) - epoch(c.time)) AS apart
      FROM (SELECT ${hostNameSql('host')} AS machine, time, lower(command) AS command FROM ${days}
        WHERE host <> '' AND command <> '' AND event_uid IN (SELECT event_uid FROM ${relations.chosen})) c
      JOIN (SELECT time, event_uid, source_ip, host_uid, lower(domain) AS domain FROM ${days}
        WHERE domain LIKE '%.%' AND host IS NULL AND source_ip <> '' AND (host_uid <> '' OR actor_uid = source_ip)) q
      ON contains(c.command, q.domain) AND abs(epoch(q.time) - epoch(c.time)) <= ${askedSeconds})
    SELECT machine AS host, min(address) AS address, nullif(max(host_uid), '') AS host_uid, min(time) AS first, min_by(event_uid, (time, event_uid)) AS first_uid,
      max(time) AS last, max_by(event_uid, (time, event_uid)) AS last_uid
    FROM (SELECT *, min(apart) OVER (PARTITION BY machine) AS nearest FROM asked) WHERE apart <= ${atOnceSeconds} OR nearest > ${atOnceSeconds}
    GROUP BY machine HAVING count(DISTINCT nullif(host_uid, '')) <= 1 AND count(DISTINCT address) = 1 ORDER BY machine`);
  return rows.map((row) => ({ ...sightingOf({ ...row, cloud: null }), addresses: [textIn(row, 'address')] }));
}

/** When machines were made and ended, by the accepted calls of anybody. */
async function livesOf(scope: Scope): Promise<ReadonlyMap<string, ToldLife>> {
  const kinds = new Set(scope.semantics.flatMap(({ machines }) => machines?.kind ?? []));
  const where = operationsSql(
    scope.semantics,
    ({ verb, kind }) => kinds.has(kind) && (verb === 'launch' || verb === 'terminate'),
  );
  const events = await narrowed(scope, { where, bounds: {} });
  if (events === null) return new Map();
  const of = [...kinds].map(literal).join(', ');
  await layActs(scope, {
    table: relations.lives,
    events: withStrandSql(events),
    condition: `outcome = 'accepted' AND resource_type IN (${of}) AND verb IN ('launch', 'terminate')`,
  });
  const rows = await scope.engine
    .rows(`SELECT uid, min(time) FILTER (verb = 'launch') AS begun, max(time) FILTER (verb = 'terminate') AS ended,
      min(shape) AS shape, min(account) AS account, min(region) AS region
    FROM (SELECT *, unnest(CASE WHEN verb = 'launch' THEN made ELSE targets END) AS uid FROM ${relations.lives}) GROUP BY uid ORDER BY uid`);
  return new Map(
    rows.map((row) => [
      textIn(row, 'uid'),
      {
        begun: instantOf(row['begun']),
        ended: instantOf(row['ended']),
        shape: textOf(row['shape']),
        account: textOf(row['account']),
        region: textOf(row['region']),
      },
    ]),
  );
}
