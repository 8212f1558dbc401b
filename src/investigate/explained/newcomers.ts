import type { Semantics, ShapeClass, Verb } from '../../model/semantics.ts';
import { lastPart } from '../chain/entity.ts';
import type { Strand } from '../chain/strands.ts';
import type { ActGroup } from '../timeline/act-group.ts';
import { isBelow, isInOneHand, looking } from './work.ts';
import type { Work } from './work.ts';

/** More than this many machines are more than somebody needs on his first day. */
const mostMachines = 2;

const giving: ReadonlySet<Verb> = new Set(['create-credential', 'change-credential', 'grant']);
/** Rules may speak of these; of a right they speak only where it is a wide one. */
const spokenOf: ReadonlySet<Verb> = new Set(['create-identity', 'create-credential', 'change-credential']);
const tending: ReadonlySet<Verb> = new Set(['start', 'stop', 'modify', 'terminate', 'delete']);

/** Users that the acts made, by every id and name that records may carry. */
export interface Newcomers {
  readonly names: readonly string[];
  readonly ids: ReadonlySet<string>;
}

/** The users that the acts made; null where they made none. */
export function newcomersIn(acts: readonly ActGroup[]): Newcomers | null {
  const users = acts.filter(({ verb, kind }) => verb === 'create-identity' && kind.endsWith(':user'));
  const ids = users.flatMap(({ made, names }) => [...made, ...names]);
  if (ids.length === 0) return null;
  const names = users.flatMap((act) => act.names[0] ?? act.made[0] ?? []).toSorted();
  return { names: [...new Set(names)], ids: new Set(ids.flatMap((id) => [id, lastPart(id)])) };
}

export const isNewcomer = (
  { ids }: Newcomers,
  { actorUid, actorName }: Pick<Strand | ActGroup, 'actorUid' | 'actorName'>,
): boolean => ids.has(actorUid ?? '') || ids.has(actorName ?? '');

/**
 * Whether the acts are what an administrator does who takes a colleague in: users made, given keys and rights, and
 * at most a small machine or two of theirs; nothing else but looking, by one hand, like the past, and no finding
 * from medium upwards that speaks of more than users and keys. A thief who lays a way back in does the same: this
 * alone clears nobody, see usual-place.ts.
 */
export function isTakingIn(work: Work, newcomers: Newcomers, semantics: readonly Semantics[]): boolean {
  const { acts, matched, component, departures } = work;
  const machines = acts.filter(({ verb }) => verb === 'launch');
  return (
    acts.every((act) => looking.has(act.verb) || isOfTakingIn(act, newcomers, acts)) &&
    machines.every(({ shape }) => isSmall(shape, semantics)) &&
    machines.reduce((sum, { made, amount }) => sum + Math.max(made.length, amount ?? 1), 0) <= mostMachines &&
    matched.some(({ rule }) => !isBelow(rule, 'medium')) &&
    matched.every((one) => isBelow(one.rule, 'medium') || isOfUsers(one, acts)) &&
    component.groups.every(isInOneHand) &&
    component.hops.every(({ isFollowed, isProvider }) => isFollowed && !isProvider) &&
    component.haunts.length === 0 &&
    departures.every(({ sign }) => sign.isShort)
  );
}

function isOfTakingIn(act: ActGroup, newcomers: Newcomers, acts: readonly ActGroup[]): boolean {
  if (act.outcome !== 'accepted' || act.isRespawn) return false;
  const areAll = (known: ReadonlySet<string>) => act.targets.length > 0 && act.targets.every((id) => known.has(id));
  if (act.verb === 'create-identity') return act.kind.endsWith(':user') && !isNewcomer(newcomers, act);
  if (giving.has(act.verb)) return areAll(newcomers.ids);
  if (!isNewcomer(newcomers, act)) return false;
  return act.verb === 'launch' || (tending.has(act.verb) && areAll(madeBy(newcomers, acts)));
}

const lastingKey = /(?:key|token|certificate|credential)$/;
const secondFactor = /:mfa-device$/;

/**
 * Whether the acts are what somebody does who lays in administrators for an emergency: users with a password and a
 * second factor, and no key, who were given rights and have done nothing yet; nothing else but looking, by one hand,
 * and no finding that speaks of more. A thief does the same: it only lowers what else would wake people, and only at
 * the usual place of whoever did it.
 */
export function isForEmergencies({ acts, matched, component, departures }: Work, newcomers: Newcomers): boolean {
  const done = acts.filter(({ verb }) => !looking.has(verb));
  const refs = new Set(done.flatMap(({ citations }) => citations.map(({ ref }) => ref)));
  const guarded = new Set(done.filter(({ kind }) => secondFactor.test(kind)).flatMap(({ targets }) => targets));
  const isPart = (act: ActGroup) =>
    isOfTakingIn(act, newcomers, acts) ||
    (act.outcome === 'accepted' && act.verb === 'create-credential' && secondFactor.test(act.kind));
  return (
    done.every((act) => isPart(act) && !lastingKey.test(act.kind)) &&
    acts.every((act) => !isNewcomer(newcomers, act)) &&
    newcomers.names.every((name) => guarded.has(name) || guarded.has(lastPart(name))) &&
    matched.every(({ rule, citations }) => isBelow(rule, 'medium') || citations.every(({ ref }) => refs.has(ref))) &&
    component.groups.every(isInOneHand) &&
    component.hops.every(({ isFollowed, isProvider }) => isFollowed && !isProvider) &&
    component.haunts.length === 0 &&
    departures.every(({ sign, baseline }) => sign.isShort || baseline.isAnswerable === true)
  );
}

const madeBy = (newcomers: Newcomers, acts: readonly ActGroup[]): ReadonlySet<string> =>
  new Set(acts.filter((act) => act.verb === 'launch' && isNewcomer(newcomers, act)).flatMap(({ made }) => made));

/** A size that no record tells may be any. */
const isSmall = (shape: string | null, semantics: readonly Semantics[]): boolean =>
  shape !== null && !semantics.some(({ shapes }) => shapes.some((one) => isOf(one, shape)));

const isOf = ({ pattern }: ShapeClass, shape: string): boolean => new RegExp(pattern).test(shape);

function isOfUsers({ rule, citations }: Work['matched'][number], acts: readonly ActGroup[]): boolean {
  const spoken = acts.filter(({ verb }) => spokenOf.has(verb));
  const known = new Set(spoken.flatMap((act) => act.citations.map(({ ref }) => ref)));
  return isBelow(rule, 'high') && citations.every(({ ref }) => known.has(ref));
}
