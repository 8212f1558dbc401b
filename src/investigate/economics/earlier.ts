import { operationsSql } from '../../lake/acts.ts';
import { literal } from '../../lake/sql.ts';
import { sqlIn } from '../cells.ts';
import { layActs, narrowed, nothing, relations, withStrandSql } from '../scope.ts';
import type { Scope } from '../scope.ts';
import { actGroupOf } from '../timeline/act-group.ts';
import type { ActGroup } from '../timeline/act-group.ts';

/** Machines of the owner that the intruder started or ran commands on, with the record of their launch: it tells their size. */
export type EarlierLaunches = ReadonlyMap<string, ActGroup>;

/** A thing by kind, account, region and id. */
export const placeOf = ({ kind, account, region }: Pick<ActGroup, 'kind' | 'account' | 'region'>, id: string): string =>
  JSON.stringify([kind, account, region, id]);

/** Accepted acts that put a machine which was there before to the intruder's use. */
export const usesOf = (acts: readonly ActGroup[]): readonly ActGroup[] => {
  const made = new Set(acts.flatMap((act) => act.made.map((id) => placeOf(act, id))));
  return acts
    .filter(
      ({ outcome, verb, isRespawn }) =>
        outcome === 'accepted' && !isRespawn && (verb === 'start' || verb === 'execute'),
    )
    .map((act) => ({ ...act, targets: act.targets.filter((id) => !made.has(placeOf(act, id))) }))
    .filter(({ targets }) => targets.length > 0);
};

/** Looks for the launches of such machines among all known events. Asks nothing where there is none. */
export async function earlierLaunches(scope: Scope, acts: readonly ActGroup[]): Promise<EarlierLaunches> {
  return launchesOf(scope, usesOf(acts));
}

/** The accepted launches of what acts were aimed at, among all known events, by `placeOf` what they made. */
export async function launchesOf(scope: Scope, uses: readonly ActGroup[]): Promise<EarlierLaunches> {
  const kinds = new Set(uses.map(({ kind }) => kind));
  const ids = new Set(uses.flatMap(({ targets }) => targets));
  const launching = operationsSql(scope.semantics, ({ verb, kind }) => verb === 'launch' && kinds.has(kind));
  if (ids.size === 0 || launching === 'false') return new Map();
  const accounts = sqlIn('account', [...new Set(uses.flatMap(({ account }) => account ?? []))]);
  const events = await narrowed(scope, { where: `${accounts} AND ${launching}`, bounds: {} });
  await layActs(scope, {
    table: relations.launches,
    events: withStrandSql(events ?? nothing),
    condition: `outcome = 'accepted' AND list_has_any(made, [${[...ids].map(literal).join(', ')}])`,
  });
  const rows = await scope.engine
    .rows(`SELECT *, time AS last, 1 AS count, [{'ref': event_uid, 'time': time}] AS citations,
    false AS is_respawn FROM ${relations.launches} ORDER BY time, event_uid`);
  const found = rows.map(actGroupOf);
  return new Map(
    found.flatMap((act) => act.made.filter((id) => ids.has(id)).map((id) => [placeOf(act, id), act] as const)),
  );
}
