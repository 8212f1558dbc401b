import type { Table, Text } from './document.ts';

const numbers = new Set(['Count', 'Times', 'Acts', 'Running', 'Made in all', 'Events', 'Objects', 'Bytes', 'Records']);

/** Whether a column with this name holds nothing but counts. */
export const isNumeric = (column: string): boolean => numbers.has(column);

/** Letters of a row that an upright sheet of paper has room for, and how many of them the borders of a cell take. */
const sheetLetters = 122;
const lettersACell = 3;
/** Data is set in a type whose letters are wider, and so are heads of columns. */
const wide = 1.25;
/** Words up to this length, a number of an account say, are not broken where that can be helped. */
const longestWhole = 14 * wide;

interface Column {
  /** Room for its longest text on one line. */
  readonly most: number;
  /** Room for its longest word that should stay whole. */
  readonly least: number;
  /** How much it has to say. */
  readonly weight: number;
}

/**
 * Widths of a table's columns on paper, in letters, the column of evidence last: as wide as the longest text while
 * the sheet has room, else each at least a word, and what is left is shared by how much each column has to say.
 * `evidence` holds the marks of each row as text.
 */
export function columnWidths({ columns, rows }: Table, evidence: readonly string[]): readonly number[] {
  const room = sheetLetters - (columns.length + 1) * lettersACell;
  const all = [
    ...columns.map((name, index) =>
      columnOf(
        name,
        rows.map(({ cells }) => cells[index] ?? []),
      ),
    ),
    columnOf(
      'Evidence',
      evidence.map((text): Text => [{ as: 'plain', text }]),
    ),
  ];
  const natural = all.map(({ most }) => most);
  if (sum(natural) <= room) return natural;
  const least = sum(all.map((column) => column.least));
  return least >= room ? all.map((column) => (column.least / least) * room) : shared(all, room);
}

function columnOf(name: string, cells: readonly Text[]): Column {
  const lengths = cells.map((text) => sum(text.map(lettersIn)));
  const words = cells.flatMap((text) =>
    text.flatMap((part) => part.text.split(' ').map((word) => lettersIn({ ...part, text: word }))),
  );
  const head = Math.max(...name.split(' ').map(({ length }) => length)) * wide;
  const most = Math.max(head, ...lengths);
  const mean = lengths.length === 0 ? most : sum(lengths) / lengths.length;
  const whole = Math.max(head, ...words.filter((letters) => letters <= longestWhole));
  return { most, least: whole, weight: Math.sqrt(mean + most) };
}

/** Columns that need less than their share keep what they need, none gets less than a word; the rest is divided. */
function shared(all: readonly Column[], room: number): readonly number[] {
  const fixed = new Map<Column, number>();
  for (;;) {
    const open = all.filter((column) => !fixed.has(column));
    const left = room - sum([...fixed.values()]);
    const weight = sum(open.map((column) => column.weight));
    const shareOf = (column: Column): number => (left * column.weight) / weight;
    const tight = open.filter((column) => shareOf(column) < column.least);
    const content = tight.length > 0 ? [] : open.filter((column) => shareOf(column) >= column.most);
    for (const column of tight) fixed.set(column, column.least);
    for (const column of content) fixed.set(column, column.most);
    if (tight.length + content.length === 0 || fixed.size === all.length)
      return all.map((column) => fixed.get(column) ?? shareOf(column));
  }
}

const lettersIn = ({ as, text }: Text[number]): number => text.length * (as === 'data' ? wide : 1);

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
