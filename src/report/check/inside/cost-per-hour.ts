import type { Check } from '../check.ts';
import { clash, found, judged, nothingFound } from './found.ts';
import { miningHours } from './hours-told.ts';
import { plainNumber, usdWords } from './number-words.ts';
import { highest, isDisjoint, reach } from './reach.ts';
import { told } from './told.ts';

/** Rounding, and what runs up after the clock is stopped. */
const slack = 1.25;

/** What runs on costs less than what ran: that hour is no part of the sum. */
const goesOn = /\b(?:still|rest|remain\w*|while|grow\w*|continu\w*|current\w*|now|on-?going)\b/i;

/** Price by time is the sum. */
export const costPerHour: Check = {
  id: 'cost-per-hour',
  asks: 'Is the cost what the cost of an hour comes to in that time?',
  run(statements) {
    const amounts = told(statements, 'amount').filter(({ unit, scope }) => unit === 'USD' && scope === null);
    const rates = amounts.filter(
      ({ of, quote }) => of === 'cost-per-hour' && !goesOn.test(`${quote.passage.label ?? ''} ${quote.text}`),
    );
    const sums = amounts.filter(({ of }) => of === 'cost');
    const [rate] = rates;
    const [sum] = sums;
    const hours = miningHours(statements);
    if (rate === undefined || sum === undefined || hours === null) return nothingFound;
    // Of two rates or two sums nobody knows which belongs to which.
    if (rates.length > 1 || sums.length > 1) return nothingFound;
    const counts = told(statements, 'amount').filter(({ of }) => of === 'machines');
    const machines = highest([1, ...counts.map(({ value }) => reach(value).high)]);
    const perHour = reach(rate.value);
    const said = reach(sum.value);
    const able = { low: (perHour.low * hours.low) / slack, high: perHour.high * hours.high * machines * slack };
    const product = `${usdWords(rate.value.said)}/h × ${plainNumber(hours.likely)} h = ${usdWords(rate.value.said * hours.likely)}`;
    if (isDisjoint(said, able)) {
      return found([clash(`${product}, but ${usdWords(sum.value.said)} are said`, [rate, sum])]);
    }
    const plain = rate.value.said * hours.likely;
    if (sum.value.said < plain / slack || sum.value.said > plain * slack) return nothingFound;
    return found([judged('supported', sum, { why: 'It is the cost of an hour by the hours', arithmetic: product })]);
  },
};
