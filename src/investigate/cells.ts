import { needed, textOf } from '../lake/cells.ts';
import type { Cell, Row } from '../lake/engine.ts';
import { literal } from '../lake/sql.ts';
import type { Citation } from '../model/evidence.ts';
import { compareInstants } from '../model/instant.ts';

export type Timed = Citation & { readonly time: string };

/** An instant, without fraction where that is zero. */
export function instantOf(cell: Cell | undefined): string | null {
  const text = textOf(cell);
  return text === null ? null : plainInstant(text);
}

/** The same instant without a fraction of zero. */
export const plainInstant = (instant: string): string => instant.replace(/\.0+Z$/, 'Z');

export const timedUid = (row: Row): { readonly ref: string; readonly time: string } => ({
  ref: needed(textOf(row['event_uid']), 'event_uid'),
  time: needed(instantOf(row['time']), 'time'),
});

/** Evidence of an act or acts as the engine lists it. */
export function citationsOf(cell: Row[string] | undefined): readonly Timed[] {
  if (!Array.isArray(cell)) return [];
  return cell.flatMap((item) => {
    if (item === null || typeof item !== 'object' || Array.isArray(item)) return [];
    const { ref, time } = item as Row;
    return [{ ref: needed(textOf(ref), 'event_uid'), time: needed(instantOf(time), 'time') }];
  });
}

/** An instant as an SQL timestamp in UTC. */
export const sqlInstant = (instant: string): string =>
  `CAST(${literal(instant.replace('T', ' ').replace('Z', ''))} AS TIMESTAMP)`;
export const sqlTextOrNull = (text: string | null): string => (text === null ? 'CAST(NULL AS VARCHAR)' : literal(text));

/** `IN` over texts that may be none. */
export const sqlIn = (column: string, texts: readonly string[]): string =>
  texts.length === 0 ? 'false' : `${column} IN (${texts.map(literal).join(', ')})`;

const [firstMs, lastMs] = [Date.parse('0001-01-01T00:00:00Z'), Date.parse('9999-12-31T23:59:59.999Z')];

/** Milliseconds since 1970 as an instant; beyond what RFC 3339 can say, the first or the last that it can. */
export const instantAt = (ms: number): string => new Date(Math.min(Math.max(ms, firstMs), lastMs)).toISOString();

export const shiftSeconds = (instant: string, seconds: number): string =>
  instantAt(Date.parse(instant) + seconds * 1000);
export const secondsBetween = (a: string, b: string): number => Math.abs(Date.parse(a) - Date.parse(b)) / 1000;

/** The first and the last of some instants, at least one. */
export const earliest = (instants: readonly string[]): string =>
  instants.reduce((a, b) => (compareInstants(a, b) <= 0 ? a : b));
export const latest = (instants: readonly string[]): string =>
  instants.reduce((a, b) => (compareInstants(a, b) >= 0 ? a : b));
