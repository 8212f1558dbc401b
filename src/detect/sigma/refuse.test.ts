import { describe, expect, test } from 'vitest';
import { loadRules, type RefusedRule } from './load.ts';

const resolve = (name: string): { readonly path: readonly string[] } => ({ path: name.split('.') });

/** Why the only document of the file was refused. */
function refusal(text: string): RefusedRule {
  const { rules, refused } = loadRules([{ path: 'rule.yml', text, origin: 'test' }], { resolve });
  expect(rules).toEqual([]);
  expect(refused).toHaveLength(1);
  const [first] = refused;
  if (first === undefined) throw new Error('not refused');
  expect(first.message.startsWith(`rule.yml:${first.line}: `)).toBe(true);
  return first;
}

const head = 'title: A rule\nlogsource: {product: aws}\n';
const withItem = (item: string): string => `${head}detection:\n  s:\n    ${item}\n  condition: s\n`;
const withSearch = (search: string): string => `${head}detection:\n  s: ${search}\n  condition: s\n`;
const withCondition = (condition: string): string =>
  `${head}detection:\n  a: {f: 1}\n  _b: {f: 2}\n  condition: ${condition}\n`;

describe('refuses an item', () => {
  test.each<readonly [string, string, string]>([
    ['f|contain: a', 'unsupported', "the modifier 'contain'"],
    ['f: []', 'invalid', 'empty list'],
    ['f: {g: 1}', 'invalid', 'a map as its value'],
    ['f: [[a]]', 'invalid', 'a list in its list'],
    ['f: [a, null]', 'invalid', 'null in its list'],
    [`f${'.f'.repeat(64)}: a`, 'unsupported', 'leads through more than 64 keys'],
    [`f|fieldref: f${'.f'.repeat(5_000)}`, 'unsupported', 'leads through more than 64 keys'],
    ['f|contains: null', 'invalid', '`contains` needs text, not null'],
    ['f|cased: null', 'invalid', '`cased` is for text'],
    ['f|re|cased: a', 'invalid', '`cased` is for text'],
    ['f|re: (?=a)', 'invalid', 'look-around'],
    [String.raw`f|re: (a)\1`, 'invalid', 'back-reference'],
    ['f|re: a{1001}', 'invalid', 'over 1000'],
    ['f|contains|re: a', 'invalid', '`re` must be the first'],
    ['f|re|m|startswith: a', 'unsupported', 'flag m'],
    ['f|i: a', 'invalid', '`i` is a flag of `re`'],
    ['f|re|expand: a', 'unsupported', '`expand` of a regular expression'],
    ['f|cidr: 10.0.0.0/33', 'invalid', 'not a network'],
    ['f|cidr: 10.1.2.3/8', 'invalid', 'bits outside'],
    ['f|cidr: 10.0/16', 'invalid', 'not a network'],
    ['f|cidr: "2001:db8::/129"', 'invalid', 'not a network'],
    ['f|cidr: example.com', 'invalid', 'not a network'],
    ['f|contains|cidr: 10.0.0.0/8', 'invalid', '`cidr` must be the first'],
    ['f|cidr|contains: 10.0.0.0/8', 'invalid', 'not a network'],
    ["f|exists: 'true'", 'invalid', 'true or false'],
    ['f|contains|exists: true', 'invalid', '`exists` must be the first'],
    ["f|gt: '5'", 'invalid', 'needs a number'],
    ['f|gt: .inf', 'invalid', 'needs a number'],
    ['f|hour: 24', 'invalid', 'from 0 to 23'],
    ['f|minute: 1.5', 'invalid', 'whole numbers'],
    ['f|hour|gt: 5', 'unsupported', 'part of a time'],
    ['f|gt|hour: 5', 'unsupported', 'of a comparison'],
    ["f|base64: 'a*'", 'invalid', 'cannot encode wildcards'],
    ['f|contains|base64: a', 'invalid', 'cannot encode wildcards'],
    ["f|base64offset: ''", 'invalid', 'empty text'],
    ['f|utf16: a', 'invalid', 'the UTF-16 bytes are no text'],
    ['f|wide: ä', 'invalid', 'the UTF-16 bytes are no text'],
    ['f|wide|wide: a', 'invalid', 'after a UTF-16 encoding'],
    ['f|expand: "%who%"', 'unsupported', '%who%'],
    ['f|windash: -a -b -c -d -e -f', 'unsupported', 'too many values'],
    ["f|fieldref: 'a*'", 'invalid', 'without wildcards'],
    ["'|exists': true", 'invalid', 'a keyword cannot be exists'],
    ["'|fieldref': a", 'invalid', 'a keyword cannot be compared'],
    ["'': null", 'invalid', 'a keyword cannot be null'],
    ['<<: {f: 1}', 'unsupported', 'merge key'],
    ['[f]: 1', 'invalid', 'a key must be text'],
  ])('%s', (item, code, message) => {
    expect(refusal(withItem(item))).toMatchObject({
      code: `rule.${code}`,
      line: 5,
      message: expect.stringContaining(message) as string,
    });
  });
});

