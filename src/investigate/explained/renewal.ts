import { lastPart } from '../chain/entity.ts';
import type { ActGroup } from '../timeline/act-group.ts';
import { isBelow, isInOneHand, looking } from './work.ts';
import type { Work } from './work.ts';

/** One more than who renews a credential and mistypes needs. */
const mostCredentials = 2;

/**
 * Whether the acts are what somebody does who renews a credential of his own: one or two made for himself, old ones
 * of his given up, nothing else but looking, by one hand, like the past, and no finding above medium, nor from
 * medium upwards that speaks of more. A thief who wants to stay does the same: this alone clears nobody, see
 * usual-place.ts.
 */
export function isRenewal({ acts, matched, component, departures }: Work): boolean {
  const made = acts.filter(({ verb }) => verb === 'create-credential');
  const known = new Set(made.flatMap(({ citations }) => citations.map(({ ref }) => ref)));
  const grave = matched.filter(({ rule }) => !isBelow(rule, 'medium'));
  return (
    made.length > 0 &&
    made.length <= mostCredentials &&
    acts.every((act) => looking.has(act.verb) || isOfRenewal(act, made)) &&
    grave.length > 0 &&
    grave.every(({ rule, citations }) => isBelow(rule, 'high') && citations.every(({ ref }) => known.has(ref))) &&
    component.groups.every(isInOneHand) &&
    component.hops.every(({ isFollowed, isProvider }) => isFollowed && !isProvider) &&
    component.haunts.length === 0 &&
    departures.every(({ sign }) => sign.isShort)
  );
}

function isOfRenewal(act: ActGroup, made: readonly ActGroup[]): boolean {
  const { verb, kind, outcome, isRespawn, targets, actorUid, actorName } = act;
  if (outcome !== 'accepted' || isRespawn) return false;
  if (verb === 'disable-credential' || (verb === 'delete' && made.some((one) => one.kind === kind))) return true;
  const own = new Set([actorUid, actorName, lastPart(actorUid ?? '')]);
  return verb === 'create-credential' && targets.length > 0 && targets.every((id) => own.has(id));
}
