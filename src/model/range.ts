/** An amount that is not known exactly; the three are equal where it is. Never negative. */
export interface Range {
  readonly low: number;
  readonly likely: number;
  readonly high: number;
}

export const exactly = (amount: number): Range => ({ low: amount, likely: amount, high: amount });

export const nothing: Range = exactly(0);

const plus = (a: Range, b: Range): Range => ({
  low: a.low + b.low,
  likely: a.likely + b.likely,
  high: a.high + b.high,
});

/** Each end with its own: both ranges are of amounts, so low by low is the lowest. */
export const times = (a: Range, b: Range): Range => ({
  low: a.low * b.low,
  likely: a.likely * b.likely,
  high: a.high * b.high,
});

/** The range of a ÷ b: the lowest is the lowest by the highest. */
export const over = (a: Range, b: Range): Range => ({
  low: a.low / b.high,
  likely: a.likely / b.likely,
  high: a.high / b.low,
});

export const total = (ranges: readonly Range[]): Range => ranges.reduce(plus, nothing);

export const isExact = ({ low, high }: Range): boolean => low === high;
