import type { Table, Text } from './document.ts';

const numbers = new Set(['Count', 'Times', 'Acts', 'Running', 'Made in all', 'Events', 'Objects', 'Bytes', 'Records']);

/** Whether a column with this name holds nothing but counts. */
export const isNumeric = (column: string): boolean => numbers.has(column);

/** Letters of a row that an upright sheet of paper has room for, and how many of them the borders of a cell take. */
const sheetLetters = 134;
const lettersACell = 2;
/** Data is set in a type whose letters are wider, and so are heads of columns. */
const wide = 1.25;
/** Words up to this length, a number of an account say, are not broken where that can be helped. */
const longestWhole = 14 * wide;
/** Of the sheet's room, for the column with the longest texts. */
const shareOfLongest = 0.22;

interface Column {
  /** Room for its longest text on one line. */
  readonly most: number;
  /** Room for its longest word that should stay whole. */
  readonly least: number;
  /** How much it has to say. */
  readonly weight: number;
}

/**
 * Widths of a table's columns on paper, in letters with their borders, the column of evidence last: as wide as the longest text while
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
  const asked = withRoomForLongest(all, room);
  const least = sum(asked.map((column) => column.least));
  const within = least >= room ? asked.map((column) => (column.least / least) * room) : filled(asked, room - least);
  return within.map((width) => width + lettersACell);
}

/** Whole words in short columns must not leave the longest texts a strip: that column has its share of the sheet first. */
function withRoomForLongest(all: readonly Column[], room: number): readonly Column[] {
  const longest = all.reduce((one, other) => (other.most > one.most ? other : one));
  const share = Math.min(longest.most, room * shareOfLongest);
  return all.map((column) => (column === longest ? { ...column, least: Math.max(column.least, share) } : column));
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
  return { most, least: whole, weight: mean + Math.sqrt(most) };
}

/** Each at least a word, and what is left poured in by what they have to say, until it is used up or all are content. */
function filled(all: readonly Column[], left: number): readonly number[] {
  const widths = new Map(all.map((column) => [column, column.least]));
  const widthOf = (column: Column): number => widths.get(column) ?? column.least;
  for (let rest = left; rest > 0.01;) {
    const open = all.filter((column) => widthOf(column) < column.most);
    if (open.length === 0) break;
    const weight = sum(open.map((column) => column.weight));
    const portions = open.map((column) => ({
      column,
      more: Math.min(column.most - widthOf(column), (rest * column.weight) / weight),
    }));
    for (const { column, more } of portions) widths.set(column, widthOf(column) + more);
    rest -= sum(portions.map(({ more }) => more));
  }
  return all.map(widthOf);
}

const lettersIn = ({ as, text }: Text[number]): number => text.length * (as === 'data' ? wide : 1);

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
