import type { Cited } from '../model/evidence.ts';
import type { Block, Ground, Line, Proof, ReportDocument } from './document.ts';

/**
 * Every reference that the report cites, once: first those that the timeline cites too, in order of time, then
 * the rest by first mention. E1, E2, … number them.
 */
export function referencesOf(
  inTime: readonly Cited[],
  { summary, facts, cards, sections }: Pick<ReportDocument, 'summary' | 'facts' | 'cards' | 'sections'>,
): readonly string[] {
  const proofs = [
    ...summary.flatMap(proofsOfLine),
    ...cards.flatMap(({ lines }) => lines.flatMap(proofsOfLine)),
    ...facts.flatMap(({ line }) => proofsOfLine(line)),
    ...sections.flatMap(({ blocks }) => blocks.flatMap(proofsOf)),
  ];
  const mentioned = new Set(proofs.flatMap(({ evidence }) => evidence));
  const early = inTime.flatMap(({ evidence }) => evidence.filter((ref) => mentioned.has(ref)));
  return [...new Set([...early, ...mentioned])];
}

function proofsOf(block: Block): readonly Proof[] {
  if (block.is === 'heading') return [];
  if (block.is === 'facts') return block.rows.flatMap(({ line }) => proofsOfLine(line));
  if (block.is === 'list') return block.lines.flatMap(proofsOfLine);
  if (block.is === 'table') return block.rows.map(({ proof }) => proof);
  return proofsOfLine(block);
}

const proofsOfLine = (line: Line): readonly Proof[] => (line.is === 'statement' ? [line.proof] : []);

/** A run of numbered references, `E3` where first and last are one. */
export interface Range {
  readonly first: number;
  readonly last: number;
}

/** The marks of a statement: at most four runs of numbers, and how many pieces are not among them. */
export interface Marks {
  readonly ranges: readonly Range[];
  readonly more: number;
}

const mostRanges = 4;

/** Gives each proof its marks by the numbering of the document. */
export function numberer(references: readonly string[]): (ground: Ground) => Marks {
  const numbers = new Map(references.map((ref, index) => [ref, index + 1]));
  return ({ evidence, count }) => {
    const ranges = rangesOf(evidence.flatMap((ref) => numbers.get(ref) ?? []).toSorted((a, b) => a - b)).slice(
      0,
      mostRanges,
    );
    const shown = ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0);
    return { ranges, more: count - shown };
  };
}

function rangesOf(sorted: readonly number[]): readonly Range[] {
  const ranges: Range[] = [];
  for (const number of sorted) {
    const open = ranges.at(-1);
    if (open?.last === number - 1) ranges[ranges.length - 1] = { first: open.first, last: number };
    else ranges.push({ first: number, last: number });
  }
  return ranges;
}

export const rangeText = ({ first, last }: Range): string => (first === last ? `E${first}` : `E${first}–E${last}`);

/** Writes the marks of a proof behind its statement: `[E3–E5, E9, +4]`. */
export function citer(references: readonly string[]): (proof: Proof) => string {
  const marksOf = numberer(references);
  return (proof) => {
    const { ranges, more } = marksOf(proof);
    return `[${[...ranges.map(rangeText), ...(more > 0 ? [`+${more}`] : [])].join(', ')}]`;
  };
}
