import type { TableBlock, TableRow } from './block.ts';
import { cleanText } from './clean-text.ts';

export interface CellText {
  readonly text: string;
  readonly label: string | null;
  readonly line: number;
  /** From 0 within the table. */
  readonly row: number;
}

/** What the second column of a table of fields is called, if anything. */
const valueTitle = /^(?:values?|details?|descriptions?|information|entry|content|data|)$/i;
const fieldTitle = /^(?:fields?|items?|names?|attributes?|propert(?:y|ies)|keys?|labels?|categor(?:y|ies)|metrics?|)$/i;

/** The cells of a table in reading order, each with the name of its column, or of its field where the rows are fields. */
export function tableCells({ rows, hasHeader }: TableBlock): readonly CellText[] {
  const told = rows.filter(isOfTheReport);
  const isNamed = hasHeader ?? looksLikeHeader(told);
  const titles = isNamed ? (told[0]?.cells ?? []).map(cleanText) : [];
  const body = isNamed ? told.slice(1) : told;
  const isFields = isOfFields(body, titles, isNamed);
  return body.flatMap(({ cells, line, cellLines }, row) =>
    cells.slice(isFields ? 1 : 0).flatMap((cell, at) => {
      const label = isFields ? cleanText(cells[0] ?? '').replace(/^[-–•] |\s*:$/g, '') : titles[at];
      return partsOf(cell).map((text) => ({ text, line: cellLines?.[at] ?? line, row, label: label || null }));
    }),
  );
}

const partsOf = (cell: string): readonly string[] =>
  cell
    .split('\n')
    .map(cleanText)
    .filter((text) => text !== '');

/** The list of evidence at the end of our own reports says nothing by itself. */
const isOfTheReport = ({ cells: [first = ''] }: TableRow): boolean => !/^E\d{1,6}$/.test(first.trim());

/** Two columns, of which the first names what stands in the second. */
function isOfFields(rows: readonly TableRow[], titles: readonly string[], isNamed: boolean): boolean {
  if (rows.length === 0 || rows.some(({ cells }) => cells.length !== 2)) return false;
  const [field = '', value = ''] = titles;
  if (isNamed) return valueTitle.test(value) && (fieldTitle.test(field) || /^values?$/i.test(value));
  return rows.every(({ cells: [name = ''] }) => /^\s*\p{L}/u.test(name) && name.trim().split(/\s+/).length <= 6);
}

/** Short words without numbers, and more below: nobody begins a table of values so. Two columns may be fields as well. */
const looksLikeHeader = ([first, ...rest]: readonly TableRow[]): boolean =>
  first !== undefined &&
  rest.length > 0 &&
  (first.cells.length > 2 || rest.every(({ cells: [cell = ''] }) => /\d/.test(cell))) &&
  first.cells.every((cell) => /^\s*\p{L}[^\d:]*$/u.test(cell) && cell.trim().split(/\s+/).length <= 4);
