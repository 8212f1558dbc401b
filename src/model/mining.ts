import { over, times } from './range.ts';
import type { Range } from './range.ts';
import type { PriceTable } from './prices.ts';

/** Blocks of the network in a day, one every two minutes. Source: Monero's DIFFICULTY_TARGET_V2, 120 s. */
const blocksADay = 720;

/** XMR for each block since June 2022. Source: Monero's tail emission, FINAL_SUBSIDY_PER_MINUTE. */
const xmrABlock = 0.6;

/**
 * XMR that a hash rate earns on average: H ÷ N × 720 × 0.6 a day, both rates in H/s.
 * N is the network's difficulty ÷ 120.
 */
export function moneroEarned(hashRate: Range, networkHashRate: Range, hours: number): Range {
  const perHour = (blocksADay * xmrABlock * hours) / 24;
  const share = over(hashRate, networkHashRate);
  return times(share, { low: perHour, likely: perHour, high: perHour });
}

/** What the network's hash rate and the price of a coin were, or within which bounds they are thought to have been. */
export interface MiningDay {
  /** YYYY-MM-DD */
  readonly date: string;
  /** H/s */
  readonly networkHashRate: Range;
  /** USD for one XMR */
  readonly usdPerXmr: Range;
}

export interface MiningRates {
  readonly table: PriceTable;
  /** What one connection of a miner to its pool sends in a minute, in bytes. */
  readonly poolBytesAMinute: { readonly table: PriceTable; readonly range: Range };
  /** RandomX hashes a second of one processor thread of a server. */
  readonly hashRatePerThread: Range;
  /** Days of which the rates are known. */
  readonly days: readonly MiningDay[];
  /** For any other day: bounds, and the middle of the best known. */
  readonly otherwise: Omit<MiningDay, 'date'>;
}

/** Days by which a dated entry may differ from the day that is asked for. */
const nearDays = 15;

/** The entry nearest to an instant, at most 15 days off; null where none is that near. */
export function miningDay({ days }: MiningRates, instant: string): MiningDay | null {
  const distance = ({ date }: MiningDay) =>
    Math.abs(Date.parse(`${date}T12:00:00Z`) - Date.parse(instant)) / 86_400_000;
  const [nearest] = days.toSorted((a, b) => distance(a) - distance(b) || (a.date < b.date ? -1 : 1));
  return nearest !== undefined && distance(nearest) <= nearDays ? nearest : null;
}

/**
 * Rates as gathered in November 2026. Threads: i9-9900K 5,770 H/s on 8 of 16, Ryzen 1700 4,100 on 16,
 * i7-8550U 1,700 on 8 (published benchmarks of RandomX); EPYC 7742 40–45 kH/s on 128 (second-hand): 212 to
 * 360 a thread. The one dated day is second-hand; the bounds for other days are an assumption, meant wide.
 */
export const miningRates: MiningRates = {
  table: { name: 'mining-rates', date: '2026-11-01', source: 'https://xmrig.com/benchmark, https://www.getmonero.org' },
  // A share of 234 bytes with 66 of headers every 10 to 30 s, at most every 2 s; a job of 310 bytes to confirm, a sign of life of 103.
  poolBytesAMinute: {
    table: { name: 'pool-volume', date: '2018-03-26', source: 'https://github.com/xmrig/xmrig-amd/issues/67' },
    range: { low: 500, likely: 2000, high: 10_000 },
  },
  hashRatePerThread: { low: 210, likely: 300, high: 360 },
  days: [
    {
      date: '2024-02-10',
      networkHashRate: { low: 2.2e9, likely: 2.4e9, high: 2.6e9 },
      usdPerXmr: { low: 110, likely: 120, high: 130 },
    },
  ],
  otherwise: {
    networkHashRate: { low: 2e9, likely: 4e9, high: 6.5e9 },
    usdPerXmr: { low: 100, likely: 200, high: 600 },
  },
};
