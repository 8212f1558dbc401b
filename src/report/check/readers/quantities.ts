import { scaled } from './bounds.ts';
import { numbersIn } from './numbers.ts';
import type { NumberFound } from './numbers.ts';
import type { Bounds } from '../statement.ts';
import { matchAt, unitAt } from './units.ts';
import type { UnitFound } from './units.ts';

/** A number with its unit, where it stands in a text. */
export interface Quantity extends UnitFound {
  readonly bounds: Bounds;
  /** Over which time, in seconds, where the words say so. */
  readonly within: number | null;
}

/** All quantities of a text in order; a number without a unit is a `count`. */
export function quantitiesIn(text: string): readonly Quantity[] {
  const found = numbersIn(text).flatMap((number) => quantityAt(text, number) ?? []);
  return apart(
    withTimes(text, joined(text, joined(text, joined(text, changed(text, found), withCents), nextPart), endsAfter)),
  );
}

/** The day of `20 MB a day` is no quantity of its own. */
const apart = (found: readonly Quantity[]): readonly Quantity[] =>
  found.filter(({ start }, index) => start >= (found[index - 1]?.end ?? 0));

/** In `from 20 to 98%` both are per cents. */
function changed(text: string, found: readonly Quantity[]): readonly Quantity[] {
  return found.map((quantity, index) => {
    const next = found[index + 1];
    if (quantity.kind !== 'count' || next?.kind !== 'percent') return quantity;
    if (!/^\s?(?:to|→|->)\s?$/.test(text.slice(quantity.end, next.start))) return quantity;
    return { ...quantity, kind: next.kind, unit: next.unit };
  });
}

function quantityAt(text: string, number: NumberFound): Quantity | null {
  const unit = unitAt(text, number);
  if (unit === null) return null;
  const [low, high] = unit.worth;
  const isCounted = unit.kind === 'count' || unit.kind === 'processors';
  const bounds = scaled(isCounted ? number.counted : number.measured, low, high);
  const after = matchAt(openAfter, text, unit.end);
  const end = unit.end + (after?.[0].length ?? 0);
  return { ...unit, end, bounds: after === null ? bounds : opened(bounds, after[0]), within: null };
}

/** `6 hours+`, `7 MB at most`. */
const openAfter = /\+|\s(?:at most|at least|or more|or less|or longer|or so|max(?:imum)?\b|min(?:imum)?\b)/iy;

function opened({ said, low, high }: Bounds, words: string): Bounds {
  if (/so$/i.test(words))
    return {
      said,
      low: low === null ? null : low - said * 0.2,
      high: high === null ? null : high + said * 0.2,
      isRough: true,
    };
  return /most|less|max/i.test(words)
    ? { said, low: null, high, isRough: true }
    : { said, low, high: null, isRough: true };
}

type Join = (text: string, last: Quantity, next: Quantity) => Quantity | null;

/** Each two neighbours that are one, as one. */
function joined(text: string, found: readonly Quantity[], join: Join): readonly Quantity[] {
  const result: Quantity[] = [];
  for (const quantity of found) {
    const last = result.at(-1);
    const one = last === undefined ? null : join(text, last, quantity);
    if (one === null) result.push(quantity);
    else result[result.length - 1] = one;
  }
  return result;
}

const isSame = (last: Quantity, next: Quantity): boolean => next.kind === last.kind && next.unit === last.unit;

/** `two dollars seventy-five`, `two dollars and five cents`. */
function withCents(text: string, last: Quantity, next: Quantity): Quantity | null {
  if (last.kind !== 'money' || !/\b(?:dollars?|euros?|pounds?)$/i.test(text.slice(last.start, last.end))) return null;
  if (!/^ (?:and )?$/.test(text.slice(last.end, next.start))) return null;
  const isCents = next.kind === 'money' && next.worth[0] === 0.01;
  const isBare = next.kind === 'count' && next.start === last.end + 1 && next.bounds.said < 100;
  if (!isCents && !isBare) return null;
  const said = last.bounds.said + next.bounds.said * (isCents ? 1 : 0.01);
  return { ...last, bounds: { ...last.bounds, low: said - 0.005, high: said + 0.005, said }, end: next.end };
}

/** `6h 15m` is one duration, `14 % to 19 %` one range. */
function nextPart(text: string, last: Quantity, next: Quantity): Quantity | null {
  if (!isSame(last, next)) return null;
  const between = text.slice(last.end, next.start);
  if (next.kind === 'duration' && next.bounds.said < last.bounds.said && /^(?:\s{0,2}|,? and |, )$/.test(between))
    return { ...last, bounds: sum(last.bounds, next.bounds), end: next.end };
  const isChange = /\bfrom\s[^.,;\d]{0,24}$/i.test(text.slice(Math.max(0, last.start - 32), last.start));
  const isBetween =
    /^ and $/.test(between) && /\bbetween $/i.test(text.slice(Math.max(0, last.start - 10), last.start));
  const isRange = isBetween || /^\s?(?:to|–|-)\s?$/.test(between);
  if (isChange || next.bounds.said < last.bounds.said || !isRange) return null;
  return { ...last, bounds: upTo(last.bounds, next.bounds), end: next.end };
}

