import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inert } from './inert.ts';

test.each([
  ['\u001b[31mred\u0007', '\\x1b[31mred\\x07'],
  ['user\u202egnp.exe', 'user\\u{202e}gnp.exe'],
  ['a\nb\tc\rd', 'a\\nb\\tc\\rd'],
  ['zero\u200bwidth\ufeff', 'zero\\u{200b}width\\u{feff}'],
  ['lone \ud800 half', 'lone \\u{d800} half'],
  ['filler\u3164 and blank\u00a0', 'filler\\u{3164} and blank\\xa0'],
  ['Ünïcode und 漢字 bleiben', 'Ünïcode und 漢字 bleiben'],
])('%j is shown as %s', (text, shown) => {
  expect(inert(text)).toBe(shown);
});

test('what is inert stays as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(inert(inert(text))).toBe(inert(text));
    }),
  );
});
