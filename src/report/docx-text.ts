import { BookmarkEnd, BookmarkStart, InternalHyperlink, TextRun, type ParagraphChild } from 'docx';
import { inert } from '../model/inert.ts';
import type { Line, Proof, ReportDocument, Span, Text } from './document.ts';
import { numberer, rangeText } from './references.ts';

/** Families that Word and LibreOffice have, or have twins of with the same widths. */
export const wordFonts = { text: 'Arial', data: 'Courier New' } as const;

export const wordInks = {
  soft: '4C545D',
  line: 'B9BFC7',
  tint: 'EEF0F3',
  caution: '7A4800',
  danger: 'B3121D',
} as const;

export type Cite = (proof: Proof) => readonly ParagraphChild[];

/** What XML cannot hold beside what acts on a reader: the code points that are no characters. */
const noCharacter = /[\ufdd0-\ufdef\ufffe\uffff]/g;

/** Text for a run, a caption or a property; nothing in it is ever a field, a link or markup. */
export const wordText = (text: string): string =>
  inert(text).replace(noCharacter, (sign) => `\\u{${sign.charCodeAt(0).toString(16)}}`);

/** Marks in brackets, each a link to its entry in the list of evidence. `size` in half points. */
export function citer({ references }: Pick<ReportDocument, 'references'>, size: number): Cite {
  const marksOf = numberer(references);
  const quiet = (text: string) => new TextRun({ text, size, color: wordInks.soft });
  return (proof) => {
    const { ranges, more } = marksOf(proof);
    const links = ranges.map(
      (range) => new InternalHyperlink({ anchor: bookmarkOf(range.first), children: [quiet(rangeText(range))] }),
    );
    const all: readonly ParagraphChild[] = more > 0 ? [...links, quiet(`+${more}`)] : links;
    return [quiet('['), ...all.flatMap((one, index) => (index === 0 ? [one] : [quiet(', '), one])), quiet(']')];
  };
}

const bookmarkOf = (number: number): string => `e${number}`;

/** What the marks of this number lead to. */
export const bookmarked = (number: number, child: ParagraphChild): readonly ParagraphChild[] => [
  new BookmarkStart(bookmarkOf(number), number),
  child,
  new BookmarkEnd(number),
];

/** A line with its doubt and its marks. */
export function lineRuns(line: Line, cite: Cite): readonly ParagraphChild[] {
  if (line.is === 'pending') return textRuns(line.text);
  if (line.is === 'unknown')
    return [new TextRun({ text: 'unknown: ', bold: true, color: wordInks.caution }), ...textRuns(line.text)];
  const doubt = line.confidence === null || line.confidence === 'confirmed' ? [] : [doubtRun(line.confidence)];
  return [...textRuns(line.text), ...doubt, new TextRun(' '), ...cite(line.proof)];
}

const doubtRun = (doubt: string) => new TextRun({ text: ` (${doubt})`, color: wordInks.caution });

export const textRuns = (text: Text): readonly ParagraphChild[] => text.map(spanRun);

function spanRun({ as, text }: Span): TextRun {
  if (as === 'data') return new TextRun({ text: wordText(text), style: 'Data' });
  return new TextRun({ text: wordText(text), bold: as === 'strong' });
}
