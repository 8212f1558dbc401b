import { describe, expect, test } from 'vitest';
import type { Predicate } from '../../lake/predicate.ts';
import { loadRules, type LoadedRules } from './load.ts';
import type { Placeholders } from './expand.ts';

const head = 'title: A rule\nlogsource: {product: aws, service: cloudtrail}\n';

function load(text: string, placeholders: Placeholders = new Map()): LoadedRules {
  return loadRules([{ path: 'rule.yml', text, origin: 'test' }], {
    resolve: (name) => ({ path: name.split('.') }),
    placeholders,
  });
}

/** The predicate of one item, given as a line of YAML. */
function predicateOf(item: string, placeholders: Placeholders = new Map()): Predicate | string {
  const { rules, refused } = load(
    `${head}detection:\n  selection:\n    ${item}\n  condition: selection\n`,
    placeholders,
  );
  return rules[0]?.predicate ?? refused[0]?.message ?? 'nothing';
}

const f = { path: ['f'] };
const asks = (test: object): object => ({ is: 'test', field: f, test });
const text = (op: string, value: string, cased = false): object => asks({ op, text: value, cased });
const any = (...of: readonly object[]): object => ({ is: 'any', of });
const not = (of: object): object => ({ is: 'not', of });
const regex = (pattern: string, flags = ''): object =>
  asks({ op: 'regex', pattern, flags: { i: flags.includes('i'), m: flags.includes('m'), s: flags.includes('s') } });

describe('a value', () => {
  test.each<readonly [string, object]>([
    ['f: abc', text('equals', 'abc')],
    ["f: ''", text('equals', '')],
    ['f: 5', text('equals', '5')],
    ['f: 012345678901', text('equals', '012345678901')],
    ['f: 12345678901234567890', text('equals', '12345678901234567890')],
    ['f: 1.50', text('equals', '1.5')],
    ['f: false', text('equals', 'false')],
    ["f: 'false'", text('equals', 'false')],
    ['f: null', { is: 'null', field: f }],
    ['f: ~', { is: 'null', field: f }],
    ['f:', { is: 'null', field: f }],
    ["f: '*'", not({ is: 'null', field: f })],
    ["f: '**'", not({ is: 'null', field: f })],
    ["f|contains: '*'", not({ is: 'null', field: f })],
    ["f: 'a*'", text('starts', 'a')],
    ["f: '*a'", text('ends', 'a')],
    ["f: '*a*'", text('contains', 'a')],
    ["f: 'a*b'", asks({ op: 'like', parts: [{ text: 'a' }, 'any-run', { text: 'b' }], cased: false })],
    ["f: 'a?'", asks({ op: 'like', parts: [{ text: 'a' }, 'any-one'], cased: false })],
    ["f: '?*'", asks({ op: 'like', parts: ['any-one', 'any-run'], cased: false })],
    [String.raw`f: '\*'`, text('equals', '*')],
    [String.raw`f: '\?'`, text('equals', '?')],
    [String.raw`f: 'a\b'`, text('equals', String.raw`a\b`)],
    [String.raw`f: 'a\\b'`, text('equals', String.raw`a\b`)],
    [String.raw`f: 'a\\*'`, text('starts', 'a\\')],
    [String.raw`f: 'a\\\*'`, text('equals', String.raw`a\*`)],
    [String.raw`f: 'a\\\b'`, text('equals', String.raw`a\\b`)],
    [String.raw`f: 'a\\\\b'`, text('equals', String.raw`a\\b`)],
    [String.raw`f: 'a\'`, text('equals', 'a\\')],
    ['f: [a, b]', any(text('equals', 'a'), text('equals', 'b'))],
    ['f: [a]', text('equals', 'a')],
    ['a.b.c: x', { is: 'test', field: { path: ['a', 'b', 'c'] }, test: { op: 'equals', text: 'x', cased: false } }],
  ])('%s', (item, expected) => expect(predicateOf(item)).toEqual(expected));
});

