import { escapeHtml } from './html-text.ts';
import {
  hourAfter,
  isAboveUsual,
  measureNames,
  measureText,
  type MeasureFigure,
  type MeasureMark,
  type MeasurePanel,
} from './measure-figure.ts';
import { clock } from './wording.ts';

const width = 1120;
const left = 96;
const right = 150;
const plotHeight = 88;
/** Title above a plot and hours below it. */
const panelHeight = plotHeight + 62;
const plotWidth = width - left - right;

/** Panels that stand under each other; more are drawn as further figures. */
const mostPanels = 4;

/** The panels in pieces that a sheet has room for. */
export function measureBands(figure: MeasureFigure): readonly MeasureFigure[] {
  const count = Math.ceil(figure.panels.length / mostPanels);
  return Array.from({ length: count }, (_, band) => ({
    ...figure,
    panels: figure.panels.slice(band * mostPanels, (band + 1) * mostPanels),
    more: band === count - 1 ? figure.more : 0,
  }));
}

/** CPU and egress as bars, an hour each, before the band of the usual; the table in section 2 says the same. */
export function svgMeasures({ panels, more, marks }: MeasureFigure): string {
  const height = Math.max(1, panels.length) * panelHeight + (more > 0 ? 20 : 0);
  const drawn = panels.map((panel, index) => panelSvg(panel, marks, index * panelHeight));
  const rest =
    more > 0 ? `<text class="head" x="${left}" y="${height - 6}">and ${more} more, in incident.json</text>` : '';
  return `<svg class="figure measures" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(measureLabel({ panels }))}">${drawn.join('')}${rest}</svg>`;
}

/** What the figure shows, for who cannot see it. */
export function measureLabel({ panels }: Pick<MeasureFigure, 'panels'>): string {
  const told = panels.map(({ machine, measure, values, usual }) => {
    const seen = values.flatMap((value) => value ?? []);
    const highest = seen.length === 0 ? 'not measured' : `at most ${measureText(measure, Math.max(...seen))}`;
    const before = usual === null ? 'usual unknown' : `usual up to ${measureText(measure, usual.high)}`;
    return `${machine}, ${measureNames[measure]}: ${highest}, ${before}`;
  });
  return `${told.join('; ')}; the table of section 2 says the same`;
}

function panelSvg(panel: MeasurePanel, marks: readonly MeasureMark[], y: number): string {
  const top = y + 34;
  const bottom = top + plotHeight;
  const title = `${panel.machine}: ${measureNames[panel.measure]}`;
  const highest = `<text class="lane" x="${left - 8}" y="${top + 8}">${measureText(panel.measure, panel.top)}</text><text class="lane" x="${left - 8}" y="${bottom}">0</text>`;
  const parts = [
    `<text class="head title" x="${left}" y="${y + 13}">${escapeHtml(cut(title, 110))}</text>`,
    highest,
    bandSvg(panel, top),
    `<line class="rail" x1="${left}" x2="${left + plotWidth}" y1="${bottom}" y2="${bottom}"/>`,
    ...panel.values.map((_, hour) => barSvg(panel, hour, bottom)),
    ...hoursSvg(panel, bottom),
    ...marks.map((mark, index) => markSvg(panel, mark, { top, isFirst: index === 0 })),
  ];
  return `<g class="panel">${parts.join('')}</g>`;
}

const barWidth = ({ values }: MeasurePanel): number => plotWidth / Math.max(1, values.length);

const heightOf = ({ top }: MeasurePanel, value: number): number =>
  (Math.min(Math.max(value, 0), top) / top) * plotHeight;

function bandSvg(panel: MeasurePanel, top: number): string {
  const { usual, measure } = panel;
  const beside = left + plotWidth + 8;
  if (usual === null) return `<text class="note" x="${beside}" y="${top + plotHeight}">usual: unknown</text>`;
  const high = top + plotHeight - heightOf(panel, usual.high);
  const deep = Math.max(2, heightOf(panel, usual.high) - heightOf(panel, usual.low));
  const note = Math.min(high + deep / 2 + 4, top + plotHeight - 4);
  return `<rect class="usual" x="${left}" y="${fixed(high)}" width="${plotWidth}" height="${fixed(deep)}"/><text class="note" x="${beside}" y="${fixed(note - 5)}">usual</text><text class="note" x="${beside}" y="${fixed(note + 7)}">${measureText(measure, usual.low)} to ${measureText(measure, usual.high)}</text>`;
}

function barSvg(panel: MeasurePanel, hour: number, bottom: number): string {
  const value = panel.values[hour] ?? null;
  const step = barWidth(panel);
  const x = left + hour * step;
  const begin = clock(hourAfter(panel.from, hour)).slice(0, 16);
  const told = `${begin} UTC: ${value === null ? 'not measured' : measureText(panel.measure, value)}`;
  const tall = value === null ? 3 : Math.max(1, heightOf(panel, value));
  const tone = value === null ? 'blind' : isAboveUsual(panel, value) ? 'above' : 'within';
  return `<g class="${tone}"><title>${told}</title><rect x="${fixed(x + step * 0.12)}" y="${fixed(bottom - tall)}" width="${fixed(step * 0.76)}" height="${fixed(tall)}"/></g>`;
}

/** About eight hours are named, midnights by their day. */
function hoursSvg(panel: MeasurePanel, bottom: number): readonly string[] {
  const steps = [1, 2, 3, 6, 12, 24];
  const every = steps.find((step) => panel.values.length / step <= 12) ?? 24;
  return panel.values.flatMap((_, hour) => {
    const begin = hourAfter(panel.from, hour);
    const ofDay = Number(begin.slice(11, 13));
    if (ofDay % every !== 0) return [];
    const x = fixed(left + hour * barWidth(panel));
    const label = ofDay === 0 ? begin.slice(5, 10) : begin.slice(11, 16);
    return [
      `<line class="tick" x1="${x}" x2="${x}" y1="${bottom}" y2="${bottom + 4}"/><text class="tick" x="${x}" y="${bottom + 16}">${label}</text>`,
    ];
  });
}

interface MarkPlace {
  readonly top: number;
  readonly isFirst: boolean;
}

/** The name of the first mark stands left of its line, that of a later one right of it: two near each other both read. */
function markSvg(panel: MeasurePanel, { time, label }: MeasureMark, { top, isFirst }: MarkPlace): string {
  const at = (Date.parse(time) - Date.parse(panel.from)) / 3_600_000;
  if (at < 0 || at > panel.values.length) return '';
  const x = left + at * barWidth(panel);
  const side = isFirst ? 'alarm before' : 'alarm behind';
  return `<line class="alarm" x1="${fixed(x)}" x2="${fixed(x)}" y1="${top - 10}" y2="${top + plotHeight}"/><text class="${side}" x="${fixed(isFirst ? x - 4 : x + 4)}" y="${top - 4}">${label}</text>`;
}

const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).toWellFormed()}…`;

const fixed = (value: number): string => String(Math.round(value * 10) / 10);
