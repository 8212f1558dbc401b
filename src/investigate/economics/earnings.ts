import { cite, tableRef } from '../../model/evidence.ts';
import type { Citation } from '../../model/evidence.ts';
import { miningDay, moneroEarned } from '../../model/mining.ts';
import type { MiningRates } from '../../model/mining.ts';
import type { Money } from '../../model/money.ts';
import { toCents } from '../../model/price-time.ts';
import { exactly, times } from '../../model/range.ts';
import type { Range } from '../../model/range.ts';
import type { Item } from './bill.ts';

/**
 * What mining Monero on all processors that ran would have earned, in USD: thread-hours × RandomX hashes a
 * second of a thread ÷ hashes a second of the network × 720 × 0.6 XMR a day × price. Accelerators are left
 * out: no rates of theirs are known. Null where nothing that computes has run.
 */
export function earningsOf(items: readonly Item[], rates: MiningRates, asOf: string): Money | null {
  const computing = items.filter(({ charge, unitHours }) => charge.threads > 0 && unitHours > 0);
  const [first] = computing;
  if (first === undefined) return null;
  const begin = first.thing.changes[0]?.time ?? asOf;
  const day = miningDay(rates, begin);
  const { networkHashRate, usdPerXmr } = day ?? rates.otherwise;
  const hours = sum(computing, ({ unitHours, charge }) => unitHours * charge.threads);
  const running = sum(computing, ({ perHour, charge }) =>
    charge.perHour.high === 0 ? 0 : (perHour.high / charge.perHour.high) * charge.threads,
  );
  const usd = (threadHours: number): Range =>
    times(moneroEarned(times(exactly(threadHours), rates.hashRatePerThread), networkHashRate, 1), usdPerXmr);
  const events = computing.flatMap(({ thing }) => thing.citations);
  const table: Citation = { ref: tableRef(rates.table.name, rates.table.date), time: null };
  const earned = usd(hours);
  return {
    currency: 'USD',
    low: toCents(earned.low),
    likely: toCents(earned.likely),
    high: toCents(earned.high),
    per_hour: toCents(usd(running).likely),
    incremental: null,
    as_of: asOf,
    inputs: [
      {
        name: 'time of all processor threads that ran',
        value: Math.round(hours * 1e6) / 1e6,
        unit: 'thread-hour',
        ...cite(events),
      },
      ...bounds('RandomX rate of one thread', rates.hashRatePerThread, { unit: 'H/s', table }),
      ...bounds(`rate of the whole network, ${whenOf(day)}`, networkHashRate, { unit: 'H/s', table }),
      ...bounds(`price of a coin, ${whenOf(day)}`, usdPerXmr, { unit: 'USD per XMR', table }),
    ],
    ...cite([...events, table]),
  };
}

const sum = (items: readonly Item[], read: (item: Item) => number): number =>
  items.reduce((total, item) => total + read(item), 0);

const whenOf = (day: { readonly date: string } | null): string =>
  day === null ? 'no entry for that day' : `of ${day.date}`;

function bounds(
  name: string,
  { low, likely, high }: Range,
  { unit, table }: { readonly unit: string; readonly table: Citation },
): Money['inputs'] {
  const cited = { unit, ...cite([table]) };
  return [
    { name: `${name}, lowest`, value: low, ...cited },
    { name: `${name}, likely`, value: likely, ...cited },
    { name: `${name}, highest`, value: high, ...cited },
  ];
}
