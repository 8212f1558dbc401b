import { expect, test } from 'vitest';
import { indentJson } from './json-text.ts';

test('text is laid out as JSON.stringify would', () => {
  const value = { a: [1, 2, { b: null }], c: 'x "y" \\ , { }', d: {}, e: [], f: true };
  expect(indentJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
});

test('numbers, escapes and repeated keys stay as they were written', () => {
  expect(indentJson('{"n":12345678901234567890,"n":1.0,"s":"\\ud800\\u0041"}')).toBe(
    '{\n  "n": 12345678901234567890,\n  "n": 1.0,\n  "s": "\\ud800\\u0041"\n}',
  );
});

test('a hundred thousand brackets do not make gigabytes of blanks', () => {
  const deep = '['.repeat(100_000) + ']'.repeat(100_000);
  expect(indentJson(deep).length).toBeLessThan(30_000_000);
});
