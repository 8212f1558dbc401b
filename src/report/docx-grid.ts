import {
  AlignmentType,
  BorderStyle,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextDirection,
  TextRun,
  WidthType,
} from 'docx';
import { wordInks, wordText } from './docx-text.ts';

export type WordBlock = Paragraph | Table;

/** Twentieths of a point between the margins of an A4 sheet, upright and lying. */
export const uprightWidth = 9_980;
export const lyingWidth = 14_900;

const hair = { style: BorderStyle.SINGLE, size: 4, color: wordInks.line } as const;

/** Thin lines around every cell, in a table whose columns keep their widths. */
export const tableLook = {
  layout: TableLayoutType.FIXED,
  margins: { top: 25, bottom: 25, left: 60, right: 60, marginUnitType: WidthType.DXA },
  borders: { top: hair, bottom: hair, left: hair, right: hair, insideHorizontal: hair, insideVertical: hair },
} as const;

export interface GridCell {
  readonly text: string;
  readonly tone: 'head' | 'plain' | 'hot' | 'warm' | 'calm' | 'blind' | 'above';
  readonly isStrong?: boolean;
  readonly isCentred?: boolean;
  /** Whether the text runs from the bottom to the top. */
  readonly isUpright?: boolean;
  readonly indent?: number;
}

interface Grid {
  readonly caption: string;
  readonly widths: readonly number[];
  /** The first one stands again on every page. */
  readonly rows: readonly (readonly GridCell[])[];
}

/** Fill and letters; the words in a cell say what its colour says. */
const tones = {
  head: { fill: wordInks.tint, color: '16191D' },
  plain: { fill: 'FFFFFF', color: '16191D' },
  hot: { fill: 'F9D5D7', color: '8E0E17' },
  warm: { fill: 'FFF0CF', color: '6B3F00' },
  calm: { fill: 'E8F5EC', color: '14522E' },
  blind: { fill: 'FFFFFF', color: wordInks.soft },
  above: { fill: '8E0E17', color: 'FFFFFF' },
} as const;

/** A table that stands for a picture, under its caption. */
export function gridOf({ caption, widths, rows }: Grid): readonly WordBlock[] {
  const drawn = rows.map(
    (cells, index) =>
      new TableRow({
        tableHeader: index === 0,
        cantSplit: true,
        ...(cells.some(({ isUpright }) => isUpright === true) && { height: { value: 1500, rule: 'atLeast' as const } }),
        children: cells.map((cell, column) => cellOf(cell, widths[column] ?? 0)),
      }),
  );
  return [
    new Paragraph({ style: 'Caption', children: [new TextRun(wordText(caption))] }),
    new Table({
      ...tableLook,
      rows: drawn,
      columnWidths: widths,
      width: { size: widths.reduce((sum, width) => sum + width, 0), type: WidthType.DXA },
    }),
  ];
}

function cellOf({ text, tone, isStrong, isCentred, isUpright, indent }: GridCell, width: number): TableCell {
  const { fill, color } = tones[tone];
  return new TableCell({
    width: { size: width, type: WidthType.DXA },
    shading: { fill },
    ...(isUpright === true && { textDirection: TextDirection.BOTTOM_TO_TOP_LEFT_TO_RIGHT }),
    children: [
      new Paragraph({
        style: 'Cell',
        ...(isCentred === true && { alignment: AlignmentType.CENTER }),
        ...(indent !== undefined && { indent: { left: indent } }),
        children: [
          new TextRun({ text: wordText(text), color, bold: tone === 'head' || tone === 'above' || isStrong === true }),
        ],
      }),
    ],
  });
}
