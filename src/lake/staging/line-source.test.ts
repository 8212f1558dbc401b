import { describe, expect, test } from 'vitest';
import { cirrus } from '../../../test/cirrus-source.ts';
import type { Source } from '../../model/source.ts';
import { lineSource } from './line-source.ts';

const knowing = (id: string, ...recognise: readonly string[]): Source => ({
  ...cirrus,
  id,
  lines: { recognise, forms: [] },
});
const narrow = knowing('narrow', '^named: ');
const wide = knowing('wide', '^[a-z]+: ');
const chosen = (text: string, sources: readonly Source[] = [narrow, wide]): string | undefined =>
  lineSource(Buffer.from(text), sources)?.id;

const named = 'named: a\n';
const other = 'sshd: b\n';
const junk = '??\n';

describe('the source of lines', () => {
  test.each<[string, string, string | undefined]>([
    ['that two know is the narrower one, which stands first', named.repeat(4), 'narrow'],
    ['of which the narrower one knows half is it', named.repeat(2) + other.repeat(2), 'narrow'],
    ['of which the narrower one knows fewer is the wider one', named.repeat(2) + other.repeat(3), 'wide'],
    ['with junk between them is the one that knows a quarter', named + junk.repeat(3), 'narrow'],
    ['that are mostly junk is none', named + junk.repeat(4), undefined],
    ['that nobody knows is none', junk, undefined],
    ['behind a byte-order mark and blank lines is theirs', `\uFEFF${named}\n \n`, 'narrow'],
  ])('%s', (_, text, id) => expect(chosen(text)).toBe(id));

  test('does not hang on the order where none is narrower', () => {
    const others = [knowing('a', '^a'), knowing('b', '^b')];
    for (const sources of [others, others.toReversed()]) expect(chosen('a\nb\nb\nb\n', sources)).toBe('b');
  });
});
