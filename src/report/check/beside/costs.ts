import type { Incident } from '../../../model/incident.ts';
import type { Money } from '../../../model/money.ts';
import type { Of } from '../statement.ts';
import { moneyText, timeText } from './amount-text.ts';
import { besideCheck, contradicted, supported, unsupported } from './beside-check.ts';
import type { Weighed } from './beside-check.ts';
import { exactly, isAbove, isBelow, meetsRoughly } from './bounds.ts';
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
      return amount.of === 'cost' ? whole(amount, incident, cost) : anHour(amount, incident, cost);
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

/** What an hour of all that ran, of all that still runs, or of one thing costs. */
function anHour({ value }: Of<'amount'>, { resources, ...incident }: Incident, cost: Money): Weighed {
  const prices = cost.inputs.flatMap(({ unit, value: price }) =>
    unit === `${cost.currency} an hour` && typeof price === 'number' ? [price] : [],
  );
  const still = cost.per_hour ?? 0;
  const all = prices.reduce((sum, price) => sum + price, 0) * Math.max(1, resources.length);
  if ([...prices, still].some((price) => meetsRoughly(value, exactly(price), invoiceShare)))
    return supported(
      `prices of an hour in these records: ${moneyText(prices[0] ?? still, cost.currency)} and the like`,
      cost.evidence,
    );
  const most = Math.max(still, all, ...prices);
  if (isAbove(value, most * (1 + invoiceShare)))
    return contradicted(
      `all that ran cost at most ${moneyText(most, cost.currency)} an hour at list prices`,
      cost.evidence,
      arithmeticOf({ resources, ...incident }),
    );
  const hours = (Date.parse(cost.as_of) - Date.parse(incident.first_seen)) / 3_600_000;
  return unsupported(
    `what still runs costs ${moneyText(still, cost.currency)} an hour, and the whole was ${costText(cost)} over ${timeText(hours * 3600)}`,
    cost.evidence,
  );
}
