import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { camelAt, canonicalAt, canonicalJson } from './canonical-json.ts';

/** The same value with the keys of every object in reverse, and white space wherever it may stand. */
function otherwiseWritten(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[ ${value.map(otherwiseWritten).join(' ,\n')}\t]`;
  const members = Object.entries(value).toReversed();
  return `{ ${members.map(([key, inner]) => `${JSON.stringify(key)} : ${otherwiseWritten(inner)}`).join(', ')}\r\n}`;
}

describe('canonical JSON', () => {
  test('does not depend on white space or the order of keys, and says the same', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const canonical = canonicalJson(JSON.stringify(value));
        expect(canonicalJson(otherwiseWritten(value))).toBe(canonical);
        expect(JSON.parse(canonical)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(canonical)).toBe(canonical);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  test.each([
    ['the order of a list', '[1,2]', '[2,1]'],
    ['a number and its text', '{"a":1}', '{"a":"1"}'],
    ['null and nothing', '{"a":null}', '{}'],
    ['a dot in a key and nesting', '{"a":{"b":{"c":1}},"a.b":{}}', '{"a":{"b":{}},"a.b":{"c":1}}'],
    ['a list and its like in a key', '{"c":[0,{"z":1}],"c[1]":{}}', '{"c":[0,{}],"c[1]":{"z":1}}'],
    ['the values of a key that stands twice', '{"a":1,"a":2}', '{"a":3,"a":2}'],
    ['escapes that end a string and those that do not', String.raw`["\\","a"]`, String.raw`["\",\"a"]`],
  ])('tells %s apart', (_what, one, other) => expect(canonicalJson(one)).not.toBe(canonicalJson(other)));

  test('is indifferent to the order of a key that stands twice', () => {
    expect(canonicalJson('{"a":2,"b":0,"a":1}')).toBe(canonicalJson('{"b":0,"a":1,"a":2}'));
  });

  test('survives nesting to any depth', () => {
    const deep = `${'{"a":['.repeat(200_000)}1${']}'.repeat(200_000)}`;
    expect(canonicalJson(deep)).toBe(deep);
  });

  test.each(['', '{', '}', '{"a":1', '"x', '{} {}', '1 2'])('leaves %j alone, which is no JSON', (text) =>
    expect(canonicalJson(text)).toBe(text),
  );
});

describe('what stands at a path', () => {
  const text = '{ "a": {"c":2, "b":[1, {"y":0,"x":"\\u00e9"}]}, "n": null, "s": "t", "a": 1, "\\u0061b": 3 }';
  test.each<[readonly string[], string | null]>([
    [['a'], '{"b":[1,{"x":"é","y":0}],"c":2}'],
    [['a', 'c'], '2'],
    [['n'], 'null'],
    [['s'], '"t"'],
    [['ab'], '3'],
    [['none'], null],
    [['s', 'x'], null],
    [['a', 'none'], null],
  ])('%j', (path, value) => expect(canonicalAt(text, [path])).toEqual([value]));

  test('is nothing in what is no object', () => {
    for (const other of ['[1]', '"a"', '', '{"a":', 'null'])
      expect(canonicalAt(other, [['a'], ['b']])).toEqual([null, null]);
  });
});

describe('keys in kebab-case and in snake_case', () => {
  test.each<[string, readonly (readonly string[])[], string]>([
    ['{"a-b":1,"c":{"d-e":2}}', [[]], '{"aB":1,"c":{"d-e":2}}'],
    ['{"a-b":{"d-e":2},"c":{"d-e":2}}', [[], ['aB']], '{"aB":{"dE":2},"c":{"d-e":2}}'],
    ['{"a-b":{"d-e":2}}', [['a-b']], '{"a-b":{"dE":2}}'],
    ['{"a_b":{"d_e":2},"c":{"d_e":2}}', [[], ['aB']], '{"aB":{"dE":2},"c":{"d_e":2}}'],
    ['{"a-b":[{"d-e":2}]}', [[], ['aB']], '{"aB":[{"d-e":2}]}'],
    ['{"a-b":1,"aB":2}', [[]], '{"aB":1,"aB":2}'],
    ['{"a-1":1.50,"-b":"x-y"}', [[]], '{"B":"x-y","a-1":1.50}'],
    ['["a-b"]', [[]], '["a-b"]'],
    ['no JSON', [[]], 'no JSON'],
  ])('of %s are written in camel case at %j', (text, paths, expected) => {
    expect(camelAt(text, paths)).toBe(expected);
  });
});
