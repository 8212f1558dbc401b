import { operationsSql } from '../../lake/acts.ts';
import { textIn, textOf } from '../../lake/cells.ts';
import { cite } from '../../model/evidence.ts';
import type { Explained } from '../../model/explained.ts';
import { earliest, instantOf, latest, shiftSeconds, sqlIn } from '../cells.ts';
import { layActs, narrowed, relations, withStrandSql } from '../scope.ts';
import type { Scope } from '../scope.ts';
import { actGroupOf } from '../timeline/act-group.ts';
import type { ActGroup } from '../timeline/act-group.ts';
import { networksShared } from './networks-shared.ts';

/** What is older is the owner's, whoever made it. */
const ownDays = 7;

const ending = `('terminate', 'delete')`;
const isPersons = `host IS NULL AND session_name IS NOT NULL AND actor_uid IS NOT NULL AND network NOT LIKE 'via:%'`;

/**
 * Takes from what begins incidents the end of what the same person made some days before at most, both from where
 * others work as well: who takes his own test or drill down destroys nothing. All that the end was aimed at must be
 * his; where findings speak of its making as well, that begins an incident as before.
 */
export async function leaveOwnEnds(scope: Scope): Promise<readonly Explained[]> {
  const { engine } = scope;
  const ends =
    await engine.rows(`SELECT DISTINCT actor_uid, session_name, network, CAST(min(time) AS VARCHAR) AS first, CAST(max(time) AS VARCHAR) AS last FROM ${relations.anchors}
    WHERE verb IN ${ending} AND outcome = 'accepted' AND len(targets) > 0 AND ${isPersons} GROUP BY ALL ORDER BY ALL`);
  if (ends.length === 0) return [];
  const networks = await networksShared(scope, {
    networks: ends.map((row) => textIn(row, 'network')),
    people: ends.map((row) => textIn(row, 'session_name')),
    actors: [],
  });
  if (networks.size === 0) return [];
  const actors = [...new Set(ends.map((row) => textIn(row, 'actor_uid')))];
  const from = shiftSeconds(earliest(ends.map((row) => instantOf(row['first']) ?? '')), -ownDays * 24 * 3600);
  const to = shiftSeconds(latest(ends.map((row) => instantOf(row['last']) ?? '')), 1);
  const making = operationsSql(scope.semantics, ({ verb }) => verb === 'launch' || verb === 'create');
  const events = await narrowed(scope, { where: `${making} AND ${sqlIn('actor_uid', actors)}`, bounds: { from, to } });
  if (events === null) return [];
  await layActs(scope, {
    table: relations.routines,
    events: withStrandSql(events),
    condition: `outcome = 'accepted' AND len(made) > 0`,
  });
  const rows =
    await engine.rows(`WITH own AS (SELECT actor_uid, session_name, network, account, region, time, unnest(made) AS id FROM ${relations.routines}),
      ended AS (SELECT *, unnest(list_distinct(targets)) AS target FROM ${relations.anchors}
        WHERE verb IN ${ending} AND outcome = 'accepted' AND ${isPersons} AND ${sqlIn('network', [...networks])}),
      known AS (SELECT e.event_uid, count(DISTINCT e.target) AS own FROM ended e JOIN own o
        ON (o.actor_uid, o.session_name, o.network, o.account, o.region) = (e.actor_uid, e.session_name, e.network, e.account, e.region)
          AND regexp_extract(o.id, '[^/:]+$') = regexp_extract(e.target, '[^/:]+$') AND o.time <= e.time AND o.time > e.time - INTERVAL ${ownDays} DAY
        GROUP BY e.event_uid)
    SELECT a.*, a.time AS last, 1 AS count, [{'ref': event_uid, 'time': a.time}] AS citations, false AS is_respawn
    FROM ${relations.anchors} a JOIN known k USING (event_uid) WHERE k.own = len(list_distinct(a.targets)) ORDER BY a.time, event_uid`);
  const found = rows.map((row) => ({ ...actGroupOf(row), person: textOf(row['session_name']) ?? '' }));
  const uids = found.flatMap(({ citations }) => citations.map(({ ref }) => ref));
  await engine.run(`DELETE FROM ${relations.anchors} WHERE ${sqlIn('event_uid', uids)}`);
  return [...Map.groupBy(found, ({ person }) => person)].map(([person, same]) => tell(person, same));
}

function tell(person: string, ends: readonly ActGroup[]): Explained {
  const distinct = (texts: readonly (string | null)[]) => [...new Set(texts.flatMap((text) => text ?? []))].toSorted();
  return {
    actors: [person, ...distinct(ends.map(({ actorName, actorUid }) => actorName ?? actorUid))],
    tickets: [],
    accounts: distinct(ends.map(({ account }) => account)),
    regions: distinct(ends.map(({ region }) => region)),
    launched: 0,
    first_seen: earliest(ends.map(({ time }) => time)),
    last_seen: latest(ends.map(({ last }) => last)),
    why: 'the findings speak of the end of what the same person had made some days before at most, from where others work as well',
    ...cite(ends.flatMap(({ citations }) => citations)),
  };
}
