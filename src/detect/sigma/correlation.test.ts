import { describe, expect, test } from 'vitest';
import { loadRules, type LoadedRules } from './load.ts';

const resolve = (name: string): { readonly path: readonly string[] } => ({ path: name.split('.') });
const load = (...texts: readonly string[]): LoadedRules =>
  loadRules(
    texts.map((text, index) => ({ path: `${index + 1}.yml`, text, origin: 'test' })),
    { resolve },
  );

const rule = (name: string, extra = ''): string =>
  `title: ${name}\nname: ${name}\nlogsource: {product: aws}\ndetection:\n  s: {f: ${name}}\n  condition: s\n${extra}`;
const correlation = (body: string, extra = ''): string =>
  `title: c\n${extra}correlation:\n  ${body.trim().replaceAll('\n', '\n  ')}\n`;
const counting = (more: string, type = 'event_count'): string =>
  correlation(`type: ${type}\nrules: a\ntimespan: 5m\n${more}`);

/** Why the only correlation was refused, as it stands after the rule a in one file. */
function refusal(text: string): readonly [string, number, string] {
  const { correlations, refused } = load(`${text}\n---\n${rule('a')}`);
  expect(correlations).toEqual([]);
  expect(refused).toHaveLength(1);
  const [first] = refused;
  expect(first?.message.startsWith(`1.yml:${first.line}: `)).toBe(true);
  return [first?.code ?? '', first?.line ?? 0, first?.message ?? ''];
}

