import type { Check } from '../check.ts';
import type { Passage } from '../passage.ts';
import { clash, found } from './found.ts';
import type { Reproach } from './found.ts';
import { plainNumber } from './number-words.ts';
import { written } from './written.ts';

/** A table whose last row is its total: each column of numbers makes what stands below it. */
export const columnTotals: Check = {
  id: 'column-and-total',
  asks: 'Do the numbers of a column make the total below them?',
  run: (statements, { passages }) => {
    const all = passages ?? [...new Set(statements.map(({ quote }) => quote.passage))];
    return found(tablesOf(all).flatMap((table) => totalsOf(table)));
  },
};

/** The cells of each table; rows are numbered from 0 in each. */
function tablesOf(passages: readonly Passage[]): readonly (readonly Passage[])[] {
  const tables: Passage[][] = [];
  let last: number | null = null;
  for (const passage of passages) {
    if (passage.row !== null && (last === null || passage.row < last)) tables.push([]);
    if (passage.row !== null) tables.at(-1)?.push(passage);
    last = passage.row;
  }
  return tables;
}

const total = /^(?:grand )?(?:total|sum|overall)s?:?$/i;
/** Rows and columns whose numbers are not to be added. */
const partial = /\bsub-?total\b|\btotal\b/i;
const ratio =
  /%|#|\b(?:rate|price|avg|average|mean|per|percent|share|unit|min|max|peak|id|no|time|date|year|priority|score)\b/i;
/** Things that several rows may share, so that all of them are fewer. */
const shared = /\b(?:regions?|accounts?|users?|address(?:es)?|ips?|hosts?|days|projects?|customers?)\b/i;

function totalsOf(cells: readonly Passage[]): readonly (Reproach | null)[] {
  const last = cells.at(-1)?.row ?? null;
  const below = cells.filter(({ row }) => row === last);
  const rows = cells.filter(({ row }) => row !== last);
  const isOfNames = below.length === 1 && rows.every(({ label }) => label !== null);
  if (isOfNames && total.test(below[0]?.label ?? '')) return [weigh(rows, below[0])];
  if (!below.some(({ text }) => total.test(text)) || rows.some(({ text }) => partial.test(text))) return [];
  return below.map((sum) =>
    weigh(
      rows.filter(({ label }) => label !== null && label === sum.label),
      sum,
    ),
  );
}

interface Figure {
  readonly value: number;
  readonly decimals: number;
  readonly unit: string;
}

function weigh(cells: readonly Passage[], below: Passage | undefined): Reproach | null {
  const said = below === undefined ? null : figureOf(below.text);
  const parts = cells.map(({ text }) => figureOf(text));
  if (below === undefined || said === null || parts.length < 2 || ratio.test(below.label ?? '')) return null;
  const figures = parts.filter((part) => part !== null && part.unit === said.unit);
  if (figures.length < parts.length) return null;
  const sum = figures.reduce((all, part) => all + (part?.value ?? 0), 0);
  const steps = Math.max(said.decimals, ...figures.map((part) => part?.decimals ?? 0));
  const slack =
    steps === 0 && said.decimals === 0 ? 0.01 : 10 ** -said.decimals / 2 + (figures.length * 10 ** -steps) / 2;
  if (Math.abs(sum - said.value) <= slack) return null;
  if (said.value < sum && shared.test(below.label ?? '')) return null;
  const why = `${figures.map((part) => plainNumber(part?.value ?? 0)).join(' + ')} = ${plainNumber(sum)}, not ${plainNumber(said.value)}`;
  return clash(why, [written(below, below.text, said.value)]);
}

/** A cell that is one number with its unit, and nothing else. */
function figureOf(text: string): Figure | null {
  const [, sign = '', digits = '', unit = ''] =
    /^([$€£]?)\s?(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s?([A-Za-z]{0,5})$/.exec(text.trim()) ?? [];
  if (digits === '') return null;
  const plain = digits.replaceAll(',', '');
  return { value: Number(plain), decimals: plain.split('.')[1]?.length ?? 0, unit: `${sign}${unit.toLowerCase()}` };
}
