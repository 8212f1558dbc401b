import { AppError } from '../model/errors.ts';
import type { Field, Predicate, Test } from './predicate.ts';

/** Planning time of engines grows steeply with nesting; no rule that a person wrote comes near this. */
const deepest = 64;

/** Throws `rule.unsupported` for a predicate nested too deeply to be planned, and never overflows itself. */
export function checkNesting(predicate: Predicate): void {
  if (!isShallow(predicate))
    throw new AppError('rule.unsupported', `the condition is nested more than ${deepest} deep`);
}

/** Whether the predicate is not nested too deeply to be planned. */
export function isShallow(predicate: Predicate): boolean {
  let level: readonly Predicate[] = [predicate];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) return false;
    level = level.flatMap(partsOf);
  }
  return true;
}

function partsOf(predicate: Predicate): readonly Predicate[] {
  if (predicate.is === 'not') return [predicate.of];
  return 'of' in predicate ? predicate.of : [];
}

/** An indivisible part of a predicate. */
export type Atom = Exclude<Predicate, { readonly is: 'all' | 'any' | 'not' }>;

/** All atoms of a predicate whose nesting was checked, in reading order, repetitions included. */
export function atomsOf(predicate: Predicate): readonly Atom[] {
  if (predicate.is === 'not') return atomsOf(predicate.of);
  return 'of' in predicate ? predicate.of.flatMap(atomsOf) : [predicate];
}

/** The fields that an atom reads; none for one that looks anywhere. */
export function fieldsOf(atom: Atom): readonly Field[] {
  const own = atom.is === 'anywhere' ? [] : [atom.field];
  const test: Test | null = atom.is === 'test' || atom.is === 'anywhere' ? atom.test : null;
  return test && 'field' in test ? [...own, test.field] : own;
}
