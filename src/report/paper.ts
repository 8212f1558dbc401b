import type { ReportDocument, Row, Table, Text } from './document.ts';

/** Rows of one table that are printed, and entries of the list of evidence: what is on paper is read, not searched. */
const mostRows = 40;
export const mostReferences = 1_000;

/** Ids longer than this, an OCID or an ARN, stand whole once in a column; where one stands again its end tells it. */
const longestAgain = 30;
const endLetters = 10;

/** A table as it is printed: its first rows, and where the others stand; long ids whole where they stand first. */
export function paperTable(table: Table): Table {
  const { rows, isCut } = withoutRepeats(table.rows.slice(0, mostRows));
  if (table.rows.length <= mostRows && !isCut) return table;
  const notes = [
    table.rows.length > mostRows
      ? `Of ${table.rows.length} rows in report.html the first ${mostRows} stand here.`
      : null,
    table.more,
    isCut ? 'An id that begins with … stands whole further up in its column.' : null,
  ].filter((note) => note !== null);
  return { ...table, rows, more: notes.length === 0 ? null : notes.join(' ') };
}

/** Rows in which a cell of one long id that an earlier one of its column holds is cut to its end, unless two ids end so. */
function withoutRepeats(rows: readonly Row[]): { readonly rows: readonly Row[]; readonly isCut: boolean } {
  const seen = new Map<string, string>();
  let isCut = false;
  const shortened = rows.map((row) => ({
    ...row,
    cells: row.cells.map((cell, column): Text => {
      const id = longId(cell);
      if (id === null) return cell;
      const end = id.slice(-endLetters);
      const key = `${column} ${end}`;
      const before = seen.get(key);
      if (before === undefined) seen.set(key, id);
      if (before !== id) return cell;
      isCut = true;
      return [{ as: 'data', text: `…${end}` }];
    }),
  }));
  return { rows: shortened, isCut };
}

/** The one long word that a cell holds, or null. */
function longId([first, ...more]: Text): string | null {
  const isLong = first !== undefined && more.length === 0 && first.as === 'data' && first.text.length > longestAgain;
  return isLong && !/[\s\ud800-\udfff]/.test(first.text) ? first.text : null;
}

/** What stands before the list of evidence. */
export const evidenceNote = ({ references }: Pick<ReportDocument, 'references'>): string =>
  references.length <= mostReferences
    ? ''
    : ` E${mostReferences + 1} to E${references.length} stand in report.html and report.md.`;
