import type { IndicatorType } from '../../model/indicator.ts';
import { isInside } from './inside.ts';

/** Something that a command names and that others can look for. */
export interface CommandTrace {
  readonly type: Extract<IndicatorType, 'ip' | 'domain' | 'url' | 'port' | 'file' | 'wallet'>;
  readonly value: string;
}

const longest = 500;
const link = /\b([a-z][a-z0-9+]{1,20}):\/\/([^\s"'`|;<>\\(){}[\]]+)/gi;
const stratum = /\bstratum[0-9]?(?:\+[a-z]{2,9}){0,2}:\/\/(?:[^\s"'/@]*@)?([^\s"'`|;<>\\(){}[\]:/]+)/gi;
const webSchemes: ReadonlySet<string> = new Set(['http', 'https', 'ftp', 'ftps']);
/** Where programs do not live: folders that anybody may write to, and hidden ones. */
const oddPath =
  /(?<![\w.:/-])\/(?:(?:tmp|var\/tmp|dev\/shm|run\/shm)\/[^\s"'`|;&<>(){}]+|(?:[^\s"'`|;&<>(){}/]+\/)*\.(?!\.?\/)[^\s"'`|;&<>(){}/.][^\s"'`|;&<>(){}]*)/g;
/** Directly in a home hidden files are its owner's. */
const ordinary = /^(?:\/home\/[^/]+|\/root|\/Users\/[^/]+)\/\.[^/]*/;
const ipv4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const name = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/i;
/** Names that lead nowhere outside of somebody's own network. */
const ownName = /\.(?:internal|local|localdomain|lan|home|corp|intranet|svc)$/i;

/** What miners are told of their pool without a scheme: `-o host:port`, `--url=host:port`. */
const pool =
  /(?:^|\s)(?:-o|--url|--pool|-P)[\s=]+(?![a-z][a-z0-9+]{1,20}:\/\/)([^\s"'`|;<>\\(){}[\]:/]+):(\d{1,5})(?=[\s"'/]|$)/gi;

/**
 * Addresses to which miners are paid: Monero's own, those of a sub-address and integrated ones
 * (https://docs.getmonero.org/public-address/standard-address/), Bitcoin's in bech32, and Ethereum's where a miner is told a user.
 */
const wallet =
  /(?<![\w])(?:[48][1-9A-HJ-NP-Za-km-z]{94}(?:[1-9A-HJ-NP-Za-km-z]{11})?|bc1[02-9ac-hj-np-z]{25,62}|(?<=(?:-u|--user|--wallet|--address)[\s=]+(?:[a-zA-Z]{2,6}:)?)0x[0-9a-fA-F]{40})(?![\w])/g;

/** What is fetched without a scheme: `wget -q example.net/x`. */
const fetched =
  /(?:^|[\s;&|/])(?:wget|curl)(?:\s+[^\s;&|]+){0,8}?\s+([a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9-]{1,63}){1,8}\/[^\s"'`|;&<>(){}[\]]*)/gi;

/** The links, pools, wallets and odd files of a command line, each once, in its order. */
export function commandTraces(command: string): readonly CommandTrace[] {
  const found = [
    ...linksIn(command),
    ...fetchedIn(command),
    ...poolsIn(command),
    ...walletsIn(command),
    ...filesIn(command),
  ].filter(({ value }) => value.length <= longest);
  return [...new Map(found.map((one) => [`${one.type}\n${one.value}`, one])).values()];
}

/** Ports that every system speaks to, which tell nothing. */
const ordinaryPorts: ReadonlySet<string> = new Set(['', '80', '443', '21']);
const busyPorts: ReadonlySet<string> = new Set(['22', '25', '53', '123', '8080', '8443']);

/** Two whom a machine speaks to there need not have to do with one another. */
export const isBusyPort = (port: string): boolean => ordinaryPorts.has(port) || busyPorts.has(port);

/** The other ends of the web links of a command: whom it fetched from or sent to. Not those of its own network. */
export function otherEnds(command: string): readonly CommandTrace[] {
  const urls = commandTraces(command).flatMap(({ type, value }) => (type === 'url' ? value : []));
  const ends = urls.flatMap((url): readonly CommandTrace[] => {
    const authority = url.replace(/^[a-z]+:\/\//, '').split('/')[0] ?? '';
    const [other = '', port = ''] = authority.split(':');
    if (isInside(other)) return [];
    const end = { type: ipv4.test(other) ? 'ip' : 'domain', value: other.toLowerCase() } as const;
    return ordinaryPorts.has(port) || !/^\d{1,5}$/.test(port) ? [end] : [end, { type: 'port', value: port }];
  });
  return [...new Map(ends.map((one) => [`${one.type}\n${one.value}`, one])).values()];
}

/** Whom a command speaks to by the protocol of mining pools alone. */
export const poolsNamed = (command: string): ReadonlySet<string> =>
  new Set([...command.matchAll(stratum)].map(([, host = '']) => host.toLowerCase()));

function linksIn(command: string): readonly CommandTrace[] {
  return [...command.matchAll(link)].flatMap(([, scheme = '', rest = '']): readonly CommandTrace[] => {
    const authority = rest.split(/[/?#]/)[0]?.split('@').at(-1) ?? '';
    const [host = '', port] = authority.split(':');
    const isAddress = ipv4.test(host);
    if (!isAddress && (!name.test(host) || ownName.test(host))) return [];
    if (webSchemes.has(scheme.toLowerCase()))
      return [{ type: 'url', value: `${scheme.toLowerCase()}://${withoutSecret(rest)}` }];
    const ports: readonly CommandTrace[] = /^\d{1,5}$/.test(port ?? '') ? [{ type: 'port', value: port ?? '' }] : [];
    return [{ type: isAddress ? 'ip' : 'domain', value: host.toLowerCase() }, ...ports];
  });
}

const fetchedIn = (command: string): readonly CommandTrace[] =>
  [...command.matchAll(fetched)].flatMap(([, rest = '']): readonly CommandTrace[] => {
    const host = rest.split('/')[0] ?? '';
    if (ipv4.test(host) ? isInside(host) : !name.test(host) || ownName.test(host)) return [];
    return [{ type: 'url', value: `http://${withoutSecret(rest)}` }];
  });

const poolsIn = (command: string): readonly CommandTrace[] =>
  [...command.matchAll(pool)].flatMap(([, host = '', port = '']): readonly CommandTrace[] => {
    const isAddress = ipv4.test(host);
    if (!isAddress && (!name.test(host) || ownName.test(host))) return [];
    return [
      { type: isAddress ? 'ip' : 'domain', value: host.toLowerCase() },
      { type: 'port', value: port },
    ];
  });

const walletsIn = (command: string): readonly CommandTrace[] =>
  [...command.matchAll(wallet)].flatMap(([value]) => ({ type: 'wallet' as const, value }));

/** Without a name and password in front of the host, and without what is asked, which may hold others. */
const withoutSecret = (rest: string): string => rest.replace(/^[^/?#]*@/, '').replace(/[?#].*$/, '');

const filesIn = (command: string): readonly CommandTrace[] =>
  [...command.matchAll(oddPath)].flatMap(([path]) =>
    ordinary.test(path) ? [] : [{ type: 'file' as const, value: path.replace(/[,.:]+$/, '') }],
  );