/** `3.43 USD (2.75 to 3.43)` is one value with its ends. */
function endsAfter(text: string, last: Quantity, next: Quantity): Quantity | null {
  const isUnitless = next.kind === 'count' && last.kind !== 'count';
  if ((!isSame(last, next) || last.kind === 'count') && !isUnitless) return null;
  if (text.slice(last.end, next.start) !== ' (' || text[next.end] !== ')') return null;
  const ends = scaled(next.bounds, isUnitless ? last.worth[0] : 1);
  if (ends.low === null || ends.high === null || ends.low === ends.high) return null;
  return { ...last, bounds: { ...last.bounds, ...widest(last.bounds, ends) }, end: next.end + 1 };
}

const upTo = (low: Bounds, high: Bounds): Bounds => ({
  low: low.low,
  high: high.high,
  said: (low.said + high.said) / 2,
  isRough: low.isRough,
});

const widest = (one: Bounds, other: Bounds) => ({
  low: one.low === null || other.low === null ? null : Math.min(one.low, other.low),
  high: one.high === null || other.high === null ? null : Math.max(one.high, other.high),
});

/** The last part says how exact the whole is. */
function sum(whole: Bounds, part: Bounds): Bounds {
  const plus = (end: number | null): number | null => (end === null ? null : end + whole.said);
  return {
    low: plus(part.low),
    high: plus(part.high),
    said: whole.said + part.said,
    isRough: whole.isRough || part.isRough,
  };
}

const unitTime = String.raw`(second|sec|minute|min|hour|hr|h|day|d|week|month)`;
const per = new RegExp(String.raw`\s{0,2}(?:\/\s?|per |an? |each |every )${unitTime}s?(?![\w/])`, 'iy');
const adverb = /\s{1,2}\(?(hourly|daily|weekly|monthly)\b/iy;
const timeWorth: Readonly<Record<string, number>> = {
  second: 1,
  sec: 1,
  minute: 60,
  min: 60,
  hour: 3600,
  hr: 3600,
  h: 3600,
  hourly: 3600,
  day: 86_400,
  d: 86_400,
  daily: 86_400,
  week: 604_800,
  weekly: 604_800,
  month: 2_592_000,
  monthly: 2_592_000,
};

/** `50MB/day`, `$3 per hour`, `2.3 GB in the last hour`, `$50 in 6 hours`. */
function withTimes(text: string, found: readonly Quantity[]): readonly Quantity[] {
  return found.map((quantity, index) => {
    if (quantity.kind === 'duration' || quantity.kind === 'processors') return quantity;
    const rate = matchAt(per, text, quantity.end) ?? matchAt(adverb, text, quantity.end);
    if (rate?.[1] !== undefined)
      return { ...quantity, within: timeWorth[rate[1].toLowerCase()] ?? null, end: quantity.end + rate[0].length };
    const before = found[index - 1];
    return { ...quantity, within: timeAfter(text, quantity, found[index + 1]) ?? timeBefore(text, quantity, before) };
  });
}

const lastUnit = new RegExp(
  String.raw`^[^.;,(→]{0,40}?\b(?:in|over|within|during) (?:the |an? |one |a single )?(?:last |past |previous |preceding |single |final )?${unitTime}\b`,
  'i',
);
const inTime =
  /^[^.;,→\d]{0,40}\b(?:in|over|within|during|for)(?: the)?(?: last| past| previous)? (?:~|about |around |approximately |just |under |over |less than )?$/i;

function timeAfter(text: string, quantity: Quantity, next: Quantity | undefined): number | null {
  const rest = text.slice(quantity.end, quantity.end + 90);
  const last = lastUnit.exec(rest);
  if (last?.[1] !== undefined) return timeWorth[last[1].toLowerCase()] ?? null;
  if (next?.kind !== 'duration') return null;
  return inTime.test(text.slice(quantity.end, Math.min(next.start, quantity.end + 90))) ? next.bounds.said : null;
}

const unitBefore = new RegExp(
  String.raw`\b(?:in|over|within|during) (?:the |its |a single |one )?(?:last |past |previous |busiest |first |final |single |peak )?${unitTime}\b[^.;]{0,90}$`,
  'i',
);

/** `In the last hour 2.3 GB were sent`, `In 6 hours it earned $50`. */
function timeBefore(text: string, quantity: Quantity, previous: Quantity | undefined): number | null {
  const words = text.slice(Math.max(previous?.end ?? 0, quantity.start - 120), quantity.start);
  const last = unitBefore.exec(words);
  // `1 GB in the last hour, 3 GB in total`: the hour is the other's.
  const isTaken =
    previous?.kind === quantity.kind && timeAfter(text, previous, quantity) !== null && previous.end < quantity.start;
  if (last?.[1] !== undefined) return isTaken ? null : (timeWorth[last[1].toLowerCase()] ?? null);
  if (previous?.kind !== 'duration' || quantity.kind === 'percent' || quantity.kind === 'count') return null;
  const isIn = /\b(?:in|over|within|during) (?:~|about |around )?$/i.test(
    text.slice(Math.max(0, previous.start - 20), previous.start),
  );
  return isIn && quantity.start - previous.end < 60 && !/[.;]/.test(text.slice(previous.end, quantity.start))
    ? previous.bounds.said
    : null;
}
