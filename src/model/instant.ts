import { z } from 'zod';

/** RFC 3339 in UTC with `Z`, seconds always written, at most nine digits of fraction. */
const pattern =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d{1,9})?Z$/;

export const instantSchema = z
  .string()
  .regex(pattern)
  .meta({ id: 'Instant', description: 'A point in time, RFC 3339 in UTC with Z' });

export type Instant = string;

/**
 * Orders two instants by time, whatever the digits of their fractions: negative, zero or positive.
 * As plain text `12:00:00.5Z` would stand before `12:00:00Z`.
 */
export function compareInstants(a: Instant, b: Instant): number {
  return compareText(significant(a), significant(b));
}

/** Order by UTF-16 code unit: the same on every machine, whatever its locale. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function significant(instant: Instant): string {
  return instant.includes('.') ? instant.replace(/\.?0*Z$/, '') : instant.slice(0, -1);
}
