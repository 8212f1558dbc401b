import { inert } from '../../model/inert.ts';
import type { Block, Line, Proof, Section, Span, Table, Text } from '../document.ts';

/**
 * The Atlassian Document Format, as far as we write it: text is never a link, a mention or a macro. Source:
 * https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/
 */
export interface AdfDocument {
  readonly version: 1;
  readonly type: 'doc';
  readonly content: readonly AdfNode[];
}

export interface AdfNode {
  readonly type: string;
  readonly attrs?: Readonly<Record<string, unknown>>;
  readonly content?: readonly AdfNode[];
  readonly text?: string;
  readonly marks?: readonly { readonly type: 'code' | 'strong' | 'em' }[];
}

type Cite = (proof: Proof) => string;

export const adfDocument = (sections: readonly Section[], cite: Cite): AdfDocument => ({
  version: 1,
  type: 'doc',
  content: sections.flatMap((section) => adfSection(section, cite)),
});

/** A section with its title, where it has one. */
export const adfSection = ({ title, blocks }: Section, cite: Cite): readonly AdfNode[] => [
  ...(title === '' ? [] : [headingNode(title, 2)]),
  ...blocks.flatMap((block) => blockNodes(block, cite)),
];

function blockNodes(block: Block, cite: Cite): readonly AdfNode[] {
  switch (block.is) {
    case 'heading':
      return [headingNode(block.text, 3)];
    case 'facts':
      return listOf(block.rows.map(({ label, line }) => [textNode(`${label}: `, 'strong'), ...lineNodes(line, cite)]));
    case 'list':
      return listOf(block.lines.map((line) => lineNodes(line, cite)));
    case 'table':
      return tableNodes(block, cite);
    case 'statement':
    case 'unknown':
    case 'pending':
      return [paragraph(lineNodes(block, cite))];
  }
}

const headingNode = (text: string, level: number): AdfNode => ({
  type: 'heading',
  attrs: { level },
  content: [textNode(inert(text))],
});

const paragraph = (content: readonly AdfNode[]): AdfNode => ({ type: 'paragraph', content });

/** A list without an item is none. */
const listOf = (items: readonly (readonly AdfNode[])[]): readonly AdfNode[] =>
  items.length === 0
    ? []
    : [
        {
          type: 'bulletList',
          content: items.map((content) => ({ type: 'listItem', content: [paragraph(content)] })),
        },
      ];

function lineNodes(line: Line, cite: Cite): readonly AdfNode[] {
  if (line.is === 'unknown') return [textNode('unknown: ', 'em'), ...spansOf(line.text)];
  if (line.is === 'pending') return spansOf(line.text);
  const doubt = line.confidence === null || line.confidence === 'confirmed' ? '' : ` (${line.confidence})`;
  return [...spansOf(line.text), textNode(`${doubt} ${cite(line.proof)}`)];
}

function tableNodes({ caption, columns, rows, more }: Table, cite: Cite): readonly AdfNode[] {
  const head = [...columns, 'Evidence'].map((name) => cell('tableHeader', name === '' ? [] : [textNode(name)]));
  const body = rows.map(({ cells, proof }) => [
    ...cells.map((text) => cell('tableCell', spansOf(text))),
    cell('tableCell', [textNode(cite(proof))]),
  ]);
  return [
    paragraph([textNode(inert(caption), 'em')]),
    { type: 'table', content: [head, ...body].map((content) => ({ type: 'tableRow', content })) },
    ...(more === null ? [] : [paragraph([textNode(inert(more))])]),
  ];
}

const cell = (type: 'tableHeader' | 'tableCell', content: readonly AdfNode[]): AdfNode => ({
  type,
  content: [paragraph(content)],
});

const spansOf = (text: Text): readonly AdfNode[] => text.flatMap(spanNodes);

/** What a program may turn into a link or a mention by itself: shown as code, where it does not. */
const selfLinking = /(\S*(?::\/\/|www\.|@)\S*)/i;

function spanNodes({ as, text }: Span): readonly AdfNode[] {
  const safe = inert(text);
  if (safe === '') return [];
  if (as === 'data') return [textNode(safe, 'code')];
  return safe
    .split(selfLinking)
    .flatMap((part, index) =>
      part === '' ? [] : [index % 2 === 1 ? textNode(part, 'code') : textNode(part, as === 'strong' ? 'strong' : null)],
    );
}

const textNode = (text: string, mark: 'code' | 'strong' | 'em' | null = null): AdfNode => ({
  type: 'text',
  text,
  ...(mark !== null && { marks: [{ type: mark }] }),
});
