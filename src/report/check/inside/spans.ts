import type { Check, Judgement } from '../check.ts';
import type { Happening, Of, Statement } from '../statement.ts';
import { clash, found, judged } from './found.ts';
import type { Reproach } from './found.ts';
import { lastingSeconds } from './number-words.ts';
import { momentReach } from './reach.ts';
import { clockOf, momentsOf, told } from './told.ts';

/** What is done once, within the window that is given for it. */
const once: readonly Happening[] = ['isolation', 'credential-revoked', 'user-disabled', 'termination', 'rebuild'];

const halfADay = 12 * 3_600_000;
const day = 2 * halfADay;

/** A window ends after it begins, and holds what was done in it. */
export const spans: Check = {
  id: 'window',
  asks: 'Do the windows of time end after they begin, and hold what they are the windows of?',
  run: (statements) => found([...told(statements, 'span').map(turned), ...once.map((of) => outside(of, statements))]),
};

/** `22:00–02:00` passes midnight; an end only just before the start does not. */
function turned(span: Of<'span'>): Judgement | null {
  const back = momentReach(span.from).low - momentReach(span.to).high;
  if (back <= 0 || (back >= halfADay && back < day)) return null;
  return judged('impossible', span, {
    why: 'The window ends before it begins',
    arithmetic: `the end lies ${lastingSeconds((span.from.said - span.to.said) / 1000)} before the start`,
  });
}

function outside(of: Happening, statements: readonly Statement[]): Reproach | null {
  const windows = told(statements, 'span').filter((span) => span.of === of);
  const moments = momentsOf(statements, [of]);
  const [window, second] = windows;
  const [moment] = moments;
  if (window === undefined || second !== undefined || moment === undefined || moments.length > 1) return null;
  const from = momentReach(window.from).low;
  const to = momentReach(window.to).high;
  if (to < from || (moment.at.high >= from && moment.at.low <= to)) return null;
  if (Math.abs(moment.bounds.said - window.from.said) > halfADay || isOther(moment.statement, window)) return null;
  return clash(`${clockOf(moment)} lies outside of the window that the report gives for the same act`, [
    moment.statement,
    window,
  ]);
}

const verbs = /\b(rotat|revok|disabl|deactivat|delet|terminat|rebuil|launch|isolat)/gi;

/** Another act of the same kind: a key that is rotated is not the one that was deleted before. */
function isOther(a: Statement, b: Statement): boolean {
  const [one, other] = [a, b].map(({ quote }) => (quote.text.toLowerCase().match(verbs) ?? []).map(String));
  if (one === undefined || other === undefined || one.length === 0 || other.length === 0) return false;
  return !one.some((verb) => other.includes(verb));
}
