import type { ReportDocument, Table } from './document.ts';

/** Rows of one table that are printed, and entries of the list of evidence: what is on paper is read, not searched. */
const mostRows = 40;
export const mostReferences = 1_000;

/** A table as it is printed: its first rows, and where the others stand. */
export function paperTable(table: Table): Table {
  if (table.rows.length <= mostRows) return table;
  const cut = `Of ${table.rows.length} rows in report.html the first ${mostRows} stand here.`;
  return { ...table, rows: table.rows.slice(0, mostRows), more: table.more === null ? cut : `${cut} ${table.more}` };
}

/** What stands before the list of evidence. */
export const evidenceNote = ({ references }: Pick<ReportDocument, 'references'>): string =>
  references.length <= mostReferences
    ? ''
    : ` E${mostReferences + 1} to E${references.length} stand in report.html and report.md.`;
