import type { Semantics } from '../../model/semantics.ts';
import { compareText } from '../../model/instant.ts';
import { sharedAddresses, tiedAt } from './tie-machines.ts';
import type { Host, Instance, Life, Sighting, Tied } from './tie-machines.ts';

/** What a record says of the machine that it is about. */
export interface Named {
  readonly host: string | null;
  readonly hostUid: string | null;
  /** By which a record knows it that says nothing else of it. */
  readonly address?: string | null;
}

/** All machines that records speak of, and which of them are the same. */
export interface KnownMachines {
  /** One name for a machine, whatever a record calls it; null where the record names none. */
  keyAt(named: Named, time: string): string | null;
  /** The instance of a key, where a provider knows the machine. */
  instanceOf(key: string): Instance | null;
  /** Which instance a host was at a moment, and why; null where no record of it is at hand. */
  tiedAt(host: string, time: string): Tied;
  /** All spellings of a machine's name in its own logs. */
  spellingsOf(host: string): readonly string[];
  /** Ids of what belongs to a machine by its address alone, such as a network interface of which no record says whose it is. */
  partsOf(host: string): readonly string[];
  /** Whether a record tells an address of a host's own. */
  hasAddress(host: string, time: string): boolean;
  /** All that providers know. */
  readonly instances: readonly Instance[];
  /** Addresses that machines call their own, or a provider calls theirs. */
  readonly addresses: ReadonlySet<string>;
}

interface Known {
  readonly semantics: readonly Semantics[];
  readonly sightings: readonly Sighting[];
  /** By an instance's id. */
  readonly lives: ReadonlyMap<string, ToldLife>;
  /** Of which more than alerts is on record. Where there are any, nobody else's instances are taken for a host. */
  readonly accounts?: readonly string[];
}

/** What the records of its making and its end say. */
export type ToldLife = Life & Pick<Instance, 'shape' | 'account' | 'region'>;

/** The ids, of provider's machines, that a text may be, and of what kind each is. */
function instanceIds(semantics: readonly Semantics[]): (uid: string) => readonly [string, string] | null {
  const forms = semantics.flatMap(({ machines }) =>
    machines?.uid === undefined || machines.kind === undefined
      ? []
      : [{ pattern: new RegExp(machines.uid), kind: machines.kind }],
  );
  return (uid) => {
    for (const { pattern, kind } of forms) {
      const found = pattern.exec(uid);
      if (found !== null) return [found[1] ?? uid, kind];
    }
    return null;
  };
}

