import type { Check } from '../check.ts';
import type { Happening, Of, Statement } from '../statement.ts';
import { clash, found, judged } from './found.ts';
import type { Reproach } from './found.ts';
import { lastingSeconds } from './number-words.ts';
import { durationReach, isDisjoint } from './reach.ts';
import type { Reach } from './reach.ts';
import { clockOf, durationsOf, endsOf, isComparable, secondsBetween, startsOf } from './told.ts';
import type { Point } from './told.ts';

/** Between which happenings a duration lies. Any pair that fits is enough, as authors count differently. */
interface Stretch {
  readonly of: Of<'duration'>['of'];
  readonly from: readonly Happening[];
  readonly to: readonly Happening[];
  readonly is: string;
}

const stretches: readonly Stretch[] = [
  {
    of: 'dwell',
    from: ['access', 'compromise', 'mining', 'launch'],
    to: ['alert', 'notice', 'investigation'],
    is: 'from the first access to the detection',
  },
  {
    of: 'outage',
    from: ['outage', 'isolation', 'termination'],
    to: ['outage', 'rebuild', 'resolution'],
    is: 'from taking it off the network to its return',
  },
  {
    of: 'exposure',
    from: ['exposure'],
    to: ['access', 'compromise', 'alert', 'notice', 'credential-revoked'],
    is: 'from the exposure to the use',
  },
  {
    of: 'mining',
    from: ['mining', 'pool-connection', 'install', 'access', 'compromise', 'launch'],
    to: ['mining', 'alert', 'notice', 'isolation', 'containment', 'termination'],
    is: 'from its start to its end',
  },
  {
    of: 'containment',
    from: ['alert', 'notice', 'isolation', 'containment'],
    to: ['isolation', 'containment', 'credential-revoked', 'termination', 'rebuild', 'resolution'],
    is: 'from the detection to the containment',
  },
];

/** A duration and the times at its ends are two tellings of one thing. */
export const durations: Check = {
  id: 'duration-against-ends',
  asks: 'Does what lasted that long fit the times at which it began and ended?',
  run: (statements) =>
    found(
      stretches.flatMap((stretch) => {
        const own = durationsOf(statements).filter(({ of }) => of === stretch.of);
        const pairs = own.length === 0 ? [] : pairsOf(stretch, statements);
        return own.map((duration) => weigh(duration, { stretch, pairs, statements }));
      }),
    ),
};

interface Against {
  readonly stretch: Stretch;
  readonly pairs: readonly Pair[];
  readonly statements: readonly Statement[];
}

/** Seconds by which a time to the minute may differ where it was counted to the next step. */
const nextStep = 150;

const withSlack = ({ low, high }: Reach): Reach =>
  high - low > 120 ? { low, high } : { low: low - nextStep, high: high + nextStep };

interface Pair {
  readonly from: Point;
  readonly to: Point;
  readonly lasted: Reach;
}

function weigh(duration: Of<'duration'>, { stretch, pairs, statements }: Against): Reproach | null {
  const said = withSlack(durationReach(duration.seconds));
  const own = pairs.filter(isOf(duration));
  const fitting = own.find(({ lasted }) => !isDisjoint(said, lasted));
  if (fitting !== undefined) {
    return judged('supported', duration, {
      why: `It agrees with the report's own times, ${stretch.is}`,
      arithmetic: sum(fitting),
    });
  }
  const [plainest] = own
    .filter((pair) => isPlain(pair, stretch) && !isLaterStart(pair, stretch, said))
    .toSorted((a, b) => rank(a, stretch) - rank(b, stretch));
  if (plainest === undefined || isOneOfMany(duration, plainest, statements)) return null;
  const why = `${lastingSeconds(duration.seconds.said)} are said, but ${sum(plainest)}, ${stretch.is}`;
  return clash(why, [duration, plainest.from.statement, plainest.to.statement]);
}

/** `Isolation within two minutes` ends with the isolation, whatever was done after it. */
const isOf =
  ({ of, quote }: Of<'duration'>) =>
  ({ to }: Pair): boolean =>
    of !== 'containment' ||
    !/\b(?:isolat|quarantin)/i.test(`${quote.passage.label ?? ''} ${quote.text}`) ||
    to.statement.of === 'isolation' ||
    to.statement.of === 'containment';

/** Who came in at that time may have begun to mine later: a shorter time is no contradiction. */
const isLaterStart = ({ from, lasted }: Pair, { of }: Stretch, said: Reach): boolean =>
  of === 'mining' && /^(?:access|compromise|launch)$/.test(from.statement.of) && said.high < lasted.low;

const mostPairs = 40_000;

const distinct = (points: readonly Point[]): readonly Point[] => [
  ...new Map(points.map((point) => [`${point.statement.of} ${point.bounds.said} ${point.isDated}`, point])).values(),
];

/** Every start with every later end. */
function pairsOf(stretch: Stretch, statements: readonly Statement[]): readonly Pair[] {
  const starts = distinct(startsOf(statements, stretch.from));
  const ends = distinct(endsOf(statements, stretch.to));
  // So many times are of many incidents: nobody knows which belong together.
  if (starts.length * ends.length > mostPairs) return [];
  return starts.flatMap((from) =>
    ends
      .filter((to) => to.at.high > from.at.high && (isComparable(from, to) || isLong(stretch)))
      .map((to) => ({ from, to, lasted: secondsBetween(from, to) })),
  );
}

const isLong = ({ of }: Stretch): boolean => of === 'dwell' || of === 'exposure';

/** Where several machines or keys went the same way at different times, one duration may be of another one. */
function isOneOfMany({ of }: Of<'duration'>, { from }: Pair, statements: readonly Statement[]): boolean {
  if (of === 'dwell') return false;
  const starts = startsOf(
    statements,
    [from.statement.of].filter((kind) => kind !== 'dwell'),
  );
  const distinct = starts.filter(
    (start, index) => starts.findIndex((other) => !isDisjoint(start.at, other.at)) === index,
  );
  return distinct.length > 2;
}

/** A reproach needs ends that are surely meant: on one day or with their days, and of detection not its aftermath. */
const isPlain = ({ from, to }: Pair, { of }: Stretch): boolean =>
  isComparable(from, to) &&
  to.statement.of !== 'investigation' &&
  from.statement.of !== 'launch' &&
  (of !== 'dwell' || from.statement.of !== 'mining');

/** The plainest pair is the one that is told of: the first kinds of a stretch, and of these the earliest. */
const rank = ({ from, to }: Pair, stretch: Stretch): number =>
  stretch.from.findIndex((of) => of === from.statement.of) * 10 + stretch.to.findIndex((of) => of === to.statement.of);

const sum = ({ from, to }: Pair): string =>
  `${clockOf(from)} to ${clockOf(to)} = ${lastingSeconds((to.bounds.said - from.bounds.said) / 1000)}`;