describe('refuses a search identifier', () => {
  test.each([
    ['null', 'is empty'],
    ['{}', 'an empty map'],
    ['[]', 'an empty list'],
    ['[[a]]', 'a list in its list'],
    ['[null]', 'is empty'],
  ])('%s', (search, message) => {
    expect(refusal(withSearch(search))).toMatchObject({
      code: 'rule.invalid',
      line: 4,
      message: expect.stringContaining(message) as string,
    });
  });
});

describe('refuses a condition', () => {
  test.each([
    ['a and c', 'invalid', "'c', which is no search identifier"],
    ['a and', 'invalid', 'ends where'],
    ['a a', 'invalid', "goes on with 'a'"],
    ['(a', 'invalid', 'a ( without its )'],
    ['a)', 'invalid', "goes on with ')'"],
    ['()', 'invalid', "')', which is no search"],
    ['not', 'invalid', 'ends where'],
    ['a & a', 'invalid', "'&'"],
    ['2 of them', 'unsupported', "'2 of'"],
    ['1 of', 'invalid', 'names nothing'],
    ['1 of x*', 'invalid', "'1 of x*' matches no search identifier"],
    ['1 of _b*', 'invalid', 'matches no search identifier'],
    ['a | count() > 5', 'unsupported', "the aggregation '| count() > 5'"],
    ['a | near b', 'unsupported', 'the aggregation'],
    ['[]', 'invalid', 'list of conditions is empty'],
    ['[a, {b: c}]', 'invalid', 'a condition is a line of text'],
    ['null', 'invalid', 'a condition is a line of text'],
    ["''", 'invalid', 'ends where'],
  ])('%s', (condition, code, message) => {
    expect(refusal(withCondition(condition))).toMatchObject({
      code: `rule.${code}`,
      line: 6,
      message: expect.stringContaining(message) as string,
    });
  });
});

