import { tableRef } from '../../model/evidence.ts';
import type { Citation } from '../../model/evidence.ts';
import { compareText } from '../../model/instant.ts';
import { priceOver } from '../../model/price-time.ts';
import type { Billable, Charge, PriceTable, Prices } from '../../model/prices.ts';
import { exactly, nothing, times, total } from '../../model/range.ts';
import type { Range } from '../../model/range.ts';
import type { Timed } from '../cells.ts';
import { nounOf } from '../../model/kind-words.ts';
import { counted, plainText } from '../plain-text.ts';
import { runsOf, unitHoursOf, unitsDue } from './uptime.ts';
import type { Change } from './uptime.ts';

/** A thing that may be billed, with all that happened to it in order of time. */
export interface BilledThing extends Billable {
  readonly uid: string;
  readonly changes: readonly Change[];
  /** Units that its making asked for. */
  readonly amount: number | null;
  /** `made` by or for the intruder; `started` by him and there before; `redefined`: there, and set to run what he made; `diverted`: it ran for its owner already. */
  readonly origin: 'made' | 'started' | 'redefined' | 'diverted';
  /** Of what was diverted, the share that served the intruder where it was measured, 1 for all. */
  readonly share?: Range;
  /** Whether a record says that it was stopped, terminated or deleted. */
  readonly isOver: boolean;
  readonly citations: readonly Timed[];
}

/** One charge of one thing, up to a moment. */
export interface Item {
  readonly thing: BilledThing;
  readonly charge: Charge;
  /** Units at the beginning. */
  readonly units: number;
  readonly unitHours: number;
  /** USD so far. */
  readonly soFar: Range;
  /** USD for each hour from now on. */
  readonly perHour: Range;
}

export interface Unpriced {
  readonly thing: BilledThing;
  readonly why: string;
}

export interface Bill {
  readonly items: readonly Item[];
  readonly unpriced: readonly Unpriced[];
}

/** Every charge of every thing until `asOf`, by the prices of its cloud. The bill of several things is the sum of theirs. */
export function billOf(things: readonly BilledThing[], prices: readonly Prices[], asOf: string): Bill {
  const quoted = things.flatMap((thing) => {
    const quote = prices.map((one) => one.quote(thing)).find((found) => found !== null);
    return quote === undefined ? [] : [{ thing, quote }];
  });
  return {
    items: quoted.flatMap(({ thing, quote }) =>
      quote.charges
        .filter(({ due }) => thing.origin === 'made' || due === 'running')
        .map((listed) => {
          const charge = thing.origin === 'diverted' ? divertedCharge(listed, thing.share) : listed;
          const units = quote.isCounted ? (thing.amount ?? quote.unitsUnlessAsked) : 1;
          return itemOf(thing, charge, { units, isCounted: quote.isCounted, asOf });
        }),
    ),
    unpriced: quoted.flatMap(({ thing, quote }) => (quote.unpriced === null ? [] : [{ thing, why: quote.unpriced }])),
  };
}

/** When the intruder's use of a machine that ran anyway came to an end, no record tells, unless its load was measured. */
function divertedCharge(charge: Charge, share: Range | undefined): Charge {
  const because = (why: string): string => [charge.estimate, why].filter((one) => one !== null).join('; ');
  if (share === undefined)
    return {
      ...charge,
      perHour: { ...charge.perHour, low: 0 },
      estimate: because('no record tells how long it served the intruder'),
    };
  const percent = `${Math.round(share.low * 100)} to ${Math.round(share.high * 100)} %`;
  return {
    ...charge,
    perHour: times(charge.perHour, share),
    threads: charge.threads * share.likely,
    estimate: because(`list price × share of its processors that served the intruder, ${percent}`),
  };
}

/**
 * What one charge comes to: Σ unit-hours × USD for a unit-hour over the runs of the thing; and per hour,
 * units that are still due × the same price.
 */
