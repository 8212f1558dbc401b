import type { Verb } from '../../model/semantics.ts';
import { levels } from '../../model/rule.ts';
import type { Level } from '../../model/rule.ts';
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
  readonly component: Pick<Component, 'strands' | 'groups' | 'hops' | 'haunts'>;
  readonly acts: readonly ActGroup[];
  readonly matched: readonly MatchedRule[];
  readonly departures: readonly Departure[];
  /** Launches of what its acts ended and did not make. */
  readonly earlier: EarlierLaunches;
}

const making: ReadonlySet<Verb> = new Set(['launch', 'create']);
const changing: ReadonlySet<Verb> = new Set(['start', 'stop', 'terminate', 'delete']);
export const looking: ReadonlySet<Verb> = new Set(['list', 'login', 'assume']);

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
  const isAnnounced = ({ outcome, tags }: ActGroup) => outcome === 'accepted' && ticketsIn(tags).length > 0;
  return makingsIn(work.acts).every(isAnnounced) && isPlainWork(work, isAnnounced) && areFindingsAnswered(work);
}

/**
 * Whether all that findings from medium upwards speak of is the end of what the same acts had launched: nothing was
 * destroyed, and nothing else was found. The launches themselves would have begun no incident.
 */
export function isTidyingUp(work: Work): boolean {
  const { acts, matched } = work;
  const ends = endsIn(acts);
  const here = new Set(makingsIn(acts));
  return (
    [...here].every(({ verb }) => verb === 'launch') &&
    isPlainWork(work, (maker) => here.has(maker)) &&
    isAllOver(acts) &&
    matched.every(({ rule, citations }) => isBelow(rule, 'medium') || citations.every(({ ref }) => ends.has(ref)))
  );
}

/**
 * Whether it is no more than one machine, whatever its size, and what became of it: rules found nothing else from
 * medium upwards, and nothing graver. Who it was and from where is asked apart, see usual-place.ts.
 */
export function isOneMachine(work: Work): boolean {
  const makings = makingsIn(work.acts);
  const refs = new Set(makings.flatMap(({ citations }) => citations.map(({ ref }) => ref)));
  const isOne = ({ verb, outcome, made, amount }: ActGroup) =>
    verb === 'launch' && outcome === 'accepted' && made.length === 1 && (amount ?? 1) <= 1;
  return (
    makings.length === 1 &&
    makings.every(isOne) &&
    isPlainWork(work, (maker) => makings.includes(maker)) &&
    work.component.hops.every(({ isProvider }) => !isProvider) &&
    work.component.haunts.length === 0 &&
    work.matched.every(
      ({ rule, citations }) =>
        isBelow(rule, 'medium') || (isBelow(rule, 'high') && citations.every(({ ref }) => refs.has(ref))),
    )
  );
}

/**
 * Nothing but launches, what becomes of them and looking around, by one hand; `isTheirs` says whose launches may be
 * ended, `isBeside` what else may be done.
 */
export function isPlainWork(
  work: Work,
  isTheirs: (maker: ActGroup) => boolean,
  isBeside = (verb: Verb): boolean => looking.has(verb),
): boolean {
  const { component, acts, matched } = work;
  return (
    makingsIn(acts).length > 0 &&
    // What began it has to be among what is weighed: it may stand in another account's copy of a call.
    matched.some(({ rule }) => !isBelow(rule, 'medium')) &&
    acts.every(({ verb, isRespawn }) => isRespawn || making.has(verb) || changing.has(verb) || isBeside(verb)) &&
    changesIn(acts).every((act) => isOnOwn(act, work, isTheirs)) &&
    component.groups.every(isInOneHand) &&
    // A session that the provider gave to a machine, or that was taken from somebody, is no person's.
    component.hops.every(({ isFollowed }) => isFollowed) &&
    areAllOfAmount(work)
  );
}

/** The record says what the call was aimed at, and the same identity had made all of that. */
function isOnOwn(act: ActGroup, { acts, earlier }: Work, isTheirs: (maker: ActGroup) => boolean): boolean {
  const here = new Map(makingsIn(acts).flatMap((one) => one.made.map((id) => [placeOf(one, id), one] as const)));
  const isOwn = (id: string): boolean => {
    const maker = here.get(placeOf(act, id)) ?? earlier.get(placeOf(act, id));
    return maker !== undefined && maker.actorUid === act.actorUid && isTheirs(maker);
  };
  return act.targets.length > 0 && act.targets.every(isOwn);
}

/** Nobody else uses the credential beside. */
export function isInOneHand(group: Component['groups'][number]): boolean {
  const own = new Set(hostileStrands(group).map(strandId));
  return group.strands.every((strand) => isIndirect(strand) || own.has(strandId(strand)));
}

/** No finding above medium, unless it asks how much, or speaks of nothing but the end of what they made themselves. */
function areFindingsAnswered({ acts, matched }: Work): boolean {
  const ends = endsIn(acts);
  return matched.every(
    ({ rule, citations }) =>
      rule.isAnnounceable === true || isBelow(rule, 'high') || citations.every(({ ref }) => ends.has(ref)),
  );
}

export const isBelow = ({ severity, level }: MatchedRule['rule'], limit: Level): boolean =>
  levels.indexOf(severity ?? level) < levels.indexOf(limit);

const endsIn = (acts: readonly ActGroup[]): ReadonlySet<string> =>
  new Set(changesIn(acts).flatMap(({ citations }) => citations.map(({ ref }) => ref)));

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
