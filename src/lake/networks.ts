import type { NetworkIndex } from '../model/network-index.ts';
import { literal } from './sql.ts';

/** SQL over a text column: 4, 6, or NULL where it is no address. */
export const versionSql = (ip: string): string =>
  `CASE WHEN regexp_full_match(${ip}, '[0-9]{1,3}([.][0-9]{1,3}){3}') THEN 4 WHEN regexp_full_match(${ip}, '[0-9a-f]{0,4}(:[0-9a-f]{0,4}){2,7}') THEN 6 END`;

/** SQL: an IPv4 address as a number, the upper half of an IPv6 address as one; NULL where it is none. */
export function numberSql(ip: string): string {
  const part = (index: number) => `TRY_CAST(split_part(${ip}, '.', ${index}) AS UBIGINT)`;
  const groups = (side: 1 | 2) =>
    `list_filter(string_split(split_part(${ip}, '::', ${side}), ':'), lambda part: part <> '')`;
  const zeros = `list_resize(CAST([] AS VARCHAR[]), greatest(0, 8 - len(${groups(1)}) - len(${groups(2)})), '0')`;
  const upper = `list_transform(list_concat(${groups(1)}, ${zeros}, ${groups(2)})[1:4], lambda part: lpad(part, 4, '0'))`;
  return `CASE WHEN contains(${ip}, ':') THEN TRY_CAST('0x' || array_to_string(${upper}, '') AS UBIGINT) ELSE ${part(1)} * 16777216 + ${part(2)} * 65536 + ${part(3)} * 256 + ${part(4)} END`;
}

/** Ranges that no one owns in the world: RFC 1918, 6598, 3927, 1122, 4193, 4291. Those for documentation count as public. */
const privateRanges: readonly (readonly [4 | 6, string, string])[] = [
  [4, '0x0a000000', '0x0affffff'],
  [4, '0xac100000', '0xac1fffff'],
  [4, '0xc0a80000', '0xc0a8ffff'],
  [4, '0x64400000', '0x647fffff'],
  [4, '0xa9fe0000', '0xa9feffff'],
  [4, '0x7f000000', '0x7fffffff'],
  [6, '0xfc00000000000000', '0xfdffffffffffffff'],
  [6, '0xfe80000000000000', '0xfebfffffffffffff'],
  [6, '0x0', '0x0'],
];
const isPrivateSql = privateRanges
  .map(([version, first, last]) => `(version = ${version} AND number BETWEEN ${BigInt(first)} AND ${BigInt(last)})`)
  .join(' OR ');

/** The neighbourhood of an address whose network is not known: IPv4 /24, IPv6 /48. */
const nearSql = `CASE version WHEN 4 THEN regexp_replace(ip, '[0-9]+$', '0/24') ELSE printf('%x:%x:%x::/48', number >> 48, (number >> 32) & 65535, (number >> 16) & 65535) END`;

/**
 * SQL that says of every public address of a relation with `source_ip` to whom it belongs: `source_ip,
 * network, label, country, version`. The network is `AS<number>` where the index knows it, else the /24 or
 * /48 of the address, and `version` tells the two kinds of these apart; NULL where it is known. Private
 * addresses and what is no address are left out. `own` are the providers' AS numbers.
 */
export function networksSql(relation: string, index: NetworkIndex | null, own: readonly number[]): string {
  // An IPv4 address may be written as an IPv6 one.
  const plain = `SELECT DISTINCT source_ip, regexp_replace(lower(source_ip), '^::ffff:([0-9.]+)$', '\\1') AS ip FROM ${relation}`;
  const addresses = `SELECT *, ${numberSql('ip')} AS number FROM (SELECT *, ${versionSql('ip')} AS version FROM (${plain})) WHERE version IS NOT NULL`;
  const open = `SELECT *, ${nearSql} AS near FROM (${addresses}) WHERE number IS NOT NULL AND NOT (${isPrivateSql})`;
  if (index === null)
    return `SELECT source_ip, near AS network, near AS label, CAST(NULL AS VARCHAR) AS country, version FROM (${open})`;
  const ranges = (layer: string) =>
    `(SELECT version, "first", "last", asn, name FROM read_parquet(${literal(index.file)}) WHERE layer = '${layer}')`;
  const isOwn = own.length === 0 ? 'false' : `n.asn IN (${own.join(', ')})`;
  return `SELECT source_ip, CASE WHEN number <= n."last" THEN 'AS' || n.asn ELSE near END AS network,
      CASE WHEN number <= n."last" THEN CASE WHEN ${isOwn} THEN 'the provider itself, ' ELSE '' END || n.name || ' (AS' || n.asn || ')' ELSE near END AS label,
      CASE WHEN number <= c."last" THEN c.name END AS country, CASE WHEN number <= n."last" THEN NULL ELSE a.version END AS version
    FROM (${open}) a
    ASOF LEFT JOIN ${ranges('network')} n ON n.version = a.version AND a.number >= n."first"
    ASOF LEFT JOIN ${ranges('country')} c ON c.version = a.version AND a.number >= c."first"`;
}
