import { paragraph, type Block, type TableRow, type TextBlock } from './block.ts';

/** Makes blocks of a document that comes as a stream of tags and text. */
export interface BlockBuilder {
  readonly blocks: readonly Block[];
  readonly text: (text: string) => void;
  /** Ends the line so far as a paragraph or an item; in a cell it ends a line of the cell. */
  readonly endLine: (more?: Partial<TextBlock>) => void;
  /** Ends the line so far as a heading; in a cell it is a line like others. */
  readonly endHeading: (depth: number) => void;
  readonly openTable: () => void;
  readonly closeTable: () => void;
  readonly openRow: () => void;
  /** Ends what stands above the first row of a table. */
  readonly endCaption: () => void;
  readonly closeCell: (isHeader: boolean) => void;
  /** Says that the first row of the innermost table names the columns. */
  readonly nameColumns: () => void;
}

interface OpenTable {
  readonly rows: { readonly cells: string[]; readonly line: number }[];
  headers: number;
  /** A table that holds tables only places things on a page. */
  isLayout: boolean;
}

export function blockBuilder(): BlockBuilder {
  const tables: OpenTable[] = [];
  const page = pageOf();
  const inCell = (): boolean => tables.at(-1)?.isLayout === false;
  const endLine: BlockBuilder['endLine'] = (more) => {
    if (inCell()) page.add('\n');
    else page.push(page.take(), more);
  };
  return {
    blocks: page.blocks,
    text: page.add,
    endLine,
    endHeading: (depth) => {
      if (inCell()) endLine();
      else page.pushHeading(depth, page.take());
    },
    ...tableParts(tables, page),
  };
}

/** What is written so far, and the line that is being read. */
interface Page {
  readonly blocks: readonly Block[];
  readonly add: (text: string) => void;
  readonly take: () => string;
  readonly push: (text: string, more?: Partial<TextBlock>) => void;
  readonly pushHeading: (depth: number, text: string) => void;
  readonly pushTable: (table: OpenTable) => void;
  readonly nextLine: () => number;
}

function pageOf(): Page {
  const blocks: Block[] = [];
  let buffer = '';
  let line = 0;
  const nextLine = (): number => (line += 1);
  const push: Page['push'] = (text, more) => {
    if (text !== '') blocks.push(paragraph(text, nextLine(), more));
  };
  return {
    blocks,
    push,
    nextLine,
    add: (text) => {
      buffer += text;
    },
    take: () => {
      const text = buffer.trim();
      buffer = '';
      return text;
    },
    pushHeading: (depth, text) => {
      if (text !== '') blocks.push({ is: 'heading', depth, text, line: nextLine() });
    },
    pushTable: (table) => {
      const rows = table.rows.filter(({ cells }) => cells.some((cell) => cell !== ''));
      if (rows.some(({ cells }) => cells.length > 1)) blocks.push({ is: 'table', rows, hasHeader: hasHeader(table) });
      else for (const text of linesOf(rows)) push(text);
    },
  };
}

const linesOf = (rows: readonly TableRow[]): readonly string[] =>
  rows.flatMap(({ cells }) => cells.flatMap((cell) => cell.split('\n').map((part) => part.trim())));

type TableParts = Pick<
  BlockBuilder,
  'endCaption' | 'openTable' | 'closeTable' | 'openRow' | 'closeCell' | 'nameColumns'
>;

function tableParts(tables: OpenTable[], page: Page): TableParts {
  return {
    openTable: () => {
      const outer = tables.at(-1);
      if (outer?.isLayout === false) {
        outer.isLayout = true;
        for (const text of linesOf(outer.rows.splice(0))) page.push(text);
      }
      page.push(page.take());
      tables.push({ rows: [], headers: 0, isLayout: false });
    },
    closeTable: () => {
      const table = tables.pop();
      if (table !== undefined) page.pushTable(table);
      page.take();
    },
    openRow: () => {
      const table = tables.at(-1);
      if (table === undefined) return;
      if (!table.isLayout) page.take();
      table.rows.push({ cells: [], line: page.nextLine() });
    },
    endCaption: () => page.push(page.take()),
    closeCell: (isHeader) => {
      const table = tables.at(-1);
      const text = page.take();
      if (table === undefined || table.isLayout) return page.push(text);
      table.rows.at(-1)?.cells.push(text);
      if (isHeader && table.rows.length === 1) table.headers += 1;
    },
    nameColumns: () => {
      const table = tables.at(-1);
      if (table !== undefined) table.headers = Infinity;
    },
  };
}

/** Headers down the first column alone name rows, not columns. */
function hasHeader({ rows, headers }: OpenTable): boolean | null {
  const first = rows[0]?.cells.length ?? 0;
  return headers === 0 ? null : headers >= first && first > 1;
}
