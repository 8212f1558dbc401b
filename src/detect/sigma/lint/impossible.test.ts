import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holds } from '../../../../test/oracle/predicate.ts';
import type { Field, Predicate, Test } from '../../../lake/predicate.ts';
import { isImpossible } from './impossible.ts';

const one = { path: ['one'] };
const many = { path: ['many'] };
const isSingle = (field: Field): boolean => 'path' in field && field.path[0] === 'one';

const words = ['', 'a', 'A', 'ab', 'AB', 'abc', 'b', '5', '12'];
const word = fc.constantFrom(...words);
const testArbitrary: fc.Arbitrary<Test> = fc.oneof(
  fc.record({ op: fc.constantFrom('equals', 'contains', 'starts', 'ends'), text: word, cased: fc.boolean() }),
  fc.record({ op: fc.constantFrom('lt', 'lte', 'gt', 'gte'), number: fc.constantFrom(4, 5, 12) }),
);
const field = fc.constantFrom(one, many);
const predicateArbitrary = fc.letrec<{ predicate: Predicate }>((tie) => ({
  predicate: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ is: fc.constant('test'), field, test: testArbitrary }) as fc.Arbitrary<Predicate>,
    fc.record({ is: fc.constantFrom('null', 'exists'), field }) as fc.Arbitrary<Predicate>,
    fc.record({
      is: fc.constantFrom('all', 'any'),
      of: fc.array(tie('predicate'), { minLength: 1, maxLength: 4 }),
    }) as fc.Arbitrary<Predicate>,
    fc.record({ is: fc.constant('not'), of: tie('predicate') }) as fc.Arbitrary<Predicate>,
  ),
})).predicate;

/** Every value that a field of the predicates above can tell apart, absent and null included. */
const singles: readonly unknown[] = [undefined, null, ...words];
const severals: readonly unknown[] = [...singles, ['a', 'abc'], ['A', '5'], ['b', '12', 'ab'], []];
const records = singles.flatMap((first) => severals.map((second) => withoutAbsent({ one: first, many: second })));

function withoutAbsent(record: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

test('what is called impossible holds for no record', () => {
  let found = 0;
  fc.assert(
    fc.property(predicateArbitrary, (predicate) => {
      if (!isImpossible(predicate, isSingle)) return;
      found += 1;
      expect(records.filter((record) => holds(predicate, record))).toEqual([]);
    }),
    { numRuns: 5000 },
  );
  expect(found).toBeGreaterThan(50);
});

const equals = (text: string, at = one): Predicate => ({
  is: 'test',
  field: at,
  test: { op: 'equals', text, cased: false },
});
const op = (name: 'contains' | 'starts' | 'ends', text: string): Predicate => ({
  is: 'test',
  field: one,
  test: { op: name, text, cased: false },
});
const not = (of: Predicate): Predicate => ({ is: 'not', of });

describe('two clauses of one conjunction', () => {
  test.each<[string, Predicate, Predicate, boolean]>([
    ['absent and with a value', { is: 'null', field: one }, equals('a'), true],
    ['absent and with one of several values', { is: 'null', field: many }, equals('a', many), true],
    ['without its key and with a value', not({ is: 'exists', field: one }), equals('a'), true],
    ['null may have its key', { is: 'null', field: one }, { is: 'exists', field: one }, false],
    ['two values where there is one', equals('a'), equals('b'), true],
    ['two values where there may be several', equals('a', many), equals('b', many), false],
    ['a value and the same in another case', equals('a'), equals('A'), false],
    ['a value and not that value', equals('a'), not(equals('A')), true],
    ['two beginnings of which one begins with the other', op('starts', 'ab'), op('starts', 'abc'), false],
    ['two beginnings', op('starts', 'ab'), op('starts', 'ba'), true],
    ['two endings', op('ends', 'ab'), op('ends', 'ba'), true],
    ['two pieces', op('contains', 'ab'), op('contains', 'ba'), false],
    ['a beginning and not a piece of it', op('starts', 'abc'), not(op('contains', 'bc')), true],
    ['a piece and not a longer one', op('contains', 'ab'), not(op('contains', 'abc')), false],
  ])('%s', (_, a, b, expected) => {
    expect(isImpossible({ is: 'all', of: [a, b] }, isSingle)).toBe(expected);
    expect(isImpossible({ is: 'all', of: [b, a] }, isSingle)).toBe(expected);
  });
});

test('a condition is impossible where all of its alternatives are', () => {
  const either = (of: readonly Predicate[]): Predicate => ({ is: 'all', of: [equals('a'), { is: 'any', of }] });
  expect(isImpossible(either([equals('b'), { is: 'null', field: one }]), isSingle)).toBe(true);
  expect(isImpossible(either([equals('b'), equals('c', many)]), isSingle)).toBe(false);
});
