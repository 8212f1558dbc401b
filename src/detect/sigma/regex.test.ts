import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { regexTrouble } from './regex.ts';

const accepted = [
  'a',
  '',
  '()',
  '|',
  '^*',
  '(?P<n>a)',
  '(?i)a',
  '(?i:a)',
  '(?s-i:a)',
  '(?U)a',
  String.raw`\z\A\b\B`,
  String.raw`\/\-\_\<\"\@\ `,
  String.raw`\Qa.(b\Ec`,
  '[[:alpha:]]',
  '[a-z&&b]',
  'a{,5}',
  '[]a]',
  '[^]a]',
  String.raw`\x{41}\x41\0\012`,
  String.raw`\p{L}\pN\P{Greek}`,
  'x{',
  'x{a}',
  String.raw`[\d-z]`,
  String.raw`[a\]b]`,
  'a{0,1000}',
  '(a{10}){100}',
  'a+?b*?c??d{2}?',
  '[-a]',
  '[a-]',
  String.raw`[\.-a]`,
  String.raw`[\\-a]`,
];

const refused: readonly (readonly [string, string])[] = [
  ['(?=a)', 'look-around'],
  ['(?!a)', 'look-around'],
  ['(?<=a)', 'look-around'],
  ['(?<!a)', 'look-around'],
  ['(?<n>a)', 'named group'],
  ['(?>a)', 'atomic group'],
  ['(?x)a', 'group (?x'],
  ['(?#c)a', 'group (?#'],
  ['(?P=n)', 'group (?P'],
  ['(?', 'group (?'],
  [String.raw`(a)\1`, 'back-reference'],
  [String.raw`\k<a>`, 'back-reference'],
  ['a++', 'repetition of a repetition'],
  ['a**', 'repetition of a repetition'],
  ['a???', 'repetition of a repetition'],
  ['a{1}{2}', 'repetition'],
  ['a{1001}', 'over 1000'],
  ['(a{100}){100}', 'counts to 10000'],
  ['a{2,1}', 'backwards'],
  ['*a', 'nothing stands before'],
  ['a|*b', 'nothing stands before'],
  ['(*a)', 'nothing stands before'],
  ['(a', 'a ( without'],
  ['a)', 'a ) without'],
  ['[]', 'a [ without'],
  ['[a', 'a [ without'],
  [String.raw`[a-\.]`, 'backwards'],
  [String.raw`[a-\d]`, 'ends in the class'],
  ['[z-a]', 'backwards'],
  ['a\\', 'backslash at the end'],
  [String.raw`\Z`, String.raw`escape \Z`],
  [String.raw`\h`, 'escape'],
  [String.raw`\u0041`, 'escape'],
  [String.raw`\x4`, 'escape'],
  [String.raw`\p{Foo}`, 'escape'],
  [String.raw`\é`, 'escape'],
  [String.raw`[\b]`, 'escape'],
  ['[[:foo:]]', 'character class'],
];

let connection: DuckDBConnection;
beforeAll(async () => {
  connection = await (await DuckDBInstance.create(':memory:')).connect();
});
afterAll(() => connection.disconnectSync());

async function isAcceptedByEngine(pattern: string): Promise<boolean> {
  try {
    await connection.run(`SELECT regexp_matches('a', '${pattern.replaceAll("'", "''")}')`);
    return true;
  } catch {
    return false;
  }
}

const words = Array.from({ length: 2000 }, (_, index) => `w${index}`);

describe('an expression that the engine takes and is slow with', () => {
  test.each<readonly [string, string]>([
    ['.{0,1000}.{0,1000}', 'counts that add up to 2000 characters'],
    ['(.{0,30}){0,33}(.{0,30}){0,33}', 'counts that add up to 1980 characters'],
    ['((((a{2}){5}){10}){10}){2}', 'counts to 2000'],
    ['(?:abc|[d-f]{300}){4}', 'counts to 1200'],
    ['([ab]c{3}){300}', 'counts that add up to 1200 characters'],
    ['a{600}|b{600}', 'counts that add up to 1200 characters'],
    [`(${words.join('|')})`, 'characters to match when it is written out'],
    ['a'.repeat(5001), '5001 characters to match'],
    [`\\Q${'a'.repeat(5001)}\\E`, 'characters to match'],
    ['.*a'.repeat(201), '201 unbounded repetitions'],
    ['(a{2,}|b+)'.repeat(150), '300 unbounded repetitions'],
  ])('is refused: %.40s', (pattern, why) => {
    expect(regexTrouble(pattern)).toContain(why);
  });

  test.each([
    'a{1000}',
    '(.{0,30}){0,33}',
    '(?i)(?:a|b){100}[c-f]{800}',
    String.raw`\d{1,3}(?:\.\d{1,3}){3}`,
    words.slice(0, 900).join('|'),
    '.*a'.repeat(200),
  ])('is not one of these: %.40s', (pattern) => {
    expect(regexTrouble(pattern)).toBeNull();
  });
});

describe('regexTrouble', () => {
  test.each(accepted)('accepts %s, as the engine does', async (pattern) => {
    expect(regexTrouble(pattern)).toBeNull();
    expect(await isAcceptedByEngine(pattern)).toBe(true);
  });

  test.each(refused)('refuses %s, as the engine does, and says: %s', async (pattern, why) => {
    expect(regexTrouble(pattern)).toContain(why);
    expect(await isAcceptedByEngine(pattern)).toBe(false);
  });

  test('agrees with the engine on made-up expressions', async () => {
    const pieces = [
      'a',
      'b',
      '.',
      '(',
      ')',
      '(?:',
      '(?i)',
      '|',
      '*',
      '+',
      '?',
      '{2}',
      '{3,}',
      '{400}',
      '{5,2}',
      '[',
      ']',
      '^',
      '$',
      '-',
      '\\d',
      '\\b',
      '\\.',
      '{',
      '}',
      ',',
      '1',
      '[:alpha:]',
    ];
    const patterns = fc.array(fc.constantFrom(...pieces), { maxLength: 9 }).map((chosen) => chosen.join(''));
    await fc.assert(
      fc.asyncProperty(patterns, async (pattern) => {
        const trouble = regexTrouble(pattern);
        // The engine takes what is only too costly.
        if (trouble?.includes('add up to') === true) return;
        expect([pattern, trouble === null]).toEqual([pattern, await isAcceptedByEngine(pattern)]);
      }),
      { numRuns: 1000, seed: 3 },
    );
  });
});
