import type { Confidence } from '../../model/claim.ts';
import type { Citation } from '../../model/evidence.ts';
import { hoursAMonth, toCents } from '../../model/price-time.ts';
import type { Money } from '../../model/money.ts';
import { isExact, total } from '../../model/range.ts';
import type { Range } from '../../model/range.ts';
import type { Draft } from '../claims/claims.ts';
import { counted, plainText } from '../plain-text.ts';
import { citationsOf, incremental, linesOf, nameOf, sumOf, unpricedGroups } from './bill.ts';
import type { Bill, Item, Line, Unpriced } from './bill.ts';

interface Known {
  readonly bill: Bill;
  readonly lines: readonly Line[];
  readonly earnings: Money | null;
}

interface Told {
  readonly incidentUid: string;
  readonly asOf: string;
}

/** What the money of an incident comes to, in sentences: sums, the lines that make them up, what bills on, what is left out. */
export function economyClaims({ bill, lines, earnings }: Known, told: Told): readonly Draft[] {
  return [
    ...(lines.length === 0 ? [] : sumClaims(bill, told)),
    ...lineClaims(lines, told),
    ...afterwardsClaims(bill.items, told),
    ...unpricedClaims(bill.unpriced, told),
    ...(earnings === null ? [] : [earningsClaim(earnings, told)]),
  ];
}

function sumClaims({ items, unpriced }: Bill, { incidentUid, asOf }: Told): readonly Draft[] {
  const soFar = sumOf(items, 'soFar');
  const own = incremental(items);
  const due = own.filter(({ perHour }) => perHour.high > 0);
  const diverted = items.filter((item) => !own.includes(item));
  const sum = sumClaim(incidentUid);
  return [
    sum(items, soFar, {
      key: 'cost',
      unit: 'USD',
      text: `At list prices the intrusion cost ${about(soFar)} up to ${asOf}${without(unpriced)}`,
      method:
        'time that each thing ran or was kept, by the records of its making and its end, × its list price; before discounts, credits and taxes',
    }),
    ...(due.length === 0
      ? []
      : [
          sum(due, sumOf(due, 'perHour'), {
            key: 'cost-per-hour',
            unit: 'USD/hour',
            text: `What still runs or is kept costs ${about(sumOf(due, 'perHour'))} for every further hour`,
            method: 'prices of all things that no record has ended',
          }),
        ]),
    ...(diverted.length === 0
      ? []
      : [
          sum(diverted, sumOf(diverted, 'soFar'), {
            key: 'cost-diverted',
            unit: 'USD',
            text: `Of that, ${about(sumOf(diverted, 'soFar'))} is capacity that ran before and is paid for anyway`,
            method: 'machines that were there before, from the first command upon them on',
          }),
        ]),
  ];
}

const without = (unpriced: readonly Unpriced[]): string =>
  unpriced.length === 0 ? '' : `, ${counted(unpriced.length, 'thing')} without a price left out`;

const sumClaim =
  (subject: string) =>
  (items: readonly Item[], range: Range, draft: Pick<Draft, 'key' | 'unit' | 'text' | 'method'>): Draft => ({
    ...draft,
    subject,
    value: toCents(range.likely),
    confidence: confidenceOf(range),
    citations: linesOf(items).flatMap(citationsOf),
  });

/** Lines that come to less than this share of the whole, and less than a dollar, are told together. */
const smallShare = 0.01;

function lineClaims(lines: readonly Line[], { incidentUid }: Told): readonly Draft[] {
  const whole = total(lines.map(({ soFar }) => soFar)).high;
  const small = lines.filter(({ soFar }) => soFar.high < Math.min(1, smallShare * whole));
  const large = small.length < 2 ? lines : lines.filter((line) => !small.includes(line));
  const claims = large.map((line, index) => lineClaim(line, index + 1, incidentUid));
  if (small.length < 2) return claims;
  const rest = total(small.map(({ soFar }) => soFar));
  return [
    ...claims,
    {
      key: `cost-line-${large.length + 1}`,
      subject: incidentUid,
      text: `${small.length} further lines, each below a dollar: ${about(rest)} together`,
      value: toCents(rest.likely),
      unit: 'USD',
      confidence: confidenceOf(rest),
      method: 'time × price, as the inputs of the cost list them one by one',
      citations: small.flatMap(citationsOf),
    },
  ];
}

