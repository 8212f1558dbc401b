import { inert } from '../model/inert.ts';

/** RFC 4180: every field quoted, lines end in CR LF, the first line names the columns. */
export function renderCsv(columns: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  return [columns, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

function field(value: string | number | null): string {
  if (typeof value === 'number') return `"${value}"`;
  return `"${guard(inert(value ?? '')).replaceAll('"', '""')}"`;
}

/** Signs that begin a formula, in their full-width forms too. */
const formulaSign = '=+\\-@＝＋－＠';

/** Blanks, quotes and escapes of what a spreadsheet strips before it looks for a formula; then the sign. */
const leading = new RegExp(`^(?=(?:[\\s"']|\\\\(?:[tnr]|x[0-9a-f]{2}|u\\{[0-9a-f]+\\}))*[${formulaSign}])`, 'u');
/** Where the list separator is another than the comma, a cell begins behind it in the middle of ours. */
const behindSeparator = new RegExp(`([;|]["'\\s]*)(?=[${formulaSign}])`, 'gu');

// An apostrophe makes the cell text in every spreadsheet.
const guard = (text: string): string => text.replace(leading, "'").replace(behindSeparator, "$1'");