describe('refuses a document', () => {
  const detection = 'detection:\n  s: {f: 1}\n  condition: s\n';
  test.each([
    ['', 'invalid', 1, 'no YAML document'],
    ['# only a comment\n', 'invalid', 1, 'no YAML document'],
    ['just text', 'invalid', 1, 'is a map, this is a scalar'],
    ['- a\n- b', 'invalid', 1, 'is a map, this is a list'],
    ['title: a\n  b: c\n', 'invalid', 1, 'not valid YAML'],
    ['title: a\ntitle: b\n', 'invalid', 2, 'stands twice'],
    [`logsource: {product: aws}\n${detection}`, 'invalid', 1, 'no title'],
    [`title: [a]\nlogsource: {product: aws}\n${detection}`, 'invalid', 1, "'title' is a list"],
    [`title: a\n${detection}`, 'invalid', 1, 'no logsource'],
    [`title: a\nlogsource: {definition: x}\n${detection}`, 'invalid', 2, 'names no product'],
    [`title: a\nlogsource: aws\n${detection}`, 'invalid', 2, 'not a map'],
    [head, 'invalid', 1, 'no detection'],
    [`${head}detection: [a]\n`, 'invalid', 3, 'not a map'],
    [`${head}detection:\n  s: {f: 1}\n`, 'invalid', 4, 'no condition'],
    [`${head}detection:\n  condition: s\n`, 'invalid', 4, 'no search identifier'],
    [`${head}detection:\n  s: {f: 1}\n  timeframe: 5m\n  condition: s\n`, 'unsupported', 5, '`timeframe`'],
    [`${head}level: severe\n${detection}`, 'invalid', 3, "the level 'severe'"],
    [`${head}status: unsupported\n${detection}`, 'unsupported', 3, 'status'],
    [`${head}taxonomy: mine\n${detection}`, 'unsupported', 3, "the taxonomy 'mine'"],
    ['action: replace\ntitle: a\n', 'invalid', 1, "action 'replace'"],
    ['action: repeat\ntitle: a\n', 'invalid', 1, 'no document stands before'],
    ['a: &a [*a]\n', 'invalid', 1, 'nested too deeply'],
  ])('%j', (text, code, line, message) => {
    expect(refusal(text)).toMatchObject({
      code: `rule.${code}`,
      line,
      document: 1,
      message: expect.stringContaining(message) as string,
    });
  });

  test('with a hint where there is something to do', () => {
    expect(refusal(withItem('f|cidr: 10.1.2.3/8')).hint).toBe('write 10.0.0.0/8');
    expect(refusal(withItem('f|contains: null')).hint).toBeNull();
  });

  test('and shows no control characters of it', () => {
    expect(refusal(withItem(String.raw`"f|\e[31mred": a`)).message).toContain(String.raw`\u001b[31mred`);
  });
});

describe('is quick with, or refuses', () => {
  const item = (value: string): string => withItem(`f: ${value}`);
  const load = (text: string): ReturnType<typeof loadRules> =>
    loadRules([{ path: 'r', text, origin: 'x' }], { resolve });

  test('a list of 10,000 values', () => {
    const list = Array.from({ length: 10_000 }, (_, index) => `v${index}`).join(', ');
    const { rules } = load(item(`[${list}]`));
    expect(rules[0]?.predicate).toMatchObject({ is: 'any', of: { length: 10_000 } });
  });

  test('a condition nested 200 deep', () => {
    const { rules } = load(withCondition(`${'not (a and '.repeat(100)}a${')'.repeat(100)}`));
    expect(rules).toHaveLength(1);
    expect(load(withCondition(`${'('.repeat(200)}a${')'.repeat(200)}`)).rules[0]?.predicate.is).toBe('test');
  });

  test('a condition nested 100,000 deep', () => {
    expect(refusal(withCondition('('.repeat(100_000))).message).toContain('nested more than 200 deep');
    expect(refusal(withCondition('not '.repeat(100_000))).message).toContain('nested more than 200 deep');
  });

  test('a condition of 10,000 parts', () => {
    expect(load(withCondition(`a${' or a'.repeat(9_999)}`)).rules[0]?.predicate).toMatchObject({
      of: { length: 10_000 },
    });
  });

  test('YAML nested 100,000 deep', () => {
    expect(refusal(item('['.repeat(100_000))).message).toMatch(/nested too deeply|not valid YAML/);
    expect(refusal(item('['.repeat(2000) + ']'.repeat(2000))).message).toMatch(/nested too deeply/);
  });

  test('a bomb of aliases', () => {
    const bomb = ['a: &a0 [x]'];
    for (let level = 1; level <= 20; level += 1) bomb.push(`a${level}: &a${level} [${`*a${level - 1}, `.repeat(10)}]`);
    expect(refusal(bomb.join('\n')).message).toMatch(/more than \d+ values/);
  });

  test('a product of many values', () => {
    const list = Array.from({ length: 500 }, (_, index) => `"-a -b -c -d ${index}"`).join(', ');
    expect(refusal(withItem(`f|windash: [${list}]`)).message).toContain('more than 20000 tests');
  });
});
