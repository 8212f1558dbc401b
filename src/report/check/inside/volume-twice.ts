import type { Check } from '../check.ts';
import type { Range } from '../../../model/range.ts';
import type { Of } from '../statement.ts';
import { clash, found, nothingFound } from './found.ts';
import type { Reproach } from './found.ts';
import { miningHours } from './hours-told.ts';
import { byteWords, lastingSeconds } from './number-words.ts';
import { told } from './told.ts';

/** Traffic of a steady cause does not all fall in one part of its time. */
export const volumeTwice: Check = {
  id: 'volume-in-two-times',
  asks: 'Is one volume said to have left in a part of the time and in all of it?',
  run(statements) {
    const volumes = told(statements, 'amount').filter(({ of, unit }) => of === 'egress' && unit === 'byte');
    const hours = miningHours(statements);
    if (hours === null) return nothingFound;
    return found([...Map.groupBy(volumes, ({ value }) => value.said).values()].map((same) => inTwoTimes(same, hours)));
  },
};

/** The first telling of each kind stands for all. */
function inTwoTimes(same: readonly Of<'amount'>[], hours: Range): Reproach | null {
  const part = same.find(({ within }) => within !== null);
  const all = same.find((volume) => isWhole(volume));
  if (part === undefined || all === undefined || part.within === null) return null;
  if (hours.low * 3600 < part.within * 2) return null;
  const why = `${byteWords(part.value.said)} left in ${lastingSeconds(part.within)} by one telling and in all of ${lastingSeconds(hours.likely * 3600)} by the other`;
  return clash(why, [part, all]);
}

/** Only what mining sends is spread evenly: other volumes may well have left in one hour. */
const isWhole = ({ within, cause, quote }: Of<'amount'>): boolean =>
  within === null && cause === 'mining' && !/\b(last|past|final) hour\b/i.test(quote.text);
