import { happenings } from '../statement.ts';
import type { Statement } from '../statement.ts';
import type { Range } from '../../../model/range.ts';
import { durationReach, highest, lowest } from './reach.ts';
import { endsOf, startsOf, told } from './told.ts';

const second = 1000;
const longest = 400 * 86_400;

/**
 * How long the miner ran, in hours: the shortest, the plainest and the longest that the report's words allow.
 * Null where they tell no time at all.
 */
export function miningHours(statements: readonly Statement[]): Range | null {
  const spans = told(statements, 'span')
    .filter(({ of }) => of === 'mining')
    .map(({ from, to }) => (to.said - from.said) / second);
  const durations = told(statements, 'duration')
    .filter(({ of }) => of === 'mining' || of === 'cpu' || of === 'dwell')
    .flatMap(({ seconds }) => {
      const { low, high } = durationReach(seconds);
      return [seconds.said, Math.max(0, low), Number.isFinite(high) ? high : seconds.said];
    });
  const whole = wholeSeconds(statements);
  const lengths = [...spans, ...durations, ...whole].filter((length) => length > 0 && length < longest);
  const [plainest] = lengths;
  if (plainest === undefined) return null;
  // The whole of an incident says nothing of how short the mining was.
  const shortest = spans.length + durations.length > 0 ? lowest(lengths) : 0;
  return {
    low: shortest / 3600,
    likely: plainest / 3600,
    high: (highest(lengths) * (whole.length > 0 || spans.length > 0 ? 1 : untold)) / 3600,
  };
}

/** Until a detection is not until the end: by how much longer a machine may run of which no other time is told. */
const untold = 4;

/** From the first that the intruder did to the alert, and to the last that is told at all but the report itself. */
function wholeSeconds(statements: readonly Statement[]): readonly number[] {
  // A launch may be the owner's of long ago: only where no act of the intruder has a time.
  const from =
    startsOf(statements, ['compromise', 'access', 'mining', 'pool-connection', 'install'])[0] ??
    startsOf(statements, ['launch'])[0];
  const ends = [
    endsOf(statements, ['mining', 'alert', 'notice', 'isolation', 'containment', 'termination', 'rebuild']),
    endsOf(
      statements,
      happenings.filter((of) => of !== 'report'),
    ),
  ].map((points) => points.filter(isEnd).at(-1));
  return ends.flatMap((to) =>
    from === undefined || to === undefined ? [] : [(to.bounds.said - from.bounds.said) / second],
  );
}

/** A moment of mining is its first: where nothing later is told, nobody knows how long it went on. */
const isEnd = ({ statement }: { readonly statement: Statement }): boolean =>
  statement.about !== 'moment' || statement.of !== 'mining';

/** Words of a time that may be longer than any that was read. */
export const isOfLongTime = ({ text }: Statement['quote']): boolean =>
  /\b(months?|weeks?|days|years?|since|to date|so far|overall|in all)\b/i.test(text);

/** The same for volumes: `in all` is said of the time that the report tells of. */
export const isOfManyDays = ({ text }: Statement['quote']): boolean =>
  /\b(months?|weeks?|days|years?|since|to date|so far)\b/i.test(text);

/** When the mining began, as an instant for tables of rates; null where no moment is told. */
export function miningInstant(statements: readonly Statement[]): string | null {
  const [start] = startsOf(statements, ['mining', 'pool-connection', 'access', 'compromise', 'alert']);
  return start === undefined ? null : new Date(start.bounds.said).toISOString();
}
