import { secondsBetween } from './cells.ts';
import { strandId } from './chain/strands.ts';
import type { Component } from './chain/component.ts';
import type { ActGroup } from './timeline/act-group.ts';

/** Somebody tried to sign in, and was not let in; on a machine several programs say so in their own words. */
const isRattling = ({ verb, outcome, host, command }: ActGroup): boolean =>
  outcome === 'refused' && (verb === 'login' || (verb === 'other' && host !== null && command === null));

/** Two logs write down one sign-in within this time. */
const momentSeconds = 2;

/** The first act that was let in; of a sign-in that several logs tell of, the one that names its key. */
export function firstLetIn(acts: readonly ActGroup[]): ActGroup | undefined {
  const first = acts.find((act) => !isRattling(act));
  if (first?.verb !== 'login' || first.credential !== null) return first;
  const isSame = ({ verb, outcome, address, credential, actorUid, time }: ActGroup): boolean =>
    verb === 'login' &&
    outcome === 'accepted' &&
    credential !== null &&
    address === first.address &&
    actorUid === first.actorUid &&
    secondsBetween(time, first.time) <= momentSeconds;
  return acts.find(isSame) ?? first;
}

/**
 * The component without the names that were only ever tried at a door: nobody held those, and some exist
 * nowhere. Whole where none was let in.
 * @param acts the acts of its strands
 */
export function letIn(component: Component, acts: readonly ActGroup[]): Component {
  const inside = new Set(acts.filter((act) => !isRattling(act)).map(({ strand }) => strandId(strand)));
  const tried = new Set(acts.map(({ strand }) => strandId(strand)).filter((id) => !inside.has(id)));
  const strands = component.strands.filter((strand) => !tried.has(strandId(strand)));
  return strands.length === 0 ? component : { ...component, strands };
}