describe('a correlation', () => {
  test('is read whole', () => {
    const { correlations, refused } = load(
      rule('a', 'id: id-of-a\n'),
      rule('b'),
      correlation(
        `type: value_count
rules: [id-of-a, b]
group-by: [who, x.y]
timespan: 90m
condition: {field: [p, q], gt: 2, lte: 10}
aliases:
  who: {id-of-a: user.name, b: caller}`,
        'id: c1\nlevel: high\nauthor: Ada\ntags: [attack.t1110]\n',
      ),
    );
    expect(refused).toEqual([]);
    expect(correlations).toMatchObject([
      {
        identity: { uid: 'c1', title: 'c', level: 'high', author: 'Ada', logsource: {}, path: '3.yml', document: 1 },
        kind: 'value_count',
        timespanSeconds: 5400,
        bounds: [
          { op: 'gt', number: 2 },
          { op: 'lte', number: 10 },
        ],
        percentile: null,
        columns: ['who', 'x.y'],
        groupedBy: 2,
        valued: 2,
        bases: [
          {
            rule: 'id-of-a',
            columns: [{ path: ['user', 'name'] }, { path: ['x', 'y'] }, { path: ['p'] }, { path: ['q'] }],
          },
          { rule: '2.yml', columns: [{ path: ['caller'] }, { path: ['x', 'y'] }, { path: ['p'] }, { path: ['q'] }] },
        ],
      },
    ]);
  });

  test.each([
    ['30s', 30],
    ['1m', 60],
    ['24h', 86_400],
    ['2d', 172_800],
    ['1w', 604_800],
  ])('lasts %s', (timespan, seconds) => {
    const { correlations } = load(rule('a'), counting('condition: {gte: 1}').replace('5m', timespan));
    expect(correlations[0]?.timespanSeconds).toBe(seconds);
  });

  test('of temporal type asks for all of its rules unless it says otherwise', () => {
    const bounds = (more: string) =>
      load(rule('a'), rule('b'), correlation(`type: temporal\nrules: [a, b]\ntimespan: 1m\n${more}`)).correlations[0]
        ?.bounds;
    expect(bounds('')).toEqual([{ op: 'gte', number: 2 }]);
    expect(bounds('condition: {eq: 1}')).toEqual([{ op: 'eq', number: 1 }]);
  });

  test('knows a median as the 50th percentile', () => {
    const percentile = (type: string, more: string) =>
      load(rule('a'), counting(`condition: {field: n, gt: 1.5${more}}`, type)).correlations[0]?.percentile;
    expect(percentile('value_median', '')).toBe(50);
    expect(percentile('value_percentile', ', percentile: 99.5')).toBe(99.5);
    expect(percentile('value_avg', '')).toBe(null);
  });

  test('finds a name in its own file before that in another, and refuses one that several have elsewhere', () => {
    const both = [`${rule('a')}---\n${counting('condition: {gte: 1}')}`, rule('a')];
    expect(load(...both).correlations[0]?.bases).toMatchObject([{ rule: '1.yml' }]);
    const { refused } = load(rule('a'), rule('a'), counting('condition: {gte: 1}'));
    expect(refused).toMatchObject([
      { path: '3.yml', line: 4, message: expect.stringContaining('several rules') as string },
    ]);
  });

  test('has another hash when anything that it rests on is another', () => {
    const hash = (first: string, more = 'condition: {gte: 1}') => load(first, counting(more)).correlations[0]?.hash;
    const plain = hash(rule('a'));
    expect(hash(`# a comment\n${rule('a')}`)).toBe(plain);
    expect(
      new Set([plain, hash(rule('a').replace('{f: a}', '{f: b}')), hash(rule('a'), 'condition: {gte: 2}')]).size,
    ).toBe(3);
  });

  test.each([
    ['type: event_counts\nrules: a\ntimespan: 5m', 'invalid', 3, "the type 'event_counts'"],
    ['rules: a\ntimespan: 5m', 'invalid', 3, 'no type'],
    ['type: event_count\ntimespan: 5m', 'invalid', 3, 'names no rules'],
    ['type: event_count\nrules: [a, a]\ntimespan: 5m', 'invalid', 4, 'named twice'],
    ['type: event_count\nrules: a\ncondition: {gte: 1}', 'invalid', 3, 'no timespan'],
    ['type: event_count\nrules: a\ntimespan: 5M', 'invalid', 5, "the timespan '5M'"],
    ['type: event_count\nrules: a\ntimespan: 0m', 'invalid', 5, "the timespan '0m'"],
    ['type: event_count\nrules: a\ntimespan: 5m', 'invalid', 3, 'needs a condition'],
    ['type: event_count\nrules: a\ntimespan: 5m\ncondition: {}', 'invalid', 6, 'compares with nothing'],
    ['type: event_count\nrules: a\ntimespan: 5m\ncondition: {gte: many}', 'invalid', 6, "'gte' must be a number"],
    ['type: event_count\nrules: a\ntimespan: 5m\ncondition: {gte: 1.5}', 'invalid', 6, 'a whole number'],
    ['type: event_count\nrules: a\ntimespan: 5m\ncondition: {gte: 1, field: x}', 'invalid', 6, 'no use for a `field`'],
    ['type: value_count\nrules: a\ntimespan: 5m\ncondition: {gte: 1}', 'invalid', 6, 'needs a `field`'],
    ['type: value_sum\nrules: a\ntimespan: 5m\ncondition: {gte: 1, field: [x, y]}', 'invalid', 6, 'takes one field'],
    [
      'type: value_percentile\nrules: a\ntimespan: 5m\ncondition: {gte: 1, field: x}',
      'unsupported',
      6,
      'without `percentile`',
    ],
    [
      'type: value_percentile\nrules: a\ntimespan: 5m\ncondition: {gte: 1, field: x, percentile: 101}',
      'invalid',
      6,
      'from 0 to 100',
    ],
    [
      'type: value_sum\nrules: a\ntimespan: 5m\ncondition: {gte: 1, field: x, percentile: 9}',
      'invalid',
      6,
      'no use for a `percentile`',
    ],
    ['type: event_count\nrules: a\ntimespan: 5m\ncondition: {above: 1}', 'unsupported', 6, "'above'"],
    ['type: temporal\nrules: a\ntimespan: 5m\ncondition: a and not b', 'unsupported', 6, 'that is text'],
    [
      'type: event_count\nrules: a\ntimespan: 5m\nwindow: session\ncondition: {gte: 1}',
      'unsupported',
      6,
      "'window' of a correlation",
    ],
    [
      'type: event_count\nrules: a\ntimespan: 5m\ngenerate: perhaps\ncondition: {gte: 1}',
      'invalid',
      6,
      'true or false',
    ],
    ['type: event_count\nrules: [a, z]\ntimespan: 5m\ncondition: {gte: 1}', 'invalid', 4, "id or name 'z'"],
    [
      'type: event_count\nrules: a\ntimespan: 5m\naliases: {x: {z: y}}\ncondition: {gte: 1}',
      'invalid',
      6,
      "speaks of 'z'",
    ],
    [
      'type: event_count\nrules: a\ntimespan: 5m\naliases: {x: {a: null}}\ncondition: {gte: 1}',
      'invalid',
      6,
      'names no field',
    ],
  ])('is refused: %s', (body, code, line, message) => {
    expect(refusal(correlation(body))).toEqual([`rule.${code}`, line, expect.stringContaining(message)]);
  });

  const deep = `f${'.f'.repeat(64)}`;
  test.each([
    counting(`condition: {gte: 1}\ngroup-by: ${deep}`),
    counting(`condition: {gte: 1, field: ${deep}}`, 'value_count'),
    counting(`condition: {gte: 1}\naliases: {who: {a: ${deep}}}`),
  ])('is refused where a field leads deeper than any record does', (text) => {
    expect(refusal(text)).toMatchObject(['rule.unsupported', expect.any(Number), expect.stringContaining('64 keys')]);
  });

  test('is refused with a detection, or without anything', () => {
    expect(refusal(`title: c\ncorrelation:\ndetection: {s: {f: 1}, condition: s}\n`)[2]).toContain('empty');
    const text = `${counting('condition: {gte: 1}')}detection: {s: {f: 1}, condition: s}\n`;
    expect(refusal(text)).toEqual(['rule.invalid', 7, expect.stringContaining("has no 'detection'")]);
  });
});

