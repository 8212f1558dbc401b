import type { Incident } from '../../../model/incident.ts';
import type { Money } from '../../../model/money.ts';
import type { Of } from '../statement.ts';
import { moneyText } from './amount-text.ts';
import { besideCheck, contradicted, supported, unsupported } from './beside-check.ts';
import type { Weighed } from './beside-check.ts';
import { exactly, isAbove, isBelow, meetsRoughly } from './bounds.ts';
import type { Truth } from './bounds.ts';
import { claimsOf, evidenceOf, numbersOf, readLogs } from './told.ts';

/** List prices are no invoice: taxes and discounts move both within this share. */
const invoiceShare = 0.15;

/** What the report says it cost, against what ran, for how long, at list prices. */
export const costs = besideCheck(
  { id: 'costs', asks: 'Did what ran cost that much?', about: 'amount' },
  ({ incident }) =>
    (amount) => {
      if (amount.of !== 'cost' && amount.of !== 'cost-per-hour') return null;
      const { cost } = incident;
      if (cost === null) return unsupported('what it cost is not known from these records', readLogs(incident));
      if (amount.unit !== cost.currency)
        return unsupported(
          `the records give ${moneyText(cost.likely, cost.currency)}; an amount in ${amount.unit} needs a rate of exchange`,
          cost.evidence,
        );
      return amount.of === 'cost' && !isOfAnHour(amount, cost)
        ? whole(amount, incident, cost)
        : anHour(amount, incident, cost);
    },
);

function whole({ value, within, quote }: Of<'amount'>, incident: Incident, cost: Money): Weighed {
  const evidence = cost.evidence;
  const words = quote.text.toLowerCase();
  // A line of the bill only where the words speak of what it is of.
  const lines = claimsOf(incident, 'cost-line').filter(({ text }) =>
    (/^\d+ × (\S+).*?, ([a-z]+(?:-[a-z]+)+-?\d*)/.exec(text)?.slice(1) ?? []).some((part) =>
      words.includes(part.toLowerCase()),
    ),
  );
  const parts = [
    ...numbersOf(incident, 'cost', 'cost-diverted'),
    ...lines.flatMap(({ value: sum }) => (typeof sum === 'number' ? [sum] : [])),
  ];
  const others = [cost.incremental ?? cost.likely, ...parts].map(exactly);
  if ([cost, ...others].some((truth) => meetsRoughly(value, truth, invoiceShare)))
    return supported(`${costText(cost)} at list prices`, evidence);
  const arithmetic = arithmeticOf(incident);
  if (within !== null || (isBelow(value, cost.low) && cost.per_hour))
    return unsupported(
      `the records give ${costText(cost)} up to ${cost.as_of}; by another time it was another sum`,
      evidence,
    );
  const diverted = claimsOf(incident, 'cost-diverted').map(({ text }) => `; ${text.replace(/^Of that/, 'of that')}`);
  return contradicted(
    `at list prices what ran cost ${costText(cost)}${diverted.slice(0, 1).join('')}`,
    evidenceOf([cost, ...claimsOf(incident, 'cost-diverted')]),
    arithmetic,
  );
}

const costText = ({ low, likely, high, currency }: Money): string =>
  low === high
    ? moneyText(likely, currency)
    : `about ${moneyText(likely, currency)} (${moneyText(low, currency)} to ${moneyText(high, currency)})`;

/** The longest lines of the bill, as they were summed. */
const arithmeticOf = (incident: Incident): string =>
  claimsOf(incident, 'cost-line')
    .slice(0, 3)
    .map(({ text, method }) => `${text}: ${method}`)
    .join('; ') ||
  claimsOf(incident, 'cost')
    .map(({ text }) => text)
    .join('');

/** A sum that is what an hour costs, in words that speak of an hour. */
const isOfAnHour = ({ value, quote }: Of<'amount'>, { per_hour: still }: Money): boolean =>
  still !== null && still > 0 && /\bhour/i.test(quote.text) && meetsRoughly(value, exactly(still), 0.01);

/** What goes on, not what once ran. */
const further = /\b(?:grow\w*|still|further|another|continu\w*|current\w*|now|remain\w*|increas\w*)\b/i;

/** What an hour costs: of all that still runs, of one thing, or of all at once. */
function anHour({ value, quote }: Of<'amount'>, incident: Incident, cost: Money): Weighed {
  const prices = pricesOf(cost);
  const still = cost.per_hour ?? 0;
  const range = stillOf(incident, still);
  const told = `what still runs costs ${moneyText(still, cost.currency)} an hour`;
  if (still > 0 && meetsRoughly(value, range, invoiceShare)) return supported(told, cost.evidence);
  if (still > 0 && further.test(quote.text)) return contradicted(told, cost.evidence, arithmeticOf(incident));
  const most = Math.max(
    range.high,
    prices.reduce((sum, { count, price }) => sum + count * price, 0),
  );
  const one = prices.find(({ count, price }) =>
    [price, count * price, most].some((sum) => meetsRoughly(value, exactly(sum), invoiceShare)),
  );
  if (one !== undefined)
    return supported(`${one.name}: ${moneyText(one.price, cost.currency)} an hour for one`, cost.evidence);
  const all = `all that ran cost at most ${moneyText(most, cost.currency)} an hour at list prices`;
  return isAbove(value, most * (1 + invoiceShare))
    ? contradicted(all, cost.evidence, arithmeticOf(incident))
    : unsupported(`${told}, and ${all}`, cost.evidence);
}

/** The hourly price of each line of the bill, and how many of it there were. */
const pricesOf = ({ inputs, currency }: Money) =>
  inputs.flatMap(({ name, unit, value: price }) => {
    const count = Number(/^(\d+) × /.exec(name)?.[1] ?? 1);
    return unit === `${currency} an hour` && typeof price === 'number' ? [{ name, count, price }] : [];
  });

/** `(24.50 to 550.25)` of the claim, where a price is a range. */
function stillOf(incident: Incident, still: number): Truth {
  const [low, high] = claimsOf(incident, 'cost-per-hour').flatMap(({ text }) =>
    (/\(([\d.,]+) to ([\d.,]+)\)/.exec(text)?.slice(1) ?? []).map((sum) => Number(sum.replaceAll(',', ''))),
  );
  return { low: low ?? still, high: high ?? still };
}
