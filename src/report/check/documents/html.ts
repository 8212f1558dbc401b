import { Parser } from 'htmlparser2';
import { AppError } from '../../../model/errors.ts';
import type { ReadBlocks } from './block.ts';
import { blockBuilder, type BlockBuilder } from './block-builder.ts';

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** What nobody reads on the page: programs, styles, drawings, what is filled in, the way around the site. */
const unread = words(
  'script style template noscript head svg math canvas object iframe select textarea nav audio video datalist',
);

/** What stands on lines of its own. */
const linewise = words(
  'p div section article main aside header footer address blockquote pre figure figcaption caption details summary form fieldset legend ul ol dl hr br center li body tbody thead tfoot',
);

const mostNested = 2000;

/** A page as a person reads it. Nothing that it points to is fetched. */
export function readHtml(html: string): ReadBlocks {
  const builder = blockBuilder();
  let depth = 0;
  let hiddenFrom: number | null = null;
  let pictures = 0;
  let drawings = 0;
  let fetched = 0;
  const tags = tagsInto(builder);
  const parser = new Parser({
    onopentag: (name, attributes) => {
      depth += 1;
      if (depth > mostNested) throw new AppError('input.unreadable', `the page is nested over ${mostNested} deep`);
      if (name === 'img' || name === 'picture') pictures += 1;
      if (name === 'svg') drawings += 1;
      if (/^(?:https?:)?\/\//i.test(attributes['src'] ?? '')) fetched += 1;
      if (hiddenFrom !== null) return;
      if (unread.has(name) || isHidden(attributes)) hiddenFrom = depth;
      else tags.open(name);
    },
    ontext: (text) => {
      if (hiddenFrom === null) tags.text(text);
    },
    onclosetag: (name) => {
      if (hiddenFrom === null) tags.close(name);
      else if (hiddenFrom === depth) hiddenFrom = null;
      depth -= 1;
    },
  });
  parser.write(html);
  parser.end();
  builder.endLine();
  const notes = [
    ...(drawings > 0 ? [`${drawings} drawing${drawings === 1 ? ' was' : 's were'} not read`] : []),
    ...(fetched > 0
      ? [`${fetched} picture${fetched === 1 ? '' : 's'} or scripts from elsewhere were not fetched`]
      : []),
  ];
  return { blocks: builder.blocks, notes, pictures };
}

function isHidden({ hidden, style = '', 'aria-hidden': aria }: Readonly<Record<string, string>>): boolean {
  return (
    hidden !== undefined ||
    aria === 'true' ||
    /display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])/i.test(style)
  );
}

interface Tags {
  readonly open: (name: string) => void;
  readonly text: (text: string) => void;
  readonly close: (name: string) => void;
}

function tagsInto(builder: BlockBuilder): Tags {
  let lists = 0;
  let preformatted = 0;
  let term: string | null = null;
  let label: string | null = null;
  const end = (): void => builder.endLine({ label });
  return {
    open: (name) => {
      if (/^(?:h[1-6]|dt|dd)$/.test(name) || linewise.has(name)) end();
      if (name === 'ul' || name === 'ol') lists += 1;
      if (name === 'pre') preformatted += 1;
      if (name === 'table') builder.openTable();
      if (name === 'tr') builder.openRow();
      if (name === 'dt') term = '';
      if (name === 'dd') label = term;
    },
    text: (text) => {
      if (term !== null && label === null) term += text;
      else if (preformatted === 0) builder.text(text.replace(/\s+/g, ' '));
      else
        for (const [at, line] of text.split('\n').entries()) {
          if (at > 0) end();
          builder.text(line);
        }
    },
    close: (name) => {
      const heading = /^h([1-6])$/.exec(name)?.[1];
      if (heading !== undefined) builder.endHeading(Number(heading));
      else if (name === 'li') builder.endLine({ isItem: true, indent: Math.max(0, lists - 1) });
      else if (name === 'dd') end();
      else if (name === 'td' || name === 'th') builder.closeCell(name === 'th');
      else if (name === 'caption') builder.endCaption();
      else if (name === 'table') builder.closeTable();
      else if (linewise.has(name)) end();
      if (name === 'dd' || name === 'dl') term = label = null;
      if (name === 'ul' || name === 'ol') lists = Math.max(0, lists - 1);
      if (name === 'pre') preformatted = Math.max(0, preformatted - 1);
    },
  };
}
