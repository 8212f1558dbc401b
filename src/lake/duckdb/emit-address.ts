import ipaddr from 'ipaddr.js';
import { AppError } from '../../model/errors.ts';
import { textConstant, type Sql } from './emit-text.ts';

const octet = '(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';
const quad = `${octet}(?:\\.${octet}){3}`;
const group = '[0-9a-f]{1,4}';
const groups = `(?:${group}(?::${group})*)?`;
/** A dotted tail is two groups; how many there are is counted after padding. */
const version6 = `(?:${group}(?::${group}){7}|${groups}::${groups})`;

/**
 * Whether a text is an address inside a network, false for all that is no address: leading zeros, zones
 * and ports are none. `::ffff:10.0.0.1` is 10.0.0.1, as a value and as a network.
 * Throws `rule.unsupported` for a network that is none.
 */
export function addressInside(value: Sql, network: string): Sql {
  const range = rangeOf(network);
  const inRange6 = `CASE WHEN contains(${value}, ':') THEN ${insideVersion6(value, range)} ELSE false END`;
  const tail = dottedRange(range);
  if (!tail) return inRange6;
  return `CASE WHEN ${mayBeDotted(value, tail)} THEN ${insideDotted(value, tail)} ELSE ${inRange6} END`;
}

/** First and last address of the network as 32 hex digits; IPv4 stands in ::ffff:0:0/96. */
interface Range {
  readonly first: string;
  readonly last: string;
}

const mapped = '00000000000000000000ffff';

function rangeOf(network: string): Range {
  const { address, prefix } = parseNetwork(network);
  const bits = BigInt(`0x${hexOf(address)}`);
  const hostBits = BigInt(128 - (address.kind() === 'ipv4' ? prefix + 96 : prefix));
  const first = (bits >> hostBits) << hostBits;
  const last = first | ((1n << hostBits) - 1n);
  return { first: first.toString(16).padStart(32, '0'), last: last.toString(16).padStart(32, '0') };
}

function parseNetwork(network: string): { readonly address: ipaddr.IPv4 | ipaddr.IPv6; readonly prefix: number } {
  const [text = '', length, ...rest] = network.split('/');
  const isDotted = ipaddr.IPv4.isValidFourPartDecimal(text);
  const isVersion6 = !isDotted && ipaddr.IPv6.isValid(text) && !text.includes('%');
  const widest = isDotted ? 32 : 128;
  const prefix = length === undefined ? widest : /^\d{1,3}$/.test(length) ? Number(length) : -1;
  if (rest.length > 0 || prefix < 0 || prefix > widest || !(isDotted || isVersion6)) {
    throw new AppError('rule.unsupported', `"${network}" is no network in CIDR form`, {
      hint: 'write it as 192.0.2.0/24 or 2001:db8::/32',
    });
  }
  return { address: isDotted ? ipaddr.IPv4.parse(text) : ipaddr.IPv6.parse(text), prefix };
}

function hexOf(address: ipaddr.IPv4 | ipaddr.IPv6): string {
  const hex = address
    .toByteArray()
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
  return address.kind() === 'ipv4' ? mapped + hex : hex;
}

/** The part of a range that dotted addresses can fall into, as numbers; null where there is none. */
function dottedRange({ first, last }: Range): { readonly first: number; readonly last: number } | null {
  if (!first.startsWith(mapped) || !last.startsWith(mapped)) return null;
  return { first: Number.parseInt(first.slice(24), 16), last: Number.parseInt(last.slice(24), 16) };
}

/** A cheap look at the first octets keeps the regular expression away from most values. */
function mayBeDotted(value: Sql, { first, last }: { readonly first: number; readonly last: number }): Sql {
  const octets = (address: number) => [24, 16, 8, 0].map((shift) => (address >>> shift) & 255);
  const ends = octets(last);
  const differs = octets(first).findIndex((part, index) => part !== ends[index]);
  const same = octets(first).slice(0, differs === -1 ? 4 : differs);
  if (same.length === 0) return `NOT contains(${value}, ':')`;
  return same.length === 4 ? `${value} = '${same.join('.')}'` : `starts_with(${value}, '${same.join('.')}.')`;
}

function insideDotted(value: Sql, { first, last }: { readonly first: number; readonly last: number }): Sql {
  const part = (index: number) => `TRY_CAST(split_part(${value}, '.', ${index}) AS BIGINT)`;
  const number = `${part(1)} * 16777216 + ${part(2)} * 65536 + ${part(3)} * 256 + ${part(4)}`;
  return `CASE WHEN regexp_full_match(${value}, '${quad}') THEN ${number} BETWEEN ${first} AND ${last} ELSE false END`;
}

function insideVersion6(value: Sql, { first, last }: Range): Sql {
  const padded = `regexp_replace(regexp_replace(address, '([0-9a-f]+)', '000\\1', 'g'), '[0-9a-f]*([0-9a-f]{4})', '\\1', 'g')`;
  const head = `replace(split_part(${padded}, '::', 1), ':', '')`;
  const rest = `replace(split_part(${padded}, '::', 2), ':', '')`;
  const isAddress = `regexp_full_match(address, '${version6}') AND length(${head}) + length(${rest}) <= CASE WHEN contains(address, '::') THEN 28 ELSE 32 END`;
  const inRange = `(rpad(${head}, CAST(32 - length(${rest}) AS INTEGER), '0') || ${rest}) BETWEEN ${textConstant(first)} AND ${textConstant(last)}`;
  const test = `CASE WHEN ${isAddress} THEN ${inRange} ELSE false END`;
  return `list_bool_or(list_transform([${withoutDottedTail(value)}], lambda address: ${test}))`;
}

/** `::ffff:10.0.0.1` as `::ffff:0a00:0001`, folded; a tail that is no address is left and fails later. */
function withoutDottedTail(value: Sql): Sql {
  const part = (index: number) => `TRY_CAST(split_part(regexp_extract(${value}, '[^:]*$'), '.', ${index}) AS INTEGER)`;
  const tail = `printf('%02x%02x:%02x%02x', ${[1, 2, 3, 4].map(part).join(', ')})`;
  return `CASE WHEN regexp_matches(${value}, ':${quad}$') THEN lower(regexp_extract(${value}, '^.*:')) || ${tail} ELSE lower(${value}) END`;
}