function lineClaim(line: Line, number: number, subject: string): Draft {
  const bounds = isExact(line.price) ? '' : `, ${priceOf(line.price.low)} to ${priceOf(line.price.high)}`;
  const basis = line.estimate === null ? '' : `; an estimate: ${plainText(line.estimate)}`;
  return {
    key: `cost-line-${number}`,
    subject,
    text: `${plainText(nameOf(line))}: ${hours(line.unitHours)} in all, ${about(line.soFar)}`,
    value: toCents(line.soFar.likely),
    unit: 'USD',
    confidence: confidenceOf(line.soFar),
    method: `time × ${priceOf(line.price.likely)} USD an hour${bounds}${basis}`,
    citations: citationsOf(line),
  };
}

/** What goes on to bill though the thing itself was stopped or removed, or because nothing can end it. */
function afterwardsClaims(items: readonly Item[], { incidentUid, asOf }: Told): readonly Draft[] {
  const after = items.filter(
    ({ thing, charge, perHour }) => perHour.high > 0 && (thing.isOver || charge.due === 'lasting'),
  );
  return linesOf(after).map((line, index) => ({
    key: `bills-on-${index + 1}`,
    subject: incidentUid,
    text: `${plainText(nameOf(line))}: bills on though what it belongs to was stopped or removed, ${about(monthly(line.perHour))} a month until somebody ends it`,
    value: toCents(monthly(line.perHour).likely),
    unit: 'USD/month',
    confidence: confidenceOf(line.perHour),
    method: `no record up to ${asOf} ends it; ${priceOf(line.price.likely)} USD an hour × ${hoursAMonth} hours`,
    citations: citationsOf(line),
  }));
}

const monthly = ({ low, likely, high }: Range): Range => ({
  low: low * hoursAMonth,
  likely: likely * hoursAMonth,
  high: high * hoursAMonth,
});

/** What is charged for and stands in no sum, by kind and reason. */
const unpricedClaims = (all: readonly Unpriced[], { incidentUid }: Told): readonly Draft[] =>
  unpricedGroups(all).map(({ what, why, count, citations }, index) => ({
    key: `not-priced-${index + 1}`,
    subject: incidentUid,
    text: `Not in these sums: ${what}, ${why}`,
    value: count,
    unit: 'resource',
    confidence: 'confirmed',
    method: 'things that are charged for, whose price or use no record and no list tells',
    citations,
  }));

function earningsClaim({ low, likely, high, ...cited }: Money, { incidentUid }: Told): Draft {
  return {
    key: 'earnings',
    subject: incidentUid,
    text: `Had all processors that ran mined Monero without a pause, they would have earned ${about({ low, likely, high })}`,
    value: likely,
    unit: 'USD',
    confidence: 'possible',
    method:
      'thread-hours × hash rate of a thread ÷ hash rate of the network × 720 × 0.6 XMR a day × price of a coin; accelerators are left out',
    citations: cited.evidence.map((ref): Citation => ({ ref, time: null })),
  };
}

/** Half of the range in which an amount is still thought to be known well, as a share of it. */
const narrow = 0.2;

/** What is listed is likely, since an invoice knows discounts that no record tells; a wide range makes it possible. */
const confidenceOf = ({ low, likely, high }: Range): Confidence =>
  high - low <= 2 * narrow * likely ? 'likely' : 'possible';

/** `about 12.30 USD (10.00 to 15.00)`, or the amount alone where it is exact. */
function about(range: Range): string {
  if (cents(range.low) === cents(range.high)) return `${cents(range.likely)} USD`;
  return `about ${cents(range.likely)} USD (${cents(range.low)} to ${cents(range.high)})`;
}

/** Two digits, and four for what is less than a cent. */
function cents(usd: number): string {
  const digits = usd > 0 && usd < 0.005 ? 4 : 2;
  return usd.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

const priceOf = (usd: number): string => usd.toLocaleString('en-US', { maximumFractionDigits: usd < 0.01 ? 6 : 4 });

const hours = (value: number): string => counted(Math.round(value * 100) / 100, 'hour');
