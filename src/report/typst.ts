import { columnWidths, isNumeric } from './column-widths.ts';
import type { Block, Card, Fact, Line, Proof, ReportDocument, Table, Text } from './document.ts';
import { paperFigure } from './figure-style.ts';
import { figuresOf } from './figures.ts';
import { evidenceNote, mostReferences, paperTable } from './paper.ts';
import { breakable, printable } from './printable.ts';
import { numberer, rangeText } from './references.ts';
import { typstTemplate } from './typst-template.ts';

/** A text in the Typst language, and what it reads: `data` as JSON under the path `/report.json`. */
export interface TypstSource {
  readonly main: string;
  readonly data: string;
}

/** Fonts that the compiler brings along: for sentences, and for data and whatever the first one lacks. */
const paperFonts = ['Libertinus Serif', 'DejaVu Sans Mono'] as const;

/** Words up to this length stay in one piece: in sentences, in cells, and in the list of evidence. */
const longestWord = 20;
const longestWordInCell = 14;
const longestReference = 60;

/**
 * `report.pdf` before it is set: a template of ours, and the report as data. No text of a record is ever Typst's
 * markup, and the only date is that of the last act told.
 */
export function renderTypst(report: ReportDocument): TypstSource {
  const setting = settingOf(report);
  const { plain } = setting;
  const figures = figuresOf(report);
  const together = togetherOf(figures.map(({ svg }) => svg));
  const told = {
    title: plain(report.title),
    level: report.level.toUpperCase(),
    score: report.score,
    incident: plain(report.incidentUid),
    why: plain(report.why),
    date: report.timeline.to.slice(0, 19).split(/\D/).map(Number),
    summary: report.summary.map((line) => lineData(line, setting)),
    facts: report.facts.map((fact) => factData(fact, setting)),
    cards: report.cards.map((card) => cardData(card, setting)),
    figures: figures.map(({ caption, label, svg }) => ({
      caption: plain(caption),
      label: plain(label),
      share: shareOf(svg) * together,
      svg: paperFigure(plain(svg), paperFonts),
    })),
    sections: report.sections.map(({ title, blocks }) => ({
      title: plain(title),
      blocks: blocks.map((block) => blockData(block, setting)),
    })),
    evidenceNote: evidenceNote(report),
    references: report.references.slice(0, mostReferences).map((ref) => breakable(plain(ref), longestReference)),
  };
  return { main: typstTemplate, data: JSON.stringify({ ...told, isEscaped: setting.isEscaped() }) };
}

type Mark = readonly [text: string, target: number | null];

interface Setting {
  readonly cite: (proof: Proof) => readonly Mark[];
  /** The text in letters that the fonts have. */
  readonly plain: (text: string) => string;
  /** Whether any letter had to be written as an escape until now. */
  readonly isEscaped: () => boolean;
}

function settingOf({ references }: ReportDocument): Setting {
  const marksOf = numberer(references);
  let escaped = 0;
  return {
    cite: (proof) => {
      const { ranges, more } = marksOf(proof);
      const linked = ranges.map((range): Mark => [
        rangeText(range),
        range.first <= mostReferences ? range.first : null,
      ]);
      return more > 0 ? [...linked, [`+${more}`, null]] : linked;
    },
    plain: (text) => {
      const shown = printable(text);
      if (shown !== text.normalize('NFC')) escaped += 1;
      return shown;
    },
    isEscaped: () => escaped > 0,
  };
}

const textData = (text: Text, { plain }: Setting, most = longestWord) =>
  text.map(({ as, text: part }) => ({ as, pieces: breakable(plain(part), most) }));

const lineData = (line: Line, setting: Setting) => ({
  is: line.is,
  text: textData(line.text, setting),
  doubt: line.is === 'statement' && line.confidence !== 'confirmed' ? line.confidence : null,
  marks: line.is === 'statement' ? setting.cite(line.proof) : [],
});

const factData = ({ label, line }: Fact, setting: Setting) => ({
  label: setting.plain(label),
  line: lineData(line, setting),
});

const cardData = ({ title, tone, lines, isOrdered }: Card, setting: Setting) => ({
  title: setting.plain(title),
  tone,
  isOrdered: isOrdered && lines.length > 1,
  lines: lines.map((line) => lineData(line, setting)),
});

function tableData(table: Table, setting: Setting) {
  const { is, caption, columns, rows, more } = table;
  const marks = rows.map(({ proof }) => setting.cite(proof));
  const marked = marks.map((some) => some.map(([text]) => text).join(', '));
  return {
    is,
    caption: setting.plain(caption),
    columns: [...columns, 'Evidence'].map(setting.plain),
    numeric: [...columns.map(isNumeric), false],
    widths: columnWidths(table, marked),
    rows: rows.map(({ cells }, index) => ({
      cells: cells.map((cell) => textData(cell, setting, longestWordInCell)),
      marks: marks[index] ?? [],
    })),
    more: more === null ? null : setting.plain(more),
  };
}

function blockData(block: Block, setting: Setting) {
  switch (block.is) {
    case 'heading':
      return { is: block.is, text: setting.plain(block.text) };
    case 'facts':
      return { is: block.is, rows: block.rows.map((fact) => factData(fact, setting)) };
    case 'list':
      return { is: block.is, lines: block.lines.map((line) => lineData(line, setting)) };
    case 'table':
      return tableData(paperTable(block), setting);
    case 'statement':
    case 'unknown':
    case 'pending':
      return { is: 'line', line: lineData(block, setting) };
  }
}

/** A lying sheet, in the units of the drawings: what is wide or high is made smaller, the rest keeps the size of its letters. */
const sheet = { width: 1120, height: 660 } as const;

function sizeOf(svg: string): { readonly width: number; readonly height: number } {
  const [, width = sheet.width, height = 1] = (/viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? []).map(Number);
  return { width, height };
}

/** How much of the sheet's width a drawing takes: all of it stands on one page. */
function shareOf(svg: string): number {
  const { width, height } = sizeOf(svg);
  return Math.min(1, width / sheet.width, ((sheet.height / height) * width) / sheet.width);
}

/** Room of the page under its heading, of a caption, and how small letters may become. */
const pageRoom = 700;
const captionHeight = 44;
const smallest = 0.8;

/** How much smaller all drawings become so that none is left alone on a second page, or 1 where that takes more. */
function togetherOf(svgs: readonly string[]): number {
  const drawn = svgs.reduce(
    (sum, svg) => sum + (sizeOf(svg).height * shareOf(svg) * sheet.width) / sizeOf(svg).width,
    0,
  );
  const share = (pageRoom - svgs.length * captionHeight) / Math.max(1, drawn);
  return share >= smallest ? Math.min(1, share) : 1;
}
