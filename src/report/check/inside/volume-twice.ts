import type { Check } from '../check.ts';
import type { Range } from '../../../model/range.ts';
import type { Of, Statement } from '../statement.ts';
import { clash, found, nothingFound } from './found.ts';
import type { Reproach } from './found.ts';
import { miningHours } from './hours-told.ts';
import { byteWords, lastingSeconds } from './number-words.ts';
import { secondsBetween, startsOf, told } from './told.ts';

/** Traffic of a steady cause does not all fall in one part of its time. */
export const volumeTwice: Check = {
  id: 'volume-in-two-times',
  asks: 'Is one volume said to have left in a part of the time and in all of it?',
  run(statements) {
    const volumes = told(statements, 'amount').filter(({ of, unit }) => of === 'egress' && unit === 'byte');
    const hours = miningHours(statements);
    if (hours === null) return nothingFound;
    const least = hours.low > 0 ? hours.low * 3600 : untilAlert(statements);
    return found(
      [...Map.groupBy(volumes, ({ value }) => value.said).values()].map((same) => inTwoTimes(same, { hours, least })),
    );
  },
};

interface Mined {
  readonly hours: Range;
  /** Seconds for which the miner ran at least. */
  readonly least: number;
}

/** A day alone is no time from which hours are counted. */
const anHour = 3_600_000;

/** From the last time at which the mining can have begun to the alert. */
function untilAlert(statements: readonly Statement[]): number {
  const [begin] = startsOf(statements, ['mining', 'pool-connection', 'access']).filter(
    ({ at }) => at.high - at.low < anHour,
  );
  const [alert] = startsOf(statements, ['alert', 'isolation']);
  return begin === undefined || alert === undefined ? 0 : Math.max(0, secondsBetween(begin, alert).low);
}

/** The first telling of each kind stands for all. */
function inTwoTimes(same: readonly Of<'amount'>[], { hours, least }: Mined): Reproach | null {
  const part = same.find(({ within }) => within !== null);
  if (part === undefined || part.within === null) return null;
  const all = same.find((volume) => isWhole(volume, part));
  if (all === undefined) return null;
  if (least < part.within * 2) return null;
  const why = `${byteWords(part.value.said)} left in ${lastingSeconds(part.within)} by one telling and in all of ${lastingSeconds(hours.likely * 3600)} by the other`;
  return clash(why, [part, all]);
}

/** Only what mining sends is spread evenly: other volumes may well have left in one hour. */
function isWhole(volume: Of<'amount'>, part: Of<'amount'>): boolean {
  const { within, cause, quote } = volume;
  const isOfMiners =
    cause === 'mining' || (cause === null && /\b(pools?|stratum|min(er|ers|ing))\b/i.test(quote.passage.label ?? ''));
  return (
    within === null && isOfMiners && (quote.text === part.quote.text || !/\b(last|past|final) hour\b/i.test(quote.text))
  );
}
