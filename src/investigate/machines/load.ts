import { instantAt, plainInstant, secondsBetween } from '../cells.ts';
import type { Timed } from '../cells.ts';

/** One measurement, in order of time among others of its series. */
export interface Point {
  readonly time: string;
  readonly value: number;
  readonly uid: string;
}

/** What was usual before a moment: from the 5th to the 95th percentile. */
export interface Usual {
  readonly low: number;
  readonly high: number;
  readonly count: number;
  readonly days: number;
  readonly citations: readonly Timed[];
}

/** A time in which a measure stayed up. */
export interface Plateau {
  readonly from: string;
  /** When its last point ends. */
  readonly to: string;
  readonly low: number;
  readonly median: number;
  readonly high: number;
  /** Points that are missing in it, by the step of the series. */
  readonly missing: number;
  /** It goes on to the last point that there is. */
  readonly isOpen: boolean;
  readonly citations: readonly Timed[];
}

/** Per hour, for a drawing: null where there is no point. */
export interface Hours {
  readonly from: string;
  readonly values: readonly (number | null)[];
}

const enoughPast = 12;
/** Points below the level, or missing, that do not end a plateau. */
const patience = 2;

/** Seconds that it must last at least where little room is left above what is usual. */
const leastSpan = 3600;

/** What was usual before a moment; null with fewer than twelve points. */
export function usualBefore(points: readonly Point[], moment: string): Usual | null {
  const past = pastOf(points, moment);
  const [first, last] = [past[0], past.at(-1)];
  if (first === undefined || last === undefined || past.length < enoughPast) return null;
  const values = past.map(({ value }) => value);
  return {
    low: quantile(values, 0.05),
    high: quantile(values, 0.95),
    count: past.length,
    days: Math.max(1, Math.round(secondsBetween(first.time, last.time) / 86_400)),
    citations: past.map(cited),
  };
}

/**
 * The longest time from a moment on in which a measure stayed near its height, where that is well above what was
 * usual, or above it for far longer than ever before; null where it is not. Where nothing is known of before, a height of at least `least` counts.
 */
export function plateauFrom(
  points: readonly Point[],
  moment: string,
  { usual, least }: { readonly usual: Usual | null; readonly least: number },
): Plateau | null {
  const step = stepOf(points);
  const later = points.filter(({ time }) => Date.parse(time) + step * 1000 > Date.parse(moment));
  if (later.length === 0) return null;
  const height = quantile(
    later.map(({ value }) => value),
    0.95,
  );
  if (usual === null ? height < least : height < usual.high * 1.2) return null;
  const floor = Math.max(0.85 * height, usual === null ? 0 : (usual.high + height) / 2);
  const longest = longestOf(runsAbove(later, floor, step));
  // What works hard for hours every night has little room above: then only how long it lasts tells.
  const isHigh = usual === null || height >= usual.high * 1.5;
  const before = longestOf(runsAbove(pastOf(points, moment), floor, step)) ?? [];
  if (!isHigh && spanOf(longest ?? []) < Math.max(leastSpan, 3 * spanOf(before))) return null;
  const [first, last] = [longest?.[0], longest?.at(-1)];
  if (longest === undefined || first === undefined || last === undefined) return null;
  const values = longest.map(({ value }) => value);
  return {
    from: first.time,
    to: plainInstant(instantAt(Date.parse(last.time) + step * 1000)),
    low: Math.min(...values),
    median: quantile(values, 0.5),
    high: Math.max(...values),
    missing: Math.max(0, Math.round(spanOf(longest) / step) + 1 - longest.length),
    isOpen: last.uid === points.at(-1)?.uid,
    citations: longest.map(cited),
  };
}

/** Seconds from one point of a series to the next, as most are apart. */
export function stepOf(points: readonly Point[]): number {
  const gaps = points.slice(1).map(({ time }, index) => secondsBetween(time, points[index]?.time ?? time));
  return gaps.length === 0 ? 60 : Math.max(1, quantile(gaps, 0.5));
}

function runsAbove(points: readonly Point[], floor: number, step: number): readonly (readonly Point[])[] {
  const runs: Point[][] = [];
  let before: Point | null = null;
  for (const point of points.filter(({ value }) => value >= floor)) {
    const isNext = before !== null && secondsBetween(before.time, point.time) <= (patience + 1.5) * step;
    if (isNext) runs.at(-1)?.push(point);
    else runs.push([point]);
    before = point;
  }
  return runs;
}

const pastOf = (points: readonly Point[], moment: string): readonly Point[] =>
  points.filter(({ time }) => Date.parse(time) < Date.parse(moment));

const longestOf = (runs: readonly (readonly Point[])[]): readonly Point[] | undefined =>
  runs.toSorted((a, b) => spanOf(b) - spanOf(a))[0];

const spanOf = (run: readonly Point[]): number => {
  const [first, last] = [run[0], run.at(-1)];
  return first === undefined || last === undefined ? 0 : secondsBetween(first.time, last.time);
};

const mostHours = 120;

/** Each hour of a time as a drawing shows it, at most 120: the mean of its points, or their sum. */
export function hoursOf(
  points: readonly Point[],
  { from, to, by }: { readonly from: string; readonly to: string; readonly by: 'mean' | 'sum' },
): Hours {
  const first = Math.floor(Date.parse(from) / 3_600_000);
  const count = Math.min(mostHours, Math.max(1, Math.ceil(Date.parse(to) / 3_600_000) - first));
  const byHour = Map.groupBy(points, ({ time }) => Math.floor(Date.parse(time) / 3_600_000) - first);
  const values = Array.from({ length: count }, (_, hour) => {
    const own = byHour.get(hour);
    if (own === undefined) return null;
    const sum = sumOf(own);
    return by === 'sum' ? sum : rounded(sum / own.length);
  });
  return { from: plainInstant(instantAt(first * 3_600_000)), values };
}

export const sumOf = (points: readonly Point[]): number => points.reduce((sum, { value }) => sum + value, 0);

/** The value below which a share of the others lies, between the two nearest. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0];
  return below + (above - below) * (place - Math.floor(place));
}

export const rounded = (value: number): number => Math.round(value * 10) / 10;
export const cited = ({ uid, time }: Point): Timed => ({ ref: uid, time });
