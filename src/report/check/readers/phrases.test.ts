import { expect, test } from 'vitest';
import { anyOf } from './phrases.ts';

test('each line is one alternative, its layout dropped and its escapes kept', () => {
  const source = anyOf`
    \bno sign\b
    not seen|unseen
    was[ ]
  `;
  expect(source).toBe(String.raw`(?:\bno sign\b|not seen|unseen|was[ ])`);
});

test('a group within a group keeps to its place', () => {
  const nobody = anyOf`
    nobody
    no one
  `;
  expect(anyOf`
    ${nobody} (?:saw|knew)
    not ${anyOf`
      told
      asked
    `} at all
  `).toBe('(?:(?:nobody|no one) (?:saw|knew)|not (?:told|asked) at all)');
});