describe('correlations of correlations', () => {
  const chain = (name: string, inner: string, more = ''): string =>
    correlation(`type: temporal\nrules: [${inner}]\ntimespan: 5m\n${more}`, `name: ${name}\n`);

  test('stand in their order, with the columns that outer ones ask for', () => {
    const { correlations, refused } = load(
      chain('outer', 'inner, a', 'group-by: [user, ip]\naliases: {ip: {inner: address}}'),
      chain('inner', 'a, b', 'group-by: user\naliases: {address: {b: source}}'),
      rule('a'),
      rule('b'),
    );
    expect(refused).toEqual([]);
    expect(correlations.map(({ columns, groupedBy, bases }) => ({ columns, groupedBy, bases }))).toEqual([
      {
        columns: ['user', 'address'],
        groupedBy: 1,
        bases: [
          { rule: '3.yml', columns: [{ path: ['user'] }, { path: ['address'] }] },
          { rule: '4.yml', columns: [{ path: ['user'] }, { path: ['source'] }] },
        ],
      },
      {
        columns: ['user', 'ip'],
        groupedBy: 2,
        bases: [
          { correlation: '2.yml', columns: [0, 1] },
          { rule: '3.yml', columns: [{ path: ['user'] }, { path: ['ip'] }] },
        ],
      },
    ]);
  });

  test('are refused where they come back to themselves, and so is what names one that is refused', () => {
    const { correlations, refused } = load(
      chain('x', 'y'),
      chain('y', 'z'),
      chain('z', 'x'),
      chain('w', 'x, a'),
      rule('a'),
    );
    expect(correlations).toEqual([]);
    expect(refused.map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^3\.yml:5: the correlation comes back to itself by 'x'/),
        expect.stringMatching(/^1\.yml:5: the correlation 'y' was refused/),
        expect.stringMatching(/^4\.yml:5: the correlation 'x' was refused/),
      ]),
    );
    expect(refused).toHaveLength(4);
  });

  test('are refused where they are nested too deeply', () => {
    const many = (count: number) =>
      load(...Array.from({ length: count }, (_, n) => chain(`c${n}`, n === 0 ? 'a' : `c${n - 1}`)), rule('a'));
    expect(many(10).refused).toEqual([]);
    expect(many(11).refused.map(({ path }) => path)).toEqual(['11.yml']);
    expect(many(1500).correlations).toHaveLength(10);
  });
});

describe('rules that only feed correlations', () => {
  test('are silent unless one that names them generates', () => {
    const outer = (more: string) => correlation(`type: temporal\nrules: [a, c]\ntimespan: 1m\n${more}`);
    const inner = correlation('type: event_count\nrules: [a, b]\ntimespan: 1m\ncondition: {gte: 2}', 'name: c\n');
    const silent = (more: string, extra = '') =>
      [...load(rule('a'), rule('b'), rule('d'), inner, `${outer(more)}${extra}`).silent].toSorted();
    expect(silent('')).toEqual(['1.yml', '2.yml', '4.yml']);
    expect(silent('generate: true')).toEqual(['2.yml']);
    expect(silent('', 'generate: true\n')).toEqual(['2.yml']);
  });

  test('are not silenced by a correlation that is refused', () => {
    expect(load(rule('a'), correlation('type: temporal\nrules: [a, z]\ntimespan: 1m')).silent).toEqual(new Set());
  });
});
