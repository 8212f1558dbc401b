import { scaled } from './bounds.ts';
import { numbersIn } from './numbers.ts';
import type { NumberFound } from './numbers.ts';
import type { Bounds } from '../statement.ts';

/** A number with its unit, where it stands in a text. Rates of time: `within` is the time in seconds. */
export interface Quantity {
  readonly kind: 'duration' | 'money' | 'hash-rate' | 'percent' | 'bytes' | 'processors' | 'count';
  readonly bounds: Bounds;
  readonly unit: string;
  readonly within: number | null;
  readonly start: number;
  readonly end: number;
}

const seconds: readonly (readonly [RegExp, number])[] = [
  [/[\s-]?(?:milliseconds?|ms)(?![\w/])/iy, 0.001],
  [/[\s-]?(?:seconds?|secs?|s)(?![\w/])/iy, 1],
  [/[\s-]?(?:minutes?|mins?|m)(?![\w/])/iy, 60],
  [/[\s-]?(?:of\s)?(?:an\s)?(?:hours?|hrs?|h)(?![\w/])/iy, 3600],
  [/[\s-]?(?:days?|d)(?![\w/])/iy, 86_400],
  [/[\s-]?(?:weeks?|wks?)(?![\w/])/iy, 604_800],
  [/[\s-]?months?(?![\w/])/iy, 2_592_000],
];

const bytes: Readonly<Record<string, readonly [number, number]>> = {
  k: [1e3, 2 ** 10],
  m: [1e6, 2 ** 20],
  g: [1e9, 2 ** 30],
  t: [1e12, 2 ** 40],
};
const bytesUnit = /\s?(?:([kmgt])(i?)b(?:ytes?)?|(kilo|mega|giga|tera)bytes?|(bytes?))(?![\w])/iy;

const hashUnit = /\s?([kmgt]?)(?:h\/s(?:ec)?|h\/second|hash(?:es)?(?:\/s(?:ec)?| per second| a second)|hps)(?![\w])/iy;
const hashes: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12 };

const percentUnit = /\s?(?:%|per ?cent\b|pct\b)/iy;
const processorUnit = /[\s-]?(?:[ov]?CPUs?|(?:v|virtual |CPU )?cores?|threads)(?![\w])/iy;

const moneyAfter = /\s?(USD|EUR|GBP|XMR|BTC|ETH|(?:US )?dollars?|euros?|pounds?)(?![\w])/iy;
const moneyBefore = /(US\$|[$€£]|\b(?:USD|EUR|GBP))\s?$/i;
const currencies: Readonly<Record<string, string>> = {
  us$: 'USD',
  $: 'USD',
  '€': 'EUR',
  '£': 'GBP',
  dollar: 'USD',
  dollars: 'USD',
  'us dollar': 'USD',
  'us dollars': 'USD',
  euro: 'EUR',
  euros: 'EUR',
  pound: 'GBP',
  pounds: 'GBP',
};

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

/** All quantities of a text in order; a number without a unit is a `count`. */
export function quantitiesIn(text: string): readonly Quantity[] {
  const found = numbersIn(text).flatMap((number) => quantityAt(text, number) ?? []);
  return withTimes(text, joined(text, changed(text, found)));
}

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
  const at = { start: number.start, within: null };
  const duration = durationAt(text, number);
  if (duration !== null) return duration;
  if (number.isArticle) return null;
  const money = moneyAt(text, number);
  if (money !== null) return money;
  const hash = matchAt(hashUnit, text, number.end);
  if (hash !== null) {
    const bounds = scaled(number.measured, hashes[(hash[1] ?? '').toLowerCase()] ?? 1);
    return { kind: 'hash-rate', bounds, unit: 'H/s', ...at, end: number.end + hash[0].length };
  }
  const volume = matchAt(bytesUnit, text, number.end);
  if (volume !== null) return { ...at, ...volumeOf(volume, number) };
  const percent = matchAt(percentUnit, text, number.end);
  if (percent !== null)
    return { kind: 'percent', bounds: number.measured, unit: 'percent', ...at, end: number.end + percent[0].length };
  const processors = matchAt(processorUnit, text, number.end);
  if (processors !== null)
    return { kind: 'processors', bounds: number.counted, unit: 'count', ...at, end: number.end + processors[0].length };
  return { kind: 'count', bounds: number.counted, unit: 'count', ...at, end: number.end };
}

