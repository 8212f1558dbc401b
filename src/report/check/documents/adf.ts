import { AppError } from '../../../model/errors.ts';
import { blockBuilder, type BlockBuilder } from './block-builder.ts';
import type { ReadBlocks } from './block.ts';

/** A node of the Atlassian Document Format, as far as anything is read of it. */
interface Node {
  readonly type: string;
  readonly text?: unknown;
  readonly attrs?: unknown;
  readonly content?: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

export const isAdf = (value: unknown): boolean => isNode(value) && value.type === 'doc' && Array.isArray(value.content);

const mostNested = 200;

interface Place {
  readonly nested: number;
  /** How many lists it stands in. */
  readonly lists: number;
  readonly pictures: { count: number };
}

/** A document in Atlassian's format. Links and pictures are not followed. `depth` is what its outermost headings get. */
export function readAdf(document: unknown, depth = 1): ReadBlocks {
  const builder = blockBuilder();
  const pictures = { count: 0 };
  visit(document, { nested: 0, lists: 0, pictures }, { builder, depth });
  builder.endLine();
  return { blocks: builder.blocks, notes: [], pictures: pictures.count };
}

interface Target {
  readonly builder: BlockBuilder;
  readonly depth: number;
}

function visit(value: unknown, place: Place, target: Target): void {
  if (!isNode(value)) return;
  if (place.nested > mostNested)
    throw new AppError('input.unreadable', `the document is nested over ${mostNested} deep`);
  const { builder, depth } = target;
  const isList = value.type.endsWith('List');
  const inner = { ...place, nested: place.nested + 1, lists: place.lists + (isList ? 1 : 0) };
  const within = (): void => {
    if (Array.isArray(value.content)) for (const node of value.content) visit(node, inner, target);
  };
  const endLine = (): void =>
    place.lists > 0 ? builder.endLine({ isItem: true, indent: place.lists - 1 }) : builder.endLine();
  switch (value.type) {
    case 'heading': {
      within();
      return builder.endHeading(depth - 1 + Math.min(6, Math.max(1, Number(attribute(value, 'level')) || 1)));
    }
    case 'table':
      builder.openTable();
      within();
      return builder.closeTable();
    case 'tableRow':
      builder.openRow();
      return within();
    case 'tableCell':
    case 'tableHeader':
      within();
      return builder.closeCell(value.type === 'tableHeader');
    case 'expand':
    case 'nestedExpand':
      builder.text(attribute(value, 'title'));
      builder.endLine();
      return within();
    case 'media':
    case 'mediaInline':
      place.pictures.count += 1;
      return;
    case 'codeBlock':
      within();
      return endLine();
    case 'paragraph':
    case 'taskItem':
    case 'decisionItem':
    case 'blockCard':
      builder.text(inlineOf(value));
      within();
      return endLine();
    default:
      lines(inlineOf(value), builder, endLine);
      return within();
  }
}

function lines(text: string, builder: BlockBuilder, endLine: () => void): void {
  for (const [at, line] of text.split('\n').entries()) {
    if (at > 0) endLine();
    builder.text(line);
  }
}

/** What a node within a line shows. */
function inlineOf(node: Node): string {
  switch (node.type) {
    case 'text':
      return typeof node.text === 'string' ? node.text : '';
    case 'hardBreak':
      return '\n';
    case 'mention':
    case 'status':
    case 'emoji':
      return attribute(node, 'text') || attribute(node, 'shortName');
    case 'date':
      return dateOf(attribute(node, 'timestamp'));
    case 'inlineCard':
    case 'blockCard':
      return attribute(node, 'url');
    default:
      return '';
  }
}

function attribute({ attrs }: Node, name: string): string {
  if (typeof attrs !== 'object' || attrs === null) return '';
  const value: unknown = Object.entries(attrs).find(([key]) => key === name)?.[1];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function dateOf(timestamp: string): string {
  const time = Number(timestamp);
  return timestamp === '' || !(Math.abs(time) < 8.64e15) ? '' : new Date(time).toISOString().slice(0, 10);
}
