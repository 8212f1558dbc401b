import type { Billable, Charge, PriceTable, Quote } from '../../../model/prices.ts';
import { times } from '../../../model/range.ts';
import type { Range } from '../../../model/range.ts';
import { regionFactor, regionTable } from './regions.ts';

/**
 * Prices of everything that is no machine, in us-east-1; each stands in the code beside its page. Second-hand:
 * as quoted in early 2026, not read off the live pages.
 */
export const serviceTable: PriceTable = {
  name: 'aws-services',
  date: '2026-03-10',
  source: 'https://aws.amazon.com/pricing/',
};

/** A charge with what most charges share left out. */
type Draft = Pick<Charge, 'what' | 'perHour'> & Partial<Charge>;

export const charge = (draft: Draft): Charge => ({
  due: 'running',
  minimumSeconds: 0,
  endsWithinSeconds: null,
  estimate: null,
  tables: [serviceTable],
  threads: 0,
  ...draft,
});

/** The same charge in another region, by what compute costs there. */
export function inRegion(draft: Draft, region: string | null): Charge {
  const base = charge(draft);
  const { factor, estimate } = regionFactor('c', region);
  if (estimate === null) return base;
  return {
    ...base,
    // Services other than machines follow the price of machines loosely.
    perHour: times(base.perHour, { low: factor.low * 0.9, likely: factor.likely, high: factor.high * 1.15 }),
    estimate: both(base.estimate, estimate),
    tables: [...base.tables, regionTable],
  };
}

/** Two reasons for an estimate as one. */
export const both = (a: string | null, b: string | null): string | null =>
  [a, b].filter((part) => part !== null).join('; ') || null;

const single = { isCounted: false, unitsUnlessAsked: 1, unpriced: null };

/** A thing that is one unit. */
export const one = (...charges: readonly Charge[]): Quote => ({ ...single, charges });

/** A thing that stands for as many units as its making, or else its definition, asks for. */
export const counted = ({ definition }: Billable, ...charges: readonly Charge[]): Quote => ({
  charges,
  isCounted: true,
  unitsUnlessAsked: definition === null ? 1 : (numberOf(definition, 'count') ?? 1),
  unpriced: null,
});

export const unpriced = (why: string): Quote => ({ ...single, charges: [], unpriced: why });

/** Of something that was asked for and need not have come about: as low as nothing. */
export const atMost = (price: Range): Range => ({ ...price, low: 0 });

export const termOf = ({ terms }: Pick<Billable, 'terms'>, name: string): string | null => terms[name]?.[0] ?? null;

/** A number of a term above zero, with or without its unit: `1024`, `2 GB`. */
export function numberOf(thing: Pick<Billable, 'terms'>, name: string): number | null {
  const text = /^\s*(\d{1,9}(?:\.\d{1,9})?)/.exec(termOf(thing, name) ?? '')?.[1];
  return text === undefined || Number(text) === 0 ? null : Number(text);
}
