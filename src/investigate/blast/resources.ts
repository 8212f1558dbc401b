import type { ResourceState, Resource, Failed } from '../../model/resource.ts';
import { cite } from '../../model/evidence.ts';
import { compareInstants, compareText } from '../../model/instant.ts';
import type { Verb } from '../../model/semantics.ts';
import { compareActs } from '../act-order.ts';
import { actorOf } from '../actor.ts';
import { earliest, latest } from '../cells.ts';
import type { Timed } from '../cells.ts';
import type { Change } from '../economics/uptime.ts';
import type { ActGroup } from '../timeline/act-group.ts';
import { gatherThings, isMaking } from './gather-things.ts';
import type { Thing } from './gather-things.ts';
import type { TouchingAct } from './touching.ts';

const stateAfter: Readonly<Partial<Record<Verb, ResourceState>>> = {
  launch: 'running',
  start: 'running',
  stop: 'stopped',
  terminate: 'terminated',
  create: 'active',
  'create-identity': 'active',
  'create-credential': 'active',
  'change-credential': 'active',
  'disable-credential': 'stopped',
  delete: 'deleted',
};
const changing: ReadonlySet<Verb> = new Set([
  'launch',
  'start',
  'stop',
  'terminate',
  'create',
  'modify',
  'delete',
  'share',
  'create-identity',
  'create-credential',
  'disable-credential',
]);

/** A resource with what is needed to go on asking about it. */
export interface TouchedResource extends Resource {
  /** Made by the intruder, or for him; otherwise it was there before, and changed. */
  readonly isMade: boolean;
  /** A machine of the owner's that the intruder was on, and of which no act of his says more. */
  readonly isInhabited?: true;
  readonly citations: readonly Timed[];
  /** The records of its making alone. */
  readonly making: readonly Timed[];
  /** The act that made it, or the first that touched it. */
  readonly maker: ActGroup;
  /** What accepted acts of anybody did to it, in order of time. */
  readonly changes: readonly Change[];
}

/**
 * Everything that accepted acts of the intruder, or of services on his behalf, made or changed, with its
 * state after the last act of anybody. `launcherOf` names the launcher that caused a launch, by its event.
 */
export function resourcesOf(
  acts: readonly ActGroup[],
  touching: readonly TouchingAct[],
  launcherOf: ReadonlyMap<string, string>,
): readonly TouchedResource[] {
  const accepted = acts.filter(
    (act) => act.outcome === 'accepted' && (changing.has(act.verb) || isMaking(act)) && act.kind.includes(':'),
  );
  const others = touching.filter(({ outcome }) => outcome === 'accepted');
  return gatherThings(accepted, others)
    .map((thing) => resourceOf(thing, launcherOf))
    .toSorted((a, b) => compareInstants(a.first_seen, b.first_seen) || compareText(a.uid, b.uid));
}

function resourceOf(
  { uid, name, acts, maker, isMade }: Thing,
  launcherOf: ReadonlyMap<string, string>,
): TouchedResource {
  const ordered = inOrder(acts, isMade);
  const citations = ordered.flatMap((act) => act.citations);
  const state = ordered.reduce<ResourceState>(
    (before, { verb, serves }) => (serves ? 'active' : (stateAfter[verb] ?? before)),
    isMade ? 'active' : 'unknown',
  );
  return {
    uid,
    name,
    type: maker.kind,
    shape: maker.shape,
    account: maker.account,
    compartment: maker.compartment,
    region: maker.region,
    state: state === 'unknown' ? 'active' : state,
    first_seen: earliest(acts.map(({ time }) => time)),
    last_seen: latest(acts.map(({ last }) => last)),
    actor: actorOf(maker),
    respawned_by: launcherOf.get(maker.citations[0]?.ref ?? '') ?? null,
    authorised: null,
    isMade,
    citations,
    making: maker.citations,
    maker,
    changes: ordered.map(({ time, verb, amount }) => ({ time, verb, amount })),
    ...cite(citations),
  };
}

/**
 * Acts in order of time. Clocks of services differ by seconds, and records have whole ones: what was made once
 * was made before anything else was done to it.
 */
function inOrder(acts: readonly ActGroup[], isMade: boolean): readonly ActGroup[] {
  const makings = acts.filter(isMaking);
  const first = isMade && makings.length === 1 ? makings[0] : undefined;
  return acts.toSorted((a, b) => Number(b === first) - Number(a === first) || compareActs(a, b));
}

/** What the intruder tried to make or change and was refused, by what the records say; a call that only tried out stands here with its error. */
export function failedOf(acts: readonly ActGroup[]): readonly Failed[] {
  return acts
    .filter(({ outcome, isRespawn }) => outcome !== 'accepted' && !isRespawn)
    .map((act) => ({
      time: act.time,
      actor: actorOf(act),
      operation: act.operation,
      shape: act.shape,
      count: Math.max(1, act.amount ?? act.count),
      account: act.account,
      region: act.region,
      error: act.error ?? 'refused',
      ...cite(act.citations),
    }));
}
