/** The compiler's predicates against the plain evaluator of Sigma: the same verdict on every record. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse as parseYaml, stringify } from 'yaml';
import { loadRules, type LoadedRules } from '../../src/detect/sigma/load.ts';
import { holds } from './predicate.ts';
import { sharedCloudTrail, sharedData, sharedRules } from './shared-data.ts';
import { oracleMatches } from './sigma.ts';

const placeholders = { who: ['root', 'adm*'], place: ['eu', 'us'], letter: ['a?a', 'b'] };
const load = (text: string): LoadedRules =>
  loadRules([{ path: 'rule.yml', text, origin: 'test' }], {
    resolve: (name) => ({ path: name.split('.') }),
    placeholders: new Map(Object.entries(placeholders)),
  });

/** What both evaluators say; an array when they disagree, which no expectation allows. */
function verdict(text: string, record: unknown): boolean | readonly boolean[] {
  const { rules, refused } = load(text);
  const [rule] = rules;
  if (rule === undefined) throw new Error(refused[0]?.message);
  const compiled = holds(rule.predicate, record);
  const plain = oracleMatches(parseYaml(text), record, placeholders);
  return compiled === plain ? compiled : [compiled, plain];
}

const ruleOf = (detection: string): string => `title: T\nlogsource: {product: aws}\ndetection:\n  ${detection}\n`;
const itemRule = (item: string): string => ruleOf(`s: {${item}}\n  condition: s`);

