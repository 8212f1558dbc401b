import { isIP } from 'node:net';
import type { BlockedAddress, BlocklistForm } from '../../model/blocklist.ts';
import type { Incident } from '../../model/incident.ts';
import type { Indicator } from '../../model/indicator.ts';
import { compareText } from '../../model/instant.ts';
import { isReserved, within, type Within } from './networks.ts';
import { resolvers, sharedNames, sharedWord } from './shared-names.ts';

/** What to cut off, each once and in order, and what a person looks at first. */
export interface Blockable {
  readonly addresses: readonly (BlockedAddress & Role)[];
  /** In lower case, as the name system writes them. */
  readonly domains: readonly ({ readonly domain: string } & Role)[];
  readonly urls: readonly ({ readonly url: URL } & Role)[];
  readonly review: readonly { readonly indicator: Indicator; readonly why: string }[];
}

interface Role {
  readonly role: string;
}

/** What is shared by many, beside what this folder knows of. */
export interface SharedPlaces {
  readonly forms: readonly BlocklistForm[];
  /** Networks at whose addresses very many sites are served, by their owner. */
  readonly networks: Readonly<Record<string, readonly string[]>>;
}

/** Parts an incident's addresses, domains and links into those to cut off and those that would hit somebody else. */
export function blockable(incident: Incident, places: SharedPlaces): Blockable {
  const judge = judgeOf(incident, places);
  const judged = incident.indicators
    .filter(({ type }) => type === 'ip' || type === 'domain' || type === 'url')
    .map((indicator) => ({ indicator, ...judge(indicator) }));
  return {
    addresses: unique(
      judged.flatMap(({ indicator: { type, role }, host }) => {
        const version = isIP(host ?? '');
        return type !== 'ip' || host === null || version === 0
          ? []
          : [{ address: host, version: version === 4 ? (4 as const) : (6 as const), role }];
      }),
      ({ address }) => address,
    ),
    domains: unique(
      judged.flatMap(({ indicator: { type, role }, host }) =>
        type === 'domain' && host !== null ? [{ domain: host, role }] : [],
      ),
      ({ domain }) => domain,
    ),
    urls: unique(
      judged.flatMap(({ indicator: { type, value, role }, host }) =>
        type === 'url' && host !== null ? [{ url: bareUrl(value), role }] : [],
      ),
      ({ url }) => url.href,
    ),
    review: judged.flatMap(({ indicator, why }) => (why === null ? [] : [{ indicator, why }])),
  };
}

const unique = <Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly Item[] =>
  [...new Map(items.map((item) => [keyOf(item), item])).values()].toSorted((a, b) => compareText(keyOf(a), keyOf(b)));

/** The address or name to cut off, or why a person looks first. */
type Judged = { readonly host: string; readonly why: null } | { readonly host: null; readonly why: string };

function judgeOf(incident: Incident, places: SharedPlaces): (indicator: Indicator) => Judged {
  const own = ownOf(incident);
  const shared = sharedOf(places);
  return ({ type, value }) => {
    const host = hostOf(type, value);
    if (host === null) return { host: null, why: `it has not the form of ${type === 'ip' ? 'an' : 'a'} ${type}` };
    const why = isIP(host) === 0 ? nameTrouble(host, own, shared) : addressTrouble(host, own, shared);
    return why === null ? { host, why } : { host: null, why };
  };
}

interface Known {
  readonly address: (address: string) => string | null;
  readonly name: (name: string) => string | null;
}

const addressTrouble = (address: string, own: Known, shared: Known): string | null =>
  isReserved(address)
    ? 'it is private, reserved or a multicast address'
    : (own.address(address) ?? shared.address(address));

/** Names that lead nowhere outside of somebody's own network. */
const insideName = /\.(?:internal|local|localdomain|localhost|lan|home|corp|intranet|svc|arpa)$/;

function nameTrouble(name: string, own: Known, shared: Known): string | null {
  if (insideName.test(name)) return 'it is a name of an internal network';
  return own.name(name) ?? shared.name(name);
}

/** The victim's own: what names and addresses its resources, and where others rightfully use the same credentials. */
function ownOf({ resources, identities, accounts, plan }: Incident): Known {
  const named = [...resources, ...identities].flatMap(({ uid, name }) => [uid, name ?? '']);
  const names = new Set([...named, ...accounts].map((text) => text.toLowerCase()));
  const rightful = plan?.steps.flatMap(({ breaks }) => breaks.uses.map(({ network }) => network)) ?? [];
  const isOwn = within([...names, ...rightful]);
  return {
    address: (address) => (isOwn(address) ? 'it is where others of the organisation work, or of a resource' : null),
    name: (name) => (names.has(name) ? 'it is the name of a resource or identity of the organisation' : null),
  };
}

function sharedOf({ forms, networks }: SharedPlaces): Known {
  const owned: readonly (readonly [string, Within])[] = [
    ['a public resolver', within(resolvers)],
    ...Object.entries(networks).map(([owner, list]) => [`the network of ${owner}`, within(list)] as const),
    ...forms.map(({ cloud, sharedNetworks: list }) => [`the services of ${cloud}`, within(list)] as const),
  ];
  const names = new Set([...sharedNames, ...forms.flatMap((form) => form.sharedNames)]);
  return {
    address: (address) => {
      const [owner] = owned.find(([, has]) => has(address)) ?? [];
      return owner === undefined ? null : `it belongs to ${owner}, which many share`;
    },
    name: (name) => {
      const labels = name.split('.');
      const isListed = labels.some((_, index) => names.has(labels.slice(index).join('.')));
      return isListed || sharedWord.test(labels[0] ?? '') ? 'many share this host: look for the whole link' : null;
    },
  };
}

const domainName = /^(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** The plain form of an address or name, of a link that of its host; null where there is none. */
function hostOf(type: string, value: string): string | null {
  if (type === 'url') return /^[!-~]{1,2000}$/.test(value) && URL.canParse(value) ? hostOfUrl(bareUrl(value)) : null;
  if (type === 'ip') return plainAddress(value);
  const name = value.toLowerCase().replace(/\.$/, '');
  return domainName.test(name) ? name : null;
}

function hostOfUrl({ protocol, hostname }: URL): string | null {
  if (!/^(?:https?|ftp):$/.test(protocol)) return null;
  const host = hostname.replace(/^\[|\]$/g, '');
  return isIP(host) === 0 ? hostOf('domain', host) : plainAddress(host);
}

/** Without a name and password in front of the host. */
function bareUrl(value: string): URL {
  const url = new URL(value);
  url.username = '';
  url.password = '';
  url.hash = '';
  return url;
}

/** In the form of RFC 5952; an IPv4 address in IPv6 clothing as itself. */
function plainAddress(value: string): string | null {
  if (isIP(value) === 0 || value.includes('%')) return null;
  if (isIP(value) === 4) return value;
  const plain = new URL(`http://[${value}]/`).hostname.slice(1, -1);
  const [, high = '', low = ''] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(plain) ?? [];
  if (high === '') return plain;
  const [first, second] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return [first >> 8, first & 255, second >> 8, second & 255].join('.');
}
