import type { Moment, Span } from '../statement.ts';
import type { Clause } from './clauses.ts';
import { boundsOfTime, dayOf, zoneSaidIn } from './frame.ts';
import type { Frame } from './frame.ts';
import type { Day, TimeFound, TimesFound } from './times.ts';
import { zoneOf } from './zones.ts';
import type { Zone } from './zones.ts';

/** A moment or span of a clause, with the words that it was read from. */
export interface TimedRead {
  readonly about: Moment | Span;
  readonly words: string;
}

/** A written time as epoch milliseconds, and what of it was not written beside it. */
export interface Timed {
  readonly bounds: Moment['at'];
  readonly isDated: boolean;
  readonly isZoneSaid: boolean;
  readonly day: Day;
}

export interface FromTo {
  readonly from: Timed;
  readonly to: Timed | null;
  /** Whether the end has a day of its own; without one, an end before its beginning is of the next day. */
  readonly isEndDated: boolean;
}

/** Stands for a day that no one named, so that clock times can still be compared. */
const noDay = '1970-01-01';

/** What a time is read in where it names no day or zone: `beside` is the zone of another time of its sentence. */
export interface Within {
  readonly frame: Frame;
  readonly day: Day | null;
  readonly beside: string | null;
}

/** A time with the day and the zone that it is to be read in where it names none. */
export function resolveTime(time: TimeFound, clause: Clause, within: Within): Timed {
  const own = dayOf(time, within.frame);
  const { zone, isSaid } = zoneFor(time, clause, within);
  const on = own ?? within.day ?? noDay;
  return { bounds: boundsOfTime(time, on, zone), isDated: own !== null, isZoneSaid: isSaid, day: on };
}

/** Both ends of a time; a zone that is said of one holds for both. */
export function resolveTimes({ from, to }: TimesFound, resolve: (time: TimeFound) => Timed): FromTo {
  const zone = from.zone ?? to?.zone ?? null;
  return {
    from: resolve({ ...from, zone }),
    to: to === null ? null : resolve({ ...to, zone: to.zone ?? zone }),
    isEndDated: to !== null && to.days.length > 0,
  };
}

/** Its own, that of another time of the passage, of the column, of the title, of the report. */
function zoneFor(
  time: TimeFound,
  clause: Clause,
  { beside, frame }: Within,
): { readonly zone: Zone; readonly isSaid: boolean } {
  const words =
    time.zone ?? beside ?? zoneSaidIn(clause.label) ?? zoneSaidIn(clause.title) ?? zoneSaidIn(clause.headings);
  const zone = words === null ? null : zoneOf(words);
  return zone === null ? { zone: frame.zone, isSaid: frame.isZoneSaid } : { zone, isSaid: true };
}

/** The zone that is written at one of these times. */
export function zoneBeside(times: readonly TimesFound[]): string | null {
  const zones = times.map(({ from, to }) => to?.zone ?? from.zone);
  return zones.find((zone) => zone !== null) ?? null;
}

/** What happened at a time, or from one to another. */
export function statementOf(
  of: Moment['of'],
  { from, to, isEndDated }: FromTo,
  order: Moment['order'] = null,
): Moment | Span {
  const zone = from.isZoneSaid ? {} : { isZoneAssumed: true };
  if (to === null) return { about: 'moment', of, at: from.bounds, isDated: from.isDated, order, ...zone };
  const isOver = !isEndDated && to.bounds.said < from.bounds.said;
  const end = isOver ? later(to.bounds, 86_400_000) : to.bounds;
  return { about: 'span', of, from: from.bounds, to: end, isDated: from.isDated, ...zone };
}

function later(bounds: Moment['at'], by: number): Moment['at'] {
  const add = (end: number | null): number | null => (end === null ? null : end + by);
  return { ...bounds, low: add(bounds.low), high: add(bounds.high), said: bounds.said + by };
}
