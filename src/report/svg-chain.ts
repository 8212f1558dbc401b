import type { ChainFigure, ChainRow } from './chain-figure.ts';
import { escapeHtml } from './html-text.ts';
import { clock } from './wording.ts';

const width = 1120;
const boxWidth = 296;
const boxHeight = 36;
const rowHeight = 46;
const top = 26;
const left = 4;
/** How far a row stands to the right of the one above it, where the chain is short. */
const widestIndent = 52;
/** Room for all indents together; the columns of text begin behind it. */
const mostIndent = 300;
const doingWidth = 96;

/** The chain as a picture: a box for each identity under the one it was reached from; the same stands as a table in section 2. */
export function svgChain({ rows, more }: ChainFigure): string {
  const deepest = Math.max(1, ...rows.map(({ depth }) => depth));
  const indent = Math.min(widestIndent, mostIndent / deepest);
  const column = left + deepest * indent + boxWidth + 22;
  const height = top + rows.length * rowHeight + (more > 0 ? 22 : 2);
  const place = (index: number): Place => ({
    x: left + (rows[index]?.depth ?? 0) * indent,
    y: top + index * rowHeight,
    column,
  });
  const heads = `<text class="head" x="${fixed(column)}" y="14">reached by, first (UTC)</text><text class="head end" x="${width - 4}" y="14">running / made</text>`;
  const lines = rows.map((row, index) => (row.from === null ? '' : elbow(row, place(row.from), place(index))));
  const boxes = rows.map((row, index) => rowSvg(row, place(index)));
  const rest =
    more > 0 ? `<text class="head" x="${left}" y="${height - 6}">and ${more} more, in incident.json</text>` : '';
  return `<svg class="figure chain" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(chainLabel({ rows }))}">${heads}${lines.join('')}${boxes.join('')}${rest}</svg>`;
}

/** What the figure shows, for who cannot see it. */
export const chainLabel = ({ rows }: Pick<ChainFigure, 'rows'>): string =>
  `${rows.length} identities, each under the one it was reached from; the table of section 2 says the same`;

interface Place {
  readonly x: number;
  readonly y: number;
  /** Where the text beside the boxes begins. */
  readonly column: number;
}

/** From the foot of one box to the side of another; dashed where the hop is not confirmed. */
function elbow({ confidence }: ChainRow, from: Place, to: Place): string {
  const down = from.x + 14;
  const middle = to.y + boxHeight / 2;
  const doubt = confidence === 'confirmed' ? '' : ' class="unsure"';
  return `<path${doubt} d="M${fixed(down)} ${from.y + boxHeight}V${fixed(middle)}H${fixed(to.x - 2)}"/>`;
}

function rowSvg(row: ChainRow, { x, y, column }: Place): string {
  const middle = y + boxHeight / 2 + 4;
  const reached = row.first === null ? 'where it began' : `${clock(row.first)} ${waysText(row)}`;
  const doubt = row.confidence === 'confirmed' ? '' : ` (${row.confidence})`;
  const made = row.made === 0 ? '–' : `${row.running} / ${row.made}`;
  const told = [row.name, row.account ?? 'account not recorded', reached + doubt, `${made} running / made`].join('; ');
  const account = `${row.account ?? 'account not recorded'}${row.isShared ? ', in use by its owner too' : ''}`;
  const room = Math.floor((width - doingWidth - column) / 6.1);
  const leader = `<line class="rail" x1="${fixed(x + boxWidth + 4)}" x2="${fixed(column - 6)}" y1="${middle - 4}" y2="${middle - 4}"/>`;
  return `<g class="${toneOf(row)}"><title>${escapeHtml(told)}</title>${leader}<rect x="${fixed(x)}" y="${y}" width="${boxWidth}" height="${boxHeight}" rx="5"/><text class="name" x="${fixed(x + 10)}" y="${y + 15}">${escapeHtml(cut(row.name, 33))}</text><text class="note" x="${fixed(x + 10)}" y="${y + 29}">${escapeHtml(cut(account, 46))}</text><text class="way" x="${fixed(column)}" y="${middle}">${escapeHtml(cut(reached, room - doubt.length) + doubt)}</text><text class="end" x="${width - 4}" y="${middle}">${made}</text></g>`;
}

/** How many ways of reaching one identity are written out. */
const mostWays = 4;

function waysText({ ways }: ChainRow): string {
  const told = ways.slice(0, mostWays).map(({ how, count }) => (count === 1 ? how : `${how} × ${count}`));
  return `${told.join(', ')}${ways.length > mostWays ? ` and ${ways.length - mostWays} more` : ''}`;
}

function toneOf({ from, running, made }: ChainRow): string {
  if (running > 0) return 'hot';
  if (made > 0) return 'warm';
  return from === null ? 'origin' : 'blank';
}

/** Both ends say who it is. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const half = Math.max(1, Math.floor((most - 1) / 2));
  return `${text.slice(0, half).toWellFormed()}…${text.slice(-half).toWellFormed()}`;
}

const fixed = (value: number): string => String(Math.round(value * 10) / 10);
