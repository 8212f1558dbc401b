import { exactly, times } from './range.ts';
import type { Range } from './range.ts';

/** Hours from one instant to another; 0 where the second lies before the first, as a wrong clock may say. */
export const hoursBetween = (from: string, to: string): number =>
  Math.max(0, Date.parse(to) - Date.parse(from)) / 3_600_000;

/** What something costs in USD: unit-hours × USD for an hour of one unit. */
export const priceOver = (unitHours: number, perHour: Range): Range => times(exactly(unitHours), perHour);

/** Hours of a month by which providers divide a monthly price: 365 × 24 ÷ 12. */
export const hoursAMonth = 730;

/** Cents, as invoices are written. */
export const toCents = (usd: number): number => Math.round(usd * 100) / 100;
