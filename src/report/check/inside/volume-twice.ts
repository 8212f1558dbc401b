import type { Check } from '../check.ts';
import type { Of, Statement } from '../statement.ts';
import { clash, found } from './found.ts';
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
    const timed = volumes.filter(({ within }) => within !== null);
    const whole = volumes.filter(({ within }) => within === null);
    return found(timed.flatMap((part) => whole.map((all) => same(part, all, statements))));
  },
};

function same(part: Of<'amount'>, all: Of<'amount'>, statements: readonly Statement[]): Reproach | null {
  const hours = miningHours(statements);
  // Only what mining sends is spread evenly: other volumes may well have left in one hour.
  if (all.cause !== 'mining') return null;
  if (part.value.said !== all.value.said || part.within === null || hours === null) return null;
  if (hours.low * 3600 < part.within * 2 || /\b(last|past|final) hour\b/i.test(all.quote.text)) return null;
  const why = `${byteWords(part.value.said)} left in ${lastingSeconds(part.within)} by one telling and in all of ${lastingSeconds(hours.likely * 3600)} by the other`;
  return clash(why, [part, all]);
}
