import { paragraph, type Block, type ReadBlocks, type TableBlock } from './block.ts';
import { countPictures, inlineText } from './markdown-inline.ts';
import { goesOn, textLines, widthOf, type TextLine } from './text-lines.ts';

/** Whether a text is Markdown rather than plain: headings, tables, fences or bold text by its rules. */
export function isMarkdown(text: string): boolean {
  const bold = text.match(/(?<![\w*])\*\*\S[^*\n]{0,200}\S?\*\*/g)?.length ?? 0;
  return (
    /^#{1,6}[ \t]+\S/m.test(text) ||
    /^[ \t]{0,3}\|?[ \t:]*-{3,}[ \t:]*\|/m.test(text) ||
    /^(?:```|~~~)/m.test(text) ||
    bold > 1
  );
}

/** GitHub's Markdown: headings, items, tables, fences; what marks words is taken off. */
export function readMarkdown(text: string): ReadBlocks {
  const lines = textLines(withoutFences(withoutComments(text)));
  const width = widthOf(lines.filter(({ text: line }) => !line.includes('|')));
  const blocks: Block[] = [];
  let fence: string | null = null;
  for (let at = 0; at < lines.length; at += 1) {
    const [line, below] = [lines[at], lines[at + 1]];
    if (line === undefined) continue;
    const mark = /^(?:```+|~~~+)/.exec(line.text)?.[0] ?? null;
    if (mark !== null && (fence === null || line.text.startsWith(fence))) {
      fence = fence === null ? mark : null;
    } else if (fence !== null) {
      blocks.push(paragraph(line.text, line.line, { isAfterGap: false }));
    } else {
      const table = tableAt(lines, at);
      const heading = table === null ? headingOf(line, below) : null;
      const read = table ?? heading ?? textAt(lines, at, width);
      blocks.push(read.block);
      at += read.lines - 1;
    }
  }
  return { blocks: blocks.filter(holdsText), notes: [], pictures: countPictures(text) };
}

interface Read {
  readonly block: Block;
  readonly lines: number;
}

const holdsText = (block: Block): boolean => block.is === 'table' || block.text !== '';

/** Line breaks stay, so that lines keep their numbers. */
const withoutComments = (text: string): string =>
  text.replace(/<!--[^]*?(?:-->|$)/g, (comment) => comment.replace(/[^\n]+/g, ''));

/** The fields that a document begins with are fields, not a heading above a rule. */
const withoutFences = (text: string): string =>
  text.replace(/^---[ \t]*\r?\n([^]*?\n)(?:---|\.\.\.)[ \t]*(?=\r?\n)/, '\n$1\n');

function headingOf({ text, line }: TextLine, below: TextLine | undefined): Read | null {
  const [, marks = '', title = ''] = /^(#{1,6})\s+(.*?)(?:\s+#+)?$/.exec(text) ?? [];
  if (marks !== '') return { block: { is: 'heading', depth: marks.length, text: inlineText(title), line }, lines: 1 };
  const under = below !== undefined && !below.isAfterGap ? (/^(=+|-{2,})$/.exec(below.text)?.[1] ?? '') : '';
  if (under !== '' && !/^[-*+|>]\s/.test(text)) {
    return { block: { is: 'heading', depth: under.startsWith('=') ? 1 : 2, text: inlineText(text), line }, lines: 2 };
  }
  // A line all in bold is used as a heading below the real ones.
  const bold = /^(?:\*\*|__)([^*_]{1,80})(?:\*\*|__):?$/.exec(text)?.[1];
  if (bold === undefined || /[.!?]$/.test(bold)) return null;
  return { block: { is: 'heading', depth: 7, text: inlineText(bold.replace(/:$/, '')), line }, lines: 1 };
}

function textAt(lines: readonly TextLine[], at: number, width: number): Read {
  const first = lines[at];
  if (first === undefined || /^(?:([-*_])\s*)(?:\1\s*){2,}$/.test(first.text)) return nothing;
  let joined = first.text;
  let count = 1;
  for (let next = at + 1; next < lines.length; next += 1) {
    const [above, line] = [lines[next - 1], lines[next]];
    if (above === undefined || line === undefined || !goesOn(above, line, width)) break;
    joined += ` ${line.text}`;
    count += 1;
  }
  const quoted = joined.replace(/^(?:>\s?)+/, '');
  const item = /^(?:[-*+•–—]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?(.*)$/.exec(quoted)?.[1] ?? null;
  const block = paragraph(inlineText(item ?? quoted), first.line, {
    isItem: item !== null,
    indent: first.indent,
    isAfterGap: first.isAfterGap,
  });
  return { block, lines: count };
}

const nothing: Read = { block: paragraph('', 0), lines: 1 };

function tableAt(lines: readonly TextLine[], at: number): { block: TableBlock; lines: number } | null {
  const [titles, rule] = [lines[at], lines[at + 1]];
  if (titles === undefined || rule === undefined || !titles.text.includes('|')) return null;
  if (!/^\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?$/.test(rule.text) || !rule.text.includes('|')) return null;
  const rows = [{ cells: cellsOf(titles.text), line: titles.line }];
  let end = at + 2;
  for (; end < lines.length; end += 1) {
    const line = lines[end];
    if (line === undefined || line.isAfterGap || !line.text.includes('|')) break;
    rows.push({ cells: cellsOf(line.text), line: line.line });
  }
  return { block: { is: 'table', rows, hasHeader: true }, lines: end - at };
}

/** A bar behind an odd number of backslashes is no border. */
const cellsOf = (row: string): readonly string[] =>
  row
    .replace(/^\||\|$/g, '')
    .split(/(?<=(?<!\\)(?:\\\\)*)\|/)
    .map((cell) => inlineText(cell.replaceAll('\\|', '|').trim()));
