import { describe, expect, test } from 'vitest';
import type { Predicate } from '../../lake/predicate.ts';
import { compileCondition } from './condition.ts';

const atom = (name: string): Predicate => ({ is: 'exists', field: { path: [name] } });
const names = ['a', 'b', 'c', 'sel_1', 'sel_2', 'sel_x_y', '_hidden', '1'];
const place = { path: 'r', line: 1 };
const identifiers = new Map(names.map((name) => [name, atom(name)]));

/** The predicate in a notation that shows how it binds. */
function shown(predicate: Predicate): string {
  if (predicate.is === 'exists' && 'path' in predicate.field) return predicate.field.path.join('.');
  if (predicate.is === 'not') return `!${shown(predicate.of)}`;
  if (predicate.is === 'all' || predicate.is === 'any')
    return `(${predicate.of.map(shown).join(predicate.is === 'all' ? '&' : '+')})`;
  return '?';
}

describe('compileCondition', () => {
  test.each([
    ['a', 'a'],
    ['((a))', 'a'],
    ['a or b and c', '(a+(b&c))'],
    ['a and b or c', '((a&b)+c)'],
    ['(a or b) and c', '((a+b)&c)'],
    ['not a and b', '(!a&b)'],
    ['not (a and b)', '!(a&b)'],
    ['not not a', 'a'],
    ['a and not b or not c', '((a&!b)+!c)'],
    ['not 1 of sel_*', '!(sel_1+sel_2+sel_x_y)'],
    ['a and not 1 of sel_*', '(a&!(sel_1+sel_2+sel_x_y))'],
    ['1 of sel_* or a', '(sel_1+sel_2+sel_x_y+a)'],
    ['all of sel_*', '(sel_1&sel_2&sel_x_y)'],
    ['all of sel*y', 'sel_x_y'],
    ['all of *_*_*', 'sel_x_y'],
    ['1 of sel_1', 'sel_1'],
    ['any of sel_1*', 'sel_1'],
    ['1 of them', '(a+b+c+sel_1+sel_2+sel_x_y+1)'],
    ['all of them', '(a&b&c&sel_1&sel_2&sel_x_y&1)'],
    ['_hidden', '_hidden'],
    ['1', '1'],
    ['1 or a', '(1+a)'],
    ['a AND NOT b OR c', '((a&!b)+c)'],
    ['a\n  and\tb', '(a&b)'],
    ['(a)and(b)', '(a&b)'],
  ])('%j binds as %s', (text, expected) => {
    expect(shown(compileCondition(text, place, identifiers))).toBe(expected);
  });

  test.each(['any of sel_?', '1 of sel', '1 of sel_*_*_*', '1 of _hidden', 'one of a'])(
    '%j names no search identifier',
    (text) => {
      expect(() => compileCondition(text, place, identifiers)).toThrow('r:1: ');
    },
  );
});
