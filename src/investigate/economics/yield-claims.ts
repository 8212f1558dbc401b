import { tableRef } from '../../model/evidence.ts';
import type { Citation } from '../../model/evidence.ts';
import { miningDay, moneroEarned } from '../../model/mining.ts';
import type { MiningRates } from '../../model/mining.ts';
import { exactly, times } from '../../model/range.ts';
import type { Range } from '../../model/range.ts';
import type { Draft } from '../claims/claims.ts';
import { counted } from '../plain-text.ts';
import type { Item } from './bill.ts';

/** An amount that reports name; what it would take says whether they can be right. */
const yardstickUsd = 50;

/** How many hashes a second the processors that ran can make, what these earn in coins, and what a larger sum would take. */
export function yieldClaims(items: readonly Item[], rates: MiningRates, incidentUid: string): readonly Draft[] {
  const computing = items.filter(({ charge, unitHours }) => charge.threads > 0 && unitHours > 0);
  const [first] = computing;
  if (first === undefined) return [];
  const threadHours = computing.reduce((sum, { unitHours, charge }) => sum + unitHours * charge.threads, 0);
  const hours = Math.max(...computing.map(({ unitHours, units }) => unitHours / Math.max(1, units)));
  const threads = threadHours / hours;
  const begin = first.thing.changes[0]?.time ?? '';
  const { networkHashRate, usdPerXmr } = miningDay(rates, begin) ?? rates.otherwise;
  const hashRate = times(exactly(threads), rates.hashRatePerThread);
  const xmr = moneroEarned(hashRate, networkHashRate, hours);
  const usd = times(xmr, usdPerXmr);
  const table: Citation = { ref: tableRef(rates.table.name, rates.table.date), time: null };
  const citations = [...computing.flatMap(({ thing }) => thing.citations), table];
  const base = { subject: incidentUid, confidence: 'possible' as const, citations };
  const perThread = ranged(rates.hashRatePerThread, (rate) => `${rate}`);
  const needed = (hashRate.likely * yardstickUsd) / usd.likely;
  return [
    {
      ...base,
      key: 'hash-rate',
      text: `The processors that mined make ${ranged(hashRate, hashText)} together`,
      value: Math.round(hashRate.likely),
      unit: 'H/s',
      method: `${counted(Math.round(threads * 10) / 10, 'thread')} in the mean over ${digits(hours)} hours × ${perThread} H/s of RandomX`,
    },
    {
      ...base,
      key: 'earnings-xmr',
      text: `In ${digits(hours)} hours that is ${ranged(xmr, coins)} XMR, or ${ranged(usd, dollars)} USD`,
      value: Number(coins(xmr.likely)),
      unit: 'XMR',
      method: `${ranged(hashRate, hashText)} ÷ ${ranged(networkHashRate, hashText)} of the network × 720 × 0.6 XMR a day × ${digits(hours)} ÷ 24; ${ranged(usdPerXmr, (price) => `${price}`)} USD for one`,
    },
    {
      ...base,
      key: 'earnings-need',
      text: `To earn ${yardstickUsd} USD in that time would take ${hashText(needed)}, ${Math.round(needed / hashRate.likely)} times as much`,
      value: Math.round(needed),
      unit: 'H/s',
      method: `${hashText(hashRate.likely)} × ${yardstickUsd} USD ÷ ${dollars(usd.likely)} USD`,
    },
  ];
}

/** `about 0.05 (0.03 to 0.08)`, or the amount alone. */
function ranged({ low, likely, high }: Range, text: (amount: number) => string): string {
  return text(low) === text(high) ? text(likely) : `about ${text(likely)} (${text(low)} to ${text(high)})`;
}

const prefixes = ['H/s', 'kH/s', 'MH/s', 'GH/s', 'TH/s'] as const;

/** `9.6 kH/s` */
function hashText(rate: number): string {
  const power = rate < 1000 ? 0 : Math.min(prefixes.length - 1, Math.floor(Math.log10(rate) / 3));
  return `${Number((rate / 1000 ** power).toPrecision(2))} ${prefixes[power] ?? ''}`;
}

const coins = (amount: number): string => `${Number(amount.toPrecision(2))}`;
const dollars = (amount: number): string => `${Number(amount.toPrecision(2))}`;
const digits = (amount: number): string => `${Math.round(amount * 100) / 100}`;
