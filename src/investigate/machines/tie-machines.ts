import type { Confidence } from '../../model/claim.ts';
import { compareInstants, compareText } from '../../model/instant.ts';
import type { Timed } from '../cells.ts';
import { earliest, latest, shiftSeconds } from '../cells.ts';

/** What records of one source say of one machine. */
export interface Sighting {
  /** What runs on machines wrote it down; otherwise what is told of them from outside. */
  readonly isFromInside: boolean;
  readonly cloud: string | null;
  readonly account: string | null;
  readonly region: string | null;
  /** A provider's ids of it and of what belongs to it; from inside a sensor's. */
  readonly uids: readonly string[];
  /** In lower case. */
  readonly names: readonly string[];
  readonly addresses: readonly string[];
  readonly shape: string | null;
  readonly compartment: string | null;
  readonly state: string | null;
  readonly first: Timed;
  readonly last: Timed;
}

/** When a provider's machine was made and ended, as far as records say. */
export interface Life {
  readonly begun: string | null;
  readonly ended: string | null;
}

/** A machine as a provider knows it. */
export interface Instance extends Life {
  readonly uid: string;
  readonly kind: string;
  /** Ids of what belongs to it. */
  readonly parts: readonly string[];
  readonly names: readonly string[];
  readonly cloud: string | null;
  readonly account: string | null;
  readonly region: string | null;
  readonly shape: string | null;
  readonly compartment: string | null;
  /** What all records that tell a state agree on. */
  readonly state: string | null;
  readonly sightings: readonly Sighting[];
}

/** A machine as its own logs, or sensors on it, know it. */
export interface Host {
  readonly name: string;
  readonly agents: readonly string[];
  readonly sightings: readonly Sighting[];
}

/** That a host is an instance at some time, and why. */
export interface Tie {
  readonly instance: Instance;
  readonly by: readonly ('id' | 'name' | 'address')[];
  readonly confidence: Confidence;
  readonly citations: readonly Timed[];
}

/** Which instance a host was; `several` where more than one fits. */
export type Tied = Tie | { readonly several: readonly Instance[]; readonly citations: readonly Timed[] } | null;

/** What a host may be. */
export interface Among {
  readonly instances: readonly Instance[];
  /** Addresses that say nothing. */
  readonly shared: ReadonlySet<string>;
}

/** Clocks of machines may be an hour or two off. */
const clockSeconds = 2 * 3600;

const within = (time: string, { begun, ended }: Life, slackSeconds = 0): boolean =>
  (begun === null || compareInstants(begun, shiftSeconds(time, slackSeconds)) <= 0) &&
  (ended === null || compareInstants(shiftSeconds(time, -slackSeconds), ended) <= 0);

/** Those that lived then; where none did, those that did hours before or after. */
function aliveAt(instances: readonly Instance[], time: string): readonly Instance[] {
  const alive = instances.filter((one) => within(time, one));
  return alive.length > 0 ? alive : instances.filter((one) => within(time, one, clockSeconds));
}

/** One log writes a machine's whole name, another only its beginning. */
const isSameName = (a: string, b: string): boolean => a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);

/** Names that machines have before anybody gave them one, or that many have. */
const nobody = /^(?:localhost(?:\..*)?|\(none\)|unknown|none|-|\?|ubuntu|debian|instance)$/;

/**
 * The instance that a host was at a moment: the one that records name by its id (confirmed), else the only one
 * that then had its name or one of its own addresses (likely). Where name and addresses speak of different ones,
 * or more than one fits, none is taken.
 */
