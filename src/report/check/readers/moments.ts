import type { Moment, Span } from '../statement.ts';
import type { Clause } from './clauses.ts';
import { boundsOfTime, dayOf, nextDay, zoneSaidIn } from './frame.ts';
import type { Frame } from './frame.ts';
import { happeningsIn } from './happenings.ts';
import { labelHappening } from './time-labels.ts';
import { timesIn } from './times.ts';
import type { Day, TimeFound, TimesFound } from './times.ts';
import { zoneOf } from './zones.ts';
import type { Zone } from './zones.ts';

/** Moments and spans of one clause, with the words that they were read from. */
export interface TimedRead {
  readonly about: Moment | Span;
  readonly words: string;
}

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
const dash = /^[\])]?\s{0,2}(?:[:–—|\])-]|->|→|=>)\s{0,2}/;

/** Reads the times of a clause. `place` moves on with each clause, in the order of the report. */
export function momentsIn(
  clause: Clause,
  frame: Frame,
  place: Place,
): { readonly read: readonly TimedRead[]; readonly place: Place } {
  const here =
    place.headings === clause.headings
      ? place
      : { ...place, headings: clause.headings, day: dayInTitle(clause, frame), last: null };
  const times = timesIn(clause.text);
  const first = times[0];
  if (first === undefined) return { read: [], place: here };
  const day = dayBefore(times, frame) ?? here.day;
  if (clause.isOpen || /\bfirst (?:seen|to last)\b|\blast seen\b/i.test(clause.passage.label ?? ''))
    return { read: [], place: { ...here, day } };
  if (isEntry(clause, first)) return entry(clause, first, { frame, place: here });
  const at = (time: TimeFound): Timed => resolve(time, clause, { frame, day: here.day ?? frame.day });
  return { read: labelled(clause, times, at) ?? told(clause, times, at), place: { ...here, day } };
}

interface Timed {
  readonly bounds: Moment['at'];
  readonly isDated: boolean;
  readonly isZoneSaid: boolean;
  readonly day: Day;
}

const noDay = '1970-01-01';

function resolve(
  time: TimeFound,
  clause: Clause,
  { frame, day }: { readonly frame: Frame; readonly day: Day | null },
): Timed {
  const own = dayOf(time, frame);
  const { zone, isSaid } = zoneFor(time, clause, frame);
  const on = own ?? day ?? noDay;
  return { bounds: boundsOfTime(time, on, zone), isDated: own !== null, isZoneSaid: isSaid, day: on };
}

/** Its own, that of another time of the passage, of the column, of the title, of the report. */
function zoneFor(time: TimeFound, clause: Clause, frame: Frame): { readonly zone: Zone; readonly isSaid: boolean } {
  const beside = (): string | null =>
    timesIn(clause.text)
      .map(({ from, to }) => to?.zone ?? from.zone)
      .find((zone) => zone !== null) ?? null;
  const words =
    time.zone ?? beside() ?? zoneSaidIn(clause.label) ?? zoneSaidIn(clause.title) ?? zoneSaidIn(clause.headings);
  const zone = words === null ? null : zoneOf(words);
  return zone === null ? { zone: frame.zone, isSaid: frame.isZoneSaid } : { zone, isSaid: true };
}

function dayBefore(times: readonly TimesFound[], frame: Frame): Day | null {
  const days = times.flatMap(({ from, to }) => [dayOf(from, frame), to === null ? null : dayOf(to, frame)]);
  return days.findLast((day) => day !== null) ?? null;
}

function dayInTitle({ headings }: Clause, frame: Frame): Day | null {
  return headings === '' ? null : dayBefore(timesIn(headings), frame);
}

/** A list in order of time: the line begins with its time. */
function isEntry(clause: Clause, { start, end }: TimesFound): boolean {
  if (!lead.test(clause.text.slice(0, start))) return false;
  return dash.test(clause.text.slice(end));
}

function entry(clause: Clause, time: TimesFound, { frame, place }: { readonly frame: Frame; readonly place: Place }) {
  const from = resolve(time.from, clause, { frame, day: place.day ?? frame.day });
  const passed = !from.isDated && place.last !== null && place.last - from.bounds.said > 6 * 3_600_000;
  const day = passed ? nextDay(from.day) : from.day;
  const moved = passed ? resolve(time.from, clause, { frame, day }) : from;
  const isNew = place.entry === 0 || place.last === null;
  const next: Place = {
    ...place,
    day,
    list: isNew ? place.list + 1 : place.list,
    entry: isNew ? 1 : place.entry + 1,
    last: moved.bounds.said,
  };
  const words = clause.text.slice(time.end).replace(dash, '');
  const plain = clause.plain.slice(clause.plain.length - words.length);
  const to = time.to === null ? null : resolve(time.to, clause, { frame, day });
  const order = { list: next.list, place: next.entry };
  const happenings = happeningsIn(plain);
  return {
    read: happenings.map((of) => ({ about: about(of, { from: moved, to, order, time }), words: clause.text })),
    place: next,
  };
}

interface Put {
  readonly from: Timed;
  readonly to: Timed | null;
  readonly order: Moment['order'];
  readonly time: TimesFound;
}

