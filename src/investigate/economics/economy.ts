import { cite, tableRef } from '../../model/evidence.ts';
import type { Citation } from '../../model/evidence.ts';
import { compareText } from '../../model/instant.ts';
import type { Money } from '../../model/money.ts';
import { toCents } from '../../model/price-time.ts';
import type { PriceTable, Prices } from '../../model/prices.ts';
import type { MiningRates } from '../../model/mining.ts';
import type { Range } from '../../model/range.ts';
import type { TouchedResource } from '../blast/resources.ts';
import type { ActGroup } from '../timeline/act-group.ts';
import { billOf, linesOf, sumOf } from './bill.ts';
import type { Bill, Item, Line } from './bill.ts';
import { earningsOf } from './earnings.ts';
import { billedThings } from './things.ts';

/** What an intrusion costs and earns. */
export interface Economy {
  readonly bill: Bill;
  readonly lines: readonly Line[];
  /** Null where nothing could be priced though something is charged for, or no price list was given. */
  readonly cost: Money | null;
  readonly earnings: Money | null;
}

interface Known {
  readonly acts: readonly ActGroup[];
  readonly resources: readonly TouchedResource[];
  readonly prices: readonly Prices[];
  readonly mining: MiningRates;
  readonly isMining: boolean;
  readonly asOf: string;
}

/** Works out the bill of an incident up to `asOf`, and what mining on what ran may have earned. */
export function economyOf({ acts, resources, prices, mining, isMining, asOf }: Known): Economy {
  const bill = billOf(billedThings(resources, acts), prices, asOf);
  const lines = linesOf(bill.items);
  return {
    bill,
    lines,
    cost: costOf({ bill, lines, acts, prices, asOf }),
    earnings: isMining ? earningsOf(bill.items, mining, asOf) : null,
  };
}

export const refOf = ({ name, date }: PriceTable): Citation => ({ ref: tableRef(name, date), time: null });

interface Costed extends Pick<Known, 'acts' | 'prices' | 'asOf'> {
  readonly bill: Bill;
  readonly lines: readonly Line[];
}

function costOf({ bill, lines, acts, prices, asOf }: Costed): Money | null {
  if (prices.length === 0 || (bill.items.length === 0 && bill.unpriced.length > 0)) return null;
  const soFar = sumOf(bill.items, 'soFar');
  const cited: readonly Citation[] =
    lines.length > 0
      ? lines.flatMap(citationsOf)
      : [...acts.flatMap(({ citations }) => citations), ...prices.flatMap(({ tables }) => tables.map(refOf))];
  return {
    currency: 'USD',
    ...inCents(soFar),
    per_hour: toCents(sumOf(bill.items, 'perHour').likely),
    incremental: toCents(sumOf(incremental(bill.items), 'soFar').likely),
    as_of: asOf,
    inputs: lines.flatMap(inputsOf),
    ...cite(cited),
  };
}

/** What would not have been paid without the intrusion: all but capacity that its owner ran already. */
export const incremental = (items: readonly Item[]): readonly Item[] =>
  items.filter(({ thing }) => thing.origin !== 'diverted');

export const citationsOf = (line: Line): readonly Citation[] => [...line.citations, ...line.tables.map(refOf)];

export const inCents = ({ low, likely, high }: Range): Range => ({
  low: toCents(low),
  likely: toCents(likely),
  high: toCents(high),
});

/** A line of the bill as the numbers that make it up: hours × price = amount. */
function inputsOf(line: Line): Money['inputs'] {
  const name = nameOf(line);
  const events = cite(line.citations);
  const tables = cite(line.tables.map(refOf).toSorted((a, b) => compareText(a.ref, b.ref)));
  const price = { unit: 'USD an hour', ...tables };
  const bounds =
    line.price.low === line.price.high
      ? []
      : [
          { name: `${name}: lowest price`, value: sixDigits(line.price.low), ...price },
          { name: `${name}: highest price`, value: sixDigits(line.price.high), ...price },
        ];
  return [
    { name: `${name}: time`, value: sixDigits(line.unitHours), unit: 'hour', ...events },
    { name: `${name}: price`, value: sixDigits(line.price.likely), ...price },
    ...bounds,
    { name: `${name}: amount`, value: toCents(line.soFar.likely), unit: 'USD', ...cite(citationsOf(line)) },
  ];
}

const origins = { made: '', started: ', started again', diverted: ', of its owner' } as const;

/** `34 × p4d.24xlarge on demand, us-east-1` */
export const nameOf = ({ things, what, region, origin }: Line): string =>
  `${things} × ${what}, ${region ?? 'unknown region'}${origins[origin]}`;

const sixDigits = (value: number): number => Math.round(value * 1e6) / 1e6;
