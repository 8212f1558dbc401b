import type { Confidence } from '../../model/claim.ts';
import type { Citation } from '../../model/evidence.ts';
import { toCents } from '../../model/price-time.ts';
import { isExact } from '../../model/range.ts';
import type { Range } from '../../model/range.ts';
import type { Draft } from '../claims/claims.ts';
import { counted, nounOf, plainText } from '../plain-text.ts';
import { linesOf, sumOf } from './bill.ts';
import type { Item, Line, Unpriced } from './bill.ts';
import { citationsOf, nameOf } from './economy.ts';
import type { Economy } from './economy.ts';

interface Told {
  readonly incidentUid: string;
  readonly asOf: string;
}

/** What the money of an incident comes to, in sentences: sums first, then line by line, then what is not in them. */
export function economyClaims({ bill, lines, cost, earnings }: Economy, told: Told): readonly Draft[] {
  const sums = cost === null || lines.length === 0 ? [] : sumClaims(bill.items, lines, told);
  const lineClaims = lines.map((line, index) => lineClaim(line, index, told));
  return [
    ...sums,
    ...lineClaims,
    ...afterwardsClaims(bill.items, told),
    ...unpricedClaims(bill.unpriced, told),
    ...(earnings === null ? [] : [earningsClaim(earnings, told)]),
  ];
}

function sumClaims(items: readonly Item[], lines: readonly Line[], { incidentUid, asOf }: Told): readonly Draft[] {
  const [soFar, perHour] = [sumOf(items, 'soFar'), sumOf(items, 'perHour')];
  const running = lines.filter((line) => line.perHour.high > 0);
  const own = lines.filter(({ origin }) => origin === 'diverted');
  const base = { subject: incidentUid, unit: 'USD' };
  const sum: Draft = {
    ...base,
    key: 'cost',
    text: `At list prices the intrusion cost ${about(soFar)} up to ${asOf}`,
    value: toCents(soFar.likely),
    confidence: confidenceOf(lines),
    method:
      'time that each thing ran or was kept, by the records of its making and end, × its list price; before discounts, credits and taxes',
    citations: lines.flatMap(citationsOf),
  };
  const further: Draft = {
    ...base,
    key: 'cost-per-hour',
    text: `What still runs or is kept costs ${about(perHour)} for every further hour`,
    value: toCents(perHour.likely),
    unit: 'USD/hour',
    confidence: confidenceOf(running),
    method: 'prices of all things that no record has ended',
    citations: running.flatMap(citationsOf),
  };
  const diverted: readonly Draft[] =
    own.length === 0
      ? []
      : [
          {
            ...base,
            key: 'cost-diverted',
            text: `${about(
              sumOf(
                items.filter(({ thing }) => thing.origin === 'diverted'),
                'soFar',
              ),
            )} of that is capacity which its owner pays for anyway`,
            value: toCents(
              sumOf(
                items.filter(({ thing }) => thing.origin === 'diverted'),
                'soFar',
              ).likely,
            ),
            confidence: confidenceOf(own),
            method: 'machines that ran before the intrusion, from the first act upon them on',
            citations: own.flatMap(citationsOf),
          },
        ];
  return [sum, ...(running.length === 0 ? [] : [further]), ...diverted];
}

function lineClaim(line: Line, index: number, { incidentUid }: Told): Draft {
  const bounds = isExact(line.price) ? '' : `, ${priceOf(line.price.low)} to ${priceOf(line.price.high)}`;
  const basis = line.estimate === null ? '' : `; an estimate: ${plainText(line.estimate)}`;
  return {
    key: `cost-line-${index + 1}`,
    subject: incidentUid,
    text: `${plainText(nameOf(line))}: ${hours(line.unitHours)} in all, ${about(line.soFar)}`,
    value: toCents(line.soFar.likely),
    unit: 'USD',
    confidence: confidenceOf([line]),
    method: `time × ${priceOf(line.price.likely)} USD an hour${bounds}${basis}`,
    citations: citationsOf(line),
  };
}

/** What goes on to bill though the thing itself was stopped or removed. */
function afterwardsClaims(items: readonly Item[], { incidentUid, asOf }: Told): readonly Draft[] {
  const after = items.filter(
    ({ thing, charge, perHour }) => perHour.high > 0 && (thing.isOver || charge.due === 'lasting'),
  );
  return linesOf(after).map((line, index) => ({
    key: `bills-on-${index + 1}`,
    subject: incidentUid,
    text: `${plainText(nameOf(line))}: bills on after what it belongs to was stopped or removed, ${about(line.perHour)} an hour, until somebody ends it`,
    value: toCents(line.perHour.likely * monthHours),
    unit: 'USD/month',
    confidence: confidenceOf([line]),
    method: `no record up to ${asOf} ends it; price of a month of ${monthHours} hours`,
    citations: citationsOf(line),
  }));
}

const monthHours = 730;

/** What is charged for and stands in no sum, by kind and reason. */
function unpricedClaims(all: readonly Unpriced[], { incidentUid }: Told): readonly Draft[] {
  const alike = Map.groupBy(all, ({ thing, why }) => JSON.stringify([thing.kind, why]));
  return [...alike.values()].flatMap((same, index) => {
    const [first] = same;
    if (first === undefined) return [];
    return [
      {
        key: `not-priced-${index + 1}`,
        subject: incidentUid,
        text: `Not in these sums: ${counted(same.length, nounOf(first.thing.kind))}, ${plainText(first.why)}`,
        value: same.length,
        unit: 'resource',
        confidence: 'confirmed' as const,
        method: 'things that are charged for and whose price or use no record and no list tells',
        citations: same.flatMap(({ thing }) => thing.citations),
      },
    ];
  });
}

function earningsClaim(earnings: NonNullable<Economy['earnings']>, { incidentUid }: Told): Draft {
  const { low, likely, high, evidence } = earnings;
  return {
    key: 'earnings',
    subject: incidentUid,
    text: `Had all processors that ran mined Monero without a pause, that had earned ${about({ low, likely, high })}`,
    value: likely,
    unit: 'USD',
    confidence: 'possible',
    method:
      'thread-hours × hash rate of a thread ÷ hash rate of the network × 720 × 0.6 XMR a day × price of a coin; accelerators are left out',
    citations: evidence.map((ref): Citation => ({ ref, time: null })),
  };
}

/** A price list proves a price; a range only bounds it. */
const confidenceOf = (lines: readonly Line[]): Confidence =>
  lines.every(({ estimate }) => estimate === null) ? 'likely' : 'possible';

/** `about 12.30 USD (10.00 to 15.00)`, or the amount alone where it is exact. */
export function about(range: Range): string {
  if (cents(range.low) === cents(range.high)) return `${cents(range.likely)} USD`;
  return `about ${cents(range.likely)} USD (${cents(range.low)} to ${cents(range.high)})`;
}

/** Two digits, and more for what is less than a cent. */
function cents(usd: number): string {
  const digits = usd > 0 && usd < 0.01 ? 4 : 2;
  return usd.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

const priceOf = (usd: number): string => usd.toLocaleString('en-US', { maximumFractionDigits: usd < 0.01 ? 6 : 4 });

const hours = (value: number): string => counted(Math.round(value * 100) / 100, 'hour');
