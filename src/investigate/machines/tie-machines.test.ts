import { describe, expect, test } from 'vitest';
import { sighting } from '../../../test/sighting-fixture.ts';
import type { Semantics } from '../../model/semantics.ts';
import { isTie } from './grounds.ts';
import { knownMachines } from './known-machines.ts';
import type { ToldLife } from './known-machines.ts';
import type { Sighting } from './tie-machines.ts';

const semantics: readonly Semantics[] = [
  {
    cloud: 'nimbus',
    dryRunErrors: [],
    refusedWhen: [],
    acts: {},
    prefixes: [],
    shapes: [],
    machines: { kind: 'compute:instance', uid: '^(?://vm/)?(vm-[0-9]+)$', signs: [] },
  },
];
const noon = '2024-02-10T12:00:00Z';
const host = (name: string, more: Partial<Sighting> = {}): Sighting => sighting({ names: [name], ...more }, noon);
const vm = (uid: string, more: Partial<Sighting> = {}, from = '2024-02-01T00:00:00Z', to = from): Sighting =>
  sighting({ isFromInside: false, cloud: 'nimbus', uids: [uid], ...more }, from, to);
const life = (begun: string | null, ended: string | null = null): ToldLife => ({
  begun,
  ended,
  shape: null,
  account: null,
  region: null,
});

interface Asked {
  readonly name?: string;
  readonly at?: string;
  readonly lives?: Readonly<Record<string, ToldLife>>;
}

/** The instance that a host is, with the confidence, or how many it may be. */
function tied(sightings: readonly Sighting[], { name = 'build-1', at = noon, lives = {} }: Asked = {}): unknown {
  const known = knownMachines({ semantics, sightings, lives: new Map(Object.entries(lives)) });
  const found = known.tiedAt(name, at);
  if (found === null) return null;
  return isTie(found) ? [found.instance.uid, found.confidence, ...found.by] : found.several.map(({ uid }) => uid);
}

describe('a host is tied to an instance', () => {
  test('by the id that a record of the machine itself names', () => {
    expect(tied([host('build-1', { uids: ['vm-1'] }), vm('vm-1'), vm('vm-2', { names: ['build-1'] })])).toEqual([
      'vm-1',
      'confirmed',
      'id',
    ]);
  });

  test.each([
    ['its name', ['vm-1', 'likely', 'name'], { names: ['build-1'] }],
    ['its name without its domain', ['vm-1', 'likely', 'name'], { names: ['build-1.example.com'] }],
    ['its address', ['vm-1', 'likely', 'address'], { addresses: ['10.0.0.5'] }],
    ['both', ['vm-1', 'likely', 'name', 'address'], { names: ['build-1'], addresses: ['10.0.0.5'] }],
    ['another name', null, { names: ['build-10'] }],
    ['another address', null, { addresses: ['10.0.0.50'] }],
  ])('by %s', (_, expected, more) => {
    expect(tied([host('build-1', { addresses: ['10.0.0.5'] }), vm('vm-1', more), vm('vm-9')])).toEqual(expected);
  });

  test('not where two have its name, unless one of them has its address', () => {
    const two = [vm('vm-1', { names: ['build-1'] }), vm('vm-2', { names: ['build-1'], addresses: ['10.0.0.5'] })];
    expect(tied([host('build-1'), ...two])).toEqual(['vm-1', 'vm-2']);
    expect(tied([host('build-1', { addresses: ['10.0.0.5'] }), ...two])).toEqual(['vm-2', 'likely', 'name', 'address']);
  });

  test('not where name and address speak of two', () => {
    const two = [vm('vm-1', { names: ['build-1'] }), vm('vm-2', { addresses: ['10.0.0.5'] })];
    expect(tied([host('build-1', { addresses: ['10.0.0.5'] }), ...two])).toEqual(['vm-1', 'vm-2']);
  });

  test('of one that was ended and made anew under its name, to the one that lived then', () => {
    const both = [host('build-1'), vm('vm-1', { names: ['build-1'] }), vm('vm-2', { names: ['build-1'] })];
    const lives = {
      'vm-1': life(null, '2024-02-10T16:00:00Z'),
      'vm-2': life('2024-02-10T17:00:00Z'),
    };
    expect(tied(both, { lives })).toEqual(['vm-1', 'likely', 'name']);
    expect(tied(both, { lives, at: '2024-02-11T00:00:00Z' })).toEqual(['vm-2', 'likely', 'name']);
  });

  test('of an address that went to another one, to the one that had it then', () => {
    const own = host('build-1', { addresses: ['10.0.0.5'] });
    const before = vm('vm-1', { addresses: ['10.0.0.5'] }, '2024-02-01T00:00:00Z', '2024-02-09T00:00:00Z');
    const after = vm('vm-2', { addresses: ['10.0.0.5'] }, '2024-02-09T12:00:00Z', '2024-02-12T00:00:00Z');
    expect(tied([own, before, after])).toEqual(['vm-2', 'likely', 'address']);
    expect(tied([own, before, after], { at: '2024-02-05T00:00:00Z' })).toEqual(['vm-1', 'likely', 'address']);
    // Both were heard of with it at once: two networks, each with such an address.
    const beside = vm('vm-1', { addresses: ['10.0.0.5'] }, '2024-02-01T00:00:00Z', '2024-02-11T00:00:00Z');
    expect(tied([own, beside, after])).toEqual(['vm-1', 'vm-2']);
  });

  test('not by the address of a gateway, which several hosts call their own', () => {
    const gateway = { addresses: ['198.51.100.1'] };
    expect(tied([host('build-1', gateway), host('build-2', gateway), vm('vm-1', gateway)])).toBeNull();
  });

  test.each(['localhost', 'localhost.localdomain', 'ubuntu', '-'])('not by %s, a name that many have', (name) => {
    expect(tied([host(name), vm('vm-1', { names: [name] })], { name })).toBeNull();
  });

  test('whatever the order in which records arrived', () => {
    const all = [
      host('build-1', { addresses: ['10.0.0.5'] }),
      host('build-1.example.com'),
      vm('//vm/vm-1', { names: ['build-1'] }),
      vm('vm-2', { addresses: ['10.0.0.5'] }),
      vm('vm-3', { names: ['build-1'], addresses: ['10.0.0.5'] }),
    ];
    expect(tied(all.toReversed())).toEqual(tied(all));
    expect(tied(all)).toEqual(['vm-3', 'likely', 'name', 'address']);
  });
});

