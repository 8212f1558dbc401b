import { describe, expect, test } from 'vitest';
import { parse } from './collection.ts';
import { compile } from './compile.ts';
import { loadRules, type LoadedRules } from './load.ts';
import { servedBy } from './logsource.ts';
import { AppError } from '../../model/errors.ts';

const resolve = (name: string): { readonly path: readonly string[] } => ({ path: name.split('.') });
const load = (...texts: readonly string[]): LoadedRules =>
  loadRules(
    texts.map((text, index) => ({ path: `${index + 1}.yml`, text, origin: 'test' })),
    { resolve },
  );
const rule = (title: string, extra = ''): string =>
  `title: ${title}\nlogsource: {product: aws, service: cloudtrail}\ndetection:\n  s: {f: ${title}}\n  condition: s\n${extra}`;

describe('loadRules', () => {
  test('lets one bad document stop no other, of the same file or the next', () => {
    const { rules, refused } = load(
      [rule('a'), 'title: [\n', rule('b'), 'title: c\n', rule('d')].join('---\n'),
      'broken',
      rule('e'),
    );
    expect(rules.map(({ identity }) => identity.title)).toEqual(['a', 'b', 'd', 'e']);
    expect(refused.map(({ path, document, line }) => [path, document, line])).toEqual([
      ['1.yml', 2, expect.any(Number)],
      ['1.yml', 4, expect.any(Number)],
      ['2.yml', 1, 1],
    ]);
  });

  test('counts lines through the whole file', () => {
    const { refused } = load(`${rule('a')}---\n${rule('b')}level: severe\n`);
    expect(refused[0]?.message).toMatch(/^1\.yml:12: the level 'severe'/);
  });

  test('passes over empty documents but counts them', () => {
    expect(load(`---\n---\n${rule('a')}---\n`).rules.map(({ identity }) => identity.document)).toEqual([2]);
  });

  test('follows aliases, each to the last anchor before it', () => {
    const text = rule('a').replace('{f: a}', '{f: &v one, g: *v, h: &v two, i: *v}');
    expect(load(text).rules[0]?.predicate).toMatchObject({
      of: ['one', 'one', 'two', 'two'].map((value) => ({ test: { op: 'equals', text: value } })),
    });
    expect(load(text.replace('*v', '*w')).refused[0]?.message).toContain('1.yml:4: the alias *w has no anchor');
  });

  test('refuses a second rule with the id of an earlier one', () => {
    const { rules, refused } = load(rule('a', 'id: one\n'), rule('b', 'id: one\n'), rule('c', 'id: two\n'));
    expect(rules.map(({ identity }) => identity.uid)).toEqual(['one', 'two']);
    expect(refused).toMatchObject([
      {
        path: '2.yml',
        line: 6,
        code: 'rule.invalid',
        message: '2.yml:6: the id one already belongs to 1.yml, document 1',
      },
    ]);
  });

  test('passes on what is no fault of a rule', () => {
    const broken = (): never => {
      throw new TypeError('bug');
    };
    expect(() => loadRules([{ path: 'a', text: rule('a'), origin: 'x' }], { resolve: broken })).toThrow('bug');
  });
});

