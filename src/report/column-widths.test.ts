import { expect, test } from 'vitest';
import { columnWidths } from './column-widths.ts';
import type { Table } from './document.ts';

const tableOf = (columns: readonly string[], ...rows: readonly (readonly string[])[]): Table => ({
  is: 'table',
  caption: 'x',
  columns,
  rows: rows.map((cells) => ({
    cells: cells.map((text) => [{ as: 'plain', text }]),
    proof: { evidence: ['a:b'], count: 1, claims: [] },
  })),
  more: null,
});
const long = 'a sentence of many words that goes on and on '.repeat(6);

test('where there is room every column is as wide as its longest text', () => {
  expect(columnWidths(tableOf(['Name'], ['a longer name']), ['E1'])).toEqual([15, 12]);
});

test('where there is none the words stay whole and the long text gets the most', () => {
  const [account = 0, text = 0, state = 0, evidence = 0] = columnWidths(
    tableOf(['Account', 'What', 'State'], ['123456789012', long, 'terminated'], ['123456789012', long, 'running']),
    ['E1–E20', 'E3'],
  );
  expect(account).toBeGreaterThanOrEqual(12);
  expect(state).toBeGreaterThanOrEqual(10);
  expect(text).toBeGreaterThan(account + state + evidence);
  expect(account + text + state + evidence).toBeCloseTo(134);
});

test('twenty columns of long words share the sheet, each with something', () => {
  const columns = Array.from({ length: 20 }, (_, n) => `Column${n}`);
  const widths = columnWidths(
    tableOf(
      columns,
      columns.map(() => 'abcdefghijklm'),
    ),
    ['E1'],
  );
  expect(Math.min(...widths)).toBeGreaterThan(0);
  expect(widths.reduce((sum, width) => sum + width, 0)).toBeCloseTo(134);
});
