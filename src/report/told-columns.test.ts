import { expect, test } from 'vitest';
import type { Section, Table } from './document.ts';
import { withToldColumns } from './told-columns.ts';
import { data, prose } from './wording.ts';

const proof = { evidence: ['aws.cloudtrail:1'], count: 1, claims: ['1-launched'] };

const tableOf = (rows: readonly (readonly [string, string])[], more: string | null = null): Table => ({
  is: 'table',
  caption: 'Things',
  columns: ['What', 'Region'],
  rows: rows.map((cells) => ({ cells: cells.map((text, index) => (index === 0 ? data(text) : prose(text))), proof })),
  more,
});

function toldOf(table: Table): Table {
  const sections: readonly Section[] = [{ title: 'One', blocks: [table] }];
  const [block] = withToldColumns(sections)[0]?.blocks ?? [];
  if (block?.is !== 'table') throw new Error('a table stays one');
  return block;
}

test('a column that tells nothing in any row is named below the table instead', () => {
  const told = toldOf(
    tableOf(
      [
        ['i-1', 'not recorded'],
        ['i-2', 'unknown'],
      ],
      'The first 2 of 9.',
    ),
  );
  expect(told.columns).toEqual(['What']);
  expect(told.rows.map(({ cells }) => cells)).toEqual([[data('i-1')], [data('i-2')]]);
  expect(told.rows[0]?.proof).toBe(proof);
  expect(told.more).toBe('The first 2 of 9. Not recorded of any row: Region.');
});

test('a column that tells something in one row stays, as does all of a table of one row', () => {
  const some = tableOf([
    ['i-1', 'not recorded'],
    ['i-2', 'north'],
  ]);
  const alone = tableOf([['i-1', 'unknown']]);
  expect(toldOf(some)).toBe(some);
  expect(toldOf(alone)).toBe(alone);
});
