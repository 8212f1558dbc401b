import type { ResourceState, Resource, Failed } from '../../model/resource.ts';
import { cite } from '../../model/evidence.ts';
import { compareInstants, compareText } from '../../model/instant.ts';
import type { Verb } from '../../model/semantics.ts';
import { actorOf } from '../actor.ts';
import { byTime } from '../timeline/act-group.ts';
import type { ActGroup, Timed } from '../timeline/act-group.ts';
import type { TouchingAct } from './touching.ts';

const stateAfter: Readonly<Partial<Record<Verb, ResourceState>>> = {
  launch: 'running',
  start: 'running',
  stop: 'stopped',
  terminate: 'terminated',
  create: 'active',
  delete: 'deleted',
};
const changing: ReadonlySet<Verb> = new Set(['launch', 'start', 'stop', 'terminate', 'create', 'modify', 'delete', 'share']);

/** A resource with what is needed to go on asking about it. */
export interface TouchedResource extends Resource {
  /** Made by the intruder, or for him; otherwise it was there before, and changed. */
  readonly isMade: boolean;
  readonly citations: readonly Timed[];
}

interface Thing {
  readonly uid: string;
  readonly name: string | null;
  readonly ids: ReadonlySet<string>;
  readonly acts: readonly ActGroup[];
  readonly maker: ActGroup;
  readonly isMade: boolean;
}

interface ResourceContext {
  /** Kinds that are told as identities or credentials. */
  readonly isElsewhere: (kind: string) => boolean;
  /** The launcher that caused a launch, by the event of the launch. */
  readonly launcherOf: ReadonlyMap<string, string>;
}

/**
 * Everything that accepted acts of the intruder, or of services on his behalf, made or changed, with its
 * state after the last act of anybody. Identities and credentials are told elsewhere.
 */
export function resourcesOf(acts: readonly ActGroup[], touching: readonly TouchingAct[], { isElsewhere, launcherOf }: ResourceContext): readonly TouchedResource[] {
  const accepted = acts.filter(({ outcome, verb, kind }) => outcome === 'accepted' && changing.has(verb) && kind.includes(':') && !isElsewhere(kind));
  const things = new Map<string, Thing>();
  const byId = new Map<string, string>();
  const place = (act: ActGroup, id: string) => [act.kind, act.account, act.region, id].join('\n');
  const note = (act: ActGroup, uid: string, name: string | null, isMade: boolean) => {
    const known = byId.get(place(act, uid)) ?? byId.get(place(act, lastPart(uid)));
    const key = known ?? place(act, uid);
    const thing = things.get(key) ?? { uid, name, ids: new Set<string>(), acts: [], maker: act, isMade };
    things.set(key, { ...thing, acts: [...thing.acts, act] });
    if (known === undefined) for (const id of [uid, name ?? uid, lastPart(uid)]) byId.set(place(act, id), key);
  };
  for (const act of accepted) {
    const makes = act.verb === 'launch' || act.verb === 'create';
    if (makes) for (const [index, uid] of act.made.entries()) note(act, uid, act.names[index] ?? null, true);
    else for (const uid of act.targets) note(act, uid, null, false);
  }
  for (const act of touching) for (const uid of act.targets) if (byId.has(place(act, uid)) || byId.has(place(act, lastPart(uid)))) note(act, uid, null, false);
  return [...things.values()].map((thing) => resourceOf(thing, launcherOf)).toSorted((a, b) => compareInstants(a.first_seen, b.first_seen) || compareText(a.uid, b.uid));
}

const lastPart = (id: string): string => id.split(/[/:]/).at(-1) ?? id;

function resourceOf({ uid, name, acts, maker, isMade }: Thing, launcherOf: ResourceContext['launcherOf']): TouchedResource {
  const ordered = acts.toSorted(byTime);
  const citations = ordered.flatMap((act) => act.citations);
  const state = ordered.reduce<ResourceState>((before, { verb }) => stateAfter[verb] ?? before, isMade ? 'active' : 'unknown');
  return {
    uid,
    name,
    type: maker.kind,
    shape: maker.shape,
    account: maker.account,
    compartment: null,
    region: maker.region,
    state: state === 'unknown' ? 'active' : state,
    first_seen: ordered[0]?.time ?? maker.time,
    last_seen: ordered.at(-1)?.last ?? maker.last,
    actor: actorOf(maker),
    respawned_by: launcherOf.get(maker.citations[0]?.ref ?? '') ?? null,
    authorised: null,
    isMade,
    citations,
    ...cite(citations),
  };
}

/** What the intruder tried to make or change and was refused; a call that only tries out is no failure. */
export function failedOf(acts: readonly ActGroup[]): readonly Failed[] {
  return acts
    .filter(({ outcome, isRespawn, verb }) => outcome === 'refused' && !isRespawn && verb !== 'list')
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