describe('a modifier', () => {
  test.each<readonly [string, object]>([
    ['f|contains: a', text('contains', 'a')],
    ['f|contains: 5', text('contains', '5')],
    ['f|startswith: a', text('starts', 'a')],
    ["f|startswith: 'a*'", text('starts', 'a')],
    ['f|endswith: a', text('ends', 'a')],
    [String.raw`f|endswith: '\a.exe'`, text('ends', String.raw`\a.exe`)],
    ['f|contains|all: [a, b]', { is: 'all', of: [text('contains', 'a'), text('contains', 'b')] }],
    ['f|all|contains: [a, b]', { is: 'all', of: [text('contains', 'a'), text('contains', 'b')] }],
    ['f|cased: Ab', text('equals', 'Ab', true)],
    ['f|contains|cased: Ab', text('contains', 'Ab', true)],
    ['f|neq: a', not(text('equals', 'a'))],
    ['f|neq: [a, b]', not(any(text('equals', 'a'), text('equals', 'b')))],
    ['f|neq: null', not({ is: 'null', field: f })],
    ["f|neq: '*'", { is: 'null', field: f }],
    ['f|exists: true', { is: 'exists', field: f }],
    ['f|exists: false', not({ is: 'exists', field: f })],
    [String.raw`f|re: '^a\.*\\b?'`, regex(String.raw`^a\.*\\b?`)],
    ['f|re|i: a', regex('a', 'i')],
    ['f|re|i|m|s: a', regex('a', 'ims')],
    ['f|re|ignorecase|multiline|dotall: a', regex('a', 'ims')],
    ['f|re|contains: a', regex('a')],
    ['f|re|startswith: a|b', regex('^(?:a|b)')],
    ['f|re|endswith: a|b', regex('(?:a|b)$')],
    ['f|re|all: [a, b]', { is: 'all', of: [regex('a'), regex('b')] }],
    ['f|cidr: 10.0.0.0/8', asks({ op: 'cidr', network: '10.0.0.0/8' })],
    ['f|cidr: 192.0.2.7', asks({ op: 'cidr', network: '192.0.2.7/32' })],
    ["f|cidr: '2001:db8::/32'", asks({ op: 'cidr', network: '2001:db8::/32' })],
    ['f|gt: 5', asks({ op: 'gt', number: 5 })],
    ['f|gte: -1.5', asks({ op: 'gte', number: -1.5 })],
    ['f|lt: 0', asks({ op: 'lt', number: 0 })],
    ['f|lte: 1e3', asks({ op: 'lte', number: 1000 })],
    ['f|hour: 3', asks({ op: 'time-part', part: 'hour', number: 3 })],
    [
      'f|week: [1, 2]',
      any(asks({ op: 'time-part', part: 'week', number: 1 }), asks({ op: 'time-part', part: 'week', number: 2 })),
    ],
    ['f|fieldref: a.b', asks({ op: 'equals-field', field: { path: ['a', 'b'] }, cased: false })],
    ['f|fieldref|contains: g', asks({ op: 'contains-field', field: { path: ['g'] }, cased: false })],
    ['f|fieldref|startswith: g', asks({ op: 'starts-field', field: { path: ['g'] }, cased: false })],
    ['f|fieldref|endswith|cased: g', asks({ op: 'ends-field', field: { path: ['g'] }, cased: true })],
    ['f|fieldref|neq: g', not(asks({ op: 'equals-field', field: { path: ['g'] }, cased: false }))],
    ['f|base64: foobar', text('equals', 'Zm9vYmFy')],
    ['f|base64: ä', text('equals', 'w6Q=')],
    [
      'f|base64offset|contains: foobar',
      any(text('contains', 'Zm9vYmFy'), text('contains', 'Zvb2Jhc'), text('contains', 'mb29iYX')),
    ],
    ['f|wide|base64: cmd', text('equals', 'YwBtAGQA')],
    ['f|utf16le|base64: cmd', text('equals', 'YwBtAGQA')],
    ['f|utf16be|base64: cmd', text('equals', 'AGMAbQBk')],
    ['f|utf16|base64: cmd', text('equals', '//5jAG0AZAA=')],
    ['f|wide|contains: ab', text('contains', 'a\0b\0')],
    ['f|wide|base64: ä', text('equals', '5AA=')],
    ['f|windash: -a', any(...['-', '/', '–', '—', '―'].map((dash) => text('equals', `${dash}a`)))],
    ['f|windash|contains: a-b', text('contains', 'a-b')],
    ['f|expand: x%who%', any(text('equals', 'xroot'), text('starts', 'xadmin'))],
    ['f|contains|expand: x%who%', any(text('contains', 'xroot'), text('contains', 'xadmin'))],
    [
      'f|expand: "%who%-%dc%"',
      any(
        text('equals', 'root-one'),
        asks({ op: 'like', parts: [{ text: 'admin' }, 'any-run', { text: '-one' }], cased: false }),
      ),
    ],
    [String.raw`f|expand: \%a%dc%`, text('equals', '%aone')],
    ['f|expand: 100%', text('equals', '100%')],
    ['f: "%who%"', text('equals', '%who%')],
  ])('%s', (item, expected) => expect(predicateOf(item, placeholders)).toEqual(expected));
});

