import type { Predicate } from '../../lake/predicate.ts';
import { all, any, not } from './combine.ts';
import { invalid, quote, unsupported, type Place } from './place.ts';

/** Deeper conditions are refused: no one writes them, and engines limit the depth of an expression. */
const maxDepth = 200;

/** The words of a condition with a place to stand in them. */
interface Reader {
  readonly words: readonly string[];
  at: number;
  readonly place: Place;
  readonly identifiers: ReadonlyMap<string, Predicate>;
}

/**
 * Compiles a condition (specification 2.1.0, "Condition") over its search identifiers. From least to
 * most binding: or, and, not, `1 of` / `all of`, brackets. Operators may be written in capitals and
 * `any` for `1`, as older rules do. The aggregations of Sigma 1, after a `|`, are refused.
 */
export function compileCondition(text: string, place: Place, identifiers: ReadonlyMap<string, Predicate>): Predicate {
  const reader: Reader = { words: wordsOf(text, place), at: 0, place, identifiers };
  const predicate = readOr(reader, 0);
  const left = reader.words[reader.at];
  if (left !== undefined) throw invalid(place, `the condition goes on with ${quote(left)} where it should end`);
  return predicate;
}

function wordsOf(text: string, place: Place): readonly string[] {
  if (text.includes('|')) {
    const aggregation = text.slice(text.indexOf('|'));
    throw unsupported(place, `the aggregation ${quote(aggregation)} of Sigma 1`, 'write it as a Sigma correlation');
  }
  const words = text.match(/[()]|[\w*-]+|[^\s()\w*-]/g) ?? [];
  const foreign = words.find((word) => !/^[()\w*-]/.test(word));
  if (foreign !== undefined)
    throw invalid(place, `the condition has ${quote(foreign)}, which is no part of a condition`);
  return words;
}

function readOr(reader: Reader, depth: number): Predicate {
  const parts = [readAnd(reader, depth)];
  while (takeWord(reader, 'or')) parts.push(readAnd(reader, depth));
  return any(parts);
}

function readAnd(reader: Reader, depth: number): Predicate {
  const parts = [readNot(reader, depth)];
  while (takeWord(reader, 'and')) parts.push(readNot(reader, depth));
  return all(parts);
}

function readNot(reader: Reader, depth: number): Predicate {
  if (depth > maxDepth) throw unsupported(reader.place, `the condition is nested more than ${maxDepth} deep`);
  if (takeWord(reader, 'not')) return not(readNot(reader, depth + 1));
  if (!takeWord(reader, '(')) return readOperand(reader);
  const inner = readOr(reader, depth + 1);
  if (!takeWord(reader, ')')) throw invalid(reader.place, 'the condition has a ( without its )');
  return inner;
}

const quantifiers: ReadonlyMap<string, (of: readonly Predicate[]) => Predicate> = new Map([
  ['1', any],
  ['any', any],
  ['all', all],
]);

function readOperand(reader: Reader): Predicate {
  const { words, place, identifiers } = reader;
  const word = words[reader.at];
  if (word === undefined) throw invalid(place, 'the condition ends where a search identifier should stand');
  if (words[reader.at + 1]?.toLowerCase() === 'of') return readQuantified(reader, word);
  const predicate = identifiers.get(word);
  if (predicate === undefined)
    throw invalid(place, `the condition names ${quote(word)}, which is no search identifier here`);
  reader.at += 1;
  return predicate;
}

function readQuantified(reader: Reader, quantifier: string): Predicate {
  const { words, place, identifiers } = reader;
  const link = quantifiers.get(quantifier.toLowerCase());
  if (link === undefined)
    throw unsupported(place, `${quote(`${quantifier} of`)}: a condition counts only 1, any or all`);
  const pattern = words[reader.at + 2];
  if (pattern === undefined || pattern === '(' || pattern === ')')
    throw invalid(place, `${quote(`${quantifier} of`)} names nothing`);
  const names = [...identifiers.keys()].filter(matcherOf(pattern));
  if (names.length === 0) throw invalid(place, `${quote(`${quantifier} of ${pattern}`)} matches no search identifier`);
  reader.at += 3;
  return link(names.flatMap((name) => identifiers.get(name) ?? []));
}

/** Identifiers that begin with `_` are left out, of patterns as of `them`. */
function matcherOf(pattern: string): (name: string) => boolean {
  if (pattern.toLowerCase() === 'them') return (name) => !name.startsWith('_');
  const pieces = pattern.split(/\*+/);
  return (name) => !name.startsWith('_') && fits(name, pieces);
}

/** Whether the name is the pieces in order, with anything between them. */
function fits(name: string, pieces: readonly string[]): boolean {
  const [first = '', ...rest] = pieces;
  const last = rest.pop();
  if (last === undefined) return name === first;
  if (!name.startsWith(first)) return false;
  let from = first.length;
  for (const piece of rest) {
    const found = name.indexOf(piece, from);
    if (found === -1) return false;
    from = found + piece.length;
  }
  return name.length - last.length >= from && name.endsWith(last);
}

function takeWord(reader: Reader, word: string): boolean {
  if (reader.words[reader.at]?.toLowerCase() !== word) return false;
  reader.at += 1;
  return true;
}
