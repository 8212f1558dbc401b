import type { BlastCell, BlastMap } from './blast-map.ts';
import { escapeHtml } from './html-text.ts';
import { seenText } from './investigation-findings.ts';

const left = 150;
const top = 86;
/** Of few regions and of many. */
const cellWidths = { wide: 66, narrow: 54 } as const;
const many = 12;
const cellHeight = 34;
const mostAccounts = 40;

/** What stands in a cell beside its colour, so that the map reads in black and white too. */
export const seenWords = {
  seen: '',
  part: 'in part',
  gap: 'gap',
  denied: 'denied',
  off: 'off',
  unknown: 'not read',
} as const;

/** Regions that stand beside each other; a map of more is drawn in bands. */
const mostRegions = 18;

/** The map cut into pieces of as many regions as a sheet or a window has room for, each with all accounts. */
export function mapBands(map: BlastMap): readonly BlastMap[] {
  const count = Math.ceil(map.regions.length / mostRegions);
  const wide = Math.ceil(map.regions.length / count);
  return Array.from({ length: count }, (_, band) => {
    const regions = map.regions.slice(band * wide, (band + 1) * wide);
    const within = new Set(regions);
    return { ...map, regions, cells: map.cells.filter(({ region }) => within.has(region)) };
  });
}

/** Account × region as a picture; the same stands as a table in section 3. */
export function svgMap(map: BlastMap): string {
  const cellWidth = map.regions.length > many ? cellWidths.narrow : cellWidths.wide;
  const accounts = map.accounts.slice(0, mostAccounts);
  const width = Math.max(left + map.regions.length * cellWidth + 60, 460);
  const height = top + accounts.length * cellHeight + 6;
  const cells = new Map(map.cells.map((cell) => [JSON.stringify([cell.account, cell.region]), cell]));
  const columns = map.regions.map((region, index) => columnSvg(region, left + (index + 0.5) * cellWidth)).join('');
  const rows = accounts.map((account, line) => {
    const y = top + line * cellHeight;
    const drawn = map.regions.map((region, index) => {
      const cell = cells.get(JSON.stringify([account, region])) ?? {
        account,
        region,
        running: 0,
        left: 0,
        made: 0,
        seen: null,
      };
      return cellSvg(cell, { x: left + index * cellWidth, y, width: cellWidth });
    });
    return `<text class="lane" x="${left - 10}" y="${y + cellHeight / 2 + 4}">${escapeHtml(short(account))}</text>${drawn.join('')}`;
  });
  return `<svg class="figure map" viewBox="0 0 ${width} ${height}" width="${width}" role="img" aria-label="${escapeHtml(mapLabel(map))}">${columns}${rows.join('')}</svg>`;
}

/** What the figure shows, for who cannot see it. */
export const mapLabel = ({ accounts, regions }: BlastMap): string =>
  `${accounts.length} accounts by ${regions.length} regions; the table of section 3 says the same`;

const columnSvg = (region: string, x: number): string =>
  `<text class="region" transform="translate(${x - 4} ${top - 8}) rotate(-40)">${escapeHtml(short(region))}</text>`;

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

function cellSvg(cell: BlastCell, { x, y, width }: Place): string {
  const told = `${cell.account} ${cell.region}: ${cell.running} of ${cell.made} running, ${cell.left} still there, logs ${seenText(cell)}`;
  const word = cell.seen === null ? '?' : seenWords[cell.seen];
  const number = cell.made > 0 ? `${cell.running}/${cell.made}` : cell.seen === 'seen' ? '–' : '';
  const [centre, middle] = [x + width / 2, y + cellHeight / 2];
  const lines =
    number !== '' && word !== ''
      ? `<text x="${centre}" y="${middle}">${number}</text><text class="note" x="${centre}" y="${middle + 11}">${word}</text>`
      : `<text${number === '' ? ' class="note"' : ''} x="${centre}" y="${middle + 4}">${number}${word}</text>`;
  return `<g class="${toneOf(cell)}"><title>${escapeHtml(told)}</title><rect x="${x + 2}" y="${y + 2}" width="${width - 4}" height="${cellHeight - 4}" rx="4"/>${lines}</g>`;
}

function toneOf({ running, made, seen }: BlastCell): string {
  if (running > 0) return 'hot';
  if (made > 0) return 'warm';
  return seen === 'seen' ? 'calm' : 'blind';
}

const short = (text: string): string => (text.length > 18 ? `${text.slice(0, 17)}…` : text);