const placeholders = new Map([
  ['who', ['root', 'admin*']],
  ['dc', ['one']],
]);

describe('keywords', () => {
  const anywhere = (test: object): object => ({ is: 'anywhere', test });
  const found = (value: string): object => anywhere({ op: 'contains', text: value, cased: false });
  test.each<readonly [string, object]>([
    ['[one, 42]', any(found('one'), found('42'))],
    ['one', found('one')],
    [
      "['a*b']",
      anywhere({ op: 'like', parts: ['any-run', { text: 'a' }, 'any-run', { text: 'b' }, 'any-run'], cased: false }),
    ],
    ["{'|all': [a, b]}", { is: 'all', of: [found('a'), found('b')] }],
    ["{'|cased': A}", anywhere({ op: 'contains', text: 'A', cased: true })],
    ["{'|startswith': a}", anywhere({ op: 'starts', text: 'a', cased: false })],
    ["{'|re': a.b}", anywhere({ op: 'regex', pattern: 'a.b', flags: { i: false, m: false, s: false } })],
    ["{'|neq': a}", not(found('a'))],
    [
      '[one, {f: a, g: b}]',
      any(found('one'), {
        is: 'all',
        of: [
          text('equals', 'a'),
          { is: 'test', field: { path: ['g'] }, test: { op: 'equals', text: 'b', cased: false } },
        ],
      }),
    ],
    ['[{f: a}, {f: b}]', any(text('equals', 'a'), text('equals', 'b'))],
  ])('%s', (search, expected) => {
    const { rules, refused } = load(`${head}detection:\n  search: ${search}\n  condition: search\n`);
    expect(refused).toEqual([]);
    expect(rules[0]?.predicate).toEqual(expected);
  });
});

describe('a compiled rule', () => {
  const rule = `${head}# note\nlevel: high\ndetection:\n  one:\n    a.b|fieldref: c\n    d: 1\n  two:\n    d: 2\n  condition: one or two\n`;

  test('names the fields that it uses, with their lines', () => {
    expect(load(rule).rules[0]?.fields).toEqual([
      { name: 'a.b', line: 7 },
      { name: 'c', line: 7 },
      { name: 'd', line: 8 },
    ]);
  });

  test('keeps its hash when only its layout, its place or its unused words change', () => {
    const hash = load(rule).rules[0]?.hash;
    expect(hash).toMatch(/^[\da-f]{64}$/);
    const other = `level: "high" # grave\ntitle: A rule\nfalsepositives: [none]\nid: null\nlogsource:\n  service: cloudtrail\n  product: aws\ndetection:\n  condition: a or b\n  a: {a.b|fieldref: c, d: 1}\n  b: {d: "2"}\n`;
    expect(load(other).rules[0]?.hash).toBe(hash);
  });

  test('has another hash when it asks, says or is given something else', () => {
    const expanded = rule.replace('d: 1', 'd|expand: "%dc%"');
    const hashes = [
      load(rule).rules[0]?.hash,
      load(rule.replace('d: 1', 'd: 3')).rules[0]?.hash,
      load(rule.replace('level: high', 'level: low')).rules[0]?.hash,
      load(rule.replace('A rule', 'B rule')).rules[0]?.hash,
      load(expanded, new Map([['dc', ['one']]])).rules[0]?.hash,
      load(expanded, new Map([['dc', ['two']]])).rules[0]?.hash,
    ];
    expect(hashes).not.toContain(undefined);
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});
