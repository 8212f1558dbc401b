import { compareInstants } from '../../model/instant.ts';
import type { Timed } from '../cells.ts';
import { cited, quantile, stepOf, sumOf } from './load.ts';
import type { Point } from './load.ts';
import type { MachineFacts } from './machine-facts.ts';

/** Points of what a machine sent in the hours before a moment. Only measurements are finer than hours; a point stands for the time until the next. */
export function sentBefore(
  { bytesOut, sent }: Pick<MachineFacts, 'bytesOut' | 'sent'>,
  moment: string,
  hours: number,
): readonly Point[] {
  const points = bytesOut.length > 0 ? bytesOut : (sent?.hours ?? []);
  const step = bytesOut.length > 0 ? stepOf(points) : 3600;
  const from = Date.parse(moment) - hours * 3_600_000 - step * 1000;
  return points.filter(({ time }) => Date.parse(time) > from && compareInstants(time, moment) < 0);
}

/** What a machine sent in a day before a moment, in bytes. */
export interface UsualDay {
  readonly median: number;
  readonly least: number;
  readonly most: number;
  readonly days: number;
  readonly citations: readonly Timed[];
}

/** By UTC days that lie whole before the moment, and of which most was recorded; null where there is none. */
export function usualDay({ bytesOut, sent }: Pick<MachineFacts, 'bytesOut' | 'sent'>, moment: string): UsualDay | null {
  const points = bytesOut.length > 0 ? bytesOut : (sent?.hours ?? []);
  const step = bytesOut.length > 0 ? stepOf(points) : 3600;
  const past = points.filter(({ time }) => time.slice(0, 10) < moment.slice(0, 10));
  const days = [...Map.groupBy(past, ({ time }) => time.slice(0, 10)).values()].filter(
    (own) => own.length >= 43_200 / step,
  );
  const sums = days.map(sumOf);
  if (sums.length === 0) return null;
  return {
    median: quantile(sums, 0.5),
    least: Math.min(...sums),
    most: Math.max(...sums),
    days: days.length,
    citations: days.flat().map(cited),
  };
}
