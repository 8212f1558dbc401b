import type { Deed, JsonObject, Organisation, Random, Scene, SimulatedAccount } from '../../../model/simulation.ts';
import { fingerprint, newUid } from '../ids.ts';
import { deedOf } from './deed-of.ts';

/** What a tenancy owns in one region. */
export interface Holdings {
  readonly instances: readonly Owned[];
  readonly volumes: readonly string[];
  readonly functions: readonly string[];
  readonly image: string;
  readonly vcn: string;
  readonly subnets: readonly string[];
  readonly securityList: string;
  readonly securityGroup: string;
  readonly loadBalancer: string;
  readonly pool: string;
  readonly poolConfiguration: string;
  readonly autoscaling: string;
  readonly cluster: string;
  readonly nodePool: string;
  readonly secrets: readonly string[];
  /** The address by which its machines reach the world. */
  readonly gateway: string;
}

export interface Owned {
  readonly uid: string;
  readonly name: string;
  readonly compartment: string;
}

/** What a tenancy owns, and who works in it. */
export interface Estate {
  readonly account: SimulatedAccount;
  readonly organisation: Organisation;
  readonly compartments: readonly string[];
  readonly systems: readonly string[];
  readonly buckets: readonly string[];
  readonly people: readonly string[];
  /** The identity provider of the organisation. */
  readonly directory: string;
  /** The key of a user that machines use; the same for the same user. */
  readonly keyOf: (user: string) => string;
  readonly in: (region: string) => Holdings;
  /** What a call such as `computeApi.ListInstances` is, with its answer. */
  readonly call: (scene: Scene, name: string, request?: JsonObject) => Deed;
}

const systems = ['orders', 'billing', 'catalog', 'search', 'checkout', 'ledger', 'notify', 'media', 'reports'] as const;
const names = [
  'ana.abel',
  'ben.castro',
  'chloe.evans',
  'dario.ito',
  'emeka.novak',
  'fatima.keller',
  'hana.ito',
  'omar.patel',
];

/** Draws the property of a tenancy. The same stream gives the same property. */
export function settleEstate(random: Random, account: SimulatedAccount, organisation: Organisation): Estate {
  const owned = systems.filter(() => random.chance(0.7));
  const own = owned.length > 2 ? owned : systems.slice(0, 4);
  const regions = new Map<string, Holdings>();
  return {
    account,
    organisation,
    compartments: ['network', 'build', 'prod', 'data'],
    systems: own,
    buckets: own.flatMap((system) => [`${account.name}-${system}`, `${account.name}-${system}-backup`]),
    people: names.map((name) => `${name}@${organisation.domain}`),
    directory: newUid(random.fork('directory'), 'saml2idp', null),
    keyOf: (user) => fingerprint(random.fork(`key/${user}`)),
    call: (scene, name, request = {}) => deedOf(scene, account.uid, { name, request }),
    in: (region) => {
      const known = regions.get(region) ?? drawHoldings(random.fork(region), region, own);
      regions.set(region, known);
      return known;
    },
  };
}

function drawHoldings(random: Random, region: string, own: readonly string[]): Holdings {
  const one = (kind: string): string => newUid(random, kind, region);
  const many = (kind: string, count: number): readonly string[] => Array.from({ length: count }, () => one(kind));
  return {
    instances: Array.from({ length: 18 }, (_, index) => ({
      uid: one('instance'),
      name: `${own[index % own.length] ?? 'app'}-${1 + Math.floor(index / own.length)}`,
      compartment: index % 5 === 0 ? 'build' : 'prod',
    })),
    volumes: many('volume', 20),
    functions: many('fnfunc', 6),
    image: one('image'),
    vcn: one('vcn'),
    subnets: many('subnet', 3),
    securityList: one('securitylist'),
    securityGroup: one('networksecuritygroup'),
    loadBalancer: one('loadbalancer'),
    pool: one('instancepool'),
    poolConfiguration: one('instanceconfiguration'),
    autoscaling: one('autoscalingconfiguration'),
    cluster: one('cluster'),
    nodePool: one('nodepool'),
    secrets: many('vaultsecret', 5),
    gateway: `198.51.100.${random.between(130, 189)}`,
  };
}
