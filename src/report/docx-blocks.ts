import {
  AlignmentType,
  HeadingLevel,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
  type ParagraphChild,
} from 'docx';
import { columnWidths, isNumeric } from './column-widths.ts';
import type { Block, Card, Fact, Line, Proof, Section, Table as ReportTable } from './document.ts';
import { tableLook, uprightWidth, type WordBlock } from './docx-grid.ts';
import { lineRuns, textRuns, wordInks, wordText, type Cite } from './docx-text.ts';

/** What a part of the document is made with. */
export interface WordSetting {
  /** Marks in running text and, smaller, in tables. */
  readonly cite: Cite;
  readonly citeInTable: Cite;
  /** The marks of a proof as text. */
  readonly marked: (proof: Proof) => string;
  /** A number for each list that counts anew. */
  readonly nextList: () => number;
}

export const headingOf = (level: 1 | 2, text: string): Paragraph =>
  new Paragraph({
    heading: level === 1 ? HeadingLevel.HEADING_1 : HeadingLevel.HEADING_2,
    children: [new TextRun(wordText(text))],
  });

export const paragraphOf = (style: string | null, children: readonly ParagraphChild[]): Paragraph =>
  new Paragraph({ ...(style !== null && { style }), children });

export const factOf = ({ label, line }: Fact, { cite }: WordSetting): Paragraph =>
  paragraphOf('Fact', [new TextRun({ text: `${wordText(label)}: `, bold: true }), ...lineRuns(line, cite)]);

export const cardBlocks = ({ title, lines, isOrdered }: Card, setting: WordSetting): readonly WordBlock[] => [
  headingOf(2, title),
  ...listOf(lines, isOrdered && lines.length > 1, setting),
];

export const sectionBlocks = ({ title, blocks }: Section, setting: WordSetting): readonly WordBlock[] => [
  headingOf(1, title),
  ...blocks.flatMap((block) => blockOf(block, setting)),
];

function blockOf(block: Block, setting: WordSetting): readonly WordBlock[] {
  switch (block.is) {
    case 'heading':
      return [headingOf(2, block.text)];
    case 'facts':
      return block.rows.map((fact) => factOf(fact, setting));
    case 'list':
      return listOf(block.lines, false, setting);
    case 'table':
      return tableOf(block, setting);
    case 'statement':
    case 'unknown':
    case 'pending':
      return [paragraphOf(null, lineRuns(block, setting.cite))];
  }
}

function listOf(lines: readonly Line[], isOrdered: boolean, { cite, nextList }: WordSetting): readonly Paragraph[] {
  const instance = isOrdered ? nextList() : 0;
  const reference = isOrdered ? 'steps' : 'points';
  return lines.map(
    (line) =>
      new Paragraph({
        style: 'ListParagraph',
        numbering: { reference, level: 0, instance },
        children: [...lineRuns(line, cite)],
      }),
  );
}

/** Its first row stands again on top of every page; no row is cut in two. */
function tableOf(table: ReportTable, { citeInTable, marked }: WordSetting): readonly WordBlock[] {
  const { caption, columns, rows, more } = table;
  const widths = scaled(
    columnWidths(
      table,
      rows.map(({ proof }) => marked(proof)),
    ),
  );
  const cell = (index: number, style: string, children: readonly ParagraphChild[]): TableCell =>
    new TableCell({
      width: { size: widths[index] ?? 0, type: WidthType.DXA },
      ...(style === 'Head' && { shading: { fill: wordInks.tint } }),
      children: [
        new Paragraph({
          style,
          ...(style === 'Cell' && isNumeric(columns[index] ?? '') && { alignment: AlignmentType.RIGHT }),
          children,
        }),
      ],
    });
  const head = new TableRow({
    tableHeader: true,
    cantSplit: true,
    children: [...columns, 'Evidence'].map((name, index) => cell(index, 'Head', [new TextRun(wordText(name))])),
  });
  const body = rows.map(
    ({ cells, proof }) =>
      new TableRow({
        cantSplit: true,
        children: [
          ...cells.map((text, index) => cell(index, 'Cell', textRuns(text))),
          cell(columns.length, 'Cell', citeInTable(proof)),
        ],
      }),
  );
  const grid = new Table({
    ...tableLook,
    rows: [head, ...body],
    columnWidths: widths,
    width: { size: uprightWidth, type: WidthType.DXA },
  });
  const rest = more === null ? [] : [paragraphOf('Caption', [new TextRun(wordText(more))])];
  return [paragraphOf('Caption', [new TextRun(wordText(caption))]), grid, ...rest];
}

/** Shares of the sheet's width, in whole twentieths of a point. */
function scaled(widths: readonly number[]): readonly number[] {
  const whole = widths.reduce((total, width) => total + width, 0);
  return widths.map((width) => Math.floor((width / whole) * uprightWidth));
}
