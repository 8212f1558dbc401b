import { inert } from '../../model/inert.ts';
import type { Block, Line, Proof, Section, Text } from '../document.ts';

type Cite = (proof: Proof) => string;

/** Sections as lines of text for a field that knows no markup. */
export const plainText = (sections: readonly Section[], cite: Cite): string =>
  sections.flatMap((section) => [...sectionLines(section, cite), '']).join('\n');

function sectionLines({ title, blocks }: Section, cite: Cite): readonly string[] {
  return [...(title === '' ? [] : [title.toUpperCase()]), ...blocks.flatMap((block) => blockLines(block, cite))];
}

function blockLines(block: Block, cite: Cite): readonly string[] {
  switch (block.is) {
    case 'heading':
      return ['', inert(block.text)];
    case 'facts':
      return block.rows.map(({ label, line }) => `${label}: ${lineText(line, cite)}`);
    case 'list':
      return block.lines.map((line) => `- ${lineText(line, cite)}`);
    case 'table':
      return [
        `${inert(block.caption)}:`,
        ...block.rows.map(({ cells, proof }) => `- ${cells.map(textOf).join(' | ')} ${cite(proof)}`),
        ...(block.more === null ? [] : [inert(block.more)]),
      ];
    case 'statement':
    case 'unknown':
    case 'pending':
      return [lineText(block, cite)];
  }
}

function lineText(line: Line, cite: Cite): string {
  if (line.is === 'unknown') return `unknown: ${textOf(line.text)}`;
  if (line.is === 'pending') return textOf(line.text);
  const doubt = line.confidence === null || line.confidence === 'confirmed' ? '' : ` (${line.confidence})`;
  return `${textOf(line.text)}${doubt} ${cite(line.proof)}`;
}

const textOf = (text: Text): string => text.map((span) => inert(span.text)).join('');
