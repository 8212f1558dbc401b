import type { Passage } from '../passage.ts';
import type { Block, TextBlock } from './block.ts';
import { cleanText } from './clean-text.ts';
import { splitLabel } from './split-label.ts';
import { tableCells } from './table-passages.ts';

/** Depths of lines that end in a colon: they stand below every real heading, items below those. */
const colonDepth = 100;
const itemDepth = 110;

/** A passage is at most so long: what looks through it takes its time by the letter. */
const longest = 2000;

/** A line of the list of evidence at the end of our own reports. */
const reference = /^E\d{1,6} [a-z][\w.-]*:\S+$/;

interface Open {
  readonly depth: number;
  readonly text: string;
}

/** Blocks in order become passages, each under its headings and with its label. */
export function passagesOf(blocks: readonly Block[]): readonly Passage[] {
  const passages: Passage[] = [];
  let open: readonly Open[] = [];
  let rows = 0;
  let before: Block | undefined;
  const close = (depth: number): void => {
    open = open.filter((one) => one.depth < depth);
  };
  const say = (text: string, about: Omit<Passage, 'text' | 'headings'>): void => {
    const headings = open.map((one) => one.text);
    for (const part of parts(text)) passages.push({ text: part, headings, ...about });
  };
  const head = (depth: number, text: string, line: number): void => {
    close(depth);
    say(text, { line, label: null, row: null });
    open = [...open, { depth, text }];
  };
  for (const [index, block] of blocks.entries()) {
    if (block.is === 'table') {
      const cells = tableCells(block);
      for (const { row, ...cell } of cells) say(cell.text, { line: cell.line, label: cell.label, row: rows + row });
      rows += (cells.at(-1)?.row ?? -1) + 1;
    } else {
      const text = cleanText(block.text);
      if (text === '' || reference.test(text)) continue;
      if (block.is === 'text') close(endedBy(block, before));
      const depth = block.is === 'heading' ? block.depth : colonHeading(block, { before, after: blocks[index + 1] });
      if (depth !== null) head(depth, text.replace(/\s*:$/, ''), block.line);
      else say(...labelled(block as TextBlock, text));
    }
    before = block;
  }
  return passages;
}

/** Which headings a line ends by standing outside of what they began. */
function endedBy({ isItem, indent, isAfterGap }: TextBlock, before: Block | undefined): number {
  if (isItem) return itemDepth + indent;
  return isAfterGap && before?.is === 'text' && before.isItem ? colonDepth : itemDepth;
}

/** What lists of indicators are parted by. */
const kind =
  /^(?:network|files?|users?|hosts?|accounts?|domains?|ips?|ip addresses|urls?|hash(?:es)?|keys|e-?mails?|process(?:es)?|registry|wallets?|ports?)(?:[- ]based)?(?: (?:indicators|iocs|arte?ifacts))?$/i;

interface Around {
  readonly before: Block | undefined;
  readonly after: Block | undefined;
}

/** How deep a line stands that only ends in a colon; null where it is no heading. */
function colonHeading({ text, isItem, indent }: TextBlock, { before, after }: Around): number | null {
  const title = /^(.*\S)\s*:\s*$/.exec(cleanText(text))?.[1];
  if (title === undefined || title.split(' ').length > 12 || after === undefined || after.is === 'heading') return null;
  if (isItem) return after.is === 'text' && after.isItem && after.indent > indent ? itemDepth + indent : null;
  const isBelow = before?.is === 'text' && !before.isItem && /:\s*$/.test(before.text);
  return isBelow || kind.test(title) ? colonDepth + 1 : colonDepth;
}

function labelled({ label, line }: TextBlock, text: string): [string, Omit<Passage, 'text' | 'headings'>] {
  if (label !== null) return [text, { line, label: cleanText(label).replace(/\s*:$/, '') || null, row: null }];
  const split = splitLabel(text);
  return split === null
    ? [text, { line, label: null, row: null }]
    : [split.value, { line, label: split.label, row: null }];
}

/** Too long a line is parted after a sentence, else after a word, else anywhere. */
function parts(text: string): readonly string[] {
  const found: string[] = [];
  let rest = text;
  while (rest.length > longest) {
    const piece = rest.slice(0, longest);
    const sentence = Math.max(piece.lastIndexOf('. '), piece.lastIndexOf('; ')) + 1;
    const end = sentence > longest / 4 ? sentence : piece.lastIndexOf(' ') + 1 || longest;
    found.push(rest.slice(0, end).trim());
    rest = rest.slice(end).trim();
  }
  return rest === '' ? found : [...found, rest];
}
