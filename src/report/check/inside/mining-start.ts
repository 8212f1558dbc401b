import type { Check } from '../check.ts';
import type { Happening, Of, Statement } from '../statement.ts';
import { clash, found } from './found.ts';
import type { Reproach } from './found.ts';
import { lastingSeconds } from './number-words.ts';
import { durationReach } from './reach.ts';
import { clockOf, endsOf, isComparable, momentsOf, startsOf, told } from './told.ts';
import type { Point } from './told.ts';

/** Minutes by which the start of a process and the start of its work may differ. */
const slackMinutes = 2;
/** Minutes that a miner may need to reach its pool. */
const poolMinutes = 10;

/** Mining, its load and its processes begin together. */
export const miningStart: Check = {
  id: 'mining-start',
  asks: 'Do the start of mining, the load and the time of the alert fit each other?',
  run: (statements) => found([spanBeforeStart(statements), ...loads(statements)]),
};

/** What a miner needs before it mines, how the reproach tells of it, and minutes by which a line may be late. */
const needs: readonly (readonly [Happening, string, number])[] = [
  ['download', 'it is downloaded at', 0],
  ['install', 'it is installed at', 0],
  ['mining', 'its processes start at', slackMinutes],
  ['pool-connection', 'it reaches its pool at', poolMinutes],
];

/** Mining that is told to begin before the miner was there, ran and had work. */
function spanBeforeStart(statements: readonly Statement[]): Reproach | null {
  const [span] = startsOf(statements, ['mining']).filter(
    ({ statement }) => statement.about === 'span' || /\b(mining|mined)\b/i.test(statement.quote.text),
  );
  if (span === undefined) return null;
  const later = needs.flatMap(([of, words, slack]) => {
    const [first] = momentsOf(statements, [of]).filter(
      ({ statement }) => statement !== span.statement && isOfMiner(statement),
    );
    if (first === undefined || !isComparable(span, first)) return [];
    return span.at.high + slack * 60_000 < first.at.low ? [{ first, words: `${words} ${clockOf(first)}` }] : [];
  });
  if (later.length === 0) return null;
  const why = `Mining is said to run from ${clockOf(span)}, but ${later.map(({ words }) => words).join(', ')}`;
  return clash(why, [span.statement, ...later.map(({ first }) => first.statement)]);
}

const isOfMiner = ({ about, quote, ...rest }: Statement): boolean =>
  about !== 'moment' || !('of' in rest) || rest.of !== 'download' || /\bmin(er|ers|ing)\b|xmrig/i.test(quote.text);

/** A load that lasted longer than from its start to the alert that tells of it, or to the end of the machine's freedom. */
function loads(statements: readonly Statement[]): readonly (Reproach | null)[] {
  const starts = startsOf(statements, ['mining', 'pool-connection']).filter(isOwnStart(statements));
  const start = starts.find(({ statement }) => statement.of === 'pool-connection') ?? starts[0];
  const alert = endsOf(statements, ['alert', 'notice', 'isolation']).at(-1);
  if (start === undefined || alert === undefined || !isComparable(start, alert)) return [];
  const most = (alert.at.high - start.at.low) / 1000;
  if (most <= 0) return [];
  return told(statements, 'duration')
    .filter(({ of, seconds }) => of === 'cpu' && tooLong(seconds, most))
    .map((load) =>
      clash(
        `The load is said to have lasted ${load.seconds.high === null ? 'over ' : ''}${lastingSeconds(load.seconds.said)} by then, but ${clockOf(start)} to ${clockOf(alert)} is ${lastingSeconds((alert.bounds.said - start.bounds.said) / 1000)}`,
        [load, start.statement, alert.statement],
      ),
    );
}

/** `6+` means at least six, but for a minute. */
function tooLong(seconds: Of<'duration'>['seconds'], most: number): boolean {
  const isAtLeast = seconds.high === null;
  return (isAtLeast ? (seconds.low ?? 0) - 60 : durationReach(seconds).low) > most;
}

/** The first of its kind: a second process that starts later says nothing of the first. */
function isOwnStart(statements: readonly Statement[]): (point: Point) => boolean {
  const first = new Map(
    (['mining', 'pool-connection'] as const).map((of) => [of as string, startsOf(statements, [of])[0]?.at.low]),
  );
  return ({ statement, at }) => first.get(statement.of) === at.low;
}
