import type { Bounds } from '../statement.ts';

/** What a value may truly be; open ends are infinite. */
export interface Reach {
  readonly low: number;
  readonly high: number;
}

/** By how much "about" may be off where the reader did not widen it. */
const roughness = 0.2;

/** Minutes by which a clock time said with "about" may be off. */
const roughMinutes = 10;

/** Of an amount: as its reader widened it, and by a fifth where words say `about` and nothing was widened. */
export function reach({ low, high, said, isRough }: Bounds): Reach {
  if (isRough && low === high)
    return { low: said - Math.abs(said) * roughness, high: said + Math.abs(said) * roughness };
  return { low: low ?? -Infinity, high: high ?? Infinity };
}

/** Of a duration in seconds: `2 hours` is not two hours to the second. Half of the unit that it divides by. */
export function durationReach(bounds: Bounds): Reach {
  const { low, high, said } = bounds;
  if (low !== high) return reach(bounds);
  const unit = [86_400, 3600, 60].find((seconds) => said >= seconds && said % seconds === 0) ?? 1;
  return reach({ ...bounds, low: said - unit / 2, high: said + unit / 2 });
}

/** Of a moment in epoch milliseconds: a clock time is to the minute unless its bounds say otherwise. */
export function momentReach({ low, high, said, isRough }: Bounds): Reach {
  const from = low ?? -Infinity;
  const to = high ?? Infinity;
  const isNarrow = to - from < 120_000;
  if (isRough && isNarrow) return { low: said - roughMinutes * 60_000, high: said + roughMinutes * 60_000 };
  return { low: from, high: from === to && from % 60_000 === 0 ? to + 59_999 : to };
}

export const isDisjoint = (a: Reach, b: Reach): boolean => a.high < b.low || b.high < a.low;

/** Seconds from one moment to another: as little and as much as their precision allows. */
export const between = (from: Reach, to: Reach): Reach => ({
  low: (to.low - from.high) / 1000,
  high: (to.high - from.low) / 1000,
});

/** Of any number of values, which arguments of a call cannot be. */
export const highest = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), -Infinity);
export const lowest = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b), Infinity);
