import { columnWidths, isNumeric } from './column-widths.ts';
import type { Block, Card, Fact, Line, Proof, ReportDocument, Span, Table, Text } from './document.ts';
import { paperFigure } from './figure-style.ts';
import { figuresOf } from './figures.ts';
import { breakable, printable } from './printable.ts';
import { numberer, rangeText } from './references.ts';
import { typstTemplate } from './typst-template.ts';

/** A text in the Typst language, and what it reads: `data` as JSON under the path `/report.json`. */
export interface TypstSource {
  readonly main: string;
  readonly data: string;
}

/** Fonts that the compiler brings along: for sentences, and for data and whatever the first one lacks. */
export const paperFonts = ['Libertinus Serif', 'DejaVu Sans Mono'] as const;

/** Words up to this length stay in one piece: narrow columns of tables have room for them; and in the list of evidence. */
const longestWord = 20;
const longestReference = 60;

type Cite = (proof: Proof) => readonly (readonly [text: string, target: number | null])[];

/**
 * `report.pdf` before it is set: a template of ours, and the report as data. No text of a record is ever Typst's
 * markup, and the only date is that of the last act told.
 */
export function renderTypst(report: ReportDocument): TypstSource {
  const cite = citer(report);
  const texts = textsOf();
  const { plain, pieces } = texts;
  const lineOf = (line: Line) => ({
    is: line.is,
    text: line.text.map(spanOf),
    doubt: line.is === 'statement' && line.confidence !== 'confirmed' ? line.confidence : null,
    marks: line.is === 'statement' ? cite(line.proof) : [],
  });
  const spanOf = ({ as, text }: Span) => ({ as, pieces: pieces(text, longestWord) });
  const cellOf = (text: Text) => text.map(spanOf);
  const factOf = ({ label, line }: Fact) => ({ label: plain(label), line: lineOf(line) });
  const cardOf = ({ title, tone, lines, isOrdered }: Card) => ({
    title: plain(title),
    tone,
    isOrdered: isOrdered && lines.length > 1,
    lines: lines.map(lineOf),
  });
  const tableOf = (table: Table) => ({
    is: table.is,
    caption: plain(table.caption),
    columns: [...table.columns, 'Evidence'].map(plain),
    numeric: [...table.columns.map(isNumeric), false],
    widths: columnWidths(
      table,
      table.rows.map(({ proof }) =>
        cite(proof)
          .map(([text]) => text)
          .join(', '),
      ),
    ),
    rows: table.rows.map(({ cells, proof }) => ({ cells: cells.map(cellOf), marks: cite(proof) })),
    more: table.more === null ? null : plain(table.more),
  });
  const blockOf = (block: Block) => {
    if (block.is === 'heading') return { is: block.is, text: plain(block.text) };
    if (block.is === 'facts') return { is: block.is, rows: block.rows.map(factOf) };
    if (block.is === 'list') return { is: block.is, lines: block.lines.map(lineOf) };
    return block.is === 'table' ? tableOf(block) : { ...lineOf(block), is: 'line', line: lineOf(block) };
  };
  const told = {
    title: plain(report.title),
    level: report.level.toUpperCase(),
    score: report.score,
    incident: plain(report.incidentUid),
    why: plain(report.why),
    date: report.timeline.to.slice(0, 19).split(/\D/).map(Number),
    summary: report.summary.map(lineOf),
    facts: report.facts.map(factOf),
    cards: report.cards.map(cardOf),
    figures: figuresOf(report).map(({ caption, label, svg }) => ({
      caption: plain(caption),
      label: plain(label),
      width: widthOf(svg),
      svg: paperFigure(plain(svg), paperFonts),
    })),
    sections: report.sections.map(({ title, blocks }) => ({ title: plain(title), blocks: blocks.map(blockOf) })),
    references: report.references.map((ref) => pieces(ref, longestReference)),
  };
  return { main: typstTemplate, data: JSON.stringify({ ...told, isEscaped: texts.isEscaped() }) };
}

function citer({ references }: ReportDocument): Cite {
  const marksOf = numberer(references);
  return (proof) => {
    const { ranges, more } = marksOf(proof);
    return [
      ...ranges.map((range) => [rangeText(range), range.first] as const),
      ...(more > 0 ? [[`+${more}`, null] as const] : []),
    ];
  };
}

/** In the units of its own drawing. */
const widthOf = (svg: string): number => Number(/viewBox="0 0 ([\d.]+) /.exec(svg)?.[1] ?? 0);

/** Texts in letters that the fonts have, and whether any letter had to be written as an escape. */
function textsOf() {
  let escaped = 0;
  const plain = (text: string): string => {
    const shown = printable(text);
    if (shown !== text.normalize('NFC')) escaped += 1;
    return shown;
  };
  return { plain, pieces: (text: string, most: number) => breakable(plain(text), most), isEscaped: () => escaped > 0 };
}
