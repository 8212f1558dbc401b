import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readStatements } from './read-statements.ts';
import { amounts } from './readers/fixtures/amounts.ts';
import { assertions } from './readers/fixtures/assertions.ts';
import { indicators } from './readers/fixtures/indicators.ts';
import { times } from './readers/fixtures/times.ts';
import { around, linesOf, said } from './readers/fixtures/told.ts';

const data = process.env['BEEWOLF_TEST_DATA'] ?? join(import.meta.dirname, '../../../../shared/data');
const seed = join(data, '../seeds/000_032d56b69a7afe3f.txt');
const isThere = existsSync(seed);
if (!isThere) process.stdout.write(`skipped: no founding report at ${seed}\n`);

describe.each([
  ['times', times],
  ['amounts', amounts],
  ['indicators', indicators],
  ['assertions', assertions],
] as const)('%s', (_name, fixtures) => {
  test.each(fixtures)('%s', (words, expected) => {
    const hasNames = expected.some((line) => line.startsWith('naming'));
    const read = readStatements(linesOf(words), around).filter(({ about }) => hasNames || about !== 'naming');
    expect(read.map(said).toSorted()).toEqual(expected.toSorted());
  });
});

describe('a hostile report', () => {
  const lines = [
    'a',
    'key ',
    '1 ',
    '08:15 ',
    'a.b.',
    '[',
    '1.1.1.1:',
    'no data ',
    '/a',
    '"',
    '* ',
    'not, ',
    '0x',
    'a@',
    'instance created ',
    '$1 ',
    'x:',
    '2024-02-10 ',
    'T1584 - ',
    'aa-',
    'A:b ',
    'f0',
    '. ',
    'one ',
    'SHA256:',
    '::',
    '((((',
    'http://',
    'user ',
    'key leaked ',
    'from 1 to ',
    '(1:1) ',
  ];

  test.each(lines)('of half a million times %j in one line is read in time that grows with its length', (part) => {
    const text = part.repeat(Math.ceil(500_000 / part.length));
    const startedAt = performance.now();
    readStatements({ passages: [{ text, line: 1, headings: [text], label: text, row: null }], notes: [] }, around);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });

  test('of 500 pages is read in seconds', () => {
    const page = [...times, ...amounts, ...assertions]
      .slice(0, 60)
      .map(([words]) => words)
      .join('\n');
    const report = linesOf(Array.from({ length: 500 }, () => page).join('\n'));
    const startedAt = performance.now();
    expect(readStatements(report, around).length).toBeGreaterThan(5000);
    expect(performance.now() - startedAt).toBeLessThan(40_000);
  });
});

describe('the founding report', () => {
  test.runIf(isThere)('says what a person reads in it', () => {
    const statements = readStatements(linesOf(readFileSync(seed, 'utf8')), around).map(said);
    expect(statements).toEqual(
      expect.arrayContaining([
        'moment compromise 2024-02-10 13:00~',
        'moment access 2024-02-10 13:15',
        'span mining 2024-02-10 13:15 to 2024-02-10 19:30 ?',
        'duration outage 2 h',
        'amount hash-rate 15000 H/s ~',
        'amount earnings 50 USD ~ in 6 h',
        'amount cost 150 USD ~',
        'cause brute-force',
        'cause leaked-key',
        'cause weak-passphrase',
        'denial data-read',
        'technique T1584',
        'naming log Cloud Trail',
      ]),
    );
  });
});
