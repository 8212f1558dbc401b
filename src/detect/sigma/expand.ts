import type { PatternPart } from '../../lake/predicate.ts';
import { parseWildcards, tidy } from './wildcard.ts';

/** Values for the placeholders of rules (`%name%`), by name without percent signs; they may hold wildcards. */
export type Placeholders = ReadonlyMap<string, readonly string[]>;

const placeholder = /(?<!\\)%([\p{L}\p{N}_]+)%/gu;

type Piece = PatternPart | { readonly placeholder: string };

/** The pattern cut at its placeholders. `\%` is a plain percent sign (specification 2.1.0, "Placeholders"). */
export function cutPlaceholders(parts: readonly PatternPart[]): readonly Piece[] {
  return parts.flatMap((part): readonly Piece[] => {
    if (typeof part === 'string') return [part];
    const pieces: Piece[] = [];
    let from = 0;
    for (const found of part.text.matchAll(placeholder)) {
      pieces.push(plain(part.text.slice(from, found.index)), { placeholder: found[1] ?? '' });
      from = found.index + found[0].length;
    }
    return [...pieces, plain(part.text.slice(from))];
  });
}

const plain = (text: string): PatternPart => ({ text: text.replaceAll('\\%', '%') });

/** Every pattern that the pieces can make, or null when there are more than `limit`. */
export function fillPlaceholders(
  pieces: readonly Piece[],
  valuesOf: (name: string) => readonly string[],
  limit: number,
): readonly (readonly PatternPart[])[] | null {
  const choices = pieces.map((piece): readonly (readonly PatternPart[])[] =>
    typeof piece === 'object' && 'placeholder' in piece ? valuesOf(piece.placeholder).map(parseWildcards) : [[piece]],
  );
  return combine(choices, limit);
}

const dash = /(?<![\p{L}\p{N}_])[-/–—―](?=[\p{L}\p{N}_])/u;
const dashes = ['-', '/', '–', '—', '―'];

/**
 * Every pattern that writes each dash or slash before a word as one of `-`, `/`, en dash, em dash and
 * horizontal bar (specification 2.1.0, modifiers appendix, `windash`; where a dash counts is as in
 * pySigma: between a non-word and a word character). Null when there are more than `limit`.
 */
export function varyDashes(parts: readonly PatternPart[], limit: number): readonly (readonly PatternPart[])[] | null {
  const choices = parts.flatMap((part): readonly (readonly (readonly PatternPart[])[])[] => {
    if (typeof part === 'string') return [[[part]]];
    return part.text.split(new RegExp(`(${dash.source})`, 'u')).map((piece, index) => {
      const options = index % 2 === 1 ? dashes : [piece];
      return options.map((text) => [{ text }]);
    });
  });
  return combine(choices, limit);
}

/** The cartesian product of choices, each made into one pattern. */
function combine(
  choices: readonly (readonly (readonly PatternPart[])[])[],
  limit: number,
): readonly (readonly PatternPart[])[] | null {
  let combined: readonly (readonly PatternPart[])[] = [[]];
  for (const options of choices) {
    if (combined.length * options.length > limit) return null;
    combined = combined.flatMap((head) => options.map((option) => [...head, ...option]));
  }
  return combined.map(tidy);
}
