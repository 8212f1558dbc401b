import type { Moment } from '../statement.ts';
import type { Clause } from './clauses.ts';
import { happeningsIn } from './happenings.ts';
import { resolveTimes, statementOf } from './timed.ts';
import type { Timed, TimedRead } from './timed.ts';
import type { TimeFound, TimesFound } from './times.ts';

/** Stands where a time was. */
const mark = '␀';

const joints = /,\s+|;\s+|\s+(?:and|then|before|after|while|until|when|with|where|which|although)\s+|\s[–—-]\s|[()]/gi;

/** A part of a sentence between two joints, and the joint before it. */
interface Part {
  readonly words: string;
  readonly start: number;
  readonly end: number;
  readonly opened: string;
}

/** Running text: each time belongs to the words of its own part of the sentence, or of the part next to it. */
export function toldTimes(
  clause: Clause,
  times: readonly TimesFound[],
  at: (time: TimeFound) => Timed,
): readonly TimedRead[] {
  const parts = partsOf(clause, times);
  return times.flatMap((time) => {
    if (time.from.nearness === 'until' && time.to === null) return [];
    const own = parts.findIndex(({ start, end }) => time.start >= start && time.start < end);
    const happenings = candidates(parts, own).map((part) => happeningsIn(inSentence(clause, part)));
    const told = happenings.find(({ length }) => length > 0) ?? [];
    const when = resolveTimes(time, at);
    return told
      .filter((of) => time.from.nearness !== 'since' || lasting.has(of))
      .map((of) => ({ about: statementOf(of, when), words: clause.text }));
  });
}

/** The text before the part of the first of these times: all that belongs to what stands before. */
export function beforeTimes(clause: Clause, times: readonly TimesFound[], from: number): string {
  const first = times[0];
  if (first === undefined) return clause.plain.slice(from);
  const own = partsOf(clause, times).find(({ start, end }) => first.start >= start && first.start < end);
  return clause.plain.slice(from, Math.max(from, own?.start ?? from));
}

/** Only these are told by when they began. */
const lasting: ReadonlySet<Moment['of']> = new Set<Moment['of']>([
  'mining',
  'outage',
  'pool-connection',
  'exposure',
  'hiding',
  'compromise',
]);

/** Denials and advice before a part of the sentence hold for it. */
function inSentence({ plain }: Clause, { words, start }: Part): string {
  const head = plain.slice(0, start);
  const doubt =
    /\b(?:no|not|never|should|could|would|might|must|if|recommend\w*|will|without|neither|nor)\b(?![^]*[.;])/i.exec(
      head,
    );
  return doubt === null ? words.replaceAll(mark, '') : '';
}

/** Brackets are no part of their own where they hold no time and do not follow one. */
function partsOf({ plain }: Clause, times: readonly TimesFound[]): readonly Part[] {
  const blanked = times
    .reduce((text, { start, end }) => text.slice(0, start) + mark.repeat(end - start) + text.slice(end), plain)
    .replace(/(?<!␀\s?)\([^()␀]{0,80}\)/g, (words) => ' '.repeat(words.length));
  const parts: Part[] = [];
  let start = 0;
  let opened = '';
  for (const { index, 0: joint } of blanked.matchAll(joints)) {
    parts.push({ words: blanked.slice(start, index), start, end: index, opened });
    start = index + joint.length;
    opened = joint.trim();
  }
  return [...parts, { words: blanked.slice(start), start, end: blanked.length, opened }];
}

const leading = /^\W*(?:in|on|at|during|around|by|from|between|shortly|early|late)\b/i;

/** The part of a time itself where it has words; else, or where it only leads in, the part beside it. */
function candidates(parts: readonly Part[], own: number): readonly Part[] {
  const part = parts[own];
  if (part === undefined || part.words.split(/␀+/).length > 2) return [];
  const next = free(parts[own + 1]);
  const previous = free(parts[own - 1]);
  const rest = part.words
    .replaceAll(mark, ' ')
    .replace(/\b(?:at|on|from|by|the|approximately|about|around|between|since)\b|[^\p{L}]/giu, '');
  if (/^with$/i.test(part.opened) && previous !== null)
    return [part, { ...previous, words: `${previous.words} with ${part.words}` }];
  const isLead = own === 0 && next?.opened === ',';
  // `SSH login with key … at 13:15`
  if (rest.length > 3 && part.opened === 'with' && previous !== null) return [part, previous];
  if (rest.length > 3) return isLead && next !== null && leading.test(part.words) ? [part, next] : [part];
  if (next !== null && (next.opened === '(' || (own === 0 && part.opened === ''))) return [next];
  if (previous !== null && /^(?:\(|,|[–—-]|before|after|until)$/i.test(part.opened))
    return next?.opened === ',' ? [previous, next] : [previous];
  return next?.opened === ',' ? [next] : [];
}

/** `a quarter of an hour later`: of another time, which is counted from this one. */
const isRelative = /\b(?:later|earlier|afterwards?|subsequently|by then|thereafter)\b/i;

/** A part that has no time of its own. */
const free = (part: Part | undefined): Part | null =>
  part === undefined || part.words.includes(mark) || isRelative.test(part.words) ? null : part;
