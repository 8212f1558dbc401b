import type { Organisation, Random, Role, SimulatedAccount } from '../../../model/simulation.ts';
import { resourceUid, roleUid } from '../ids.ts';

/** What an account owns in one region. */
export interface Holdings {
  readonly instances: readonly string[];
  readonly volumes: readonly string[];
  readonly groups: readonly string[];
  readonly subnets: readonly string[];
  readonly vpc: string;
  readonly image: string;
  readonly template: string;
  /** The address by which its machines reach the world. */
  readonly gateway: string;
  readonly storageEndpoint: string;
  readonly keyArn: string;
  readonly oidc: string;
}

/** What an account owns, and the roles that are assumed in it. */
export interface Estate {
  readonly account: SimulatedAccount;
  readonly organisation: Organisation;
  readonly buckets: readonly string[];
  readonly functions: readonly string[];
  readonly repositories: readonly string[];
  readonly services: readonly string[];
  readonly secrets: readonly string[];
  readonly people: readonly string[];
  readonly cluster: string;
  readonly directory: { readonly arn: string; readonly provider: string };
  readonly in: (region: string) => Holdings;
  readonly role: (name: string, path?: string) => Role;
  readonly userUidOf: (person: string) => string;
}

const systems = [
  'orders',
  'billing',
  'catalog',
  'search',
  'checkout',
  'ledger',
  'notify',
  'media',
  'reports',
  'identity',
  'pricing',
  'returns',
] as const;
const firstNames = [
  'ana',
  'ben',
  'chloe',
  'dario',
  'emeka',
  'fatima',
  'george',
  'hana',
  'ivan',
  'julia',
  'kofi',
  'lena',
  'mateo',
  'nadia',
  'omar',
  'priya',
] as const;
const lastNames = [
  'abel',
  'brandt',
  'castro',
  'dietrich',
  'evans',
  'ferrari',
  'garcia',
  'haddad',
  'ito',
  'jansen',
  'keller',
  'lopez',
  'meyer',
  'novak',
  'okafor',
  'patel',
] as const;
const lowerCase = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Draws the property of an account. The same stream gives the same property. */
export function settleEstate(random: Random, account: SimulatedAccount, organisation: Organisation): Estate {
  const { name, uid } = account;
  const regions = new Map<string, Holdings>();
  const roles = new Map<string, Role>();
  const owned = systems.filter(() => random.chance(0.75));
  const names = owned.length > 2 ? owned : systems.slice(0, 4);
  const draw = random.fork('regions');
  const drawRole = random.fork('roles');

  return {
    account,
    organisation,
    buckets: names.flatMap((system) => [
      `${organisation.name}-${name}-${system}`,
      `${organisation.name}-${name}-${system}-logs`,
    ]),
    functions: names.flatMap((system) => [`${name}-${system}-handler`, `${name}-${system}-worker`]),
    repositories: names.map((system) => `${organisation.name}/${system}`),
    services: names,
    secrets: names.map((system) => `${name}/${system}/database-${draw.text(lowerCase, 6)}`),
    people: Array.from(
      { length: 12 },
      (_, index) =>
        `${firstNames[(index * 5 + Number(uid.slice(-2))) % 16] ?? 'ana'}.${lastNames[(index * 7 + 3) % 16] ?? 'abel'}@${organisation.domain}`,
    ),
    cluster: `${name}-main`,
    directory: {
      arn: `arn:aws:identitystore::${organisation.accounts[0]?.uid ?? uid}:identitystore/d-90660example`,
      provider: '4f1d2c3b5a69788e',
    },
    in: (region) => {
      const known = regions.get(region) ?? drawHoldings(random.fork(region), region, uid);
      regions.set(region, known);
      return known;
    },
    role: (roleName, path) => {
      const key = `${path ?? '/'}${roleName}`;
      const known = roles.get(key) ?? {
        uid: roleUid(drawRole.fork(key)),
        name: roleName,
        account: uid,
        ...(path !== undefined && { path }),
      };
      roles.set(key, known);
      return known;
    },
    userUidOf: (person) => random.fork(person).uuid(),
  };
}

function drawHoldings(random: Random, region: string, account: string): Holdings {
  const many = (prefix: string, count: number): readonly string[] =>
    Array.from({ length: count }, () => resourceUid(random, prefix));
  return {
    instances: many('i', 28),
    volumes: many('vol', 40),
    groups: many('sg', 14),
    subnets: many('subnet', 6),
    vpc: resourceUid(random, 'vpc'),
    image: resourceUid(random, 'ami'),
    template: resourceUid(random, 'lt'),
    gateway: `198.51.100.${random.between(130, 189)}`,
    storageEndpoint: resourceUid(random, 'vpce'),
    keyArn: `arn:aws:kms:${region}:${account}:key/${random.uuid()}`,
    oidc: `oidc.eks.${region}.amazonaws.com/id/${random.text('0123456789ABCDEF', 32)}`,
  };
}