function durationAt(text: string, number: NumberFound): Quantity | null {
  for (const [pattern, worth] of seconds) {
    const match = matchAt(pattern, text, number.end);
    if (match === null) continue;
    const plus = text[number.end + match[0].length] === '+';
    const bounds = scaled(number.measured, worth);
    return {
      kind: 'duration',
      bounds: plus ? { low: bounds.said, high: null, said: bounds.said, isRough: true } : bounds,
      unit: 'second',
      within: null,
      start: number.start,
      end: number.end + match[0].length + (plus ? 1 : 0),
    };
  }
  return null;
}

function moneyAt(text: string, number: NumberFound): Quantity | null {
  const before = moneyBefore.exec(text.slice(Math.max(0, number.digitsAt - 5), number.digitsAt));
  const after = matchAt(moneyAfter, text, number.end);
  const name = (before?.[1] ?? after?.[1])?.toLowerCase();
  if (name === undefined) return null;
  return {
    kind: 'money',
    bounds: number.measured,
    unit: currencies[name] ?? name.toUpperCase(),
    within: null,
    start: Math.min(number.start, number.digitsAt - (before?.[0].length ?? 0)),
    end: number.end + (after?.[0].length ?? 0),
  };
}

function volumeOf([whole, letter, binary, word]: RegExpExecArray, { measured, end }: NumberFound) {
  const [decimal, power] = bytes[(letter ?? word?.[0] ?? '').toLowerCase()] ?? [1, 1];
  // `GB` is said of both; `GiB` of one.
  const bounds = binary === '' || binary === undefined ? scaled(measured, decimal, power) : scaled(measured, power);
  return { kind: 'bytes', bounds, unit: 'byte', end: end + whole.length } as const;
}

/** `6h 15m` is one duration. */
function joined(text: string, found: readonly Quantity[]): readonly Quantity[] {
  const result: Quantity[] = [];
  for (const quantity of found) {
    const last = result.at(-1);
    const between = last === undefined ? '' : text.slice(last.end, quantity.start);
    const isNext =
      last?.kind === 'duration' &&
      quantity.kind === 'duration' &&
      /^(?:\s{0,2}|,? and |, )$/.test(between) &&
      quantity.bounds.said < last.bounds.said;
    if (!isNext || last === undefined) result.push(quantity);
    else result[result.length - 1] = { ...last, bounds: sum(last.bounds, quantity.bounds), end: quantity.end };
  }
  return result;
}

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

/** `50MB/day`, `$3 per hour`, `2.3 GB in the last hour`, `$50 in 6 hours`. */
function withTimes(text: string, found: readonly Quantity[]): readonly Quantity[] {
  return found.map((quantity, index) => {
    if (quantity.kind === 'duration' || quantity.kind === 'processors') return quantity;
    const rate = matchAt(per, text, quantity.end) ?? matchAt(adverb, text, quantity.end);
    if (rate?.[1] !== undefined)
      return { ...quantity, within: timeWorth[rate[1].toLowerCase()] ?? null, end: quantity.end + rate[0].length };
    return { ...quantity, within: timeAfter(text, quantity, found[index + 1]) };
  });
}

const lastUnit = new RegExp(
  String.raw`^[^.;,(→]{0,40}?\b(?:in|over|within|during) (?:the |a single )?(?:last |past |previous |preceding |single |final )?${unitTime}\b`,
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

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
