import { imperative } from './clauses.ts';
import type { Clause } from './clauses.ts';
import { dayOf, nextDay } from './frame.ts';
import type { Frame } from './frame.ts';
import { happeningsIn } from './happenings.ts';
import { labelHappening } from './time-labels.ts';
import { resolveTime, resolveTimes, statementOf, zoneBeside } from './timed.ts';
import type { Timed, TimedRead } from './timed.ts';
import { timesIn } from './times.ts';
import type { Day, TimeFound, TimesFound } from './times.ts';
import { beforeTimes, toldTimes } from './told-times.ts';

/** Where a reader of times has come to: the last day of the section, and the list that it stands in. */
export interface Place {
  readonly headings: string;
  readonly day: Day | null;
  readonly list: number;
  readonly entry: number;
  /** Start of the last entry, to see midnight pass. */
  readonly last: number | null;
}

export const beginning: Place = { headings: '', day: null, list: 0, entry: 0, last: null };

const lead =
  /^[\s\-–—•*[(>|]{0,4}(?:(?:at|from|on|by|~|approx(?:\.|imately)?|about|around|between|since|after|before)\s{0,2}){0,2}$/i;
const bullet = /^[\s\-–—•*>|]{0,4}$/;
const dash = /^[\])]?\s{0,2}(?:[:–—|\])-]|->|→|=>)\s{0,2}/;

/** A column or field of a first and a last time tells of many records, not of one deed. */
const manyRecords = /\bfirst (?:seen|to last)\b|\blast seen\b/i;

/** Reads the times of a clause. `place` moves on with each clause, in the order of the report. */
export function momentsIn(
  clause: Clause,
  frame: Frame,
  place: Place,
): { readonly read: readonly TimedRead[]; readonly place: Place } {
  const here =
    place.headings === clause.headings
      ? place
      : { ...place, headings: clause.headings, day: dayBefore(timesIn(clause.headings), frame), last: null };
  const times = timesIn(clause.text);
  const first = times[0];
  if (first === undefined) return { read: [], place: here };
  const day = dayBefore(times, frame) ?? daySaid(clause, here.day ?? frame.day) ?? here.day;
  if (clause.isOpen || manyRecords.test(clause.passage.label ?? '')) return { read: [], place: { ...here, day } };
  const beside = zoneBeside(times);
  const at = (time: TimeFound): Timed =>
    resolveTime(time, clause, { frame, beside, day: dayBeside(time, times, frame) ?? day ?? frame.day });
  // What was planned is no harm that was done.
  if (/\b(?:maintenance|scheduled|planned|patch(?:ing)? window)\b/i.test(clause.text))
    return { read: [], place: { ...here, day } };
  if (isEntry(clause, first)) return entry(clause, times, { frame, place: here, at });
  return { read: labelled(clause, times, at) ?? toldTimes(clause, times, at), place: { ...here, day } };
}

/** The last day that is named, where it is one of the incident: a date without a clock may be of anything. */
function dayBefore(times: readonly TimesFound[], frame: Frame): Day | null {
  const each = times.flatMap(({ from, to }) => (to === null ? [from] : [from, to]));
  const days = each.flatMap((time) => {
    const day = dayOf(time, frame);
    return day !== null && (time.clock !== null || isNear(day, frame.day)) ? [day] : [];
  });
  return days.at(-1) ?? null;
}

const isNear = (day: Day, other: Day | null): boolean =>
  other === null || Math.abs(Date.parse(day) - Date.parse(other)) <= 3 * 86_400_000;

/** In `offline at 08:40 and back at 14:20 on 19 November` both are of that day. */
function dayBeside({ start }: TimeFound, times: readonly TimesFound[], frame: Frame): Day | null {
  const dated = times.flatMap(({ from }) => {
    const day = dayOf(from, frame);
    return day === null ? [] : [{ day, start: from.start }];
  });
  return (dated.findLast((one) => one.start <= start) ?? dated[0])?.day ?? null;
}

function daySaid({ text }: Clause, day: Day | null): Day | null {
  if (day === null) return null;
  return /\b(?:next|following) (?:day|morning|afternoon|evening)\b/i.test(text) ? nextDay(day) : null;
}

/** A list in order of time: the line begins with its time, and a dash or a word follows. */
function isEntry(clause: Clause, { start, end }: TimesFound): boolean {
  const before = clause.text.slice(0, start);
  if (lead.test(before) && dash.test(clause.text.slice(end))) return true;
  return clause.label === '' && bullet.test(before) && /^\s{1,2}["“]?[\p{L}_]/u.test(clause.text.slice(end));
}

interface Within {
  readonly frame: Frame;
  readonly place: Place;
  readonly at: (time: TimeFound) => Timed;
}

function entry(clause: Clause, [time, ...others]: readonly TimesFound[], { frame, place, at }: Within) {
  if (time === undefined) return { read: [], place };
  const on = (day: Day | null) =>
    resolveTimes(time, (one) =>
      resolveTime(one, clause, { frame, beside: zoneBeside([time, ...others]), day: day ?? frame.day }),
    );
  const listed = on(place.day);
  const { from } = listed;
  const isPast = !from.isDated && place.last !== null && place.last - from.bounds.said > 6 * 3_600_000;
  const when = isPast ? on(nextDay(from.day)) : listed;
  const isNew = place.entry === 0 || place.last === null;
  const next: Place = {
    ...place,
    day: when.from.day,
    list: isNew ? place.list + 1 : place.list,
    entry: isNew ? 1 : place.entry + 1,
    last: when.from.bounds.said,
  };
  const order = { list: next.list, place: next.entry };
  const words = beforeTimes(clause, others, time.end).replace(dash, '');
  const happenings = imperative.test(words) ? [] : happeningsIn(words);
  const read = happenings.map((of) => ({ about: statementOf(of, when, order), words: clause.text }));
  return { read: [...read, ...toldTimes(clause, others, at)], place: next };
}

/** `Entry Time: 08:15`: the label says of what, unless words after the time do. */
function labelled(
  clause: Clause,
  times: readonly TimesFound[],
  at: (time: TimeFound) => Timed,
): readonly TimedRead[] | null {
  const [time, second] = times;
  if (clause.label === '' || time === undefined || second !== undefined) return null;
  const of = labelHappening(clause.label, time.from.clock !== null);
  const rest = clause.text.slice(0, time.start) + clause.text.slice(time.end);
  if (of === null || !(isBare(rest) || isOneOfMany.test(clause.label))) return null;
  return [{ about: statementOf(of, resolveTimes(time, at)), words: clause.text }];
}

/** `First call: GetCallerIdentity, 11:02:41, from …`: the label says enough, whatever stands about the time. */
const isOneOfMany =
  /^(?:(?:the )?(?:first|last|earliest|latest|initial)) (?:\w+ ){0,2}(?:calls?|access|activity|acts?|actions?|log-?in|sign-?in|misuse|use)$/i;

function isBare(rest: string): boolean {
  const letters = rest.replace(
    /\([^)]{0,80}\)|\b(?:approximately|approx|about|around|at|on|by|from|to|local time)\b|[^\p{L}]/giu,
    '',
  );
  return letters.length < 14;
}