export function tiedAt(host: Host, { instances, shared }: Among, time: string): Tied {
  const found = (passes: (one: Instance) => boolean) => aliveAt(instances.filter(passes), time);
  const named = found(({ uid }) => host.sightings.some(({ uids }) => uids.includes(uid)));
  if (named.length > 0) return toTie(named, host, ['id']);
  const isNamed = ({ names }: Instance) => names.some((one) => isSameName(one, host.name));
  const byName = nobody.test(host.name) ? [] : found(isNamed);
  const own = addressesOf(host, shared);
  const holders = new Set(own.flatMap((address) => holdersAt(address, instances, time)));
  const byAddress = found((one) => holders.has(one));
  const both = byName.filter((one) => byAddress.includes(one));
  if (both.length > 0) return toTie(both, host, ['name', 'address']);
  if (byName.length > 0 && byAddress.length > 0) return several([...byName, ...byAddress], host);
  if (byName.length > 0) return toTie(byName, host, ['name']);
  return byAddress.length > 0 ? toTie(byAddress, host, ['address']) : null;
}

/** Its own addresses, without those that others call their own as well, as machines behind one gateway do. */
const addressesOf = ({ sightings }: Host, shared: ReadonlySet<string>): readonly string[] => [
  ...new Set(sightings.flatMap(({ addresses }) => addresses).filter((address) => !shared.has(address))),
];

/** Addresses that more than one host calls its own. */
export function sharedAddresses(hosts: readonly Host[]): ReadonlySet<string> {
  const owners = hosts.flatMap((host) => addressesOf(host, new Set()).map((address) => ({ address, name: host.name })));
  const shared = [...Map.groupBy(owners, ({ address }) => address)].filter(([, same]) => same.length > 1);
  return new Set(shared.map(([address]) => address));
}

/** Who may have had an address: those that are on record with it, lived, and have not lost it to another one since. */
function holdersAt(address: string, instances: readonly Instance[], time: string): readonly Instance[] {
  const held = instances.flatMap((instance) => {
    const seen = instance.sightings.filter(({ addresses }) => addresses.includes(address));
    if (seen.length === 0 || !within(time, instance, clockSeconds)) return [];
    const first = instance.begun ?? earliest(seen.map((one) => one.first.time));
    return [{ instance, first, last: latest(instance.sightings.map((one) => one.last.time)) }];
  });
  // Who is not heard of again once another one has the address has lost it to him.
  const holding = held.filter(
    (one) =>
      !held.some(
        (other) =>
          other !== one && compareInstants(other.first, one.last) > 0 && compareInstants(other.first, time) <= 0,
      ) &&
      (held.length === 1 || compareInstants(one.first, time) <= 0),
  );
  return holding.map(({ instance }) => instance);
}

function toTie(found: readonly Instance[], host: Host, by: Tie['by']): Tied {
  const [instance, ...others] = found;
  if (instance === undefined) return null;
  if (others.length > 0) return several(found, host);
  return {
    instance,
    by,
    confidence: by.includes('id') ? 'confirmed' : 'likely',
    citations: evidenceOf(host, [instance], by),
  };
}

const several = (found: readonly Instance[], host: Host): Tied => {
  const all = [...new Set(found)].toSorted((a, b) => compareText(a.uid, b.uid));
  return { several: all, citations: evidenceOf(host, all, ['name', 'address']) };
};

/** A record of each side that bears a tie out: those that say the id, the name or the address. */
function evidenceOf(host: Host, instances: readonly Instance[], by: Tie['by']): readonly Timed[] {
  const own = new Set(addressesOf(host, new Set()));
  const speaks = (one: Sighting, isOfHost: boolean) =>
    (by.includes('id') && isOfHost && instances.some(({ uid }) => one.uids.includes(uid))) ||
    (by.includes('name') && one.names.some((name) => isSameName(name, host.name))) ||
    (by.includes('address') && one.addresses.some((address) => own.has(address)));
  const inside = host.sightings.filter((one) => speaks(one, true));
  const outside = instances.flatMap(({ sightings }) => sightings.filter((one) => speaks(one, false)));
  const cited = [...inside.map(({ first }) => first), ...outside.map(({ first }) => first)];
  return [...new Map(cited.map((one) => [one.ref, one])).values()].toSorted(
    (a, b) => compareInstants(a.time, b.time) || compareText(a.ref, b.ref),
  );
}
