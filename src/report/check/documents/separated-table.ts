import type { TableBlock, TableRow } from './block.ts';
import { isRule, type TextLine } from './text-lines.ts';

/** Columns that tabs or bars part, in two lines or more, with rules between them or without. */
export function separatedTable(
  lines: readonly TextLine[],
  at: number,
): { readonly block: TableBlock; readonly lines: number } | null {
  const rows: TableRow[] = [];
  let end = at;
  for (; end < lines.length; end += 1) {
    const line = lines[end];
    if (line === undefined) break;
    if (isRule(line.text) && rows.length > 0) continue;
    const cells = cellsOf(line.text);
    if (cells.length < 2 || (rows[0]?.cells ?? cells).length !== cells.length) break;
    rows.push({ cells, line: line.line });
  }
  return rows.length < 2 ? null : { block: { is: 'table', rows, hasHeader: null }, lines: end - at };
}

function cellsOf(text: string): readonly string[] {
  if (text.includes('\t')) return text.split(/\t+/).map((cell) => cell.trim());
  const cells = text.replace(/^[|│┃]|[|│┃]$/g, '').split(/[|│┃]/);
  return cells.length < 3 && !/^[|│┃]/.test(text) ? [] : cells.map((cell) => cell.trim());
}
