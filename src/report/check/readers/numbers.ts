import { countBounds, measureBounds, rangeBounds } from './bounds.ts';
import type { Nearness, Written } from './bounds.ts';
import type { Bounds } from '../statement.ts';

/** A number or a range of numbers in a text: `15`, `1,234`, `15-30`, `three`, `over 200`. */
export interface NumberFound {
  /** With the words that make it rough. */
  readonly start: number;
  readonly end: number;
  /** Where the digits begin: a currency sign stands before them. */
  readonly digitsAt: number;
  readonly measured: Bounds;
  readonly counted: Bounds;
  /** `a` and `an`: only before a unit of time are they numbers. */
  readonly isArticle: boolean;
}

const units = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const teens = ['eleven', 'twelve', 'thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen'];
const tens = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];

const worth: ReadonlyMap<string, number> = new Map([
  ...[...units, ...teens].map((word, value) => [word, value] as const),
  ...tens.flatMap((word, index) => [
    [word, (index + 2) * 10] as const,
    ...units.slice(1, 10).map((unit, digit) => [`${word}-${unit}`, (index + 2) * 10 + digit + 1] as const),
  ]),
  ['dozen', 12],
  ['hundred', 100],
  ['half', 0.5],
  ['a', 1],
  ['an', 1],
]);

const words = [...worth.keys()].toSorted((a, b) => b.length - a.length).join('|');
const below = [...units.slice(1), ...teens, ...tens].join('|');
/** Only of an hour: other quarters are places, years and coins. */
const quarters = '(?:(?:an? )?quarter|three[ -]quarters)(?= of an hour)';
/** `five hundred and twenty`, `a hundred and five`, `twenty-five thousand two hundred`. */
const longWords = String.raw`(?:(?:${words})[ -](?:hundred|thousand|million)(?:(?:,? and | )(?:${below})(?:[ -](?:${below}))?(?:[ -](?:hundred|thousand))?(?! dollars? (?:${below})))*)(?![\w-])`;
/** `1,234.5`, or as in much of Europe `1.234,56` and `3,43`. */
const comma = String.raw`\d{1,3}(?:\.\d{3})+,\d{1,2}(?![\d,])|\d{1,6},\d{1,2}(?=[ \u00a0]?(?:%|[kMGT]i?B\b|EUR\b|USD\b|€|kH\b|MH\b|h\b|Std\b))`;
const digits = String.raw`(?:${comma}|(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,9})?)`;
const numberOrWord = new RegExp(
  String.raw`(?:(?<![\w.,:/#@\\-]|\d[-–])|(?<=\d[hd]))(${digits})(?![\d:]|\.\d|\/\d|-(?:\d{2}-|[a-z]{2,}-?\d))|(?<![\w-]|half )(${longWords}|${quarters}|${words})(?![\w-])`,
  'gi',
);
const second = new RegExp(String.raw`\s{0,2}(?:[-–—]|to|and)\s{0,2}[$€£]?\s?(${digits})(?![\d:]|[-–]\d)`, 'iy');
const multiple = /\s?(k|thousand|mn|million|hundred)(?![\w/])|(?<=[$€£]\s?[\d.,]{1,15})(m)(?![\w/])/iy;

const multiples: Readonly<Record<string, number>> = {
  hundred: 100,
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  mn: 1e6,
  million: 1e6,
};

const nearness: readonly (readonly [RegExp, Nearness])[] = [
  [
    /(?:~|≈|\b(?:approximately|approx\.?|about|around|roughly|circa|c\.|some|an estimated|estimated(?: at)?|in the (?:order|region) of|close to|(?:just|slightly|a (?:little|bit)) (?:over|more than|above|under|less than)))\s{0,2}$/i,
    'rough',
  ],
  [/\b(?:nearly|almost|not quite)\s{1,2}$/i, 'nearly'],
  [
    /(?:(?<![-=–])>=?|≥|\b(?:not (?:less|fewer|under) than|(?<!\b(?:no|not) )(?:over|more than|at least|in excess of|exceed(?:ing|s|ed)|above|greater than|upwards? of|no (?:less|fewer) than|a minimum of|well over)))\s{0,2}$/i,
    'least',
  ],
  [
    /(?:<=?(?!-)|≤|\b(?:up to|at most|(?:no|not) (?:more|greater|longer) than|not (?:exceeding|above|over)|less than|fewer than|under|below|a maximum of|within|max(?:imum)? of))\s{0,2}$/i,
    'most',
  ],
];
const longestNearness = 24;

