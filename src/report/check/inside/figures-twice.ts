import type { Check } from '../check.ts';
import { countedMeasures } from '../statement.ts';
import type { Measure, Of, Statement } from '../statement.ts';
import { clash, found } from './found.ts';
import type { Reproach } from './found.ts';
import { lastingSeconds, plainNumber } from './number-words.ts';
import { durationReach, isDisjoint, reach } from './reach.ts';
import { durationsOf, told } from './told.ts';

/** Measures of which a report has one of a kind: the same words with another number are a slip. */
const measures: readonly Measure[] = [
  'cost',
  'cost-per-hour',
  'earnings',
  'hash-rate',
  'cpu',
  'cpu-usual',
  'egress-usual',
  'processors',
  'memory',
  ...countedMeasures,
  'events',
];

/** Words that make two figures of one measure two figures. */
const qualifiers =
  /\b(peak\w*|average|avg|mean|max\w*|min(imum)?|initial\w*|final\w*|first|last|before|after|running|launch\w*|start\w*|terminat\w*|stopp\w*|attempt\w*|fail\w*|refus\w*|denied|success\w*|accept\w*|creat\w*|delet\w*|disabl\w*|total|overall|estimat\w*|actual|network|labou?r|additional|other|another|more|new|per|each|daily|hourly|monthly|weekly|additional|affected|scann?\w*|check\w*|review\w*|all|only|potential\w*|confirmed|suspected|normal\w*|usual\w*|waive\w*|refund\w*|credit\w*|project\w*|would|could)\b/gi;

/** One figure, told twice, has one value. */
export const figuresTwice: Check = {
  id: 'figure-told-twice',
  asks: 'Does the report give one figure two values?',
  run: (statements) => found([...amounts(statements), ...dwell(statements)]),
};

function amounts(statements: readonly Statement[]): readonly (Reproach | null)[] {
  const all = told(statements, 'amount').filter(({ of, quote }) => measures.includes(of) && quote.passage.row === null);
  return [...Map.groupBy(all, ({ of, unit, scope }) => `${of} ${unit} ${scope?.toLowerCase() ?? ''}`).values()]
    .filter((group) => !isOfMany(group))
    .map((group) => twoValues(group));
}

function twoValues(group: readonly Of<'amount'>[]): Reproach | null {
  for (const [index, amount] of group.entries()) {
    const other = group
      .slice(index + 1)
      .find((one) => isDisjoint(reach(amount.value), reach(one.value)) && isSameFigure(amount, one));
    if (other !== undefined) {
      const unit = amount.unit === 'count' ? '' : ` ${amount.unit}`;
      const values = `${plainNumber(amount.value.said)} and ${plainNumber(other.value.said)}${unit}`;
      return clash(`One figure has two values: ${values}`, [amount, other]);
    }
  }
  return null;
}

/** With three values and more there are several groups, and nobody knows which a number is of. */
function isOfMany(group: readonly Of<'amount'>[]): boolean {
  const values = [...new Map(group.map((one) => [one.value.said, reach(one.value)])).values()];
  return values.filter((one, index) => values.findIndex((other) => !isDisjoint(one, other)) === index).length > 2;
}

/** The same measure of the same thing over the same time, in nearly the same words. */
function isSameFigure(a: Of<'amount'>, b: Of<'amount'>): boolean {
  if (a.within !== b.within) return false;
  if (a.cause !== null && b.cause !== null && a.cause !== b.cause) return false;
  if (a.quote.passage.line === b.quote.passage.line) return false;
  if (qualified(a) !== qualified(b) || named(a) !== named(b)) return false;
  const label = a.quote.passage.label;
  if (label !== null && label.toLowerCase() === b.quote.passage.label?.toLowerCase()) return true;
  // A load changes by the minute: only two fields of one name are one figure.
  return a.of !== 'cpu' && likeness(words(a), words(b)) >= 0.6;
}

/** Times, accounts and names with digits: a part of the whole is told with its own. */
const named = ({ quote, value }: Of<'amount'>): string =>
  [...new Set(phrase(quote).match(/[\w.:-]*\d[\w.:-]*/g) ?? [])]
    .filter((token) => Number(token.replaceAll(',', '')) !== value.said && /[a-z:]|\d{6}|\d-\d/i.test(token))
    .toSorted()
    .join(' ');

const qualified = ({ quote }: Of<'amount'>): string =>
  [...new Set(phrase(quote).toLowerCase().match(qualifiers) ?? [])].toSorted().join(' ');

const phrase = ({ passage, text }: Statement['quote']): string => `${passage.label ?? ''} ${text}`;

const words = ({ quote }: Of<'amount'>): ReadonlySet<string> =>
  new Set(
    (
      phrase(quote)
        .toLowerCase()
        .match(/[a-z]{2,}/g) ?? []
    ).filter(
      (word) => !/^(the|an?|of|in|at|to|was|were|is|are|about|approximately|with|for|on|and|from|by)$/.test(word),
    ),
  );

/** Of the fewer words, how many the other has. */
function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const least = Math.min(a.size, b.size);
  return least === 0 ? 0 : [...a].filter((word) => b.has(word)).length / least;
}

/** Some count to the alert and some to the first look at it. */
const isApart = (one: Of<'duration'>, other: Of<'duration'>): boolean =>
  isDisjoint(durationReach(one.seconds), durationReach(other.seconds)) &&
  Math.abs(one.seconds.said - other.seconds.said) > Math.max(600, 0.1 * one.seconds.said);

/** The time until detection is one, however it is told. */
function dwell(statements: readonly Statement[]): readonly (Reproach | null)[] {
  const all = durationsOf(statements).filter(({ of }) => of === 'dwell' || of === 'outage');
  return all.flatMap((one, index) =>
    all
      .slice(index + 1)
      .filter((other) => other.of === one.of && isApart(one, other))
      .slice(0, 1)
      .map((other) =>
        clash(
          `One time has two lengths: ${lastingSeconds(one.seconds.said)} and ${lastingSeconds(other.seconds.said)}`,
          [one, other],
        ),
      ),
  );
}
