import type { Table, Text } from './document.ts';

const numbers = new Set(['Count', 'Times', 'Acts', 'Running', 'Made in all', 'Events', 'Objects', 'Bytes', 'Records']);

/** Whether a column with this name holds nothing but counts. */
export const isNumeric = (column: string): boolean => numbers.has(column);

/** A column never gets less than this many letters, as far as the table has them. */
const leastLetters = 7;
/** Letters of a row that a sheet of paper has room for, borders of cells apart. */
const sheetLetters = 122;
const lettersACell = 3;

/**
 * Widths of a table's columns on paper, in letters, the column of evidence last: as wide as the longest text while
 * the sheet has room, else what is left is shared by how much each column has to say.
 */
export function columnWidths({ columns, rows }: Table, evidence: readonly string[]): readonly number[] {
  const room = sheetLetters - (columns.length + 1) * lettersACell;
  const all = [...columns, 'Evidence'].map((column, index) => {
    const cells =
      index < columns.length
        ? rows.map(({ cells: row }) => lettersIn(row[index] ?? []))
        : evidence.map(({ length }) => length);
    const widest = Math.max(longestWord(column), ...cells);
    const mean = cells.length === 0 ? widest : cells.reduce((sum, letters) => sum + letters, 0) / cells.length;
    return { widest, wanted: Math.max(Math.min(widest, leastLetters), Math.sqrt(mean * widest)) };
  });
  const natural = all.map(({ widest }) => widest);
  if (sum(natural) <= room) return natural;
  return shared(all, room);
}

interface Column {
  readonly widest: number;
  readonly wanted: number;
}

/** Columns that need less than their share keep what they need; the others divide the rest by what they want. */
function shared(all: readonly Column[], room: number): readonly number[] {
  const fixed = new Map<Column, number>();
  for (;;) {
    const open = all.filter((column) => !fixed.has(column));
    const left = room - sum([...fixed.values()]);
    const wanted = sum(open.map((column) => Math.sqrt(column.wanted)));
    const shareOf = (column: Column): number => (left * Math.sqrt(column.wanted)) / wanted;
    const content = open.filter((column) => column.widest <= shareOf(column));
    for (const column of content) fixed.set(column, column.widest);
    if (content.length === 0 || content.length === open.length)
      return all.map((column) => fixed.get(column) ?? shareOf(column));
  }
}

/** Data is set in a type whose letters are wider. */
const lettersIn = (text: Text): number =>
  sum(text.map(({ as, text: part }) => part.length * (as === 'data' ? 1.2 : 1)));

const longestWord = (text: string): number => Math.max(...text.split(' ').map(({ length }) => length)) * 1.1;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
