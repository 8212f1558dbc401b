import { paragraph, type Block, type HeadingBlock, type ReadBlocks } from './block.ts';
import { separatedTable } from './separated-table.ts';
import { stackedTable } from './stacked-table.ts';
import { goesOn, isRule, itemText, textLines, widthOf, type TextLine } from './text-lines.ts';

/** Depths below which a form with headings of its own has none: a title, then `2.`, then `2.1`. */
const titleDepth = 10;
const numberedDepth = 20;
const partDepth = 30;

/** Text without any marks: headings are told by numbers, capitals, underlines and what stands below. */
export function readPlainText(text: string): ReadBlocks {
  const lines = textLines(text.replace(/^(?:[ \t]?>)+[ \t]?/gm, ''));
  const width = widthOf(lines);
  const blocks: Block[] = [];
  let hasNumbered = false;
  for (let at = 0; at < lines.length; at += 1) {
    const [line, below] = [lines[at], lines[at + 1]];
    if (line === undefined || isRule(line.text)) continue;
    const table = stackedTable(lines, at) ?? separatedTable(lines, at);
    if (table !== null) {
      blocks.push(table.block);
      at += table.lines - 1;
      continue;
    }
    const heading = headingOf(line, { below, hasNumbered, isAboveTable: stackedTable(lines, at + 1) !== null });
    if (heading !== null) {
      hasNumbered ||= heading.depth >= numberedDepth && heading.depth < partDepth;
      blocks.push(heading);
      continue;
    }
    const { joined, count } = whole(lines, at, width);
    const item = itemText(joined);
    blocks.push(paragraph(item ?? joined, line.line, { ...line, text: item ?? joined, isItem: item !== null }));
    at += count - 1;
  }
  return { blocks, notes: [], pictures: 0 };
}

/** A line and those that go on with it. */
function whole(lines: readonly TextLine[], at: number, width: number): { joined: string; count: number } {
  let joined = lines[at]?.text ?? '';
  let count = 1;
  for (let next = at + 1; next < lines.length; next += 1) {
    const [above, line] = [lines[next - 1], lines[next]];
    if (above === undefined || line === undefined || isRule(line.text) || !goesOn(above, line, width)) break;
    joined += ` ${line.text}`;
    count += 1;
  }
  return { joined, count };
}

interface Around {
  readonly below: TextLine | undefined;
  readonly hasNumbered: boolean;
  readonly isAboveTable: boolean;
}

function headingOf(line: TextLine, around: Around): HeadingBlock | null {
  const { text } = line;
  if (text.length > 90) return null;
  const depth = numberedHeading(line, around) ?? titleHeading(line, around);
  return depth === null ? null : { is: 'heading', depth, text: text.replace(/\s*:$/, ''), line: line.line };
}

/** `2. Technical Analysis:`, `2.1 Compromise` or `II. Impact`; not an item of a list that is numbered. */
function numberedHeading({ text, isAfterGap }: TextLine, { below }: Around): number | null {
  const [, number = '', title = ''] = /^((?:\d{1,2}|[IVX]{1,5})(?:\.\d{1,2}){0,3})[.)]?\s+(\p{L}.*)$/u.exec(text) ?? [];
  if (number === '' || title.split(' ').length > 10 || /[.;,!?]$/.test(title)) return null;
  const levels = number.split('.').length - 1;
  if (!/^[^\s]+[.)]\s/.test(text) && levels === 0) return null;
  const isTitle = title.endsWith(':') || (levels > 0 && isAfterGap) || (isAfterGap && isTitleCase(title));
  const isAlone = below !== undefined && !/^\(?\d{1,2}[.)]\s/.test(below.text);
  return isTitle && isAlone && !/:\s+\S/.test(title) ? numberedDepth + levels : null;
}

const ratings = /^(?:critical|high|medium|low|informational|resolved|open|closed|confirmed|none|yes|no|n\/a|tlp\b.*)$/i;

/** Words that stand alone on a line only as titles. */
const usualTitle =
  /^(?:(?:executive |incident )?(?:summary|overview|timeline)|background|introduction|scope|findings|analysis|impact|root cause|containment|eradication|recovery|remediation|recommendations|lessons learned|conclusions?|indicators of compromise|iocs?|appendix|next steps)$/i;

/** A title without a number: all in capitals, underlined, or the title of what plainly begins below it. */
function titleHeading({ text, isAfterGap }: TextLine, { below, isAboveTable, hasNumbered }: Around): number | null {
  if (below === undefined || itemText(text) !== null || ratings.test(text) || /:\s+\S|[.;,!?]$/.test(text)) return null;
  if (isRule(below.text) && !below.isAfterGap && isAfterGap) return hasNumbered ? partDepth : titleDepth;
  if (usualTitle.test(text)) return hasNumbered ? partDepth : titleDepth;
  const words = text.replace(/\s*:$/, '').split(/\s+/);
  if (words.length > 10 || !/^\p{L}/u.test(text)) return null;
  if (!/\p{Ll}/u.test(text) && !/\d{3}/.test(text) && /\p{Lu}{5}|\p{Lu}\s\p{Lu}/u.test(text)) return titleDepth;
  if (text.endsWith(':') || words.length < 2 || !isTitleCase(text)) return null;
  const isOfFields = /^[\p{L} ]{2,40}:\s+\S|^[\p{L} ]{2,60}:$/u.test(below.text);
  if (!isOfFields && !isAboveTable && !(isAfterGap && below.isAfterGap)) return null;
  return hasNumbered && !isOfFields ? partDepth : titleDepth;
}

const small = /^(?:a|an|and|as|at|by|for|from|in|of|on|or|the|to|vs|with|&|\/|-|–|—)$/i;

/** Whether every word that counts has a capital or a number. */
const isTitleCase = (text: string): boolean =>
  text
    .replace(/\s*:$/, '')
    .split(/\s+/)
    .every((word) => small.test(word) || /^[("“]?[\p{Lu}\d]/u.test(word));
