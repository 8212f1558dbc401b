import { operationsSql } from '../../lake/acts.ts';
import { textIn, textOf } from '../../lake/cells.ts';
import { cite } from '../../model/evidence.ts';
import type { Explained } from '../../model/explained.ts';
import { earliest, instantOf, latest, shiftSeconds, sqlIn } from '../cells.ts';
import { calls } from '../../lake/calls.ts';
import { layActs, narrowed, relations, withStrandSql } from '../scope.ts';
import type { Scope } from '../scope.ts';
import { actGroupOf } from '../timeline/act-group.ts';
import { isBelow } from './work.ts';
import { networksShared } from './networks-shared.ts';
import { routineDays, routineIn, weighedVerbs } from './routines.ts';
import type { Home, Move, Routine } from './routines.ts';

/** Who is at it within the first days of the records was at it before. */
const firstDays = 3;
/** So long something may run that is ended day by day. */
const settlingDays = 2;

/**
 * Takes from what begins incidents what is somebody's routine, see routines.ts, and tells it. What the same hand does
 * besides, more of it, or from elsewhere, begins one as before.
 */
export async function leaveRoutines(scope: Scope): Promise<readonly Explained[]> {
  const { engine } = scope;
  const candidates =
    await engine.rows(`SELECT actor_uid FROM ${relations.anchors} WHERE verb IN ('launch', 'create-credential') AND host IS NULL AND actor_uid IS NOT NULL
    GROUP BY actor_uid HAVING count(DISTINCT CAST(time AS DATE)) >= ${routineDays} ORDER BY actor_uid`);
  if (candidates.length === 0) return [];
  const units = await unitsOf(
    scope,
    candidates.map((row) => textIn(row, 'actor_uid')),
  );
  const told: Explained[] = [];
  for (const moves of units) {
    const routine = routineIn(moves, await homeOf(scope, moves));
    const found = routine?.moves.filter(({ isFound }) => isFound) ?? [];
    if (routine === null || found.length === 0) continue;
    const uids = found.flatMap(({ citations }) => citations.map(({ ref }) => ref));
    await engine.run(`DELETE FROM ${relations.anchors} WHERE ${sqlIn('event_uid', uids)}`);
    told.push(tell(routine, found));
  }
  return told;
}

/** All that these identities launched, made and ended, or for which there was no room; by people where the names of sessions come again. */
async function unitsOf(scope: Scope, actors: readonly string[]): Promise<readonly (readonly Move[])[]> {
  const where = `${operationsSql(scope.semantics, ({ verb }) => weighedVerbs.has(verb))} AND ${sqlIn('actor_uid', actors)}`;
  const events = await narrowed(scope, { where, bounds: {} });
  if (events === null) return [];
  await layActs(scope, {
    table: relations.routines,
    events: withStrandSql(events),
    condition: sqlIn('verb', [...weighedVerbs]),
  });
  const wants = scope.semantics.flatMap(({ shortageErrors = [] }) => shortageErrors);
  const grave = scope.rules.flatMap((rule, index) =>
    isBelow(rule, 'high') || rule.isAnnounceable === true ? [] : [index],
  );
  const rows = await scope.engine
    .rows(`SELECT *, time AS last, 1 AS count, [{'ref': event_uid, 'time': time}] AS citations, false AS is_respawn,
      event_uid IN (SELECT event_uid FROM ${relations.anchors}) AS is_found, outcome = 'dry-run' OR coalesce(${sqlIn('error', wants)}, false) AS is_for_want,
      event_uid IN (SELECT event_uid FROM ${relations.grave} WHERE rule IN (${[-1, ...grave].join(', ')})) AS is_grave,
      CASE WHEN count(DISTINCT CAST(time AS DATE)) OVER (PARTITION BY actor_uid, session_name) >= ${routineDays} THEN session_name END AS unit
    FROM ${relations.routines} QUALIFY outcome = 'accepted' OR is_for_want ORDER BY time, event_uid`);
  const moves = rows.map((row) => ({
    unit: JSON.stringify([textOf(row['actor_uid']), textOf(row['unit'])]),
    move: {
      ...actGroupOf(row),
      sessionName: textOf(row['unit']),
      isFound: row['is_found'] === true,
      isForWant: row['is_for_want'] === true,
      isGrave: row['is_grave'] === true,
    },
  }));
  const units = Map.groupBy(moves, ({ unit }) => unit);
  return [...units.values()].map((same) => same.map(({ move }) => move));
}

async function homeOf(scope: Scope, moves: readonly Move[]): Promise<Home> {
  const accounts = [...new Set(moves.flatMap(({ account }) => account ?? []))];
  const [row] = await scope.engine.rows(
    `SELECT min(first) AS first, max(last) AS last FROM ${calls.name} WHERE ${sqlIn('account', accounts)}`,
  );
  const edge = earliest(moves.map(({ time }) => time));
  const day = 24 * 3600;
  return {
    shared: await networksShared(scope, {
      networks: moves.map(({ strand }) => strand.network),
      people: moves.flatMap(({ sessionName, actorUid }) => sessionName ?? actorUid ?? []),
      actors: moves[0]?.sessionName === null ? moves.flatMap(({ actorUid }) => actorUid ?? []) : [],
    }),
    begun: shiftSeconds(instantOf(row?.['first']) ?? edge, firstDays * day),
    settled: shiftSeconds(instantOf(row?.['last']) ?? edge, -settlingDays * day),
  };
}

const places: Readonly<Record<Routine['how'], string>> = {
  shared: 'from where others work as well',
  alone: 'from one place since the records begin',
  brief: 'each gone again within the hour, since the records begin',
};

function tell({ days, how }: Routine, found: readonly Move[]): Explained {
  const distinct = (texts: readonly (string | null)[]) => [...new Set(texts.flatMap((text) => text ?? []))].toSorted();
  const launches = found.filter(({ verb, outcome }) => verb === 'launch' && outcome === 'accepted');
  return {
    actors: [
      ...distinct(found.map(({ sessionName }) => sessionName)),
      ...distinct(found.map(({ actorName, actorUid }) => actorName ?? actorUid)),
    ],
    tickets: [],
    accounts: distinct(found.map(({ account }) => account)),
    regions: distinct(found.map(({ region }) => region)),
    launched: launches.reduce((sum, { made }) => sum + made.length, 0),
    first_seen: earliest(found.map(({ time }) => time)),
    last_seen: latest(found.map(({ last }) => last)),
    why: `the same things were launched in the same places, in like numbers, on each of ${days} days, ${places[how]}, and ended by the same hand`,
    ...cite(found.flatMap(({ citations }) => citations)),
  };
}
