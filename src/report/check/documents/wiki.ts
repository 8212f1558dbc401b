import { paragraph, type Block, type ReadBlocks, type TableRow } from './block.ts';
import { readMarkdown, isMarkdown } from './markdown.ts';
import { readPlainText } from './plain-text.ts';
import { textLines, type TextLine } from './text-lines.ts';

/** Whether a text is in Jira's wiki notation: headings, tables and blocks by its marks. */
const isWiki = (text: string): boolean =>
  /^h[1-6]\.\s/m.test(text) ||
  /^\|\|.*\|\|/m.test(text) ||
  /\{(?:code|noformat|panel|quote|color)[:}]/.test(text) ||
  /\{\{[^{}\n]+\}\}/.test(text);

/** A field of the older interface: Jira's wiki notation; people paste Markdown and plain text there as well. */
export function readWiki(text: string): ReadBlocks {
  if (!isWiki(text)) return isMarkdown(text) ? readMarkdown(text) : readPlainText(text);
  const lines = textLines(text);
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at];
    if (line === undefined || /^(?:\{(?:code|noformat|panel|quote|color)[^}]*\}|-{4,})$/.test(line.text)) continue;
    if (!line.text.startsWith('|')) {
      blocks.push(lineBlock(line));
      continue;
    }
    const rows: TableRow[] = [];
    const hasHeader = line.text.startsWith('||');
    for (; lines[at]?.text.startsWith('|'); at += 1) rows.push(rowOf(lines[at]));
    at -= 1;
    blocks.push({ is: 'table', rows, hasHeader: hasHeader && rows.length > 1 ? true : null });
  }
  return { blocks, notes: [], pictures: text.match(/![\w .()-]+\.(?:png|jpe?g|gif)(?:\|[^!\n]*)?!/gi)?.length ?? 0 };
}

function lineBlock({ text, line, isAfterGap }: TextLine): Block {
  const [, level = '', title = ''] = /^h([1-6])\.\s+(.*)$/.exec(text) ?? [];
  if (level !== '') return { is: 'heading', depth: Number(level), text: inline(title), line };
  const [, marks = '', item = ''] = /^([*#-]{1,6})\s+(.*)$/.exec(text) ?? [];
  const quoted = text.replace(/^bq\.\s+/, '');
  return paragraph(inline(marks === '' ? quoted : item), line, {
    isItem: marks !== '',
    indent: Math.max(0, marks.length - 1),
    isAfterGap,
  });
}

function rowOf(line: TextLine | undefined): TableRow {
  const cells = (line?.text ?? '').replace(/^\|{1,2}|\|{1,2}$/g, '').split(/\|{1,2}/);
  return { cells: cells.map((cell) => inline(cell.trim())), line: line?.line ?? 0 };
}

/** Marks of words, links and colours taken off. */
const inline = (text: string): string =>
  text
    .replace(/\{(?:code|noformat|panel|quote|color|anchor)[^}\n]{0,200}\}/g, ' ')
    .replace(/\{\{([^{}\n]{1,500})\}\}/g, '$1')
    .replace(/\[([^|\]\n]{1,300})\|[^\]\n]{1,2000}\]/g, '$1')
    .replace(/![\w .()-]+\.(?:png|jpe?g|gif)(?:\|[^!\n]*)?!/gi, ' ')
    .replace(/(?<![\w*])\*(?=\S)([^*\n]{1,500}?)(?<=\S)\*(?![\w*])/g, '$1')
    .replace(/(?<![\w_])_(?=\S)([^_\n]{1,500}?)(?<=\S)_(?![\w_])/g, '$1')
    .replace(/(?<![\w+])\+(?=[^\s+])([^+\n]{1,500}?)(?<=\S)\+(?![\w+])/g, '$1')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1');
