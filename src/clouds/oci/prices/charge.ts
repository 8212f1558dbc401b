import type { Billable, Charge, Quote } from '../../../model/prices.ts';
import { listTable } from './price-list.ts';

/** A charge with what most charges share left out. */
type Draft = Pick<Charge, 'what' | 'perHour'> & Partial<Charge>;

export const charge = (draft: Draft): Charge => ({
  due: 'running',
  minimumSeconds: 0,
  endsWithinSeconds: null,
  estimate: null,
  tables: [listTable],
  threads: 0,
  ...draft,
});

/** Several reasons for an estimate as one; null where there is none. */
export const together = (...reasons: readonly (string | null)[]): string | null =>
  reasons.filter((reason) => reason !== null).join('; ') || null;

const single = { isCounted: false, unitsUnlessAsked: 1, unpriced: null };

/** A thing that is one unit. */
export const one = (...charges: readonly Charge[]): Quote => ({ ...single, charges });

/** A thing that stands for as many units as its making asks for. */
export const counted = (...charges: readonly Charge[]): Quote => ({ ...single, isCounted: true, charges });

export const unpriced = (why: string): Quote => ({ ...single, charges: [], unpriced: why });

/** The first number of a term, above zero; null where it holds none. */
export function numberOf({ terms }: Pick<Billable, 'terms'>, name: string): number | null {
  const [text = ''] = terms[name] ?? [];
  const number = /^\s*(\d{1,9}(?:\.\d{1,9})?)\s*$/.exec(text)?.[1];
  return number === undefined || Number(number) === 0 ? null : Number(number);
}
