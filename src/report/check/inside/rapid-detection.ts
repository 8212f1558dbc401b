import type { Check } from '../check.ts';
import type { Of, Statement } from '../statement.ts';
import { clash, found, nothingFound } from './found.ts';
import type { Reproach } from './found.ts';
import { lastingSeconds } from './number-words.ts';
import { durationReach } from './reach.ts';
import { clockOf, isComparable, momentsOf, secondsBetween, startsOf, told } from './told.ts';

/** Seconds up to which a detection may be called so. */
const rapid = 2 * 3600;
const immediate = 30 * 60;

/** Who was in for hours was not found rapidly. */
export const rapidDetection: Check = {
  id: 'rapid-detection',
  asks: 'Was a detection that is called rapid one?',
  run(statements) {
    const claims = told(statements, 'deed').filter(({ of }) => of === 'rapid-detection');
    if (claims.length === 0) return nothingFound;
    return found(claims.map((claim) => against(claim, statements)));
  },
};

function against(claim: Of<'deed'>, statements: readonly Statement[]): Reproach | null {
  const limit = /immediate|instant|real.?time|at once|within (seconds|minutes)/i.test(claim.quote.text)
    ? immediate
    : rapid;
  const [dwell] = told(statements, 'duration').filter(({ of }) => of === 'dwell');
  if (dwell !== undefined) {
    if (durationReach(dwell.seconds).low <= limit) return null;
    return clash(`The intruder was in for ${lastingSeconds(dwell.seconds.said)} before he was noticed`, [claim, dwell]);
  }
  const [access] = startsOf(statements, ['access', 'compromise']);
  const [alert] = momentsOf(statements, ['alert', 'notice']);
  if (access === undefined || alert === undefined || !isComparable(access, alert)) return null;
  if (secondsBetween(access, alert).low <= limit) return null;
  const why = `${clockOf(access)} to ${clockOf(alert)} is ${lastingSeconds((alert.bounds.said - access.bounds.said) / 1000)} from the access to the alert`;
  return clash(why, [claim, access.statement, alert.statement]);
}
