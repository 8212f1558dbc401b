/** A document of any form after reading: its text in order, and what could not be read. */
export interface ReportText {
  readonly passages: readonly Passage[];
  /** What was not read or not followed, and why: macros, links, images. */
  readonly notes: readonly string[];
}

/** One line, list item, table cell or field. */
export interface Passage {
  /** As it stands, white space collapsed, defanged values as they were written. */
  readonly text: string;
  /** From 1: the line of a text, the paragraph of a form that knows no lines. */
  readonly line: number;
  /** The titles that it stands under, outermost first. */
  readonly headings: readonly string[];
  /** `CPU Usage` of `CPU Usage: 98%`, or the column that a cell stands in; then `text` is what follows. */
  readonly label: string | null;
  /** Cells of one table row share this number; null outside of tables. */
  readonly row: number | null;
}

/** The words that something was read from. */
export interface Quote {
  readonly passage: Passage;
  readonly text: string;
}

/** `line 12, 2. Technical Analysis` */
export function placeOf({ line, headings }: Passage): string {
  return [`line ${line}`, ...headings.slice(-1)].join(', ');
}
