import { describe, expect, test } from 'vitest';
import { loadRules, type LoadedRules } from './load.ts';

const resolve = (name: string): { readonly path: readonly string[] } => ({ path: name.split('.') });
const load = (...texts: readonly string[]): LoadedRules =>
  loadRules(
    texts.map((text, index) => ({ path: `${index + 1}.yml`, text, origin: 'test' })),
    { resolve },
  );
const rule = (name: string, logsource = '{product: aws, service: cloudtrail}'): string =>
  `title: ${name}\nid: id-${name}\nname: ${name}\nlogsource: ${logsource}\ndetection:\n  s: {f: ${name}}\n  condition: s\n`;
const filter = (rules: string, logsource = '{product: aws}'): string =>
  `title: less\nlogsource: ${logsource}\nfilter:\n  rules: ${rules}\n  selection: {user|startswith: adm_}\n  condition: not selection\n`;

const test1 = (field: string, op: string, text: string): object => ({
  is: 'test',
  field: { path: [field] },
  test: { op, text, cased: false },
});
const passed = (name: string): object => ({
  is: 'all',
  of: [test1('f', 'equals', name), { is: 'not', of: test1('user', 'starts', 'adm_') }],
});
const plain = (name: string): object => test1('f', 'equals', name);

describe('a filter', () => {
  test.each([
    ['[id-a]', [passed('a'), plain('b'), plain('other')]],
    ['[b, id-a]', [passed('a'), passed('b'), plain('other')]],
    ['b', [plain('a'), passed('b'), plain('other')]],
    ['any', [passed('a'), passed('b'), plain('other')]],
  ])('is asked of %s beside what the rule asks', (rules, expected) => {
    const loaded = load(rule('a'), filter(rules), rule('b'), rule('other', '{product: gcp}'));
    expect(loaded.refused).toEqual([]);
    expect(loaded.rules.map(({ predicate }) => predicate)).toEqual(expected);
  });

  test('changes the hash of the rules that it is asked of, and of no other', () => {
    const hashes = (...more: readonly string[]) => load(rule('a'), rule('b'), ...more).rules.map(({ hash }) => hash);
    const [a, b] = hashes();
    expect(hashes(filter('a'))[0]).not.toBe(a);
    expect(hashes(filter('a'))[1]).toBe(b);
  });

  test('is asked beside another', () => {
    const second = filter('a').replaceAll('adm_', 'svc_');
    expect(load(rule('a'), filter('a'), second).rules[0]?.predicate).toMatchObject({ is: 'all', of: { length: 3 } });
  });

  test('reaches correlations by the rules that feed them', () => {
    const correlation =
      'title: c\ncorrelation:\n  type: event_count\n  rules: a\n  timespan: 1m\n  condition: {gte: 2}\n';
    expect(load(rule('a'), filter('any'), correlation)).toMatchObject({
      rules: [{ predicate: passed('a') }],
      correlations: [{ bases: [{ rule: 'id-a' }] }],
      refused: [],
    });
  });

  test.each([
    [filter('[id-a, nobody]'), 'invalid', 4, "id or name 'nobody'"],
    [filter('[]'), 'invalid', 4, 'names no rules'],
    [filter('a').replace('  rules: a\n', ''), 'invalid', 4, 'names no rules'],
    [filter('a', '{product: gcp}'), 'invalid', 4, "'a' is written for other logs"],
    [filter('a').replace('not selection', 'not other'), 'invalid', 6, "'other'"],
    [filter('a').replace(/ {2}condition.*\n/, ''), 'invalid', 4, 'no condition'],
    [filter('a').replace(/logsource.*\n/, ''), 'invalid', 1, 'no logsource'],
    [filter('a').replace(/title.*\n/, ''), 'invalid', 1, 'no title'],
    ['title: less\nlogsource: {product: aws}\nfilter:\n', 'invalid', 1, 'empty'],
    [`${filter('a')}detection: {s: {f: 1}}\n`, 'invalid', 7, 'no `detection`'],
    [filter('a').replace('startswith', 'beginswith'), 'unsupported', 5, "'beginswith'"],
  ])('is refused, and changes nothing: %s', (text, code, line, message) => {
    const { rules, refused } = load(text, rule('a'));
    expect(refused).toMatchObject([
      { path: '1.yml', code: `rule.${code}`, line, message: expect.stringContaining(message) as string },
    ]);
    expect(rules.map(({ predicate }) => predicate)).toEqual([plain('a')]);
  });
});
