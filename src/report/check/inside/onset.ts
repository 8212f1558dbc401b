import type { Check } from '../check.ts';
import { clash, found, nothingFound } from './found.ts';
import { clockOf, isBefore, startsOf } from './told.ts';
import type { Happening } from '../statement.ts';

/** Acts by which an intruder shows that he is in already, so that a later log-in is not his first access. */
const acts: readonly Happening[] = [
  'failed-access',
  'key-added',
  'user-made',
  'rights-raised',
  'download',
  'install',
  'persistence',
  'credential-made',
  'data-read',
  'launch',
  'pool-connection',
];

/** A machine is compromised when the intruder gets in, not before. */
export const onset: Check = {
  id: 'onset-before-access',
  asks: 'Did the compromise begin before anyone got in?',
  run(statements) {
    const onsets = startsOf(statements, ['compromise']);
    const [first] = onsets;
    const [access] = startsOf(statements, ['access']);
    if (first === undefined || access === undefined || !isBefore(first, access)) return nothingFound;
    const between = startsOf(statements, acts).some(
      (act) => act.at.high >= first.at.low && isBefore(act, access) && act.bounds.said !== access.bounds.said,
    );
    if (between) return nothingFound;
    const early = onsets.filter((point) => isBefore(point, access));
    const why = `The compromise is said to begin at ${clockOf(first)}, the first access was at ${clockOf(access)}: the onset cannot precede the access`;
    return found([
      clash(
        why,
        [...early, access].map(({ statement }) => statement),
      ),
    ]);
  },
};
