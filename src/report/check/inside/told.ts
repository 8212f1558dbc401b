import type { Bounds, Happening, Of, Statement } from '../statement.ts';
import type { Beside } from '../check.ts';
import { between, momentReach } from './reach.ts';
import type { Reach } from './reach.ts';

/** All statements of one kind. */
export const told = <Kind extends Statement['about']>(
  statements: readonly Statement[],
  kind: Kind,
): readonly Of<Kind>[] => statements.filter((statement): statement is Of<Kind> => statement.about === kind);

/** A moment, or one end of a span. */
export interface Point {
  readonly statement: Of<'moment'> | Of<'span'>;
  readonly at: Reach;
  readonly bounds: Bounds;
  readonly isDated: boolean;
  /** Which of the clock times in its words it is. */
  readonly which: 0 | 1;
}

/** When something of these kinds began or was done, earliest first: moments, and the starts of spans. */
export function startsOf(statements: readonly Statement[], kinds: readonly Happening[]): readonly Point[] {
  return [
    ...momentsOf(statements, kinds),
    ...spansOf(statements, kinds).map((span) => pointOf(span, { bounds: span.from, which: 0, isDated: false })),
  ].toSorted(byTime);
}

/** When something of these kinds was done or was over, latest last: moments, and the ends of spans. */
export function endsOf(statements: readonly Statement[], kinds: readonly Happening[]): readonly Point[] {
  return [
    ...momentsOf(statements, kinds),
    ...spansOf(statements, kinds).map((span) => pointOf(span, { bounds: span.to, which: 1, isDated: false })),
  ].toSorted(byTime);
}

/** Moments of these kinds, earliest first. */
export function momentsOf(statements: readonly Statement[], kinds: readonly Happening[]): readonly Point[] {
  return told(statements, 'moment')
    .filter(({ of, quote }) => kinds.includes(of) && !isPlanned(quote) && !isUsual(of, quote))
    .map((moment) => pointOf(moment, { bounds: moment.at, which: 0, isDated: moment.isDated }))
    .toSorted(byTime);
}

const spansOf = (statements: readonly Statement[], kinds: readonly Happening[]): readonly Of<'span'>[] =>
  told(statements, 'span').filter(({ of, quote }) => of !== 'dwell' && kinds.includes(of) && !isPlanned(quote));

/** What is only going to happen has no place in the order of what did. */
const isPlanned = ({ passage, text }: Statement['quote']): boolean =>
  /\b(will|planned|scheduled|due|deadline|next review|to be)\b/i.test(`${passage.label ?? ''} ${text}`);

/** `sign-ins since January` tells what was usual, not when someone came. */
const isUsual = (of: Happening, { text }: Statement['quote']): boolean =>
  of === 'access' && /\bsince\b|\b(cron|crontab|log|registry|dns|sudoers|table) entr(y|ies)\b/i.test(text);

/** How long the answer took is no time until detection. */
const response = /\b(contain\w*|respon[sd]\w*|isolat\w*|resolv\w*|mitigat\w*|recover\w*)\b/i;

/** Durations of one kind that a sentence has alone: of two, nobody knows which is which. */
export function durationsOf(statements: readonly Statement[]): readonly Of<'duration'>[] {
  const all = told(statements, 'duration').filter(({ of, quote }) => of !== 'dwell' || !response.test(quote.text));
  const bySentence = Map.groupBy(all, ({ of, quote }) => `${of} ${quote.passage.line} ${quote.text}`);
  return [...bySentence.values()].flatMap(([first, ...more]) =>
    first === undefined || more.length > 0 ? [] : [first],
  );
}

const pointOf = (
  statement: Point['statement'],
  { bounds, which, isDated }: Pick<Point, 'bounds' | 'which' | 'isDated'>,
): Point => ({ statement, at: momentReach(bounds), bounds, which, isDated });

const byTime = (a: Point, b: Point): number => a.at.low - b.at.low || a.at.high - b.at.high;

const halfADay = 12 * 3_600_000;

/**
 * Whether a surely lies before b. Where a report names no day, a clock time may be the next day's: then only
 * what lies less than half a day apart is comparable.
 */
export function isBefore(a: Point, b: Point): boolean {
  return a.at.high < b.at.low && isComparable(a, b);
}

export const isComparable = (a: Point, b: Point): boolean =>
  (a.isDated && b.isDated) || Math.abs(b.bounds.said - a.bounds.said) < halfADay;

/** Seconds from a to b. */
export const secondsBetween = (a: Point, b: Point): Reach => between(a.at, b.at);

/** The clock time in the report's own words, else in UTC. */
export function clockOf({ statement, bounds, which }: Point): string {
  const clocks: readonly string[] = statement.quote.text.match(/\b\d{1,2}:\d{2}(?::\d{2})?\b/g) ?? [];
  // Zones differ by hours, seldom by minutes: of several times the one with these minutes is meant.
  const minute = new Date(bounds.said).toISOString().slice(14, 16);
  const meant = clocks.filter((clock) => clock.split(':')[1] === minute);
  const [own] = new Set(meant).size === 1 ? meant : statement.about === 'span' ? clocks.slice(which) : [];
  return own ?? `${new Date(bounds.said).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** All that the report says, a passage each, with its label: what is not read as a statement is told nonetheless. */
export const textsOf = (statements: readonly Statement[], { passages }: Beside): readonly string[] =>
  (passages ?? statements.map(({ quote }) => quote.passage)).map(({ label, text }) => `${label ?? ''}: ${text}`);

/** In which part of the report something stands. */
export const partOf = ({ quote: { passage } }: Statement): string => passage.headings.join(' / ');
