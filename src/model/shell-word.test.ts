import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inert } from './inert.ts';
import { isPlainArgument, shellWord } from './shell-word.ts';

/** What bash makes of each word. */
const heard = (words: readonly string[]): readonly string[] =>
  execFileSync('bash', ['--norc', '-c', words.map((word) => `printf '%s\\0' ${word}`).join('\n')], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);

test('bash hears exactly the text, and one word, whatever it holds', () => {
  const signs = fc.constantFrom(...`'"\\\`$(){}!;&|<>*?~#=\n\t\u001b\u202e aA1-é`);
  const hostile = fc
    .oneof(fc.string({ unit: 'grapheme', minLength: 1 }), fc.string({ unit: signs, minLength: 1, maxLength: 30 }))
    .filter((text) => !text.includes('\0') && text.isWellFormed());
  fc.assert(
    fc.property(fc.array(hostile, { minLength: 50, maxLength: 80 }), (texts) => {
      const words = texts.map(shellWord);
      expect(heard(words)).toEqual(texts);
      expect(words.map(inert)).toEqual(words);
    }),
    { numRuns: 10 },
  );
});

test.each([
  ['ci-uploader', 'ci-uploader'],
  ['arn:aws:iam::123456789012:user/x', 'arn:aws:iam::123456789012:user/x'],
  ['=ls', `'=ls'`],
  ["a'b", String.raw`'a'\''b'`],
  ['$(id)', `'$(id)'`],
  ['a\nb', String.raw`$'a\x0ab'`],
  ['', `''`],
])('%j is written as %s', (text, word) => {
  expect(shellWord(text)).toBe(word);
});

test.each(['file:///etc/passwd', 'fileb://x', ' https://evil.example.com', '', 'x'.repeat(1025)])(
  '%j is no plain argument',
  (text) => {
    expect(isPlainArgument(text)).toBe(false);
  },
);
