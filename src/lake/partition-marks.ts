import { createHash } from 'node:crypto';

/**
 * Sixty-four marks that partitions share, each has one by its name: a set of them says in one number where something
 * may lie, and leaves out most of where it does not.
 */
const marks = 64;

/** The mark of a partition, by the column `partition`. */
export const markOf = (partition: string): bigint =>
  1n << BigInt(Number.parseInt(createHash('md5').update(partition).digest('hex').slice(0, 2), 16) % marks);

/** SQL: the marks of the partitions of a group of events, as one number; NULL where an event lies in none. */
export const marksSql = (column: string): string =>
  `CASE WHEN bool_and(${column} IS NOT NULL) THEN bit_or(CAST(1 AS UBIGINT) << CAST(CAST('0x' || substr(md5(${column}), 1, 2) AS UTINYINT) % ${marks} AS UBIGINT)) END`;
