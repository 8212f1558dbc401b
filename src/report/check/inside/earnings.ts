import { miningDay, moneroEarned } from '../../../model/mining.ts';
import type { MiningDay, MiningRates } from '../../../model/mining.ts';
import { exactly, times } from '../../../model/range.ts';
import type { Range } from '../../../model/range.ts';
import type { Beside, Check, Judgement } from '../check.ts';
import type { Of, Statement } from '../statement.ts';
import { isMonero } from './coin.ts';
import { found, judged, nothingFound } from './found.ts';
import { isOfLongTime, miningHours, miningInstant } from './hours-told.ts';
import { hashRateWords, plainNumber, usdWords } from './number-words.ts';
import { highest, lowest, reach } from './reach.ts';
import { threadsTold } from './threads-told.ts';
import { told } from './told.ts';

/** Luck, fees and the difference between days: a miner may earn this many times more or less than the mean. */
const luck = 2;

/** Mining earnings by hash rate and time. */
export const earnings: Check = {
  id: 'mining-earnings',
  asks: 'Can that hash rate, or that machine, earn that money in that time?',
  run(statements, beside) {
    const sums = told(statements, 'amount').filter(
      ({ of, unit }) => of === 'earnings' && (unit === 'USD' || unit === 'XMR'),
    );
    if (sums.length === 0 || !isMonero(statements)) return nothingFound;
    const known = knownOf(statements, beside);
    return found(sums.map((sum) => weigh(sum, known)));
  },
};

interface Working {
  readonly rate: Range;
  /** What the rate rests on where it is not said: the machines' threads. */
  readonly machines: string | null;
  readonly hours: Range;
  readonly day: Omit<MiningDay, 'date'>;
}

/** What the report and the tables give, whatever sum it is asked of. */
type Known = Omit<Working, 'rate' | 'hours'> & {
  readonly rate: Range | null;
  readonly hours: Range | null;
};

function weigh(sum: Of<'amount'>, known: Known): Judgement | null {
  const working = workingOf(sum, known);
  if (working === null) return null;
  const said = reach(sum.value);
  const earned = earnedBy(working, sum.unit);
  const isTooMuch = said.low > earned.high * luck;
  const isTooLittle = working.machines === null && said.high < earned.low / luck;
  const arithmetic = arithmeticOf(working, sum);
  if (isTooMuch) {
    const by = working.machines === null ? 'the hash rate that is said' : 'everything that these machines can compute';
    return judged('impossible', sum, { why: `By ${by} the mining earned far less in that time`, arithmetic });
  }
  if (isTooLittle) {
    return judged('impossible', sum, { why: 'The hash rate that is said earns far more in that time', arithmetic });
  }
  if (working.machines !== null) return null;
  return judged('supported', sum, { why: 'It agrees with the hash rate and the time that are said', arithmetic });
}

function workingOf(sum: Of<'amount'>, { rate, hours: all, ...known }: Known): Working | null {
  if (sum.within === null && isOfLongTime(sum.quote)) return null;
  const hours = sum.within === null ? all : exactly(sum.within / 3600);
  return rate === null || hours === null ? null : { rate, hours, ...known };
}

function knownOf(statements: readonly Statement[], { formulas }: Beside): Known {
  const hours = miningHours(statements);
  const day = dayOf(formulas.mining, miningInstant(statements));
  const rates = told(statements, 'amount').filter(({ of, unit }) => of === 'hash-rate' && unit === 'H/s');
  const [first] = rates;
  if (first === undefined) {
    const threads = threadsTold(statements, formulas);
    const rate = threads === null ? null : times(exactly(threads.most), formulas.mining.hashRatePerThread);
    return { rate, machines: threads?.words ?? null, hours, day };
  }
  const reaches = rates.map(({ value }) => reach(value));
  // A rate may be of one machine of many.
  const counts = told(statements, 'amount').filter(({ of }) => of === 'machines');
  const machines = highest([1, ...counts.map(({ value }) => reach(value).high)]);
  const high = reaches.reduce((all, rate) => all + rate.high, 0) * machines;
  const low = Math.max(0, lowest(reaches.map((rate) => rate.low)));
  const rate = Number.isFinite(high) ? { low, likely: first.value.said, high } : null;
  return { rate, machines: null, hours, day };
}

const dayOf = (rates: MiningRates, instant: string | null): Omit<MiningDay, 'date'> =>
  (instant === null ? null : miningDay(rates, instant)) ?? rates.otherwise;

function earnedBy({ rate, hours, day }: Working, unit: string): Range {
  const worth = unit === 'XMR' ? exactly(1) : day.usdPerXmr;
  const at = (of: number): Range => times(moneroEarned(rate, day.networkHashRate, of), worth);
  return { low: at(hours.low).low, likely: at(hours.likely).likely, high: at(hours.high).high };
}

function arithmeticOf(working: Working, { unit, value }: Of<'amount'>): string {
  const { rate, hours, day, machines } = working;
  const earned = earnedBy(working, unit);
  const words = (amount: number): string =>
    unit === 'XMR' ? `${Number(amount.toPrecision(2))} XMR` : usdWords(amount);
  const worth = unit === 'XMR' ? '' : ` × ${plainNumber(day.usdPerXmr.likely)} USD`;
  const forward = `${hashRateWords(rate.likely)} ÷ ${hashRateWords(day.networkHashRate.likely)} × 720 × 0.6 XMR × ${plainNumber(hours.likely)}/24${worth} = ${words(earned.likely)}`;
  const range = `${words(earned.low)} to ${words(earned.high)} by the rates of the time`;
  const needed = (rate.likely * value.said) / earned.likely;
  const back = `${words(value.said)} in that time need about ${hashRateWords(needed)}`;
  return [...(machines === null ? [] : [machines]), forward, range, back].join('; ');
}
