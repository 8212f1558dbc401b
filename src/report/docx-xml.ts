import { inert } from '../model/inert.ts';
import type { Line, Proof, ReportDocument, Span, Text } from './document.ts';
import { mostReferences } from './paper.ts';
import { numberer, rangeText } from './references.ts';

/** What XML cannot hold beside what acts on a reader: the code points that are no characters. */
const noCharacter = /[\ufdd0-\ufdef\ufffe\uffff]/g;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text for an element or a quoted attribute; nothing in it is ever a field, a link or markup. */
export const escapeXml = (text: string): string =>
  inert(text)
    .replace(noCharacter, (sign) => `\\u{${sign.charCodeAt(0).toString(16)}}`)
    .replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);

export interface Look {
  /** A style of characters. */
  readonly style?: 'Data' | 'Mark' | 'Doubt' | 'Strong' | 'Badge';
  /** Six hexadecimal digits. */
  readonly color?: string;
  readonly isBold?: boolean;
}

/** `w:r` with one text. */
export function run(text: string, { style, color, isBold = false }: Look = {}): string {
  const look = [
    style === undefined ? '' : `<w:rStyle w:val="${style}"/>`,
    isBold ? '<w:b/>' : '',
    color === undefined ? '' : `<w:color w:val="${color}"/>`,
  ].join('');
  const properties = look === '' ? '' : `<w:rPr>${look}</w:rPr>`;
  return `<w:r>${properties}<w:t xml:space="preserve">${escapeXml(text)}</w:t></w:r>`;
}

/** `w:p` of a style; `more` are further paragraph properties, in the order of the schema. */
export const paragraph = (style: string, runs: string, more = ''): string =>
  `<w:p><w:pPr><w:pStyle w:val="${style}"/>${more}</w:pPr>${runs}</w:p>`;

export type Cite = (proof: Proof) => string;

/** Marks in brackets, each a link to its entry in the list of evidence as far as that goes. */
export function citer({ references }: Pick<ReportDocument, 'references'>): Cite {
  const marksOf = numberer(references);
  return (proof) => {
    const { ranges, more } = marksOf(proof);
    const links = ranges.map((range) => {
      const shown = run(rangeText(range), { style: 'Mark' });
      return range.first > mostReferences
        ? shown
        : `<w:hyperlink w:anchor="e${range.first}" w:history="1">${shown}</w:hyperlink>`;
    });
    const all = more > 0 ? [...links, run(`+${more}`, { style: 'Mark' })] : links;
    return `${run('[', { style: 'Mark' })}${all.join(run(', ', { style: 'Mark' }))}${run(']', { style: 'Mark' })}`;
  };
}

/** A line with its doubt and its marks. */
export function lineRuns(line: Line, cite: Cite): string {
  if (line.is === 'pending') return textRuns(line.text);
  if (line.is === 'unknown') return `${run('unknown: ', { style: 'Doubt', isBold: true })}${textRuns(line.text)}`;
  const isSure = line.confidence === null || line.confidence === 'confirmed';
  const doubt = isSure ? '' : run(` (${line.confidence})`, { style: 'Doubt' });
  return `${textRuns(line.text)}${doubt}${run(' ')}${cite(line.proof)}`;
}

export const textRuns = (text: Text): string => text.map(spanRun).join('');

function spanRun({ as, text }: Span): string {
  if (as === 'data') return run(text, { style: 'Data' });
  return as === 'strong' ? run(text, { style: 'Strong' }) : run(text);
}
