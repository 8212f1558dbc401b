import type { Verb } from '../../model/semantics.ts';
import { levels } from '../../model/rule.ts';
import type { Component } from '../chain/component.ts';
import { hostileStrands } from '../chain/group.ts';
import { isIndirect, strandId } from '../chain/strands.ts';
import type { Departure } from '../departures.ts';
import { placeOf } from '../economics/earlier.ts';
import type { EarlierLaunches } from '../economics/earlier.ts';
import type { MatchedRule } from '../matched-rules.ts';
import type { ActGroup } from '../timeline/act-group.ts';
import { ticketsIn } from './tickets.ts';

/** What is known of a component before it is told. */
export interface Work {
  readonly component: Pick<Component, 'groups' | 'hops'>;
  readonly acts: readonly ActGroup[];
  readonly matched: readonly MatchedRule[];
  readonly departures: readonly Departure[];
  /** Launches of what its acts ended and did not make. */
  readonly earlier: EarlierLaunches;
}

const making: ReadonlySet<Verb> = new Set(['launch', 'create']);
const changing: ReadonlySet<Verb> = new Set(['start', 'stop', 'terminate', 'delete']);
const looking: ReadonlySet<Verb> = new Set(['list', 'login', 'assume']);

export const makingsIn = (acts: readonly ActGroup[]): readonly ActGroup[] =>
  acts.filter(({ verb, isRespawn }) => making.has(verb) && !isRespawn);
/** Acts upon machines and jobs that are there already. */
export const changesIn = (acts: readonly ActGroup[]): readonly ActGroup[] =>
  acts.filter(({ verb }) => changing.has(verb));

/**
 * Whether the acts are what a team does that announces its work: each launch carries a ticket and was accepted, only
 * what the team itself announced is ended, nothing is done besides but looking, and no finding says more. A ticket
 * is easily copied: this alone clears nobody, see familiarity.ts.
 */
export function isAnnouncedWork(work: Work): boolean {
  const { component, acts } = work;
  const makings = makingsIn(acts);
  return (
    makings.length > 0 &&
    makings.every(({ outcome, tags }) => outcome === 'accepted' && ticketsIn(tags).length > 0) &&
    acts.every(({ verb, isRespawn }) => isRespawn || making.has(verb) || changing.has(verb) || looking.has(verb)) &&
    changesIn(acts).every((act) => isOnOwn(act, work)) &&
    component.groups.every(isInOneHand) &&
    // A session that the provider gave to a machine, or that was taken from somebody, is no person's.
    component.hops.every(({ isFollowed }) => isFollowed) &&
    areFindingsAnswered(work) &&
    areAllOfAmount(work)
  );
}

/** The targets were made by the same identity, each with a ticket. */
function isOnOwn(act: ActGroup, { acts, earlier }: Work): boolean {
  const here = new Map(makingsIn(acts).flatMap((one) => one.made.map((id) => [placeOf(one, id), one] as const)));
  return act.targets.every((id) => {
    const place = placeOf(act, id);
    const maker = here.get(place) ?? earlier.get(place);
    return maker !== undefined && maker.actorUid === act.actorUid && ticketsIn(maker.tags).length > 0;
  });
}

/** Nobody else uses the credential beside. */
function isInOneHand(group: Component['groups'][number]): boolean {
  const own = new Set(hostileStrands(group).map(strandId));
  return group.strands.every((strand) => isIndirect(strand) || own.has(strandId(strand)));
}

/** No finding above medium, unless it asks how much, or speaks of nothing but the end of what they made themselves. */
function areFindingsAnswered({ acts, matched }: Work): boolean {
  const ends = new Set(changesIn(acts).flatMap(({ citations }) => citations.map(({ ref }) => ref)));
  return matched.every(
    ({ rule, citations }) =>
      rule.isAnnounceable === true ||
      levels.indexOf(rule.severity ?? rule.level) <= levels.indexOf('medium') ||
      citations.every(({ ref }) => ends.has(ref)),
  );
}

/**
 * Nothing was unlike the past but what and how much. A first time in a past that is hardly known says little;
 * whether the place is familiar is asked apart.
 */
const areAllOfAmount = ({ departures }: Work): boolean =>
  departures.every(
    ({ baseline, sign }) => baseline.isAnswerable === true || (baseline.kind === 'first' && sign.isShort),
  );

/** Nothing was unlike a past that is well known, or nothing of it runs any more. */
export const isLikeThePast = ({ acts, departures }: Work): boolean =>
  departures.every(({ sign }) => sign.isShort) || isAllOver(acts);

/** Everything that was launched was ended again, by the same acts. */
export function isAllOver(acts: readonly ActGroup[]): boolean {
  const ended = new Set(
    acts
      .filter(({ verb, outcome }) => outcome === 'accepted' && (verb === 'terminate' || verb === 'delete'))
      .flatMap((act) => act.targets.map((id) => placeOf(act, id))),
  );
  const launches = acts.filter(({ verb }) => verb === 'launch');
  return launches.every((act) => act.made.length > 0 && act.made.every((id) => ended.has(placeOf(act, id))));
}
