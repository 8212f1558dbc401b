import type { Check } from '../check.ts';
import type { Passage } from '../passage.ts';
import { quantitiesIn } from '../readers/quantities.ts';
import type { Quantity } from '../readers/quantities.ts';
import { timesIn } from '../readers/times.ts';
import type { TimeFound } from '../readers/times.ts';
import { clash, found } from './found.ts';
import type { Reproach } from './found.ts';
import { lastingSeconds } from './number-words.ts';
import { durationReach } from './reach.ts';
import { written } from './written.ts';

/** `11:07:20 to 12:38:00 (1 h 30 min)`, `in 71 seconds (11:02:41 to 11:03:52)`, `from 13:35 until 19:30, i.e. 6 hours`. */
export const lapses: Check = {
  id: 'length-beside-its-ends',
  asks: 'Does a length of time that stands beside two clock times fit them?',
  run: (statements, { passages }) => {
    const all = passages ?? [...new Set(statements.map(({ quote }) => quote.passage))];
    return found(all.filter(({ text }) => text.length < longest).flatMap((passage) => lapsesIn(passage)));
  },
};

const longest = 4000;

/** Two clock times of one sentence, and where they stand. */
interface Ends {
  readonly from: TimeFound;
  readonly to: TimeFound;
  readonly start: number;
  readonly end: number;
  /** Joined by a dash or `to`, and not by other words. */
  readonly isRange: boolean;
}

function lapsesIn(passage: Passage): readonly (Reproach | null)[] {
  const { text } = passage;
  const ends = endsIn(text);
  if (ends.length === 0) return [];
  const lengths = quantitiesIn(text).filter(({ kind, bounds }) => kind === 'duration' && bounds.said > 0);
  return ends.flatMap((one) => {
    const length = lengths.find((quantity) => isBeside(text, one, quantity));
    return length === undefined ? [] : [weigh(passage, one, length)];
  });
}

function endsIn(text: string): readonly Ends[] {
  const times = timesIn(text);
  return times.flatMap(({ from, to, start, end }, index): readonly Ends[] => {
    if (to !== null) return [{ from, to, start, end, isRange: true }];
    const next = times[index + 1];
    if (next?.to !== null || !/\bfrom\s(?:about |around )?$/i.test(text.slice(Math.max(0, start - 12), start)))
      return [];
    const between = text.slice(end, next.start);
    const isOne = between.length < 80 && /\b(?:until|till|to|through)\b/i.test(between) && !/[.;]\s/.test(between);
    return isOne ? [{ from, to: next.from, start, end: next.end, isRange: false }] : [];
  });
}

const opening =
  /^\s?(?:\(|\[|[,;:–—-]\s|=)?\s?(?:i\.e\.,?|that is,?|or|for|lasting|a total of|in (?:all|total),?|=)?\s?$/i;
const plainly = /\(|i\.e\.|that is|lasting|=|\bfor\b/i;
const closing = /^\s?(?:[)\],.;]|in (?:all|total)|long|$)/i;

function isBeside(text: string, { start, end, isRange }: Ends, length: Quantity): boolean {
  if (length.start >= end) {
    const gap = text.slice(end, length.start);
    return opening.test(gap) && plainly.test(gap) && closing.test(text.slice(length.end));
  }
  // `in 71 seconds (11:02:41 to 11:03:52)`
  return isRange && length.end <= start && /^\s?\((?:from )?$/.test(text.slice(length.end, start));
}

const day = 86_400;

function weigh(passage: Passage, { from, to, start, end }: Ends, length: Quantity): Reproach | null {
  if (from.clock === null || to.clock === null) return null;
  if (from.zone !== null && to.zone !== null && from.zone !== to.zone) return null;
  const apart = secondsApart(from, to);
  if (apart === null) return null;
  const said = durationReach(length.bounds);
  // `Within a quarter of an hour` may be half a minute more.
  const slack = Math.max(from.clock.open, to.clock.open, apart * 0.05);
  if (said.low <= apart + slack && said.high >= apart - slack) return null;
  const words = passage.text.slice(Math.min(start, length.start), Math.max(end, length.end));
  const why = `${passage.text.slice(start, end)} is ${lastingSeconds(apart)}, not ${lastingSeconds(length.bounds.said)}`;
  return clash(why, [written(passage, words, length.bounds.said)]);
}

/** Over midnight where no days are named; null where the days leave it open, or the end comes first. */
function secondsApart(from: TimeFound, to: TimeFound): number | null {
  const [fromDay, toDay] = [from.days, to.days];
  if (fromDay.length > 1 || toDay.length > 1 || from.clock === null || to.clock === null) return null;
  const clocks = to.clock.second - from.clock.second;
  const [first] = fromDay;
  const [last] = toDay;
  if (first === undefined || last === undefined) return last === undefined ? (clocks + day) % day : null;
  const days = (Date.parse(withYear(last)) - Date.parse(withYear(first))) / 1000;
  const apart = days + clocks;
  return Number.isNaN(apart) || apart < 0 ? null : apart;
}

/** A year with every day stands in for one that is not named. */
const withYear = (date: string): string => (date.length === 5 ? `2024-${date}` : date);