describe('an item means the same to both', () => {
  const record = {
    name: 'Alice Adams',
    path: String.raw`C:\a*b\c.exe`,
    empty: '',
    nothing: null,
    yes: true,
    count: 12,
    rate: 1.5,
    list: ['one', 'Two', null],
    people: [{ name: 'Ann', roles: ['a', 'b'] }, { name: 'Bob' }],
    object: { k: 'v', n: { deep: '"q"' } },
    none: [],
    ip: '10.1.2.3',
    ip6: '2001:db8::7',
    time: '2026-01-01T05:09:00Z',
    same: 'alice adams',
    part: 'Alice',
    line: 'first\nsecond',
    percent: '100%',
    flags: 'run /x –y',
    encoded: 'xxZm9vYmFyxx',
    wide: 'YwBtAGQA',
  };
  test.each<readonly [string, boolean]>([
    ['name: alice adams', true],
    ['name: Alice', false],
    ['name|cased: alice adams', false],
    ['name|cased: Alice Adams', true],
    ["name: 'alice*'", true],
    ["name: '*adams'", true],
    ["name: 'a*d*s'", true],
    ["name: 'alice?adams'", true],
    ["name: 'alice??adams'", false],
    ["name: '*'", true],
    [String.raw`path: 'c:\a\*b\c.exe'`, true],
    [String.raw`path: 'c:\a?b\\c.exe'`, true],
    [String.raw`path: 'c:\\*\c.exe'`, true],
    [String.raw`path: '*\c.exe'`, true],
    [String.raw`path: '*\\c.exe'`, true],
    ["empty: ''", true],
    ['empty: null', false],
    ["empty: '*'", true],
    ["empty: '?*'", false],
    ['empty|exists: true', true],
    ["name: ''", false],
    ["empty|contains: ''", true],
    ['nothing: null', true],
    ["nothing: ''", false],
    ["nothing: '*'", false],
    ['nothing|exists: true', true],
    ['nothing|exists: false', false],
    ['absent: null', true],
    ["absent: ''", false],
    ["absent: '*'", false],
    ['absent|exists: true', false],
    ['absent|exists: false', true],
    ['absent|neq: a', true],
    ["absent|contains: ''", false],
    ['yes: true', true],
    ["yes: 'TRUE'", true],
    ['yes: false', false],
    ['count: 12', true],
    ["count: '12'", true],
    ['count: 12.0', true],
    ['rate: 1.5', true],
    ['count|contains: 2', true],
    ['list: one', true],
    ['list: two', true],
    ['list: three', false],
    ['list|contains|all: [on, tw]', true],
    ['list|all: [one, three]', false],
    ['list|neq: one', false],
    ['list: null', false],
    ['people.name: bob', true],
    ['people.roles: b', true],
    ['people.roles|exists: true', true],
    ['people.roles.x: null', true],
    ['people.name|all: [ann, bob]', true],
    [`object: '{"k":"v","n":{"deep":"\\\\"q\\\\""}}'`, true],
    [`object|contains: '"k":"v"'`, true],
    [`object|contains: 'deep'`, true],
    [`people|contains: '"name":"Bob"'`, true],
    ['none: null', true],
    ["none: '*'", false],
    ['none|exists: true', true],
    ['object.k.x: null', true],
    ['object.k.x|exists: false', true],
    ['ip|cidr: 10.0.0.0/8', true],
    ['ip|cidr: 11.0.0.0/8', false],
    ['ip|cidr: [192.0.2.0/24, 10.1.2.3]', true],
    ["ip6|cidr: '2001:db8::/32'", true],
    ["ip6|cidr: '10.0.0.0/8'", false],
    ['name|cidr: 0.0.0.0/0', false],
    ["ip|cidr: '::/0'", false],
    ['count|gt: 11', true],
    ['count|gt: 12', false],
    ['count|gte: 12', true],
    ['count|lt: 12.5', true],
    ['count|lte: 11', false],
    ['name|lt: 5', false],
    ['empty|lt: 5', false],
    ['absent|lt: 5', false],
    ['yes|gt: 0', false],
    ['time|hour: 5', true],
    ['time|minute: 9', true],
    ['time|day: 1', true],
    ['time|month: 1', true],
    ['time|year: 2026', true],
    ['time|week: 1', true],
    ['time|hour: [3, 4]', false],
    ['name|hour: 5', false],
    ['name|fieldref: same', true],
    ['name|fieldref|cased: same', false],
    ['name|fieldref|startswith: part', true],
    ['name|fieldref|endswith: part', false],
    ['name|fieldref|contains: part', true],
    ['name|fieldref: absent', false],
    ['nothing|fieldref: absent', false],
    ['part|fieldref|neq: name', true],
    ["name|re: '^Alice'", true],
    ["name|re: '^alice'", false],
    ["name|re|i: '^alice'", true],
    ["line|re: '^second'", false],
    ["line|re|m: '^second'", true],
    ["line|re: 't.s'", false],
    ["line|re|s: 't.s'", true],
    ["line: 'first*second'", true],
    ['name|neq: [bob, cid]', true],
    ['name|neq: [bob, alice adams]', false],
    ['name|neq: null', true],
    ['encoded|base64offset|contains: foobar', true],
    ['encoded|base64|contains: foobar', true],
    ['wide|wide|base64: cmd', true],
    ['wide|utf16be|base64: cmd', false],
    ["flags|windash|contains: ' -x'", true],
    ["flags|windash|contains|all: ['-x', '/y']", true],
    ["flags|windash|contains: 'n-x'", false],
    ["percent: '100%'", true],
    ["percent|expand: '100%'", true],
    ["name|expand: '%who%'", false],
    ["name|expand|contains: 'lice %who%'", false],
    ["name|expand|contains: ' %who%'", false],
    ["name|expand|startswith: 'alice %letter%'", true],
    ["'': adams", true],
    ["'': nobody", false],
    ["'': absent", false],
    ["'|all': [adams, v]", true],
    ["'|cased': ALICE", false],
    ["'|cased': Alice", true],
    ["'|re': '^o.e$'", true],
    ["'|startswith': ice", false],
    ["'': 12", true],
    ["'': people", false],
  ])('%s: %s', (item, expected) => expect(verdict(itemRule(item), record)).toBe(expected));
});

