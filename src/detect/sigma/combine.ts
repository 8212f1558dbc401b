import type { Predicate } from '../../lake/predicate.ts';

/** All of at least one predicate; nested ones are lifted, one alone stays itself. */
export const all = (of: readonly Predicate[]): Predicate => join('all', of);

/** Any of at least one predicate. */
export const any = (of: readonly Predicate[]): Predicate => join('any', of);

export const not = (of: Predicate): Predicate => (of.is === 'not' ? of.of : { is: 'not', of });

function join(is: 'all' | 'any', of: readonly Predicate[]): Predicate {
  const flat = of.flatMap((predicate) => (predicate.is === is ? predicate.of : [predicate]));
  const [only] = flat;
  return only !== undefined && flat.length === 1 ? only : { is, of: flat };
}

/** A rule that asks more tests than this, written out, is refused rather than left to choke an engine. */
export const maxTests = 20_000;

/** How many tests a predicate asks when it is written out; shared parts count each time. */
export function countTests(predicate: Predicate, known = new Map<Predicate, number>()): number {
  const before = known.get(predicate);
  if (before !== undefined) return before;
  const count = countOf(predicate, known);
  known.set(predicate, count);
  return count;
}

function countOf(predicate: Predicate, known: Map<Predicate, number>): number {
  if (predicate.is === 'not') return countTests(predicate.of, known);
  if (predicate.is !== 'all' && predicate.is !== 'any') return 1;
  return predicate.of.reduce((sum, part) => sum + countTests(part, known), 0);
}
