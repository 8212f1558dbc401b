import type { Incident } from '../../../model/incident.ts';
import { hashRateText, moneyText } from './amount-text.ts';
import { besideCheck, contradicted, supported, unsupported } from './beside-check.ts';
import { isAbove, meetsRoughly } from './bounds.ts';
import type { Truth } from './bounds.ts';
import { claimsOf, evidenceOf, readLogs } from './told.ts';

/** An estimate from ranges of rates and prices: beyond twice of it is another order. */
const estimateShare = 1;

/** What mining brought in, against what the processors that ran can earn. */
export const earnings = besideCheck(
  { id: 'earnings', asks: 'Can what ran have earned that much?', about: 'amount' },
  ({ incident }) =>
    ({ of, value, unit }) => {
      if (of !== 'earnings') return null;
      const { earnings: earned } = incident;
      if (earned === null) return unsupported('what mining earned is not known from these records', readLogs(incident));
      if (unit !== earned.currency)
        return unsupported(
          `the records give ${moneyText(earned.likely, earned.currency)}; an amount in ${unit} needs a rate of exchange`,
          earned.evidence,
        );
      const told = `all processors that ran would have earned about ${moneyText(earned.likely, earned.currency)} (${moneyText(earned.low, earned.currency)} to ${moneyText(earned.high, earned.currency)})`;
      if (meetsRoughly(value, earned, estimateShare)) return supported(told, earned.evidence);
      if (!isAbove(value, earned.high))
        return unsupported(`${told}; less is possible where they did not mine all the time`, earned.evidence);
      const sums = [...claimsOf(incident, 'earnings-xmr'), ...claimsOf(incident, 'earnings-need')];
      return contradicted(told, evidenceOf([earned, ...sums]), arithmeticOf(incident));
    },
);

const arithmeticOf = (incident: Incident): string =>
  ['earnings-xmr', 'earnings-need']
    .flatMap((kind) => claimsOf(incident, kind))
    .map(({ text, method }) => `${text}: ${method}`)
    .join('; ') || 'thread-hours × hash rate of a thread ÷ hash rate of the network × coins a day × price';

/** The hash rate of the report, against what the processors that mined make. */
export const hashRates = besideCheck(
  { id: 'hash-rates', asks: 'Do these processors make that many hashes?', about: 'amount' },
  ({ incident }) =>
    ({ of, value }) => {
      if (of !== 'hash-rate') return null;
      const [claim] = claimsOf(incident, 'hash-rate');
      if (claim === undefined || typeof claim.value !== 'number')
        return unsupported('no record of these logs tells which processors mined', readLogs(incident));
      const truth = rangeOf(incident, claim.value);
      const told = `${claim.text}`;
      if (meetsRoughly(value, truth, 0.02)) return supported(told, claim.evidence, claim.method);
      if (meetsRoughly(value, truth, estimateShare))
        return unsupported(
          `${told}; ${hashRateText(value.said)} is beyond that and not impossible`,
          claim.evidence,
          claim.method,
        );
      return contradicted(`${told}, not ${hashRateText(value.said)}`, claim.evidence, claim.method);
    },
);

/** The ends follow from the rates of one thread that went into it. */
function rangeOf({ earnings: earned }: Incident, likely: number): Truth {
  const rate = (end: string): number | null => {
    const input = earned?.inputs.find(
      ({ name, unit }) => unit === 'H/s' && name.includes('thread') && name.endsWith(end),
    );
    return typeof input?.value === 'number' ? input.value : null;
  };
  const [low, middle, high] = [rate('lowest'), rate('likely'), rate('highest')];
  if (low === null || middle === null || high === null || middle === 0) return { low: likely, high: likely };
  return { low: (likely * low) / middle, high: (likely * high) / middle };
}
