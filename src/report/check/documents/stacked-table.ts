import type { TableBlock } from './block.ts';
import type { TextLine } from './text-lines.ts';

/**
 * A table that lost its form when it was pasted: every cell on a line of its own, the titles of the columns
 * first, the rows numbered in the first of them. Null where none begins at that line.
 */
export function stackedTable(
  lines: readonly TextLine[],
  at: number,
): { readonly block: TableBlock; readonly lines: number } | null {
  for (let columns = 2; columns <= 8; columns += 1) {
    if (numberAt(lines, at + columns) !== 1) continue;
    const titles = lines.slice(at, at + columns);
    if (!titles.every(({ text }) => isTitle(text))) return null;
    const count = rowsFrom(lines, at + columns, columns);
    if (count < 2) return null;
    const body = Array.from({ length: count }, (_, row) => rowAt(lines, at + columns * (row + 1), columns));
    const rows = [{ cells: titles.map(({ text }) => text), line: lines[at]?.line ?? 0 }, ...body];
    return { block: { is: 'table', rows, hasHeader: true }, lines: columns * (count + 1) };
  }
  return null;
}

function numberAt(lines: readonly TextLine[], at: number): number | null {
  const number = /^\(?(\d{1,2})[.)]\s+\S/.exec(lines[at]?.text ?? '')?.[1];
  return number === undefined ? null : Number(number);
}

const isTitle = (text: string): boolean => /^\p{Lu}[\p{L} /&-]{1,30}$/u.test(text) && text.split(' ').length <= 3;

/** How many rows follow, numbered without a gap and each as long. */
function rowsFrom(lines: readonly TextLine[], from: number, columns: number): number {
  let rows = 0;
  while (numberAt(lines, from + rows * columns) === rows + 1 && from + (rows + 1) * columns <= lines.length) {
    const others = lines.slice(from + rows * columns + 1, from + (rows + 1) * columns);
    if (others.some((_, at) => numberAt(others, at) !== null)) break;
    rows += 1;
  }
  return rows;
}

const rowAt = (lines: readonly TextLine[], from: number, columns: number): TableBlock['rows'][number] => ({
  cells: lines.slice(from, from + columns).map(({ text }) => text.replace(/^\(?\d{1,2}[.)]\s+/, '')),
  line: lines[from]?.line ?? 0,
  cellLines: lines.slice(from, from + columns).map(({ line }) => line),
});
