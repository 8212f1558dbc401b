import type { Passage } from '../passage.ts';
import type { Statement } from '../statement.ts';

/** A number as it is written, whether or not a reader knew what it is of. */
export const written = (passage: Passage, text: string, value: number): Statement => ({
  quote: { passage, text: text.trim() },
  about: 'amount',
  of: 'events',
  value: { low: value, high: value, said: value, isRough: false },
  unit: 'count',
  within: null,
  cause: null,
  scope: null,
});
