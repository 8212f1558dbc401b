import type { Confidence } from '../model/claim.ts';
import { spread } from '../model/evidence.ts';
import type { Cited } from '../model/evidence.ts';
import type { Named } from '../model/identity.ts';
import type { Instant } from '../model/instant.ts';
import type { Traceable } from '../model/traced.ts';
import type {
  Ground,
  Heading,
  Proof,
  Row,
  Section,
  Block,
  Span,
  Pending,
  Statement,
  Text,
  Unknown,
} from './document.ts';

/** Longest value and longest sentence that are shown whole: a name or user agent of a hundred kilobytes is an attack, not news. */
const longest = 400;
const longestSentence = 1_500;

/** A text whose interpolated strings are data; numbers and other texts are taken as they are. */
export function say(literals: TemplateStringsArray, ...values: readonly (string | number | Text)[]): Text {
  return literals.flatMap((literal, index): Text => {
    const value = values[index];
    const before: Text = literal === '' ? [] : [{ as: 'plain', text: literal }];
    return value === undefined ? before : [...before, ...spansOf(value)];
  });
}

/** A sentence that the incident already holds. */
export const prose = (text: string): Text => [{ as: 'plain', text: clip(text, longestSentence) }];
export const strong = (text: string): Text => [{ as: 'strong', text: clip(text) }];
export const data = (text: string): Text => [{ as: 'data', text: clip(text) }];
export const blank: Text = [];

function spansOf(value: string | number | Text): readonly Span[] {
  if (typeof value === 'string') return data(value);
  return typeof value === 'number' ? [{ as: 'plain', text: grouped(value) }] : value;
}

function clip(text: string, most = longest): string {
  if (text.length <= most) return text;
  // Never half of a pair of surrogates.
  return `${text.slice(0, most).replace(/[\ud800-\udbff]$/, '')}… (${grouped(text.length)} characters)`;
}

/** A statement, the claims that it tells, and what these rest on together. */
export function state(
  text: Text,
  cited: Traceable | readonly Traceable[],
  confidence: Confidence | null = null,
): Statement {
  return { is: 'statement', text, confidence, proof: proofOf(cited) };
}

export const unknown = (text: Text): Unknown => ({ is: 'unknown', text });

export const pending = (text: Text): Pending => ({ is: 'pending', text });

export const row = (cited: Traceable | readonly Traceable[], ...cells: readonly Text[]): Row => ({
  cells,
  proof: proofOf(cited),
});

export const heading = (text: string): Heading => ({ is: 'heading', text });

export const section = (title: string, ...blocks: readonly (Block | readonly Block[])[]): Section => ({
  title,
  blocks: blocks.flat(),
});

/** Throws RangeError where there is no claim, or none with evidence: such a statement cannot be printed. */
export function proofOf(cited: Traceable | readonly Traceable[]): Proof {
  const parts = isOne(cited) ? [cited] : cited;
  const claims = [...new Set(parts.map(({ claim_uid: uid }) => uid))];
  if (claims.length === 0) throw new RangeError('a statement needs at least one claim');
  return { ...groundOf(parts), claims: spread(claims) };
}

/** All evidence of these parts together. Throws RangeError where there is none. */
export function groundOf(parts: readonly Cited[]): Ground {
  const distinct = [...new Set(parts.flatMap(({ evidence }) => evidence))];
  if (distinct.length === 0) throw new RangeError('a statement needs at least one piece of evidence');
  const count = parts.reduce((most, part) => Math.max(most, part.evidence_count), distinct.length);
  return { evidence: spread(distinct), count };
}

/** How many calls these lines stand for: one record is one call. */
export const recordsIn = (lines: readonly Cited[]): number =>
  lines.reduce((sum, { evidence_count: count }) => sum + count, 0);

const isOne = (cited: Traceable | readonly Traceable[]): cited is Traceable => 'evidence' in cited;

/** `3 accounts`, `1 region`. */
export const counted = (count: number, noun: string, nouns = `${noun}s`): string =>
  `${grouped(count)} ${count === 1 ? noun : nouns}`;

/** `11 regions` as plain text inside `say`. */
export const many = (count: number, noun: string, nouns?: string): Text => prose(counted(count, noun, nouns));

/** `2026-11-03 11:02:41` in UTC, to the second. */
export const clock = (instant: Instant): string => `${instant.slice(0, 10)} ${instant.slice(11, 19)}`;

export const moment = (instant: Instant): Text => prose(`${clock(instant)} UTC`);

/** From one moment to another, the day once. */
export function span(first: Instant, last: Instant): string {
  if (clock(first) === clock(last)) return clock(first);
  return first.slice(0, 10) === last.slice(0, 10)
    ? `${clock(first)} – ${last.slice(11, 19)}`
    : `${clock(first)} – ${clock(last)}`;
}

/** `17 min 33 s`, in the two largest units. */
export function lasting(from: Instant, to: Instant): string {
  const seconds = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ] as const;
  const from_ = parts.findIndex(([amount]) => amount > 0);
  if (from_ < 0) return '0 s';
  return parts
    .slice(from_, from_ + 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ');
}

/** The readable name, with the id where that is something else. */
export function who(named: Named | null): Text {
  if (named === null) return prose('no one named in the record');
  return named.name === named.uid ? data(named.uid) : say`${named.name} (${named.uid})`;
}

export const nameOf = (named: Named | null): Text => (named === null ? prose('not recorded') : data(named.name));

export const orUnknown = (text: string | null): Text => (text === null ? prose('not recorded') : data(text));

/** Values one after the other, at most `most` of them. */
export function listed(values: readonly string[], most = 12): Text {
  const shown = values
    .slice(0, most)
    .flatMap((value, index): Text => (index === 0 ? data(value) : [{ as: 'plain', text: ', ' }, ...data(value)]));
  return values.length > most ? [...shown, { as: 'plain', text: ` and ${grouped(values.length - most)} more` }] : shown;
}

const grouped = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 2 });
