import { cite } from '../../model/evidence.ts';
import { compareInstants } from '../../model/instant.ts';
import { resourceStates } from '../../model/resource.ts';
import type { ResourceState } from '../../model/resource.ts';
import type { Verb } from '../../model/semantics.ts';
import { compareActs } from '../act-order.ts';
import { actorOf } from '../actor.ts';
import type { TouchedResource } from '../blast/resources.ts';
import type { TouchingAct } from '../blast/touching.ts';
import { latest } from '../cells.ts';
import type { ActGroup } from '../timeline/act-group.ts';
import type { Inhabited } from './grounds.ts';

const stateAfter: Readonly<Partial<Record<Verb, ResourceState>>> = {
  start: 'running',
  stop: 'stopped',
  terminate: 'terminated',
  delete: 'deleted',
};

/** What an incident's acts are, and what others did to its things. */
interface Done {
  readonly acts: readonly ActGroup[];
  readonly touching: readonly TouchingAct[];
  readonly resources: readonly TouchedResource[];
}

/**
 * The owner's machines that the intruder was on, as the provider knows them: each once, with its state after the
 * last act of anybody upon it. What he launched or changed himself stands among the resources already.
 */
export function inhabitedResources(inhabited: readonly Inhabited[], done: Done): readonly TouchedResource[] {
  const known = new Set(done.resources.map(({ uid }) => uid));
  return inhabited.flatMap((one) => (known.has(one.instance.uid) ? [] : resourceOf(one, done)));
}

function resourceOf(one: Inhabited, { acts, touching }: Done): readonly TouchedResource[] {
  const { instance, tie, host, first, last } = one;
  const maker = acts.find((act) => act.host?.toLowerCase() === host && !act.isRespawn);
  if (maker === undefined) return [];
  const upon = [...acts, ...touching]
    .filter(({ outcome, targets }) => outcome === 'accepted' && targets.includes(instance.uid))
    .toSorted(compareActs);
  const ended = upon.reduce<ResourceState | null>((state, { verb }) => stateAfter[verb] ?? state, null);
  const citations = [...tie.citations, ...maker.citations.slice(0, 1), ...upon.flatMap((act) => act.citations)];
  return [
    {
      uid: instance.uid,
      name: host,
      type: instance.kind,
      shape: instance.shape,
      account: instance.account,
      compartment: instance.compartment,
      region: instance.region,
      state: ended ?? listedState(instance.state) ?? 'running',
      first_seen: first,
      last_seen: latest([last, ...upon.map((act) => act.last)]),
      actor: actorOf(maker),
      respawned_by: null,
      authorised: null,
      isMade: false,
      isInhabited: true,
      citations: citations.toSorted((a, b) => compareInstants(a.time, b.time)),
      making: [],
      maker,
      changes: upon.map(({ time, verb, amount }) => ({ time, verb, amount })),
      ...cite(citations),
    },
  ];
}

/** A state in the provider's words, where they are ours as well. */
const listedState = (words: string | null): ResourceState | null =>
  resourceStates.find((state) => state === words?.toLowerCase() && state !== 'unknown') ?? null;