describe('the identity of a rule', () => {
  const identityOf = (text: string, origin = 'test'): object => {
    const { rules, refused } = loadRules([{ path: 'a/b.yml', text, origin }], { resolve });
    return rules[0]?.identity ?? refused;
  };

  test('is read whole', () => {
    const extra = `id: 5f1c\nauthor: Ada, Bo\nlevel: high\ndescription: |\n  Two\n  lines\nreferences:\n  - https://example.com/a\nfalsepositives: Unknown\ntags:\n  - attack.persistence\n  - attack.t1078.004\n  - attack.T1098\n  - attack.t1098\n  - cve.2021-1\nattack_version: 18\n`;
    expect(identityOf(rule('a', extra))).toEqual({
      uid: '5f1c',
      title: 'a',
      level: 'high',
      origin: 'test',
      author: 'Ada, Bo',
      techniques: [
        { id: 'T1078.004', attackVersion: '18' },
        { id: 'T1098', attackVersion: '18' },
      ],
      description: 'Two\nlines',
      references: ['https://example.com/a'],
      falsePositives: ['Unknown'],
      logsource: { product: 'aws', service: 'cloudtrail' },
      path: 'a/b.yml',
      document: 1,
    });
  });

  test('has defaults where the rule is silent', () => {
    expect(identityOf(rule('a'))).toMatchObject({
      uid: 'a/b.yml',
      level: 'medium',
      author: null,
      description: null,
      techniques: [],
      references: [],
    });
  });

  test('is the path and the number for a further document without id', () => {
    expect(load(`${rule('a')}---\n${rule('b')}`).rules.map(({ identity }) => identity.uid)).toEqual([
      '1.yml',
      '1.yml#2',
    ]);
  });

  test('takes our own techniques to be of the version that we write in', () => {
    const tagged = rule('a', 'tags: [attack.t1685.002]\n');
    expect(identityOf(tagged, 'beewolf')).toMatchObject({ techniques: [{ id: 'T1685.002', attackVersion: '19.1' }] });
    expect(identityOf(tagged)).toMatchObject({ techniques: [{ id: 'T1685.002', attackVersion: 'unspecified' }] });
  });
});

describe('a rule collection of Sigma 1', () => {
  const predicates = (text: string): readonly unknown[] => {
    const { rules, refused } = load(text);
    expect(refused).toEqual([]);
    return rules.map(({ identity, predicate }) => [identity.uid, identity.title, predicate]);
  };
  const equals = (field: string, text: string): object => ({
    is: 'test',
    field: { path: [field] },
    test: { op: 'equals', text, cased: false },
  });
  const template = 'action: global\nid: x\ntitle: G\nlogsource: {product: aws}\ndetection:\n  condition: s\n';

  test('merges a global document into the ones after it', () => {
    expect(predicates(`${template}---\ndetection: {s: {f: 1}}\n---\ndetection: {s: {g: 2}}\n`)).toEqual([
      ['x#2', 'G', equals('f', '1')],
      ['x#3', 'G', equals('g', '2')],
    ]);
  });

  test('forgets the global document at a reset', () => {
    const { rules, refused } = load(`${template}---\naction: reset\n---\ndetection: {s: {f: 1}}\n`);
    expect(rules).toEqual([]);
    expect(refused[0]?.message).toContain('no title');
  });

  test('repeats the document before with changes', () => {
    expect(predicates(`${rule('a')}---\naction: repeat\ndetection: {s: {f: 2}}\n`)).toEqual([
      ['1.yml', 'a', equals('f', 'a')],
      ['1.yml#2', 'a', equals('f', '2')],
    ]);
  });
});

describe('compile alone', () => {
  test('throws an AppError whose cause is the place', () => {
    const [document] = parse({ path: 'a.yml', text: rule('a', 'level: severe\n'), origin: 'x' });
    if (document === undefined || document.error !== undefined) throw new Error('not parsed');
    const thrown = (() => {
      try {
        return compile(document, { resolve });
      } catch (error) {
        return error;
      }
    })();
    expect(thrown).toBeInstanceOf(AppError);
    expect(thrown).toMatchObject({ code: 'rule.invalid', cause: { path: 'a.yml', line: 6 } });
  });
});

describe('servedBy', () => {
  const served = [{ product: 'aws', service: 'cloudtrail' }, { category: 'dns' }];
  test.each([
    [{ product: 'aws', service: 'cloudtrail' }, true],
    [{ product: 'AWS' }, true],
    [{ service: 'cloudtrail' }, true],
    [{ category: 'dns' }, true],
    [{ product: 'aws', service: 'vpcflow' }, false],
    [{ product: 'aws', category: 'dns' }, false],
    [{ product: 'windows', category: 'dns' }, false],
  ])('%j: %s', (logsource, expected) => expect(servedBy(logsource, served)).toBe(expected));
});
