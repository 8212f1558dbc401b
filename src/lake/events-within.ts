import { eventsSql } from './events-sql.ts';
import type { Partition } from './manifest.ts';
import { markOf } from './partition-marks.ts';

/** Where events are looked for; what is left out bounds nothing. */
export interface EventBounds {
  /** Instants, RFC 3339 or as an engine writes a TIMESTAMP in UTC; both belong to it. */
  readonly from?: string;
  readonly to?: string;
  /** UTC days, YYYY-MM-DD. */
  readonly days?: readonly string[];
  /** Values of the column `partition`. */
  readonly partitions?: readonly string[];
  /** In any of these. */
  readonly stays?: readonly Stay[];
}

/** Days between which something lies, both included, in partitions that bear any of some marks. */
export interface Stay {
  readonly from: string;
  readonly to: string;
  /** See partition-marks.ts. */
  readonly marks: bigint;
}

/**
 * SQL of all events within the bounds, and of others too: what lies in partitions that may hold any of them. An
 * engine looks at every file that a statement names, so that one which names few of thousands costs a tenth.
 */
export type EventsWithin = (bounds: EventBounds) => string;

/** Events of these partitions within bounds; with none, a relation without rows. */
export const eventsWithin =
  (lake: string, partitions: readonly Partition[]): EventsWithin =>
  ({ from, to, days, partitions: named, stays }) => {
    const [on, among] = [days && new Set(days), named && new Set(named)];
    return eventsSql(
      lake,
      partitions.filter(
        ({ day, file }) =>
          !isBefore(day, from) &&
          !isBefore(to, day) &&
          (on === undefined || on.has(day) || !isPlain(day)) &&
          (among === undefined || among.has(file)) &&
          (stays === undefined || isAmong({ day, mark: markOf(file) }, stays)),
      ),
    );
  };

const isAmong = ({ day, mark }: { readonly day: string; readonly mark: bigint }, stays: readonly Stay[]): boolean =>
  stays.some(({ from, to, marks }) => (marks & mark) !== 0n && !isBefore(day, from) && !isBefore(to, day));

/** By their days. Of years before the first or after the 9999th nothing is said. */
const isBefore = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined && b !== undefined && isPlain(a) && isPlain(b) && a.slice(0, 10) < b.slice(0, 10);
const isPlain = (instant: string): boolean => /^\d{4}-\d\d-\d\d(?:$|[T ])/.test(instant) && !instant.includes('BC');
