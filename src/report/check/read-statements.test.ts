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