export function knownMachines({ semantics, sightings, lives, accounts = [] }: Known): KnownMachines {
  const idOf = instanceIds(semantics);
  const instances = instancesIn(sightings, { idOf, lives });
  const byUid = new Map(instances.flatMap((one) => [one.uid, ...one.parts].map((uid) => [uid, one] as const)));
  // What a provider calls its machine need not be the name of a host, and may have dots of its own.
  const told = sightings.filter(({ isFromInside, uids }) => isFromInside || uids.every((uid) => idOf(uid) === null));
  const whole = wholeNames(told.flatMap(({ names }) => names));
  const hosts = hostsIn(sightings, { idOf, whole });
  const byName = new Map(hosts.map((host) => [host.name, host]));
  const agents = agentsOf(hosts);
  const own = new Set(accounts);
  const isOwn = ({ account }: Instance) => own.size === 0 || account === null || own.has(account);
  const among = { instances: instances.filter(isOwn), shared: sharedAddresses(hosts) };
  const parts = looseParts(sightings, { idOf, instances, hosts, whole, shared: among.shared });
  const atAddress = addressBook(sightings, { parts, shared: among.shared, whole });
  const ties = new Map<string, Tied>();
  const tied = (name: string, time: string): Tied => {
    const host = byName.get(whole(name));
    if (host === undefined) return null;
    const asked = `${host.name}\n${time}`;
    const known = ties.get(asked) ?? tiedAt(host, among, time);
    ties.set(asked, known);
    return known;
  };
  const ofHost = (name: string, time: string): string => {
    const tie = tied(name, time);
    return tie !== null && 'instance' in tie ? tie.instance.uid : `host:${whole(name)}`;
  };
  return {
    keyAt: ({ host, hostUid, address = null }, time) => {
      const id = hostUid === null ? null : (idOf(hostUid)?.[0] ?? byUid.get(hostUid)?.uid ?? null);
      if (id !== null) return id;
      const known = hostUid === null ? atAddress.get(address ?? '') : (agents.get(hostUid) ?? parts.get(hostUid));
      const name = known ?? (host === null ? null : host.toLowerCase());
      if (name !== null && name !== '' && !name.startsWith('localhost')) return ofHost(name, time);
      return hostUid === null ? null : `agent:${hostUid}`;
    },
    instances,
    instanceOf: (key) => byUid.get(key) ?? null,
    tiedAt: (host, time) => tied(host.toLowerCase(), time),
    spellingsOf: (host) => {
      const names = byName.get(whole(host.toLowerCase()))?.sightings.flatMap((one) => one.names) ?? [];
      return distinct([host.toLowerCase(), ...names]);
    },
    hasAddress: (host, time) => {
      const tie = tied(host.toLowerCase(), time);
      const own = byName.get(whole(host.toLowerCase()))?.sightings ?? [];
      const given = tie !== null && 'instance' in tie ? tie.instance.sightings : [];
      return [...own, ...given].some(({ addresses }) => addresses.length > 0);
    },
    partsOf: (host) => {
      const name = whole(host.toLowerCase());
      return distinct([...parts].flatMap(([uid, of]) => (of === name ? [uid] : [])));
    },
    addresses: new Set([...instances, ...hosts].flatMap((one) => one.sightings.flatMap(({ addresses }) => addresses))),
  };
}

type IdOf = ReturnType<typeof instanceIds>;

function instancesIn(all: readonly Sighting[], { idOf, lives }: Pick<Known, 'lives'> & { readonly idOf: IdOf }) {
  const told = all.flatMap((sighting) => {
    const ids = new Map(sighting.uids.flatMap((uid) => (idOf(uid) === null ? [] : [idOf(uid) ?? ['', '']])));
    // A record of several machines says of none what belongs to it.
    return [...ids].map(([uid, kind]) => ({ uid, kind, sighting, isAlone: ids.size === 1 }));
  });
  return [...Map.groupBy(told, ({ uid }) => uid)]
    .map(([uid, same]): Instance => instanceOf(uid, same, lives.get(uid)))
    .toSorted((a, b) => compareText(a.uid, b.uid));
}

function instanceOf(
  uid: string,
  same: readonly { readonly kind: string; readonly sighting: Sighting; readonly isAlone: boolean }[],
  life: ToldLife | undefined,
): Instance {
  const alone = same.filter(({ isAlone }) => isAlone).map(({ sighting }) => sighting);
  const outside = alone.filter(({ isFromInside }) => !isFromInside);
  const only = (read: (one: Sighting) => string | null): string | null => {
    const values = new Set(same.flatMap(({ sighting }) => read(sighting) ?? []));
    const [value] = values;
    return values.size === 1 ? (value ?? null) : null;
  };
  return {
    uid,
    kind: same[0]?.kind ?? '',
    parts: distinct(outside.flatMap(({ uids }) => uids.filter((one) => one !== uid))),
    names: distinct(outside.flatMap(({ names }) => names)),
    cloud: only(({ cloud }) => cloud),
    account: life?.account ?? only(({ account }) => account),
    region: only(({ region }) => region) ?? life?.region ?? null,
    shape: life?.shape ?? only(({ shape }) => shape),
    compartment: only(({ compartment }) => compartment),
    state: only(({ state }) => state),
    begun: life?.begun ?? null,
    ended: life?.ended ?? null,
    sightings: outside,
  };
}

