import { compareInstants } from '../../model/instant.ts';
import type { Billable } from '../../model/prices.ts';
import type { TouchedResource } from '../blast/resources.ts';
import type { ActGroup } from '../timeline/act-group.ts';
import type { BilledThing } from './bill.ts';

const over: ReadonlySet<string> = new Set(['stopped', 'terminated', 'deleted']);

/**
 * The resources of an incident as things that may be billed: those made, and those that the intruder
 * started again. What was there before and ran on is no cost of the intrusion by itself.
 */
export function billedThings(resources: readonly TouchedResource[], acts: readonly ActGroup[]): readonly BilledThing[] {
  const accepted = acts.filter(({ outcome }) => outcome === 'accepted');
  const started = new Set(
    accepted.filter(({ verb }) => verb === 'start').flatMap(({ citations }) => citations.map(({ ref }) => ref)),
  );
  return resources.flatMap((resource) => {
    const isStarted = resource.citations.some(({ ref }) => started.has(ref));
    return resource.isMade || isStarted ? [thingOf(resource, accepted)] : [];
  });
}

function thingOf(resource: TouchedResource, accepted: readonly ActGroup[]): BilledThing {
  const { uid, type: kind, shape, region, state, citations, isMade, maker } = resource;
  return {
    uid,
    kind,
    shape,
    region,
    terms: maker.terms,
    definition: definitionOf(maker, accepted),
    changes: resource.changes,
    amount: maker.amount,
    origin: isMade ? 'made' : 'started',
    isOver: over.has(state),
    citations,
  };
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
