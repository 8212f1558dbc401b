import { Parser } from 'htmlparser2';
import { AppError } from '../../../model/errors.ts';
import type { Block } from './block.ts';
import { blockBuilder, type BlockBuilder } from './block-builder.ts';
import { levelOf, namedDepth, type DocxStyles } from './docx-styles.ts';

export interface WordBlocks {
  readonly blocks: readonly Block[];
  readonly pictures: number;
  /** How many deletions are tracked. */
  readonly changes: number;
}

const mostNested = 2000;

/** What is not shown, or shown a second time: deletions, the old place of what was moved, a drawing's fallback. */
const unread = new Set(['w:del', 'w:moveFrom', 'mc:Fallback', 'w:footnotePr', 'w:sectPr', 'w:pict']);

interface Line {
  depth: number | null;
  item: number | null;
  isListed: boolean;
}

/** The text of one part in WordprocessingML. Entities beyond those of XML itself stay as they are written. */
export function wordBlocks(xml: string, styles: DocxStyles): WordBlocks {
  const builder = blockBuilder();
  const word = wordTags(builder, styles);
  let depth = 0;
  let hiddenFrom: number | null = null;
  let pictures = 0;
  let changes = 0;
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        depth += 1;
        if (depth > mostNested)
          throw new AppError('input.unreadable', `the document is nested over ${mostNested} deep`);
        if (name === 'w:drawing' || name === 'w:pict') pictures += 1;
        if (name === 'w:del' || name === 'w:moveFrom') changes += 1;
        if (hiddenFrom === null && unread.has(name)) hiddenFrom = depth;
        if (hiddenFrom === null) word.open(name, attributes);
      },
      ontext: (text) => {
        if (hiddenFrom === null) word.text(text);
      },
      onclosetag: (name) => {
        if (hiddenFrom === null) word.close(name);
        else if (hiddenFrom === depth) hiddenFrom = null;
        depth -= 1;
      },
    },
    { xmlMode: true },
  );
  parser.end(xml);
  builder.endLine();
  return { blocks: builder.blocks, pictures, changes };
}

interface WordTags {
  readonly open: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly text: (text: string) => void;
  readonly close: (name: string) => void;
}

function wordTags(builder: BlockBuilder, styles: DocxStyles): WordTags {
  let line: Line = { depth: null, item: null, isListed: false };
  let isHidden = false;
  let isText = false;
  const endLine = (): void => {
    if (line.depth !== null) builder.endHeading(line.depth);
    else if (line.item === null) builder.endLine();
    else builder.endLine({ isItem: true, indent: line.item });
  };
  const opens = new Map<string, (value: string) => void>(
    Object.entries({
      'w:p': () => (line = { depth: null, item: null, isListed: false }),
      'w:pStyle': (value: string) => {
        line.depth = styles.get(value) ?? namedDepth(value);
        // A table of contents repeats the headings.
        line.isListed = /^toc\s?\d/i.test(value);
        if (/^list/i.test(value)) line.item ??= 0;
      },
      'w:outlineLvl': (value: string) => (line.depth = levelOf(value) ?? line.depth),
      'w:numPr': () => (line.item ??= 0),
      'w:ilvl': (value: string) => (line.item = Number(value) || 0),
      'w:t': () => (isText = true),
      'w:tab': () => isText || builder.text(' '),
      'w:br': endLine,
      'w:cr': endLine,
      'w:noBreakHyphen': () => builder.text('-'),
      'w:tbl': builder.openTable,
      'w:tr': builder.openRow,
      'w:tblHeader': (value: string) => /^(?:0|false|off)$/.test(value) || builder.nameColumns(),
      'w:r': () => (isHidden = false),
      'w:vanish': (value: string) => (isHidden = !/^(?:0|false|off)$/.test(value)),
      'w:txbxContent': () => builder.text(' '),
    }),
  );
  const closes = new Map<string, () => void>(
    Object.entries({
      'w:t': () => (isText = false),
      'w:r': () => (isHidden = false),
      'w:p': () => {
        endLine();
        line = { depth: null, item: null, isListed: false };
      },
      'w:tc': () => builder.closeCell(false),
      'w:tbl': builder.closeTable,
    }),
  );
  return {
    open: (name, { 'w:val': value = '' }) => opens.get(name)?.(value),
    text: (text) => {
      if (isText && !isHidden && !line.isListed) builder.text(text);
    },
    close: (name) => closes.get(name)?.(),
  };
}
