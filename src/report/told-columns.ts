import type { Block, Section, Table, Text } from './document.ts';

/** What a cell says where no record tells. */
const untold: ReadonlySet<string> = new Set(['not recorded', 'unknown']);

/** The sections with their tables as far as these tell anything: a column of nothing but unknowns is named below its table. */
export const withToldColumns = (sections: readonly Section[]): readonly Section[] =>
  sections.map((section) => ({ ...section, blocks: section.blocks.map(toldIn) }));

function toldIn(block: Block): Block {
  return block.is === 'table' ? toldColumns(block) : block;
}

function toldColumns(table: Table): Table {
  const { columns, rows, more } = table;
  const isTold = columns.map((_, index) => rows.length < 2 || rows.some(({ cells }) => !isUntold(cells[index] ?? [])));
  const left = columns.filter((_, index) => isTold[index] !== true);
  if (left.length === 0) return table;
  const note = `Not recorded of any row: ${left.join(', ')}.`;
  return {
    ...table,
    columns: columns.filter((_, index) => isTold[index]),
    rows: rows.map((row) => ({ ...row, cells: row.cells.filter((_, index) => isTold[index]) })),
    more: more === null ? note : `${more} ${note}`,
  };
}

const isUntold = (cell: Text): boolean => untold.has(cell.map(({ text }) => text).join(''));
