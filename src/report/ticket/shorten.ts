import type { Block, Section } from '../document.ts';
import { pending, prose } from '../wording.ts';

interface Room {
  /** In the unit of `cost`. */
  readonly room: number;
  readonly cost: (section: Section) => number;
}

const mostRows = 6;
const mostLines = 8;

/** Where what a ticket has no room for can be read. */
const leftOut = pending(prose('Shortened: the rest stands under this heading in the report.'));

/** Most that the case in short takes of the room. */
const headShare = 0.6;

/** The case in short, and as much of the report's sections as there is room for behind it. */
export function fitted(
  { head, body }: Readonly<Record<'head' | 'body', readonly Section[]>>,
  { room, cost }: Room,
): readonly Section[] {
  const first = shorten(head, { room: body.length === 0 ? room : room * headShare, cost });
  const used = first.reduce((sum, section) => sum + cost(section), 0);
  return [...first, ...shorten(body, { room: room - used, cost })];
}

/**
 * As much of each section as fits: the first sentence or list of each, then the second of each, and so on, so that none
 * is crowded out by those before it; tables in what room is left. Long tables and lists give their first entries. A
 * section that lacks anything says so.
 */
function shorten(sections: readonly Section[], { room, cost }: Room): readonly Section[] {
  const trimmed = sections.map(({ title, blocks }) => ({ title, blocks: blocks.map(trim) }));
  const blocks = trimmed.flatMap(({ blocks: own }) => own.map((block, round) => ({ block, round })));
  const order = [
    ...inRounds(blocks.filter(({ block }) => block.is !== 'table')),
    ...inRounds(blocks.filter(({ block }) => block.is === 'table')),
  ];
  const kept = new Set<Block>();
  let left = room - trimmed.reduce((sum, { title }) => sum + cost({ title, blocks: [leftOut] }), 0);
  for (const block of order) {
    const price = cost({ title: '', blocks: [block] });
    if (price > left) continue;
    kept.add(block);
    left -= price;
  }
  return trimmed.map((section) => keepOf(section, kept));
}

const inRounds = (blocks: readonly { readonly block: Block; readonly round: number }[]): readonly Block[] =>
  blocks.toSorted((a, b) => a.round - b.round).map(({ block }) => block);

/** Without headings that nothing stands under any more. */
function keepOf({ title, blocks }: Section, kept: ReadonlySet<Block>): Section {
  const left = blocks.filter((block) => kept.has(block));
  const told = left.filter((block, index) => block.is !== 'heading' || !isEnd(left[index + 1]));
  return { title, blocks: blocks.every((block) => told.includes(block)) ? told : [...told, leftOut] };
}

const isEnd = (next: Block | undefined): boolean => next === undefined || next.is === 'heading';

function trim(block: Block): Block {
  if (block.is === 'table' && block.rows.length > mostRows)
    return {
      ...block,
      rows: block.rows.slice(0, mostRows),
      more: 'The first of them; the others stand in the report.',
    };
  if (block.is === 'list' && block.lines.length > mostLines)
    return {
      is: 'list',
      lines: [...block.lines.slice(0, mostLines), pending(prose('and more, in the report'))],
    };
  return block;
}
