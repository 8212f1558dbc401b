import ipaddr from 'ipaddr.js';
import type { IntelList, ListedNetwork } from '../../model/intel.ts';
import { isOfPools } from './pool-words.ts';

type Named = Pick<IntelList, 'domains' | 'words' | 'networks' | 'ports' | 'setAside'>;

/** What one entry of a list names, or why it cannot be used. */
type Entry =
  | { readonly is: 'domain' | 'word'; readonly text: string }
  | { readonly is: 'network'; readonly network: ListedNetwork }
  | { readonly is: 'port'; readonly port: number }
  | { readonly is: 'nothing'; readonly reason: string };

/**
 * What a list names, in any of its forms: lines of plain text with `#` comments, CSV with or without a header,
 * JSON with texts in any place. Each entry is a domain, an address, a network, `host:port`, a URL, or a port.
 */
export function parseList(text: string): Named {
  const entries = entriesIn(text).map(entryOf);
  const reasons = Map.groupBy(
    entries.flatMap((entry) => (entry.is === 'nothing' ? [entry.reason] : [])),
    (reason) => reason,
  );
  const texts = (kind: 'domain' | 'word') => [
    ...new Set(entries.flatMap((entry) => (entry.is === kind ? [entry.text] : []))),
  ];
  return {
    domains: texts('domain'),
    words: texts('word'),
    networks: entries.flatMap((entry) => (entry.is === 'network' ? [entry.network] : [])),
    ports: [...new Set(entries.flatMap((entry) => (entry.is === 'port' ? [entry.port] : [])))],
    setAside: [...reasons].map(([reason, same]) => ({ reason, count: same.length })),
  };
}

/** A text that is an entry; in a file that names strings to seek in programs, `isString`. */
interface Given {
  readonly text: string;
  readonly isString: boolean;
}

