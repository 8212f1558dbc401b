import type { Bounds } from '../statement.ts';

/** How far a number may lie from what it stands for, as its words say. */
export type Nearness = 'exact' | 'rough' | 'nearly' | 'least' | 'most';

/** A number as written and the unit of its last digit: 0.1 for `2.3`, 100 for `1.2k`. */
export interface Written {
  readonly value: number;
  readonly step: number;
}

/** A number that was counted: nothing is left open unless words say so. */
export function countBounds(written: Written, nearness: Nearness): Bounds {
  if (nearness !== 'exact') return measureBounds(written, nearness);
  const slack = Number.isInteger(written.value) && written.step <= 1 ? 0 : written.step / 2;
  return { low: written.value - slack, high: written.value + slack, said: written.value, isRough: slack > 0 };
}

/** A number that was measured: half of the last digit is open, more where words say `about`. */
export function measureBounds({ value, step }: Written, nearness: Nearness): Bounds {
  const slack = nearness === 'exact' ? openBy(value, step) : roughBy(value, step);
  const bounds = { said: value, isRough: nearness !== 'exact' };
  if (nearness === 'least') return { low: value, high: null, ...bounds };
  if (nearness === 'most') return { low: null, high: value, ...bounds };
  if (nearness === 'nearly') return { low: Math.max(0, value - slack), high: value, ...bounds };
  return { low: Math.max(0, value - slack), high: value + slack, ...bounds };
}

/** From the lower to the upper; the middle stands for it where one number is needed. */
export function rangeBounds(from: Written, to: Written, nearness: Nearness): Bounds {
  const low = measureBounds(from, nearness === 'rough' ? 'rough' : 'exact').low;
  const high = measureBounds(to, nearness === 'rough' ? 'rough' : 'exact').high;
  return { low, high, said: (from.value + to.value) / 2, isRough: nearness !== 'exact' };
}

/** The same in another unit; `highBy` where the unit itself is read in two ways. */
export function scaled(bounds: Bounds, by: number, highBy = by): Bounds {
  return {
    low: bounds.low === null ? null : bounds.low * by,
    high: bounds.high === null ? null : bounds.high * highBy,
    said: bounds.said * by,
    isRough: bounds.isRough,
  };
}

/** `50` may be rounded to tens: its noughts are open too, within a twentieth. */
function openBy(value: number, step: number): number {
  return Math.max(step / 2, Math.min(lastFigure(value, step) / 2, value * 0.05));
}

/** `about 2` is 1.5 to 2.5, `about 150` a fifth more or less. */
function roughBy(value: number, step: number): number {
  return Math.max(value * 0.2, Math.min(lastFigure(value, step) / 2, value * 0.5));
}

/** The unit of the last digit that is no nought. */
function lastFigure(value: number, step: number): number {
  let unit = step;
  while (value !== 0 && unit < 1e15 && Math.abs(value / (unit * 10) - Math.round(value / (unit * 10))) < 1e-9)
    unit *= 10;
  return unit;
}
