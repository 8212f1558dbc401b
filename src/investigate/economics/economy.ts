import { cite } from '../../model/evidence.ts';
import type { Citation } from '../../model/evidence.ts';
import type { Incident, IncidentKind } from '../../model/incident.ts';
import { compareText } from '../../model/instant.ts';
import type { Money } from '../../model/money.ts';
import { toCents } from '../../model/price-time.ts';
import type { Range } from '../../model/range.ts';
import type { Draft } from '../claims/claims.ts';
import type { Scope } from '../scope.ts';
import { billOf, citationsOf, incremental, linesOf, nameOf, refOf, sumOf, unpricedGroups } from './bill.ts';
import type { Bill, Line, UnpricedGroup } from './bill.ts';
import { economyClaims } from './cost-claims.ts';
import { earningsOf } from './earnings.ts';
import { yieldClaims } from './yield-claims.ts';
import { billedThings } from './things.ts';
import type { Touched } from './things.ts';

/** What an intrusion costs and earns, and the claims that say so. */
export interface Economy {
  readonly money: Pick<Incident, 'cost' | 'earnings'>;
  readonly further: readonly Draft[];
}

interface Known extends Touched {
  readonly incidentUid: string;
  readonly kind: IncidentKind;
}

/** Works out the bill of an incident up to the as-of time, and what mining on what ran may have earned. */
export function economyOf(
  { prices, mining, asOf }: Pick<Scope, 'prices' | 'mining' | 'asOf'>,
  { incidentUid, kind, ...touched }: Known,
): Economy {
  const bill = billOf(billedThings(touched), prices, asOf);
  const lines = linesOf(bill.items);
  const cost = costOf({ bill, lines, acts: touched.acts, prices, asOf });
  const earnings = kind === 'cryptojacking' ? earningsOf(bill.items, mining, asOf) : null;
  const further = [
    ...economyClaims({ bill, lines, earnings }, { incidentUid, asOf }),
    ...(earnings === null ? [] : yieldClaims(bill.items, mining, incidentUid)),
  ];
  return { money: { cost, earnings }, further };
}

interface Costed extends Pick<Scope, 'prices' | 'asOf'>, Pick<Touched, 'acts'> {
  readonly bill: Bill;
  readonly lines: readonly Line[];
}

/** Null where nothing could be priced though something is charged for, where all was done on machines, or no price list was given. */
function costOf({ bill, lines, acts, prices, asOf }: Costed): Money | null {
  if (prices.length === 0 || (bill.items.length === 0 && bill.unpriced.length > 0)) return null;
  // What a machine that ran anyway costs is not in its logs.
  if (bill.items.length === 0 && acts.every(({ account, host }) => account === null && host !== null)) return null;
  const soFar = sumOf(bill.items, 'soFar');
  const cited: readonly Citation[] =
    lines.length > 0
      ? lines.flatMap(citationsOf)
      : [...acts.flatMap(({ citations }) => citations), ...prices.flatMap(({ tables }) => tables.map(refOf))];
  return {
    currency: 'USD',
    ...inCents(soFar),
    per_hour: toCents(sumOf(incremental(bill.items), 'perHour').likely),
    incremental: toCents(sumOf(incremental(bill.items), 'soFar').likely),
    as_of: asOf,
    inputs: [...lines.flatMap(inputsOf), ...unpricedGroups(bill.unpriced).map(leftOut)],
    ...cite(cited),
  };
}

/** What stands in no sum is named among the inputs, so that nobody takes the sum for the whole. */
const leftOut = ({ what, why, count, citations }: UnpricedGroup): Money['inputs'][number] => ({
  name: `not counted: ${what}, ${why}`,
  value: count,
  unit: 'resource',
  ...cite(citations),
});

const inCents = ({ low, likely, high }: Range): Range => ({
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

const sixDigits = (value: number): number => Math.round(value * 1e6) / 1e6;
