import type { Field, Predicate } from '../../../lake/predicate.ts';
import type { Atom } from '../../../lake/predicate-shape.ts';
import { excludes, implies } from '../text-tests.ts';

/** Whether a field has at most one value in any record: only then do two different values exclude each other. */
type IsSingle = (field: Field) => boolean;

interface Literal {
  readonly atom: Atom;
  readonly holds: boolean;
}

/** More clauses side by side than this are not compared with each other. */
const mostCompared = 500;

/**
 * Whether it is sure that no record matches: clauses that must hold together exclude each other. What is
 * not found impossible may still be.
 */
export const isImpossible = (predicate: Predicate, isSingle: IsSingle): boolean =>
  cannotHold({ predicate, holds: true }, [], isSingle);

interface Asked {
  readonly predicate: Predicate;
  readonly holds: boolean;
}

/** @param known clauses that hold besides */
function cannotHold({ predicate, holds }: Asked, known: readonly Literal[], isSingle: IsSingle): boolean {
  if (predicate.is === 'not') return cannotHold({ predicate: predicate.of, holds: !holds }, known, isSingle);
  if (!('of' in predicate)) {
    const literal = { atom: predicate, holds };
    return known.some((other) => conflict(literal, other, isSingle));
  }
  const parts = predicate.of.map((part) => unnegated({ predicate: part, holds }));
  if ((predicate.is === 'any') === holds) return parts.every((part) => cannotHold(part, known, isSingle));
  const literals = parts.flatMap(literalOf);
  if (known.length + literals.length > mostCompared) return false;
  const together = [...known];
  for (const literal of literals) {
    if (together.some((other) => conflict(literal, other, isSingle))) return true;
    together.push(literal);
  }
  return parts.some((part) => literalOf(part).length === 0 && cannotHold(part, together, isSingle));
}

const unnegated = ({ predicate, holds }: Asked): Asked =>
  predicate.is === 'not' ? unnegated({ predicate: predicate.of, holds: !holds }) : { predicate, holds };

const literalOf = ({ predicate, holds }: Asked): readonly Literal[] =>
  'of' in predicate ? [] : [{ atom: predicate, holds }];

function conflict(a: Literal, b: Literal, isSingle: IsSingle): boolean {
  if (a.holds !== b.holds && JSON.stringify(a.atom) === JSON.stringify(b.atom)) return true;
  if (a.atom.is === 'anywhere' || b.atom.is === 'anywhere') return false;
  if (JSON.stringify(a.atom.field) !== JSON.stringify(b.atom.field)) return false;
  return conflictOnField(a, b, isSingle) || conflictOnField(b, a, isSingle);
}

/** `a` is a test that holds: its field then has a value that passes. */
function conflictOnField(a: Literal, b: Literal, isSingle: IsSingle): boolean {
  if (a.atom.is !== 'test' || !a.holds) return false;
  if (b.atom.is === 'null') return b.holds;
  if (b.atom.is === 'exists') return !b.holds;
  if (b.atom.is !== 'test') return false;
  if (!b.holds) return implies(a.atom.test, b.atom.test);
  return isSingle(a.atom.field) && excludes(a.atom.test, b.atom.test);
}
