import type { PatternPart } from '../predicate.ts';

/** A piece of DuckDB SQL. Every function here returns one that can stand as an operand. */
export type Sql = string;

/**
 * A text constant, exact for any text: quotes are doubled, and NUL, which no SQL text may hold,
 * is joined in. Backslashes mean nothing to DuckDB.
 */
export function textConstant(text: string): Sql {
  const pieces = text.split('\0').map((piece) => `'${piece.replaceAll("'", "''")}'`);
  return pieces.length === 1 ? pieces.join('') : `concat(${pieces.join(', chr(0), ')})`;
}

/** A constant as it stands on the folded side of a comparison: the engine's `lower`, not JavaScript's. */
export function foldedConstant(text: string): Sql {
  // eslint-disable-next-line no-control-regex -- the range is ASCII as a whole, where both foldings agree
  return /^[\x00-\x7f]*$/.test(text) ? textConstant(text.toLowerCase()) : `lower(${textConstant(text)})`;
}

type TextComparison = 'equals' | 'contains' | 'starts' | 'ends';

/** Two-operand text comparison; NULL where an operand is NULL. */
export function compareText(how: TextComparison, value: Sql, other: Sql): Sql {
  switch (how) {
    case 'equals':
      return `(${value} = ${other})`;
    case 'contains':
      return `contains(${value}, ${other})`;
    case 'starts':
      return `starts_with(${value}, ${other})`;
    case 'ends':
      return `suffix(${value}, ${other})`;
  }
}

/**
 * A wildcard pattern over a value that is folded already unless `cased`. The four usual shapes become
 * plain text functions; other runs become LIKE, which DuckDB matches in linear time as long as it holds
 * neither `_` nor an escape; what remains becomes a regular expression, linear too.
 */
export function matchPattern(value: Sql, parts: readonly PatternPart[], cased: boolean): Sql {
  const pieces = joinPieces(parts);
  const constant = cased ? textConstant : foldedConstant;
  const simple = simpleShape(pieces);
  if (simple) return compareText(simple.how, value, constant(simple.text));
  if (pieces.every((piece) => piece === 'any-run' || (piece !== 'any-one' && !/[%_]/.test(piece.text)))) {
    return `(${value} LIKE ${constant(pieces.map((piece) => (typeof piece === 'string' ? '%' : piece.text)).join(''))})`;
  }
  return `regexp_matches(${value}, ${constant(`^${pieces.map(piecePattern).join('')}$`)}, 's')`;
}

/** Neighbouring texts joined, neighbouring runs made one, empty texts dropped. */
function joinPieces(parts: readonly PatternPart[]): readonly PatternPart[] {
  const pieces: PatternPart[] = [];
  for (const part of parts) {
    const last = pieces.at(-1);
    if (part === 'any-one') pieces.push(part);
    else if (part === 'any-run') {
      if (last !== 'any-run') pieces.push(part);
    } else if (typeof last === 'object') pieces.splice(-1, 1, { text: last.text + part.text });
    else if (part.text !== '') pieces.push(part);
  }
  return pieces;
}

function simpleShape(pieces: readonly PatternPart[]): { readonly how: TextComparison; readonly text: string } | null {
  const texts = pieces.filter((piece) => typeof piece === 'object');
  if (texts.length > 1 || pieces.includes('any-one')) return null;
  const text = texts[0]?.text ?? '';
  const runsFirst = pieces[0] === 'any-run';
  const runsLast = pieces.at(-1) === 'any-run';
  if (runsFirst && runsLast) return { how: 'contains', text };
  if (runsFirst) return { how: 'ends', text };
  return { how: runsLast ? 'starts' : 'equals', text };
}

/** Quoting touches ASCII punctuation only, so that the whole expression can still be folded. */
function piecePattern(piece: PatternPart): string {
  if (piece === 'any-run') return '.*';
  if (piece === 'any-one') return '.';
  return piece.text.replace(/[!-/:-@[-`{-~]/g, '\\$&');
}
