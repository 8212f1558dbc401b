import { isIPv4, isIPv6 } from 'node:net';
import ipaddr from 'ipaddr.js';
import { AppError } from '../../model/errors.ts';
import { textConstant, type Sql } from './emit-text.ts';

/**
 * Whether a text is an address inside a network, false for all that is no address: leading zeros, zones
 * and ports are none. `::ffff:10.0.0.1` is 10.0.0.1, as a value and as a network.
 * Throws `rule.unsupported` for a network that is none.
 */
export function addressInside(value: { readonly text: Sql; readonly address?: Sql }, network: string): Sql {
  const range = rangeOf(network);
  const digits = value.address ?? addressOf(value.text);
  const isInside = `coalesce(${digits} BETWEEN ${textConstant(range.first)} AND ${textConstant(range.last)}, false)`;
  if (value.address !== undefined) return isInside;
  return `CASE WHEN ${mayBeInside(value.text, range)} THEN ${isInside} ELSE false END`;
}

/** VARCHAR: the digits by which a text compares as an address, NULL for what is none. */
export const addressOf = (text: Sql): Sql => `address_digits(${text})`;

/** First and last address of the network as 32 hex digits; IPv4 stands in ::ffff:0:0/96. */
interface Range {
  readonly first: string;
  readonly last: string;
}

const mapped = '00000000000000000000ffff';

/** The 32 hex digits by which addresses compare as text; null for what is no address. */
export function addressDigits(text: string): string | null {
  if (isIPv4(text)) return mapped + hexOfQuad(text);
  if (text.includes('%') || !isIPv6(text)) return null;
  const tail = text.lastIndexOf(':') + 1;
  const hex = text.includes('.') ? text.slice(0, tail) + hexOfQuad(text.slice(tail)).replace(/^.{4}/, '$&:') : text;
  const [head = '', rest = ''] = hex.split('::').map(digitsOfGroups);
  return head + '0'.repeat(32 - head.length - rest.length) + rest;
}

const digitsOfGroups = (groups: string): string =>
  groups === ''
    ? ''
    : groups
        .toLowerCase()
        .replaceAll(/[^:]+/g, (group) => group.padStart(4, '0'))
        .replaceAll(':', '');

const hexOfQuad = (quad: string): string =>
  quad
    .split('.')
    .map((octet) => Number(octet).toString(16).padStart(2, '0'))
    .join('');

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

/** A cheap look at the first octets spares most values the rest; a colon is in every other form of address. */
function mayBeInside(value: Sql, range: Range): Sql {
  const dotted = dottedRange(range);
  const isColoned = `contains(${value}, ':')`;
  if (dotted === null) return isColoned;
  const octets = (address: number) => [24, 16, 8, 0].map((shift) => (address >>> shift) & 255);
  const ends = octets(dotted.last);
  const differs = octets(dotted.first).findIndex((part, index) => part !== ends[index]);
  const same = octets(dotted.first).slice(0, differs === -1 ? 4 : differs);
  if (same.length === 0) return 'true';
  const begins = same.length === 4 ? `${value} = '${same.join('.')}'` : `starts_with(${value}, '${same.join('.')}.')`;
  return `(${begins} OR ${isColoned})`;
}
