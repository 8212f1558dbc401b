import type { PatternPart, Test } from '../../lake/predicate.ts';

const wildcards: ReadonlyMap<string, PatternPart> = new Map([
  ['*', 'any-run'],
  ['?', 'any-one'],
]);

/**
 * Reads a Sigma string (specification 2.1.0, "Escape Character"): `*` is any run of characters, `?`
 * any one; a backslash before `*`, `?` or a backslash takes away its meaning; any other backslash,
 * and one at the end, is itself.
 */
export function parseWildcards(text: string): readonly PatternPart[] {
  if (!/[*?\\]/.test(text)) return text === '' ? [] : [{ text }];
  const parts: PatternPart[] = [];
  let literal = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    const next = text.charAt(at + 1);
    const wildcard = wildcards.get(character);
    if (character === '\\' && (next === '\\' || wildcards.has(next))) {
      literal += next;
      at += 1;
    } else if (wildcard === undefined) {
      literal += character;
    } else {
      parts.push({ text: literal }, wildcard);
      literal = '';
    }
  }
  return tidy([...parts, { text: literal }]);
}

/** Joins neighbouring texts, drops empty ones, and makes one of several any-runs in a row. */
export function tidy(parts: readonly PatternPart[]): readonly PatternPart[] {
  const tidied: PatternPart[] = [];
  for (const part of parts) {
    const last = tidied.at(-1);
    if (typeof part === 'string') {
      if (part === 'any-one' || last !== 'any-run') tidied.push(part);
    } else if (part.text !== '') {
      if (typeof last === 'object') tidied[tidied.length - 1] = { text: last.text + part.text };
      else tidied.push(part);
    }
  }
  return tidied;
}

/** The text of a pattern without wildcards, or null where it has one. */
export function literalOf(parts: readonly PatternPart[]): string | null {
  const [first, ...rest] = tidy(parts);
  if (first === undefined) return '';
  return typeof first === 'object' && rest.length === 0 ? first.text : null;
}

/** True when any present value passes: the pattern is `*`. */
export const isAnything = (parts: readonly PatternPart[]): boolean => parts.length === 1 && parts[0] === 'any-run';

/** The plainest test with the meaning of the pattern; `parts` as `tidy` leaves them. */
export function testOf(parts: readonly PatternPart[], cased: boolean): Test {
  const literal = literalOf(parts);
  if (literal !== null) return { op: 'equals', text: literal, cased };
  const opens = parts[0] === 'any-run';
  const closes = parts.at(-1) === 'any-run';
  const inner = parts.slice(opens ? 1 : 0, closes ? -1 : undefined);
  const text = inner.length === 0 ? null : literalOf(inner);
  if (text === null || (!opens && !closes)) return { op: 'like', parts, cased };
  return { op: opens && closes ? 'contains' : opens ? 'ends' : 'starts', text, cased };
}
