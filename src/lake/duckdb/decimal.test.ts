import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { literal } from '../sql.ts';
import { openDuckDb } from './engine.ts';
import { decimalAt } from './emit-test.ts';

/** Texts of up to so many of these pieces. */
const pieces = ['1', '20', '+', '-', '.', 'e', 'E', '_', ' ', 'x'];
const texts = [1, 2, 3, 4].reduce<readonly string[]>(
  (made) => [...new Set(made.flatMap((text) => ['', ...pieces].map((piece) => text + piece)))],
  [''],
);
const others = ['nan', 'inf', '-Infinity', '0x1f', '1,5', '9'.repeat(18), '9'.repeat(20), '1e18', '1e19', '1e-30', '٣'];

test('a decimal is what is written as one, and no more', async () => {
  const engine = await openDuckDb({ memoryMiB: 100, threads: 1, tempDirectory: tmpdir() });
  try {
    const rows = await engine.rows(
      `SELECT text, CAST(${decimalAt('text', 'DECIMAL(28, 9)')} AS DOUBLE) AS number
        FROM (SELECT unnest([${[...texts, ...others].map(literal).join(', ')}]) AS text)`,
    );
    const wrong = rows.filter(({ text, number }) => {
      const isPlain = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(String(text));
      const value = isPlain ? Number(text) : null;
      const expected = value === null || Math.abs(value) >= 1e19 ? null : value;
      return expected === null ? number !== null : Math.abs(Number(number) - expected) > 1e-9;
    });
    expect(wrong).toEqual([]);
    expect(rows.length).toBeGreaterThan(5000);
  } finally {
    await engine.close();
  }
});
