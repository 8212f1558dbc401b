import { columnWidths, isNumeric } from './column-widths.ts';
import type { Block, Card, Fact, Line, Proof, Section, Table } from './document.ts';
import { tableXml, uprightWidth } from './docx-table.ts';
import { lineRuns, paragraph, run, textRuns, type Cite } from './docx-xml.ts';
import { paperTable } from './paper.ts';

/** What a part of the document is made with. */
export interface WordSetting {
  readonly cite: Cite;
  /** The marks of a proof as text. */
  readonly marked: (proof: Proof) => string;
  /** The number of a list that counts from one. */
  readonly nextList: () => number;
}

/** The number of all lists whose lines begin with a point. */
export const pointsList = 1;

export const heading = (level: 1 | 2, text: string): string => paragraph(`Heading${level}`, run(text));

export const factXml = ({ label, line }: Fact, { cite }: WordSetting): string =>
  paragraph('Fact', `${run(`${label}: `, { style: 'Strong' })}${lineRuns(line, cite)}`);

export const cardXml = ({ title, lines, isOrdered }: Card, setting: WordSetting): string =>
  `${heading(2, title)}${listXml(lines, { isOrdered: isOrdered && lines.length > 1, style: 'CardLine' }, setting)}`;

export const sectionXml = ({ title, blocks }: Section, setting: WordSetting): string =>
  `${heading(1, title)}${blocks.map((block) => blockXml(block, setting)).join('')}`;

function blockXml(block: Block, setting: WordSetting): string {
  switch (block.is) {
    case 'heading':
      return heading(2, block.text);
    case 'facts':
      return block.rows.map((fact) => factXml(fact, setting)).join('');
    case 'list':
      return listXml(block.lines, { isOrdered: false, style: 'ListParagraph' }, setting);
    case 'table':
      return sheetXml(paperTable(block), setting);
    case 'statement':
    case 'unknown':
    case 'pending':
      return paragraph('Normal', lineRuns(block, setting.cite));
  }
}

interface ListLook {
  readonly isOrdered: boolean;
  readonly style: 'ListParagraph' | 'CardLine';
}

/** In the narrow columns of the cards the points stand further to the left than those of all other lists. */
function listXml(lines: readonly Line[], { isOrdered, style }: ListLook, { cite, nextList }: WordSetting): string {
  const number = isOrdered ? nextList() : pointsList;
  const indent = style === 'CardLine' ? '<w:ind w:left="240" w:hanging="240"/>' : '';
  const numbered = `<w:numPr><w:ilvl w:val="0"/><w:numId w:val="${number}"/></w:numPr>${indent}`;
  return lines.map((line) => paragraph(style, lineRuns(line, cite), numbered)).join('');
}

function sheetXml(table: Table, { cite, marked }: WordSetting): string {
  const { caption, columns, rows, more } = table;
  const drawn = tableXml({
    caption,
    widths: scaled(
      columnWidths(
        table,
        rows.map(({ proof }) => marked(proof)),
      ),
    ),
    head: [...columns, 'Evidence'].map((name) => ({ runs: run(name) })),
    rows: rows.map(({ cells, proof }) => [
      ...cells.map((text, index) => ({
        runs: textRuns(text),
        ...(isNumeric(columns[index] ?? '') && { align: 'right' as const }),
      })),
      { runs: cite(proof) },
    ]),
  });
  return `${drawn}${paragraph('Note', more === null ? '' : run(more))}`;
}

/** Shares of the sheet's width, in whole twentieths of a point. */
function scaled(widths: readonly number[]): readonly number[] {
  const whole = widths.reduce((total, width) => total + width, 0);
  return widths.map((width) => Math.floor((width / whole) * uprightWidth));
}
