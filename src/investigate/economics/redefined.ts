import { calledSql } from '../../lake/acts.ts';
import { literal } from '../../lake/sql.ts';
import { compareInstants } from '../../model/instant.ts';
import type { TouchedResource } from '../blast/resources.ts';
import { earliest, sqlIn, sqlInstant } from '../cells.ts';
import { layActs, narrowed, relations, withStrandSql } from '../scope.ts';
import type { Scope } from '../scope.ts';
import { actGroupOf } from '../timeline/act-group.ts';
import type { ActGroup } from '../timeline/act-group.ts';
import { placeOf } from './earlier.ts';

/** What one act of the intruder gave another definition: a service of the owner's, which from then on runs that. */
const givesDefinition = ({ verb, outcome, terms }: ActGroup): boolean =>
  verb === 'modify' && outcome === 'accepted' && (terms['definition'] ?? []).length > 0;

/** The acts of the intruder on a thing of the owner's by which it was given a definition, in order of time. */
export const redefining = (resource: TouchedResource, acts: readonly ActGroup[]): readonly ActGroup[] => {
  if (resource.isMade) return [];
  const place = placeOf({ ...resource, kind: resource.type }, resource.uid);
  return acts.filter((act) => givesDefinition(act) && act.targets.some((id) => placeOf(act, id) === place));
};

/** Adds to such things when somebody else gave them a definition again: what the intruder set up ends with that. */
export async function withDefinitionsOfOthers(
  scope: Scope,
  resources: readonly TouchedResource[],
  acts: readonly ActGroup[],
): Promise<readonly TouchedResource[]> {
  const own = resources.flatMap((resource) => redefining(resource, acts));
  if (own.length === 0) return resources;
  const others = await definedByOthers(scope, own, acts);
  return resources.map((resource) => {
    const [first] = redefining(resource, acts);
    if (first === undefined) return resource;
    const place = placeOf({ ...resource, kind: resource.type }, resource.uid);
    const ends = others
      .filter((act) => act.targets.some((id) => placeOf(act, id) === place))
      .filter(
        ({ time, parents }) => compareInstants(time, first.time) >= 0 && String(parents) === String(first.parents),
      )
      .map(({ time }) => ({ time, verb: 'stop' as const, amount: null }));
    const changes = [...resource.changes, ...ends].toSorted((a, b) => compareInstants(a.time, b.time));
    return { ...resource, changes };
  });
}

async function definedByOthers(
  scope: Scope,
  own: readonly ActGroup[],
  acts: readonly ActGroup[],
): Promise<readonly ActGroup[]> {
  const from = earliest(own.map(({ time }) => time));
  const accounts = sqlIn('account', [...new Set(own.flatMap(({ account }) => account ?? []))]);
  const where = `time >= ${sqlInstant(from)} AND error IS NULL AND ${accounts} AND ${calledSql(own)}`;
  const events = await narrowed(scope, { where, bounds: { from } });
  if (events === null) return [];
  const his = acts.flatMap(({ citations }) => citations.map(({ ref }) => ref));
  const ids = [...new Set(own.flatMap(({ targets }) => targets))];
  await layActs(scope, {
    table: relations.launches,
    events: withStrandSql(events),
    condition: `outcome = 'accepted' AND NOT (${sqlIn('event_uid', his)}) AND list_has_any(targets, [${ids.map(literal).join(', ')}])`,
  });
  const rows = await scope.engine
    .rows(`SELECT *, time AS last, 1 AS count, [{'ref': event_uid, 'time': time}] AS citations,
    false AS is_respawn FROM ${relations.launches} ORDER BY time, event_uid`);
  return rows.map(actGroupOf).filter(givesDefinition);
}
