import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readMatchIndex, writeMatchIndex } from './match-cache.ts';

const entries = [{ file: 'a.parquet', rules: ['r'], broad: [], partitions: ['p'] }];
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'beewolf-matches-'));
  writeFileSync(join(folder, 'a.parquet'), '');
  writeMatchIndex(folder, 'columns', entries);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('what was written is read again', () => {
  expect(readMatchIndex(folder, 'columns')).toEqual(entries);
});

test('matches with other columns are given up, with their files', () => {
  expect(readMatchIndex(folder, 'other columns')).toEqual([]);
  expect(existsSync(join(folder, 'a.parquet'))).toBe(false);
});

test.each(['', 'no JSON', '{"format":1,"entries":[]}'])('an index that is %j is none', (text) => {
  writeFileSync(join(folder, 'index.json'), text);
  expect(readMatchIndex(folder, 'columns')).toEqual([]);
});