function entriesIn(text: string): readonly Given[] {
  const trimmed = text.replace(/^\uFEFF/, '').trim();
  if (/^[[{]/.test(trimmed) && !/^\[[0-9a-f:.]+\]:/i.test(trimmed)) {
    const parsed = jsonIn(trimmed);
    if (parsed !== undefined) return textsIn(parsed, null);
  }
  const lines = trimmed
    .split(/\r?\n/)
    .map((line) => line.replace(/(?:^|\s)#.*$/, '').trim())
    .filter((line) => line !== '');
  return (isCsv(lines) ? cellsOf(lines) : lines).map((line) => ({ text: line, isString: false }));
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Columns and keys that hold entries, as lists in use call them. */
const entryKeys = new Set(
  'value values indicator indicators ioc iocs domain domains host hosts hostname ip ips ipv4 ipv6 address addresses cidr cidrs network networks prefix prefixes ip_prefix ipv6_prefix url urls pool pools port ports dst_ip dest_ip entries strings'.split(
    ' ',
  ),
);

/** Texts below the keys that hold entries; of a list of texts alone, all. */
function textsIn(value: unknown, key: string | null): readonly Given[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => textsIn(item, key));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([name, item]) => {
      const lower = name.toLowerCase();
      const inner = entryKeys.has(lower) ? (key === 'strings' ? key : lower) : '';
      // Exceptions of rules that seek strings name what is innocent.
      if ('id' in value && String(value.id).startsWith('$not')) return [];
      return inner === '' && typeof item !== 'object' ? [] : textsIn(item, inner);
    });
  if (key === '' || (typeof value !== 'string' && typeof value !== 'number')) return [];
  return [{ text: String(value).trim(), isString: key === 'strings' }];
}

const isCsv = (lines: readonly string[]): boolean =>
  lines.length > 0 && lines.every((line) => line.includes(',') || line.includes(';'));

/** Of each row the cells below a header that is known; without one the first. A port beside a host is its port. */
function cellsOf(lines: readonly string[]): readonly string[] {
  const rows = lines.map((line) => line.split(/[,;]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1')));
  const header = rows[0]?.map((cell) => cell.toLowerCase()) ?? [];
  const places = header.flatMap((cell, place) => (entryKeys.has(cell) && !/^ports?$/.test(cell) ? [place] : []));
  const ports = header.findIndex((cell) => /^ports?$/.test(cell));
  if (places.length === 0 && ports === -1) return rows.flatMap(([cell = '']) => (cell === '' ? [] : [cell]));
  return rows.slice(1).flatMap((row) => {
    const hosts = places.flatMap((place) => row[place] || []);
    const port = ports === -1 ? '' : (row[ports] ?? '');
    if (hosts.length === 0) return port === '' ? [] : [port];
    return hosts.map((host) =>
      port === '' || /[:/]/.test(host.replace(/^\[.*\]/, ''))
        ? host
        : `${host.includes(':') ? `[${host}]` : host}:${port}`,
    );
  });
}

const nothing = (reason: string): Entry => ({ is: 'nothing', reason });

/** A name of at least two parts, of which the last is no number. */
const domainForm = /^(?=.{4,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

function entryOf({ text, isString }: Given): Entry {
  const lower = text.toLowerCase();
  if (isString && !domainForm.test(lower))
    return isOfPools(lower) ? { is: 'word', text: lower } : nothing('a string to seek in programs');
  if (/^\d+$/.test(lower)) return portEntry(Number(lower));
  // A line of a file of hosts.
  const bare = lower.replace(/^(?:0\.0\.0\.0|127\.0\.0\.1|::1?)\s+/, '').replace(/^[a-z][a-z0-9+.-]*:\/\//, '');
  const [, host = '', port] = /^(\[[0-9a-f:.]+\]|[^:/\s]+):(\d{1,5})(?:\/.*)?$/.exec(bare) ?? [];
  if (host !== '') return hostEntry(host.replace(/[[\]]/g, ''), Number(port));
  const whole = bare === lower || /\/\d{1,3}$/.test(bare) ? bare : bare.replace(/\/.*$/, '');
  return hostEntry(whole, null);
}

const portEntry = (port: number): Entry => (port > 0 && port < 65_536 ? { is: 'port', port } : nothing('no port'));

function hostEntry(host: string, port: number | null): Entry {
  if (port !== null && portEntry(port).is === 'nothing') return nothing('no port');
  const plain = host.replace(/^\*?\./, '').replace(/\.$/, '');
  if (domainForm.test(plain)) return { is: 'domain', text: plain };
  return networkEntry(host, port);
}

/** Who lists more than this lists nobody in particular. */
const widest = { 4: 12, 6: 24 } as const;

function networkEntry(text: string, port: number | null): Entry {
  const [address = '', length] = text.split('/');
  if (!ipaddr.IPv4.isValidFourPartDecimal(address) && !ipaddr.IPv6.isValid(address))
    return nothing('neither a name, an address, a network nor a port');
  const parsed = ipaddr.process(address);
  const version = parsed.kind() === 'ipv4' ? 4 : 6;
  const bits = version === 4 ? 32 : 128;
  const prefix = length === undefined ? bits : Number(length);
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > bits || length === '') return nothing('no network');
  const kind = parsed.range();
  if (['private', 'loopback', 'linkLocal', 'uniqueLocal', 'unspecified', 'carrierGradeNat'].includes(kind))
    return nothing('a private address');
  if (prefix < widest[version]) return nothing('a network too wide to mean anybody');
  if (version === 6 && prefix > 64 && prefix < 128) return nothing('an IPv6 network of less than a /64');
  const bytes = parsed.toByteArray().slice(0, 8);
  const number = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  const free = BigInt(Math.max(0, (version === 4 ? 32 : 64) - prefix));
  const first = (number >> free) << free;
  const exact = version === 6 && prefix === 128 ? parsed.toString() : null;
  return {
    is: 'network',
    network: {
      text: port === null ? text : `${version === 6 ? `[${text}]` : text}:${port}`,
      version,
      first,
      last: first + (1n << free) - 1n,
      exact,
      port,
    },
  };
}
