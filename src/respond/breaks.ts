import type { Subject } from '../model/howto.ts';
import { compareInstants } from '../model/instant.ts';
import type { Step } from '../model/plan.ts';
import type { Case } from './case.ts';
import type { Want } from './want.ts';
import { named } from './words.ts';

/** What stops for others. That nobody is seen says something only of the time of which logs were read. */
export function breaksOf(one: Case, { remedy, uses, subject }: Want): Step['breaks'] {
  const { usesSince } = one.facts;
  if (remedy.breaks === 'nothing') return { text: 'nothing of others that these logs know of', uses: [] };
  if (uses === null)
    return { text: 'every use of others stops until it is undone; who uses it was not looked for', uses: [] };
  if (uses.length === 0) return { text: unused(one, subject), uses: [] };
  const calls = uses.reduce((sum, { uses: count }) => sum + count, 0);
  const text =
    remedy.breaks === 'open-sessions'
      ? `sessions that others have open end; new ones work (${calls} calls of others since ${usesSince})`
      : `every use of others stops until it is undone (${calls} calls since ${usesSince})`;
  return { text, uses };
}

function unused({ incident, facts }: Case, { account }: Subject): string {
  const cells = incident.coverage.filter((cell) => account === null || cell.account === account);
  const [from] = cells.flatMap(({ first }) => first ?? []).toSorted(compareInstants);
  const until = cells
    .flatMap(({ last }) => last ?? [])
    .toSorted(compareInstants)
    .at(-1);
  const where = account === null ? 'the accounts of the incident' : `account ${named(account)}`;
  if (from === undefined || until === undefined) return `whether others use it is unknown: no log of ${where} was read`;
  if (compareInstants(until, facts.usesSince) < 0)
    return `whether others use it now is unknown: the logs read of ${where} end at ${until}`;
  const since = compareInstants(from, facts.usesSince) > 0 ? from : facts.usesSince;
  return `nobody else is known to use it: no such use stands in the logs read of ${where}, from ${since} to ${until}`;
}
