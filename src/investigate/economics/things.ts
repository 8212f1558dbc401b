import { compareInstants } from '../../model/instant.ts';
import type { Billable } from '../../model/prices.ts';
import type { TouchedResource } from '../blast/resources.ts';
import { byTime } from '../timeline/act-group.ts';
import type { ActGroup } from '../timeline/act-group.ts';
import type { BilledThing } from './bill.ts';
import { placeOf, usesOf } from './earlier.ts';
import type { EarlierLaunches } from './earlier.ts';
import { redefining } from './redefined.ts';

const over: ReadonlySet<string> = new Set(['stopped', 'terminated', 'deleted']);

export interface Touched {
  readonly resources: readonly TouchedResource[];
  readonly acts: readonly ActGroup[];
  readonly earlier: EarlierLaunches;
  /** Machines of the owner whose own logs tell that they mined. */
  readonly used: readonly BilledThing[];
}

/**
 * What may be billed to an incident: the resources made in it, machines of the owner that the intruder
 * started, and those that ran already and that he ran commands on.
 */
export function billedThings({ resources, acts, earlier, used }: Touched): readonly BilledThing[] {
  const accepted = acts.filter(({ outcome }) => outcome === 'accepted');
  const uses = usesOf(accepted);
  const startedAt = new Set(
    uses.filter(({ verb }) => verb === 'start').flatMap((act) => act.targets.map((id) => placeOf(act, id))),
  );
  const made = resources.filter(({ isMade }) => isMade).map((resource) => madeThing(resource, accepted));
  const started = resources
    .filter(
      (resource) => !resource.isMade && startedAt.has(placeOf({ ...resource, kind: resource.type }, resource.uid)),
    )
    .map((resource) => startedThing(resource, earlier));
  const told = new Set(used.map(({ uid }) => uid));
  const diverted = divertedThings({ resources, acts: uses, earlier }, startedAt).filter(({ uid }) => !told.has(uid));
  const redefined = redefinedThings(resources, accepted);
  return [...made, ...started, ...diverted, ...redefined, ...used];
}

/**
 * What served its owner until the intruder gave it a definition of his own making: from then on it runs what he defined,
 * until somebody else changes it.
 */
function redefinedThings(resources: readonly TouchedResource[], accepted: readonly ActGroup[]): readonly BilledThing[] {
  return resources.flatMap((resource) => {
    const given = redefining(resource, accepted).find((act) => definitionOf(act, accepted) !== null);
    if (given === undefined) return [];
    const { terms, shape, amount } = given;
    const changes = resource.changes
      .filter(({ time }) => compareInstants(time, given.time) >= 0)
      .map((change) => (change.time === given.time ? { ...change, verb: 'start' as const } : change));
    const definition = definitionOf(given, accepted);
    return [{ ...commonOf(resource), shape, terms, definition, changes, amount, origin: 'redefined' as const }];
  });
}

function madeThing(resource: TouchedResource, accepted: readonly ActGroup[]): BilledThing {
  const { maker, shape } = resource;
  return {
    ...commonOf(resource),
    shape,
    terms: maker.terms,
    definition: definitionOf(maker, accepted),
    amount: maker.amount,
    origin: 'made',
  };
}

/** Its size stands in the record of its launch, if that is among those read. */
function startedThing(resource: TouchedResource, earlier: EarlierLaunches): BilledThing {
  const launch = earlier.get(placeOf({ ...resource, kind: resource.type }, resource.uid));
  return {
    ...commonOf(resource),
    shape: resource.shape ?? launch?.shape ?? null,
    terms: launch?.terms ?? {},
    definition: null,
    amount: 1,
    origin: 'started',
    citations: [...resource.citations, ...(launch?.citations ?? [])].toSorted(byTime),
  };
}

const commonOf = ({ uid, type: kind, region, state, changes, citations }: TouchedResource) => ({
  uid,
  kind,
  region,
  changes,
  isOver: over.has(state),
  citations,
});

/** What ran for its owner, such as machines that got commands: from the first one on, as far as no record stops it. */
function divertedThings(
  { resources, acts: uses, earlier }: Omit<Touched, 'used'>,
  startedAt: ReadonlySet<string>,
): readonly BilledThing[] {
  const executed = uses
    .filter(({ verb }) => verb === 'execute')
    .flatMap((act) => act.targets.map((id) => ({ act, id, place: placeOf(act, id) })))
    .filter(({ place }) => !startedAt.has(place));
  return [...Map.groupBy(executed, ({ place }) => place)].flatMap(([place, same]) => {
    const [first] = same;
    const launch = earlier.get(place);
    if (first === undefined) return [];
    const resource = resources.find((one) => placeOf({ ...one, kind: one.type }, one.uid) === place);
    const later = (resource?.changes ?? []).filter(({ time }) => compareInstants(time, first.act.time) >= 0);
    return [
      {
        uid: first.id,
        kind: first.act.kind,
        shape: launch?.shape ?? null,
        region: first.act.region,
        terms: launch?.terms ?? {},
        definition: null,
        changes: [{ time: first.act.time, verb: 'start' as const, amount: null }, ...later],
        amount: 1,
        origin: 'diverted' as const,
        isOver: resource !== undefined && over.has(resource.state),
        citations: [
          ...(launch?.citations ?? []),
          ...same.flatMap(({ act }) => act.citations),
          ...(resource?.citations ?? []),
        ].toSorted(byTime),
      },
    ];
  });
}

/** The definition that a launch names, as the intruder made it last before: by id, name, or name and revision. */
function definitionOf(maker: ActGroup, accepted: readonly ActGroup[]): Billable['definition'] {
  const [named] = maker.terms['definition'] ?? [];
  if (named === undefined) return null;
  const found = accepted.findLast(
    (act) =>
      act.verb === 'create' &&
      act.service === maker.service &&
      act.account === maker.account &&
      act.region === maker.region &&
      compareInstants(act.time, maker.time) <= 0 &&
      [...act.made, ...act.names].some((name) => plainName(name) === plainName(named)),
  );
  return found === undefined ? null : { shape: found.shape, terms: found.terms };
}

/** `kx81vq` of `arn:…:task-definition/kx81vq:3`: names are unique within an account, a region and a service. */
const plainName = (id: string): string => (id.split('/').at(-1) ?? id).replace(/:\d+$/, '').toLowerCase();
