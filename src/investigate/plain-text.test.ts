import { expect, test } from 'vitest';
import { nounOf } from '../model/kind-words.ts';
import { counted, listed, plainText } from './plain-text.ts';

test('foreign text becomes one line without control characters, and not endless', () => {
  expect(plainText('a\u001b[31m\nb\u202e')).toBe('a\u{FFFD}[31m\u{FFFD}b\u{FFFD}');
  expect(plainText('x'.repeat(500))).toHaveLength(120);
  expect(['a name', 'and another'].map(plainText)).toEqual(['a name', 'and another']);
});

test('things are counted as a person would', () => {
  expect(['instance', 'launch', 'way', 'identity', 'access key'].map((noun) => counted(2, noun))).toEqual([
    '2 instances',
    '2 launches',
    '2 ways',
    '2 identities',
    '2 access keys',
  ]);
  expect(counted(1, 'launch')).toBe('1 launch');
});

test('long lists end in a number', () => {
  expect(listed(['a', 'b', 'c'])).toBe('a, b and c');
  expect(listed(['a', 'b', 'c', 'd'], 2)).toBe('a, b and 2 more');
  expect(listed([])).toBe('');
});

test('a kind is read by its second half', () => {
  expect(nounOf('compute:spot-request')).toBe('spot request');
});
