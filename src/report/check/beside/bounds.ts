import type { Bounds } from '../statement.ts';

export interface Truth {
  readonly low: number;
  readonly high: number;
}

export const exactly = (value: number): Truth => ({ low: value, high: value });

const lowOf = ({ low }: Bounds): number => low ?? Number.NEGATIVE_INFINITY;
const highOf = ({ high }: Bounds): number => high ?? Number.POSITIVE_INFINITY;

/** Whether what is said and what is known can be the same, give or take so much of the unit. */
export const meets = (said: Bounds, { low, high }: Truth, slack = 0): boolean =>
  lowOf(said) <= high + slack && highOf(said) >= low - slack;

/** The same with a share of what is known as slack: `0.1` for a tenth. */
export const meetsRoughly = (said: Bounds, truth: Truth, share: number): boolean =>
  meets(said, { low: truth.low * (1 - share), high: truth.high * (1 + share) });

/** More is said than can be. */
export const isAbove = (said: Bounds, most: number): boolean => lowOf(said) > most;

/** Less is said than there is. */
export const isBelow = (said: Bounds, least: number): boolean => highOf(said) < least;