function itemOf(
  thing: BilledThing,
  charge: Charge,
  { units, isCounted, asOf }: { readonly units: number; readonly isCounted: boolean; readonly asOf: string },
): Item {
  const runs = runsOf(thing.changes, { due: charge.due, units, isCounted, asOf });
  const { minimumSeconds, endsWithinSeconds } = charge;
  const unitHours = runs.reduce((sum, run) => sum + unitHoursOf(run, minimumSeconds, endsWithinSeconds), 0);
  const due = runs.reduce((sum, run) => sum + unitsDue(run, endsWithinSeconds), 0);
  return {
    thing,
    charge,
    units,
    unitHours,
    soFar: priceOver(unitHours, charge.perHour),
    perHour: times(exactly(due), charge.perHour),
  };
}

/** Things of one kind that are left out for one reason. */
export interface UnpricedGroup {
  readonly what: string;
  readonly why: string;
  readonly count: number;
  readonly citations: readonly Timed[];
}

export function unpricedGroups(all: readonly Unpriced[]): readonly UnpricedGroup[] {
  const alike = Map.groupBy(all, ({ thing, why }) => JSON.stringify([thing.kind, why]));
  return [...alike.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const what = counted(same.length, nounOf(first.thing.kind));
    const citations = same.flatMap(({ thing }) => thing.citations);
    return [{ what, why: plainText(first.why), count: same.length, citations }];
  });
}

/** Like items of several things in one line. */
export interface Line {
  readonly what: string;
  readonly region: string | null;
  readonly origin: BilledThing['origin'];
  readonly units: number;
  readonly unitHours: number;
  readonly price: Range;
  readonly soFar: Range;
  readonly perHour: Range;
  readonly estimate: string | null;
  readonly tables: readonly PriceTable[];
  readonly citations: readonly Timed[];
}

/** The bill in lines, the dearest first. */
export function linesOf(items: readonly Item[]): readonly Line[] {
  const alike = Map.groupBy(items, ({ thing, charge }) =>
    JSON.stringify([charge.what, thing.region, thing.origin, charge.perHour, charge.estimate]),
  );
  return [...alike.values()]
    .flatMap((same) => {
      const [first] = same;
      return first === undefined ? [] : [lineOf(first, same)];
    })
    .toSorted(
      (a, b) =>
        b.soFar.high - a.soFar.high ||
        compareText(a.what, b.what) ||
        compareText(a.region ?? '', b.region ?? '') ||
        compareText(a.origin, b.origin),
    );
}

const lineOf = ({ thing, charge }: Item, same: readonly Item[]): Line => ({
  what: charge.what,
  region: thing.region,
  origin: thing.origin,
  units: same.reduce((sum, { units }) => sum + units, 0),
  unitHours: same.reduce((sum, { unitHours }) => sum + unitHours, 0),
  price: charge.perHour,
  soFar: total(same.map(({ soFar }) => soFar)),
  perHour: total(same.map(({ perHour }) => perHour)),
  estimate: charge.estimate,
  tables: charge.tables,
  citations: same.flatMap((item) => item.thing.citations),
});

export const sumOf = (items: readonly Item[], part: 'soFar' | 'perHour'): Range =>
  items.length === 0 ? nothing : total(items.map((item) => item[part]));

/** What would not have been paid without the intrusion: all but capacity that its owner ran already. */
export const incremental = (items: readonly Item[]): readonly Item[] =>
  items.filter(({ thing }) => thing.origin !== 'diverted');

/** A price list as evidence. */
export const refOf = ({ name, date }: PriceTable): Citation => ({ ref: tableRef(name, date), time: null });

export const citationsOf = (line: Line): readonly Citation[] => [...line.citations, ...line.tables.map(refOf)];

const origins = {
  made: '',
  started: ', started again',
  redefined: ', with the intruder’s definition',
  diverted: ', of its owner',
} as const;

/** `34 × p4d.24xlarge on demand, us-east-1` */
export const nameOf = ({ units, what, region, origin }: Line): string =>
  `${units} × ${what}, ${region ?? 'unknown region'}${origins[origin]}`;
