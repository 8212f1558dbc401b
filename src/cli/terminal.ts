import { createColors } from 'picocolors';
import { inert } from '../model/inert.ts';

/** How text looks on the caller's terminal. */
export interface Terminal {
  /** In columns; 80 where none is known. */
  readonly width: number;
  readonly colours: Colours;
  /** Rows under a heading, without a last line break. Cells are made inert here; see `Cell`. */
  readonly table: (columns: readonly Column[], rows: readonly (readonly Cell[])[]) => string;
}

export type Colours = ReturnType<typeof createColors>;

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Whether long text goes on in the next line; columns that do not wrap are never cut. */
  readonly wraps?: boolean;
}

/** Text of a cell; `paint` colours it once its width is known. */
export type Cell = string | { readonly text: string; readonly paint: (text: string) => string };

interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** NO_COLOR, `--no-color`, TERM=dumb and a stream that is no terminal each switch colours off; FORCE_COLOR is not read. */
export function describeTerminal(stream: Stream, env: NodeJS.ProcessEnv, isColourWanted: boolean): Terminal {
  const isColoured = isColourWanted && stream.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  const width = stream.columns || Number(env['COLUMNS']) || 80;
  const colours = createColors(isColoured);
  return { width, colours, table: (columns, rows) => renderTable(columns, rows, { width, heading: colours.dim }) };
}

const gap = '  ';
const narrowest = 12;

function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  style: { readonly width: number; readonly heading: (text: string) => string },
): string {
  const titles = columns.map(({ title }) => ({ text: title, paint: style.heading }));
  const all = [titles, ...rows];
  const natural = columns.map((_, at) => Math.max(...all.map((row) => widthOf(textOf(row[at] ?? '')))));
  const widths = fit(columns, natural, style.width);
  return all.map((row) => renderRow(columns, row, widths)).join('\n');
}

/** Shares what the fixed columns leave among those that wrap, each as wide as it needs at most. */
function fit(columns: readonly Column[], natural: readonly number[], width: number): readonly number[] {
  const fixed = natural.reduce(
    (sum, wide, at) => sum + (columns[at]?.wraps ? 0 : wide),
    gap.length * (columns.length - 1),
  );
  let left = width - fixed;
  let sharers = columns.filter(({ wraps }) => wraps).length;
  const byNeed = columns
    .map((column, at) => ({ column, at, need: natural[at] ?? 0 }))
    .toSorted((a, b) => a.need - b.need);
  const widths = [...natural];
  for (const { column, at, need } of byNeed) {
    if (!column.wraps) continue;
    const share = Math.min(need, Math.max(narrowest, Math.floor(left / sharers)));
    widths[at] = share;
    left -= share;
    sharers -= 1;
  }
  return widths;
}

function renderRow(columns: readonly Column[], row: readonly Cell[], widths: readonly number[]): string {
  const cells = columns.map((_, at) => wrap(textOf(row[at] ?? ''), widths[at] ?? 0));
  const height = Math.max(...cells.map((lines) => lines.length));
  const lineAt = (line: number): string =>
    columns
      .map((column, at) => {
        const cell = row[at] ?? '';
        const text = pad(cells[at]?.[line] ?? '', widths[at] ?? 0, column.align ?? 'left');
        return typeof cell === 'string' ? text : cell.paint(text);
      })
      .join(gap)
      .trimEnd();
  return [...Array(height).keys()].map(lineAt).join('\n');
}

const textOf = (cell: Cell): string => inert(typeof cell === 'string' ? cell : cell.text);

/** A cell that stands outside a table: inert, then coloured. */
export const paintedCell = (cell: Cell): string => (typeof cell === 'string' ? inert(cell) : cell.paint(textOf(cell)));

function pad(text: string, width: number, align: 'left' | 'right'): string {
  const blank = ' '.repeat(Math.max(0, width - widthOf(text)));
  return align === 'left' ? text + blank : blank + text;
}

/** Breaks inert text into lines: at spaces where it can, anywhere where it must. */
export function wrap(text: string, width: number): readonly string[] {
  if (widthOf(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (widthOf(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = cut(word, width);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
  }
  return [...lines, line];
}

function cut(word: string, width: number): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const letter of lettersOf(word)) {
    if (piece !== '' && widthOf(piece + letter) > width) {
      pieces.push(piece);
      piece = '';
    }
    piece += letter;
  }
  return [...pieces, piece];
}

/** Shortened to so many columns, with an ellipsis where something is left out. */
export function shorten(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  return `${cut(text, Math.max(1, width - 1))[0] ?? ''}…`;
}

const plain = /^[\x20-\x7e]*$/;
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]/u;

/** How many columns a line of inert text takes. */
export function widthOf(text: string): number {
  if (plain.test(text)) return text.length;
  return lettersOf(text).reduce((sum, letter) => sum + (wide.test(letter) ? 2 : 1), 0);
}

let segmenter: Intl.Segmenter | undefined;

function lettersOf(text: string): readonly string[] {
  if (plain.test(text)) return text.split('');
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return [...segmenter.segment(text)].map(({ segment }) => segment);
}