describe('a condition means the same to both', () => {
  const identifiers = 'a: {x: 1}\n  b: {y: 1}\n  c: [{z: 1}, word]\n  _d: {x: 2}\n  ';
  test.each([
    'a',
    'not a',
    'a or b and c',
    '(a or b) and c',
    'not a and b',
    'not (a and b) or _d',
    '1 of them',
    'all of them',
    'not 1 of *',
    'all of a* or c',
    'a and not b or not c and a',
  ])('%s', (condition) => {
    for (let bits = 0; bits < 16; bits += 1) {
      const record = {
        x: bits & 1 ? '1' : '2',
        y: bits & 2 ? '1' : null,
        ...(bits & 4 && { z: 1 }),
        ...(bits & 8 && { other: ['a word'] }),
      };
      expect(typeof verdict(ruleOf(`${identifiers}condition: ${condition}`), record)).toBe('boolean');
    }
  });

  test('of which there may be a list', () => {
    const rule = ruleOf(`${identifiers}condition: [a, b and c]`);
    expect([{ x: 1 }, { y: 1, z: 1 }, { y: 1 }].map((record) => verdict(rule, record))).toEqual([true, true, false]);
  });
});

describe('made-up rules and records', () => {
  const word = fc.constantFrom(
    'root',
    'Root',
    'adm',
    'admin',
    'a-b',
    '/x',
    '-x',
    'a*b',
    'a?b',
    String.raw`a\b`,
    String.raw`\*`,
    '',
    '5',
    '10',
    'true',
    '10.0.0.1',
    '2001:db8::1',
    '%who%',
    'eu',
    '2026-05-03T10:11:12Z',
    'cm9vdA==',
    'x cm9vd',
  );
  const leaf = fc.oneof(word, fc.constantFrom(null, true, false, 5, 10, 1.5));
  const value = fc.oneof(
    { weight: 4, arbitrary: leaf },
    fc.array(leaf, { maxLength: 3 }),
    fc.record({ k: leaf }),
    fc.array(fc.record({ k: leaf }, { requiredKeys: [] }), { maxLength: 3 }),
  );
  const record = fc.record({ a: value, b: value, c: value }, { requiredKeys: [] });
  const field = fc.constantFrom('a', 'b', 'c', 'a.k', 'b.k', '');
  const pattern = fc
    .array(
      fc.constantFrom('r', 'oo', 't', 'adm', '*', '?', '\\', '\\*', '-x', 'a', 'b', '5', 'true', '%who%', '%place%'),
      { minLength: 1, maxLength: 4 },
    )
    .map((parts) => parts.join(''));
  const scalar = fc.oneof(word, pattern, fc.constantFrom(5, 10, true, false));
  const values = fc.oneof(scalar, fc.array(scalar, { minLength: 1, maxLength: 3 }));
  const textual = fc
    .subarray(['windash', 'expand', 'cased', 'all', 'neq'] as const)
    .chain((some) =>
      fc
        .constantFrom('', '|contains', '|startswith', '|endswith')
        .map((where) => `${some.map((one) => `|${one}`).join('')}${where}`),
    );
  const textItem = fc
    .tuple(field, textual, values)
    .map(([name, modifiers, given]): readonly [string, unknown] => [`${name}${modifiers}`, given]);
  const encoded = fc.tuple(
    fc.constantFrom('', '|wide', '|utf16le', '|utf16be', '|utf16'),
    fc.constantFrom('|base64', '|base64offset'),
    fc.constantFrom('', '|contains'),
  );
  const otherItem = fc
    .oneof(
      fc.tuple(field, fc.constantFrom('|gt', '|gte', '|lt', '|lte'), fc.constantFrom(5, 7, 1.5)),
      fc.tuple(
        field,
        fc.constantFrom('|cidr', '|cidr|neq'),
        fc.constantFrom('10.0.0.0/8', '2001:db8::/32', ['192.0.2.1', '10.0.0.0/31']),
      ),
      fc.tuple(field, fc.constantFrom('|re', '|re|i', '|re|all'), fc.constantFrom('^ro+t$', 'a.b', ['r', 'T'])),
      fc.tuple(fc.constantFrom('a', 'b.k'), fc.constantFrom('|exists', '|exists|neq'), fc.boolean()),
      fc.tuple(fc.constantFrom('a', 'b.k'), fc.constantFrom('', '|neq'), fc.constant(null)),
      fc.tuple(
        fc.constantFrom('a', 'b.k'),
        fc.constantFrom('|fieldref', '|fieldref|contains', '|fieldref|cased|endswith', '|neq|fieldref|startswith'),
        fc.constantFrom('b', 'c', 'a.k'),
      ),
      fc.tuple(
        field,
        fc.constantFrom('|hour', '|day', '|week', '|month', '|year', '|minute'),
        fc.constantFrom(5, 10, 11, 3, 18),
      ),
      fc.tuple(
        field,
        encoded.map((parts) => parts.join('')),
        fc.constantFrom('root', 'ä', 'roo'),
      ),
    )
    .map(([name, modifiers, given]): readonly [string, unknown] => [`${name}${modifiers}`, given]);
  const item = fc.oneof(textItem, otherItem);
  const map = fc.array(item, { minLength: 1, maxLength: 2 }).map((items): unknown => Object.fromEntries(items));
  const search = fc.oneof(
    { weight: 3, arbitrary: map },
    fc.array(fc.oneof(map, word), { minLength: 1, maxLength: 2 }),
    word.filter((text) => text !== ''),
  );
  const condition = fc.constantFrom('s', 'not s', 's and not t', 's or t', '1 of them', 'all of *', 'not (s and t)');

  test('mean the same to both', () => {
    let refusals = 0;
    let matches = 0;
    fc.assert(
      fc.property(
        search,
        search,
        condition,
        fc.array(record, { minLength: 5, maxLength: 5 }),
        (s, t, asked, records) => {
          const text = stringify({ title: 'T', logsource: { product: 'aws' }, detection: { s, t, condition: asked } });
          if (load(text).rules.length === 0) return void (refusals += 1);
          for (const one of records) {
            const said = verdict(text, one);
            expect({ text, one, agrees: typeof said }).toEqual({ text, one, agrees: 'boolean' });
            matches += said === true ? 1 : 0;
          }
        },
      ),
      { numRuns: 2000, seed: 3 },
    );
    expect(refusals).toBeLessThan(800);
    expect(matches).toBeGreaterThan(2000);
  });
});

