import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readNotes } from './read-notes.ts';

const folder = mkdtempSync(join(tmpdir(), 'beewolf-notes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (content: string) => {
  writeFileSync(join(folder, 'notes.yml'), content);
  return readNotes('notes.yml', folder);
};

test('each fact gets a number by its kind, whatever the order of the file', async () => {
  const given = [
    'analyst: Walter White',
    'ticket: 0051',
    'closing: rebuilt',
    'statements: [one, { text: two, evidence: [a:b] }]',
  ];
  const one = await read(given.join('\n'));
  const other = await read(given.toReversed().join('\n'));
  expect(one?.stated).toEqual(other?.stated);
  expect(one?.stated.map(({ number, kind, text, evidence }) => [number, kind, text, evidence])).toEqual([
    [1, 'analyst', 'Walter White', []],
    [2, 'ticket', '0051', []],
    [3, 'statement', 'one', []],
    [4, 'statement', 'two', ['a:b']],
    [5, 'closing', 'rebuilt', []],
  ]);
});

test('no file is no notes', async () => {
  expect(await readNotes(null, folder)).toBeNull();
  await expect(readNotes('missing.yml', folder)).rejects.toMatchObject({ code: 'input.not-found' });
});

describe('what is wrong is said with file and line', () => {
  test.each([
    ['analyst: [', /^notes\.yml:1: not valid YAML/],
    ['', /^notes\.yml:1: notes are fields/],
    ['- analyst', /^notes\.yml:1: notes are fields/],
    ['ticket: A\nanalist: Walter', /^notes\.yml:1: .*analist/],
    ['analyst: ""', /^notes\.yml:1: analyst: /],
    ['ticket: A\nanalyst: { a: b }', /^notes\.yml:2: analyst: /],
    ['verdicts:\n  - on: abcd\n    verdict: maybe\n    why: x', /^notes\.yml:3: verdicts\.0\.verdict: /],
    [
      'statements:\n  - text: a\n    evidence: ["note:1"]',
      /^notes\.yml:3: statements\.0\.evidence\.0: must be the uid of an event/,
    ],
    ['incident: ../../etc', /^notes\.yml:1: incident: must be the uid/],
    [`analyst: ${'a'.repeat(4001)}`, /^notes\.yml:1: analyst: /],
    [`#${'a'.repeat(1_000_001)}`, /more than a megabyte/],
    [`a: &a [x, x]\nb: &b [${'*a, '.repeat(30)}]\nc: [${'*b, '.repeat(30)}]`, /aliases that stand for too much/],
  ])('%#', async (content, message) => {
    await expect(read(content)).rejects.toMatchObject({
      code: 'usage.invalid',
      message: expect.stringMatching(message) as string,
      hint: expect.stringContaining('analyst') as string,
    });
  });
});