/** All numbers of a text, ranges as one. Digits inside names, versions, dates and clock times are none. */
export function numbersIn(text: string): readonly NumberFound[] {
  const found: NumberFound[] = [];
  let taken = 0;
  for (const match of text.matchAll(numberOrWord)) {
    // `One of our servers` counts none.
    if (match.index < taken || /^one of /i.test(text.slice(match.index, match.index + 7))) continue;
    const number = numberAt(text, match);
    found.push(number);
    taken = number.end;
  }
  return found;
}

function numberAt(text: string, match: RegExpExecArray): NumberFound {
  const [whole, figures, word] = match;
  const isRange = figures !== undefined && isBetween(text, match.index);
  const first = figures === undefined ? wordWritten(word ?? '') : written(figures);
  const firstEnd = match.index + whole.length;
  const upper = figures === undefined ? null : rangeEnd(text, firstEnd, match.index);
  const factor = multipleAt(text, upper?.end ?? firstEnd);
  const end = (upper?.end ?? firstEnd) + factor.length;
  const { kind, start } = nearnessBefore(text, match.index);
  const near: Nearness = text[end] === '+' && kind === 'exact' ? 'least' : kind;
  const low = times(first, factor.by);
  const high = upper === null ? null : times(upper.written, factor.by);
  const isRising = high !== null && high.value > low.value;
  return {
    start,
    end: text[end] === '+' ? end + 1 : isRange || high === null || isRising ? end : firstEnd,
    digitsAt: match.index,
    measured: high !== null && isRising ? rangeBounds(low, high, near) : measureBounds(low, near),
    counted: high !== null && isRising ? { ...rangeOf(low, high), isRough: near !== 'exact' } : countBounds(low, near),
    isArticle: word !== undefined && /^an?$/i.test(word),
  };
}

const rangeOf = (low: Written, high: Written) => ({
  low: low.value,
  high: high.value,
  said: (low.value + high.value) / 2,
});

/** `and` joins a range only after `between`. */
const isBetween = (text: string, at: number): boolean =>
  /\bbetween\s{1,3}[$€£]?$/i.test(text.slice(Math.max(0, at - 12), at));

/** `from 20 to 98%` tells of a change, not of a range; `from 14-19% to 98%` of both. */
const isFromBefore = (text: string, at: number): boolean =>
  /\bfrom\s(?:an? |the )?(?:\w{1,12} )?[$€£~]?$/i.test(text.slice(Math.max(0, at - 30), at));

function rangeEnd(text: string, at: number, numberAt: number) {
  second.lastIndex = at;
  const match = second.exec(text);
  if (match?.[1] === undefined) return null;
  const joint = match[0].trim().slice(0, 3).toLowerCase();
  if (joint.startsWith('to') && isFromBefore(text, numberAt)) return null;
  if (joint.startsWith('and') && !isBetween(text, numberAt)) return null;
  return { written: written(match[1]), end: at + match[0].length };
}

function multipleAt(text: string, at: number): { readonly by: number; readonly length: number } {
  multiple.lastIndex = at;
  const match = multiple.exec(text);
  if (match === null) return { by: 1, length: 0 };
  return { by: multiples[(match[1] ?? match[2] ?? '').toLowerCase()] ?? 1, length: match[0].length };
}

function nearnessBefore(text: string, at: number): { readonly kind: Nearness; readonly start: number } {
  const before = text.slice(Math.max(0, at - longestNearness), at).replace(/(?:US)?[$€£]\s?$|\b(?:USD|EUR|GBP)\s$/, '');
  const cut = Math.min(at, longestNearness) - before.length;
  for (const [pattern, kind] of nearness) {
    const match = pattern.exec(before);
    if (match !== null) return { kind, start: at - cut - match[0].length };
  }
  return { kind: 'exact', start: at };
}

const times = ({ value, step }: Written, by: number): Written => ({ value: value * by, step: step * by });

function written(figures: string): Written {
  if (/,\d{1,2}$/.test(figures)) return written(figures.replaceAll('.', '').replace(',', '.'));
  const decimals = figures.split('.')[1]?.length ?? 0;
  return { value: Number(figures.replaceAll(',', '')), step: 10 ** -decimals };
}

function wordWritten(word: string): Written {
  const isQuarters = /quarter/i.test(word);
  const value = isQuarters
    ? /^three/i.test(word)
      ? 0.75
      : 0.25
    : (worth.get(word.toLowerCase()) ?? valueOfWords(word.toLowerCase()));
  return { value, step: Number.isInteger(value) ? 1 : 0.1 };
}

/** Of `twenty-five thousand two hundred and five`: what stands before each thousand counts so often. */
function valueOfWords(text: string): number {
  let whole = 0;
  let part = 0;
  for (const word of text.split(/[ ,-]+/)) {
    const by = multiples[word];
    if (by === undefined) part += worth.get(word) ?? 0;
    else if (by === 100) part *= 100;
    else {
      whole += part * by;
      part = 0;
    }
  }
  return whole + part;
}