function hostsIn(
  all: readonly Sighting[],
  { idOf, whole }: { readonly idOf: IdOf; readonly whole: (name: string) => string },
): readonly Host[] {
  const named = all.flatMap((sighting) =>
    sighting.isFromInside ? [...new Set(sighting.names.map(whole))].map((name) => ({ name, sighting })) : [],
  );
  return [...Map.groupBy(named, ({ name }) => name)].map(([name, same]) => {
    // The same ids are written in several ways: only the one that others use counts.
    const sightings = same.map(({ sighting }) => ({
      ...sighting,
      uids: sighting.uids.map((uid) => idOf(uid)?.[0] ?? uid),
    }));
    return {
      name,
      sightings,
      agents: distinct(sightings.flatMap(({ uids }) => uids.filter((uid) => idOf(uid) === null))),
    };
  });
}

interface Among {
  readonly idOf: IdOf;
  readonly instances: readonly Instance[];
  readonly hosts: readonly Host[];
  readonly shared: ReadonlySet<string>;
  readonly whole: (name: string) => string;
}

/**
 * What a provider names by an id, and by an address that one host alone calls its own or by the name of a host, with
 * that host's name.
 */
function looseParts(
  all: readonly Sighting[],
  { idOf, instances, hosts, shared, whole }: Among,
): ReadonlyMap<string, string> {
  const known = new Set(hosts.map(({ name }) => name));
  const owned = new Set(instances.flatMap(({ parts }) => parts));
  const owners = new Map(
    hosts.flatMap(({ name, sightings }) =>
      sightings.flatMap(({ addresses }) => addresses.flatMap((one) => (shared.has(one) ? [] : [[one, name] as const]))),
    ),
  );
  const loose = all.flatMap(({ isFromInside, uids, names, addresses }) =>
    isFromInside || uids.some((uid) => idOf(uid) !== null)
      ? []
      : uids
          .filter((uid) => !owned.has(uid))
          .map((uid) => ({
            uid,
            owners: [
              ...addresses.flatMap((address) => owners.get(address) ?? []),
              ...names.map(whole).filter((name) => known.has(name)),
            ],
          })),
  );
  return new Map(
    [...Map.groupBy(loose, ({ uid }) => uid)].flatMap(([uid, same]) => {
      const [name, ...others] = new Set(same.flatMap((one) => one.owners));
      return name !== undefined && others.length === 0 ? [[uid, name]] : [];
    }),
  );
}

/** The hosts that alone have an address: by their own word, or by a part of theirs. */
function addressBook(
  all: readonly Sighting[],
  { parts, shared, whole }: Pick<Among, 'shared' | 'whole'> & { readonly parts: ReadonlyMap<string, string> },
): ReadonlyMap<string, string> {
  const held = all.flatMap(({ isFromInside, uids, names, addresses }) => {
    const holders = isFromInside ? names.map(whole) : uids.flatMap((uid) => parts.get(uid) ?? []);
    return addresses.filter((one) => !shared.has(one)).flatMap((address) => holders.map((name) => ({ address, name })));
  });
  return new Map(
    [...Map.groupBy(held, ({ address }) => address)].flatMap(([address, same]) => {
      const [name, ...others] = new Set(same.map((one) => one.name));
      return name !== undefined && others.length === 0 ? [[address, name]] : [];
    }),
  );
}

/** Ids of sensors that have always been on one machine, with its name. */
function agentsOf(hosts: readonly Host[]): ReadonlyMap<string, string> {
  const at = Map.groupBy(
    hosts.flatMap(({ name, agents }) => agents.map((agent) => ({ agent, name }))),
    ({ agent }) => agent,
  );
  return new Map(
    [...at].flatMap(([agent, [one, ...others]]) => (one && others.length === 0 ? [[agent, one.name]] : [])),
  );
}

/** One log says `build-1`, another `build-1.example.com`: the same, where no other name begins so. */
function wholeNames(names: readonly string[]): (name: string) => string {
  const long = [...new Set(names)].filter((name) => name.includes('.'));
  const byShort = Map.groupBy(long, (name) => name.slice(0, name.indexOf('.')));
  const whole = new Map(
    [...byShort].flatMap(([short, [only, ...others]]) => (only && others.length === 0 ? [[short, only]] : [])),
  );
  return (name) => whole.get(name) ?? name;
}

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)].toSorted(compareText);

/** Where no record names a machine. */
export const noMachines: KnownMachines = knownMachines({ semantics: [], sightings: [], lives: new Map() });
