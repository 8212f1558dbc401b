/** A piece of a document before it is known what stands under what: each form is read into these. */
export type Block = HeadingBlock | TextBlock | TableBlock;

export interface HeadingBlock {
  readonly is: 'heading';
  /** From 1, the outermost; below 100. */
  readonly depth: number;
  readonly text: string;
  readonly line: number;
}

export interface TextBlock {
  readonly is: 'text';
  readonly text: string;
  readonly line: number;
  /** Whether it is an item of a list, and how far in; 0 is the margin. */
  readonly isItem: boolean;
  readonly indent: number;
  /** Whether an empty line or the end of a paragraph stands before it. */
  readonly isAfterGap: boolean;
  /** Where the form itself names a field. */
  readonly label: string | null;
}

export interface TableBlock {
  readonly is: 'table';
  readonly rows: readonly TableRow[];
  /** Whether the first row names the columns; null where the form does not say. */
  readonly hasHeader: boolean | null;
}

export interface TableRow {
  readonly cells: readonly string[];
  readonly line: number;
  /** Where each cell stands on a line of its own. */
  readonly cellLines?: readonly number[];
}

/** What a form gives: its pieces, what could not be read, and how many pictures it has. */
export interface ReadBlocks {
  readonly blocks: readonly Block[];
  readonly notes: readonly string[];
  readonly pictures: number;
}

/** A paragraph or an item at the margin. */
export const paragraph = (text: string, line: number, more: Partial<TextBlock> = {}): TextBlock => ({
  is: 'text',
  text,
  line,
  isItem: false,
  indent: 0,
  isAfterGap: true,
  label: null,
  ...more,
});
