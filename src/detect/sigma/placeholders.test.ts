import { expect, test } from 'vitest';
import { readPlaceholders } from './placeholders.ts';

test.each([
  [
    'admins: [alice, "bob*"]\nzone: eu\nids: [012, 7]\n',
    { admins: ['alice', 'bob*'], zone: ['eu'], ids: ['012', '7'] },
  ],
  ['{"admins": ["alice"], "%zone%": "eu"}', { admins: ['alice'], zone: ['eu'] }],
  ['', {}],
])('%j holds values by name', (text, expected) => {
  expect(Object.fromEntries(readPlaceholders('p.yml', text))).toEqual(expected);
});

test.each([
  ['- a', 'p.yml:1: placeholders are one map'],
  ['a: 1\n---\nb: 2', 'p.yml:1: placeholders are one map'],
  ['a: {b: c}', "p.yml:1: 'a' must be a value or a list of values"],
  ['a:\n', "p.yml:1: 'a' must be a value"],
  ['a: [', 'p.yml:1: not valid YAML'],
])('%j is refused', (text, message) => {
  expect(() => readPlaceholders('p.yml', text)).toThrow(message);
});