function about(of: Moment['of'], { from, to, order, time }: Put): Moment | Span {
  const zone = from.isZoneSaid ? {} : { isZoneAssumed: true };
  if (to === null) return { about: 'moment', of, at: from.bounds, isDated: from.isDated, order, ...zone };
  const isOver = time.to?.days.length === 0 && to.bounds.said < from.bounds.said;
  return {
    about: 'span',
    of,
    from: from.bounds,
    to: isOver ? laterBy(to.bounds, 86_400_000) : to.bounds,
    isDated: from.isDated,
    ...zone,
  };
}

function laterBy(bounds: Moment['at'], by: number): Moment['at'] {
  const add = (end: number | null): number | null => (end === null ? null : end + by);
  return { ...bounds, low: add(bounds.low), high: add(bounds.high), said: bounds.said + by };
}

/** `Entry Time: 08:15`: the label says of what, unless words after the time do. */
function labelled(
  clause: Clause,
  times: readonly TimesFound[],
  at: (time: TimeFound) => Timed,
): readonly TimedRead[] | null {
  const [time, second] = times;
  if (clause.label === '' || time === undefined || second !== undefined) return null;
  const of = labelHappening(clause.label);
  const rest = clause.text.slice(0, time.start) + clause.text.slice(time.end);
  if (of === null || !isBare(rest)) return null;
  const put = {
    from: at(time.from),
    to: time.to === null ? null : at(sameZone(time.to, time.from)),
    order: null,
    time,
  };
  return [{ about: about(of, put), words: clause.text }];
}

const sameZone = (time: TimeFound, other: TimeFound): TimeFound => ({ ...time, zone: time.zone ?? other.zone });

const isBare = (rest: string): boolean =>
  rest.replace(/\([^)]{0,80}\)|\b(?:approximately|approx|about|around|at|on|from|to|local time)\b|[^\p{L}]/giu, '')
    .length < 12;

/** Stands where a time was. */
const mark = '␀';

const joints = /,\s+|;\s+|\s+(?:and|then|before|after|while|until|when|with|where|which|although)\s+|\s[–—-]\s|[()]/gi;

interface Chunk {
  readonly words: string;
  readonly start: number;
  readonly end: number;
  readonly opened: string;
}

/** Running text: each time belongs to the words of its own part of the sentence, or of the part next to it. */
function told(clause: Clause, times: readonly TimesFound[], at: (time: TimeFound) => Timed): readonly TimedRead[] {
  const blanked = times.reduce(
    (text, { start, end }) => text.slice(0, start) + mark.repeat(end - start) + text.slice(end),
    clause.plain,
  );
  const chunks = chunksOf(blanked);
  return times.flatMap((time) => {
    if (time.from.nearness === 'until' && time.to === null) return [];
    const own = chunks.findIndex(({ start, end }) => time.start >= start && time.start < end);
    const put = {
      from: at(time.from),
      to: time.to === null ? null : at(sameZone(time.to, time.from)),
      order: null,
      time,
    };
    const happenings = candidates(chunks, own).map((words) => happeningsIn(inSentence(clause, words)));
    return (happenings.find(({ length }) => length > 0) ?? []).map((of) => ({
      about: about(of, put),
      words: clause.text,
    }));
  });
}

/** Denials and advice before a part of the sentence hold for it. */
function inSentence({ plain }: Clause, { words, start }: Chunk): string {
  const head = plain.slice(0, start);
  const doubt =
    /\b(?:no|not|never|should|could|would|might|must|if|recommend\w*|will|without|neither|nor)\b(?![^]*[.;])/i.exec(
      head,
    );
  return doubt === null ? words.replaceAll(mark, '') : '';
}

function chunksOf(text: string): readonly Chunk[] {
  const chunks: Chunk[] = [];
  let start = 0;
  let opened = '';
  for (const { index, 0: joint } of text.matchAll(joints)) {
    chunks.push({ words: text.slice(start, index), start, end: index, opened });
    start = index + joint.length;
    opened = joint.trim();
  }
  return [...chunks, { words: text.slice(start), start, end: text.length, opened }];
}

const leading = /^\W*(?:in|on|at|during|around|by|from|between|shortly|early|late)\b/i;

/** The part of a time itself where it has words; else, or where it only leads in, the part beside it. */
function candidates(chunks: readonly Chunk[], own: number): readonly Chunk[] {
  const chunk = chunks[own];
  if (chunk === undefined || timeMarks(chunk.words) > 1) return [];
  const next = free(chunks[own + 1]);
  const previous = free(chunks[own - 1]);
  const rest = chunk.words
    .replaceAll(mark, ' ')
    .replace(/\b(?:at|on|from|by|the|approximately|about|around|between|since)\b|[^\p{L}]/giu, '');
  const isLead = own === 0 && next?.opened === ',';
  if (rest.length > 3) return isLead && next !== null && leading.test(chunk.words) ? [chunk, next] : [chunk];
  if (next !== null && (next.opened === '(' || (own === 0 && chunk.opened === ''))) return [next];
  if (previous !== null && /^(?:\(|,|[–—-]|before|after|until)$/i.test(chunk.opened)) return [previous];
  return next?.opened === ',' ? [next] : [];
}

/** A part that has no time of its own. */
const free = (chunk: Chunk | undefined): Chunk | null =>
  chunk === undefined || chunk.words.includes(mark) ? null : chunk;

const timeMarks = (words: string): number => words.split(/␀+/).length - 1;
