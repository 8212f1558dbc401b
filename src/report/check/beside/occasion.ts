import type { TimelineEntry } from '../../../model/act.ts';
import type { Happening } from '../statement.ts';

/** When something happened by the evidence, in epoch milliseconds; both ends are the same where it was one act. */
export interface Occasion {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly evidence: readonly string[];
}

export type Found = readonly [Happening, Occasion];

const until = / until (\S+Z)/;

/** An act that goes on ends when its sentence says. */
export function occasionOf({ time, text, evidence }: Pick<TimelineEntry, 'time' | 'text' | 'evidence'>): Occasion {
  const from = Date.parse(time);
  const to = Date.parse(until.exec(text)?.[1] ?? time);
  return { from, to: Number.isNaN(to) ? from : to, text, evidence };
}

/** One act under each of the things that it is. */
export const at = (
  happenings: readonly Happening[],
  told: Pick<TimelineEntry, 'time' | 'text' | 'evidence'>,
): readonly Found[] => happenings.map((of): Found => [of, occasionOf(told)]);

export const isShared = (some: readonly string[], others: readonly string[]): boolean =>
  some.some((ref) => others.includes(ref));
