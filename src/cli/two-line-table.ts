import { inert } from '../model/inert.ts';
import { paintedCell, widthOf, wrap, type Cell, type Column, type Terminal } from './terminal.ts';

/** A row of two lines: short cells and what it is, then, dimmed, its uid and what else there is to say. */
export interface TwoLineRow {
  readonly cells: readonly Cell[];
  readonly what: string;
  readonly uid: string;
  /** Parts that are not empty are joined by dots. */
  readonly about: readonly string[];
}

/** As much of a uid as is shown: enough to tell some thousand apart, and `beewolf evidence` takes it. */
export const uidLength = 8;
const gap = '  ';
const narrowest = 20;

/**
 * A table whose long texts have most of the terminal's width to themselves. `columns` are those of the
 * cells, at least one; the uid stands below the first, and what goes on in further lines is indented.
 */
export function twoLineTable(
  columns: readonly Column[],
  rows: readonly TwoLineRow[],
  { width, colours }: Terminal,
): string {
  const widths = columns.map(({ title }, at) =>
    Math.max(at === 0 ? uidLength : 0, widthOf(title), ...rows.map(({ cells }) => widthOf(inert(textOf(cells[at]))))),
  );
  const padded = (cells: readonly Cell[]): string =>
    columns.map(({ align }, at) => pad(cells[at] ?? '', widths[at] ?? 0, align)).join(gap) + gap;
  const whatIndent = widths.reduce((sum, one) => sum + one + gap.length, 0);
  const aboutIndent = (widths[0] ?? 0) + gap.length;
  const heading = colours.dim(`${padded(columns.map(({ title }) => title))}what`);
  const lines = rows.flatMap(({ cells, what, uid, about }) => {
    const [first, ...more] = wrap(inert(what), Math.max(narrowest, width - whatIndent));
    const told = about.filter((part) => part !== '').join(' · ');
    const [below, ...further] = wrap(inert(told), Math.max(narrowest, width - aboutIndent));
    return [
      padded(cells) + (first ?? ''),
      ...more.map((line) => ' '.repeat(whatIndent) + line),
      colours.dim(pad(uid.slice(0, uidLength), aboutIndent) + (below ?? '')),
      ...further.map((line) => ' '.repeat(aboutIndent) + colours.dim(line)),
    ];
  });
  return [heading, ...lines].map((line) => line.trimEnd()).join('\n');
}

const textOf = (cell: Cell = ''): string => (typeof cell === 'string' ? cell : cell.text);

function pad(cell: Cell, width: number, align: Column['align'] = 'left'): string {
  const blank = ' '.repeat(Math.max(0, width - widthOf(inert(textOf(cell)))));
  return align === 'left' ? paintedCell(cell) + blank : blank + paintedCell(cell);
}