describe('a record is about', () => {
  const known = knownMachines({
    semantics,
    sightings: [
      host('build-1', { uids: ['agent-7'] }),
      vm('vm-1', { names: ['build-1'] }),
      vm('vm-1', { uids: ['vm-1', 'nic-1'] }),
    ],
    lives: new Map(),
  });
  test.each([
    ['a host by its name', { host: 'BUILD-1', hostUid: null }, 'vm-1'],
    ["a host by its sensor's id", { host: null, hostUid: 'agent-7' }, 'vm-1'],
    ['an instance', { host: null, hostUid: '//vm/vm-1' }, 'vm-1'],
    ['what belongs to an instance', { host: null, hostUid: 'nic-1' }, 'vm-1'],
    ['an instance of that name that nobody knows', { host: 'build-1', hostUid: 'vm-404' }, 'vm-404'],
    ['another host', { host: 'build-2', hostUid: null }, 'host:build-2'],
    ['no machine', { host: null, hostUid: null }, null],
    ['whatever machine it is', { host: 'localhost', hostUid: null }, null],
  ])('%s', (_, named, key) => expect(known.keyAt(named, noon)).toBe(key));
});

describe('what asks by an address alone', () => {
  const keyed = (sightings: readonly Sighting[], address: string): string | null =>
    knownMachines({ semantics, sightings, lives: new Map() }).keyAt({ host: null, hostUid: null, address }, noon);
  const card = (uid: string, more: Partial<Sighting>): Sighting =>
    sighting({ isFromInside: false, cloud: 'nimbus', uids: [uid], ...more }, noon);

  test('is the machine that calls the address its own', () => {
    expect(keyed([host('build-1', { addresses: ['10.0.0.5'] })], '10.0.0.5')).toBe('host:build-1');
    expect(keyed([host('build-1', { addresses: ['10.0.0.5'] })], '10.0.0.6')).toBeNull();
  });

  test('is the machine by whose name a card goes that has the address', () => {
    const named = card('card-1', { names: ['build-1'] });
    const flows = card('card-1', { addresses: ['10.0.0.5'] });
    expect(keyed([host('build-1'), named, flows], '10.0.0.5')).toBe('host:build-1');
    expect(keyed([host('build-1'), flows], '10.0.0.5')).toBeNull();
  });

  test('is nobody where two machines have it', () => {
    const two = ['build-1', 'build-2'].map((name) => host(name, { addresses: ['10.0.0.5'] }));
    expect(keyed(two, '10.0.0.5')).toBeNull();
  });
});