const data = sharedData('Sigma rules and CloudTrail records against the oracle');

describe.skipIf(data === null)('the shared rules', () => {
  const files = data === null ? [] : sharedRules(data).map((file) => ({ ...file, origin: 'sigma' }));
  const { rules, refused } = loadRules(files, { resolve: (name) => ({ path: name.split('.') }) });

  test('are all compiled', () => {
    expect(files).toHaveLength(420);
    expect(refused).toEqual([]);
    expect(rules).toHaveLength(420);
    expect(new Set(rules.map(({ hash }) => hash)).size).toBe(420);
  });

  test('match the same CloudTrail records as the oracle', () => {
    const records = data === null ? [] : sharedCloudTrail(data);
    const documents = new Map(files.map(({ path, text }) => [path, parseYaml(text) as unknown]));
    let matches = 0;
    const differences: string[] = [];
    for (const { identity, predicate } of rules) {
      const document = documents.get(identity.path);
      for (const [index, record] of records.entries()) {
        const compiled = holds(predicate, record);
        matches += compiled ? 1 : 0;
        if (compiled !== oracleMatches(document, record)) differences.push(`${identity.path} record ${index}`);
      }
    }
    expect(differences).toEqual([]);
    expect(records.length).toBeGreaterThan(400);
    expect(matches).toBeGreaterThan(100);
  }, 120_000);
});
