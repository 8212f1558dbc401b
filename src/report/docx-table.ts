import { paragraph, run } from './docx-xml.ts';

/** Twentieths of a point between the margins of an A4 sheet, upright and lying. */
export const uprightWidth = 9_980;
export const lyingWidth = 14_900;

/** A cell with its runs; `tone` gives its fill. */
export interface WordCell {
  readonly runs: string;
  readonly tone?: Tone;
  readonly align?: 'center' | 'right';
  /** Whether the text runs from the bottom to the top. */
  readonly isUpright?: boolean;
  /** Twentieths of a point. */
  readonly indent?: number;
}

interface WordTable {
  readonly caption: string;
  readonly widths: readonly number[];
  readonly head: readonly WordCell[];
  readonly rows: readonly (readonly WordCell[])[];
}

/** Fill and letters of a cell; the words in it say what its colour says. */
const tones = {
  plain: { fill: null, color: '16191D' },
  hot: { fill: 'F9D5D7', color: '8E0E17' },
  warm: { fill: 'FFF0CF', color: '6B3F00' },
  calm: { fill: 'E8F5EC', color: '14522E' },
  blind: { fill: null, color: '4C545D' },
  above: { fill: '8E0E17', color: 'FFFFFF' },
} as const;

export type Tone = keyof typeof tones;

/** A cell of one text, in the colours of its tone. */
export const toned = (text: string, tone: Tone, more: Omit<WordCell, 'runs' | 'tone'> = {}): WordCell => ({
  runs: run(text, { color: tones[tone].color, isBold: tone === 'above' }),
  tone,
  ...more,
});

const edges = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV'];
const borders = `<w:tblBorders>${edges.map((edge) => `<w:${edge} w:val="single" w:sz="4" w:space="0" w:color="B9BFC7"/>`).join('')}</w:tblBorders>`;
const room =
  '<w:tblCellMar><w:top w:w="25" w:type="dxa"/><w:left w:w="60" w:type="dxa"/><w:bottom w:w="25" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>';

/** A table under its caption. The head stands again on top of every page, and no row is cut in two. */
export function tableXml({ caption, widths, head, rows }: WordTable): string {
  const isTall = head.some(({ isUpright }) => isUpright === true);
  const properties = `<w:tblPr><w:tblW w:w="${sum(widths)}" w:type="dxa"/>${borders}<w:tblLayout w:type="fixed"/>${room}<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr>`;
  const grid = `<w:tblGrid>${widths.map((width) => `<w:gridCol w:w="${width}"/>`).join('')}</w:tblGrid>`;
  const tall = isTall ? '<w:trHeight w:val="1500" w:hRule="atLeast"/>' : '';
  const first = `<w:tr><w:trPr><w:cantSplit/>${tall}<w:tblHeader/></w:trPr>${cells(head, widths, 'Head')}</w:tr>`;
  const body = rows.map((row) => `<w:tr><w:trPr><w:cantSplit/></w:trPr>${cells(row, widths, 'Cell')}</w:tr>`);
  return `${paragraph('Caption', run(caption))}<w:tbl>${properties}${grid}${first}${body.join('')}</w:tbl>`;
}

function cells(row: readonly WordCell[], widths: readonly number[], style: 'Head' | 'Cell'): string {
  return row
    .map(({ runs, tone = 'plain', align, isUpright = false, indent = 0 }, index) => {
      const { fill } = style === 'Head' ? { fill: 'EEF0F3' } : tones[tone];
      const shade = fill === null ? '' : `<w:shd w:val="clear" w:color="auto" w:fill="${fill}"/>`;
      const turned = isUpright ? '<w:textDirection w:val="btLr"/>' : '';
      const placed = `${indent > 0 ? `<w:ind w:left="${indent}"/>` : ''}${align === undefined ? '' : `<w:jc w:val="${align}"/>`}`;
      return `<w:tc><w:tcPr><w:tcW w:w="${widths[index] ?? 0}" w:type="dxa"/>${shade}${turned}</w:tcPr>${paragraph(style, runs, placed)}</w:tc>`;
    })
    .join('');
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
