import { escapeHtml } from './html-text.ts';
import { timeScale } from './time-scale.ts';
import type { Break, TimeScale } from './time-scale.ts';
import type { Lane, Mark, TimelineFigure } from './timeline-figure.ts';
import { clock, lasting } from './wording.ts';

const width = 1120;
const left = 132;
const right = 16;
/** Room between the ends of a lane and its first and last dot. */
const inset = 26;
const laneHeight = 24;
const top = 28;
/** Acts nearer than this share one dot. */
const dotGap = 17;

type Place = (instant: string) => number;

/** The timeline as a picture: a lane for each kind of act, a dot for acts close together, larger for more. */
export function svgTimeline(figure: TimelineFigure): string {
  const bottom = top + figure.lanes.length * laneHeight;
  const instants = [figure.from, ...figure.lanes.flatMap(({ marks }) => marks.map(({ time }) => time)), figure.to];
  const scale = timeScale(instants, width - left - right - 2 * inset);
  const place: Place = (instant) => left + inset + scale.place(instant);
  const lanes = figure.lanes.map((lane, index) => laneSvg(lane, top + index * laneHeight, place)).join('');
  const alarm = figure.detectedAt === null ? '' : alarmSvg(place(figure.detectedAt), bottom);
  const back = [...ticksSvg(scale, place, bottom), ...scale.breaks.map((gap) => breakSvg(gap, bottom))].join('');
  return `<svg class="figure" viewBox="0 0 ${width} ${bottom + 24}" role="img" aria-label="${escapeHtml(timelineLabel(figure))}">${back}${alarm}${lanes}</svg>`;
}

/** What the figure shows, for who cannot see it. */
export const timelineLabel = ({ from, to, lanes }: TimelineFigure): string =>
  `From ${clock(from)} to ${clock(to)} UTC: ${lanes.map(({ title, marks }) => `${title} ${marks.length}`).join(', ')}`;

function laneSvg({ title, side, marks }: Lane, y: number, place: Place): string {
  const middle = y + laneHeight / 2;
  const dots = gather(marks, place)
    .map((near) => dotSvg(near, middle, place))
    .join('');
  return `<line class="rail" x1="${left}" x2="${width - right}" y1="${middle}" y2="${middle}"/><text class="lane" x="${left - 10}" y="${middle + 4}">${escapeHtml(title)}</text><g class="${side}">${dots}</g>`;
}

/** Neighbours in time that would lie on each other. */
function gather(marks: readonly Mark[], place: Place): readonly (readonly Mark[])[] {
  const groups: Mark[][] = [];
  for (const mark of marks) {
    const first = groups.at(-1)?.[0];
    if (first !== undefined && place(mark.time) - place(first.time) < dotGap) groups.at(-1)?.push(mark);
    else groups.push([mark]);
  }
  return groups;
}

function dotSvg(near: readonly Mark[], y: number, place: Place): string {
  const [first] = near;
  if (first === undefined) return '';
  const x = fixed(place(first.time));
  const told = `${clock(first.time)} ${first.text}${near.length > 1 ? ` and ${near.length - 1} more` : ''}`;
  const radius = near.length === 1 ? 4.5 : Math.min(11, 7 + Math.log2(near.length) * 0.7);
  const count =
    near.length > 1
      ? `<text class="count" x="${x}" y="${y + 3}">${near.length > 999 ? '1k+' : near.length}</text>`
      : '';
  return `<g><title>${escapeHtml(told)}</title><circle cx="${x}" cy="${y}" r="${fixed(radius)}"/>${count}</g>`;
}

const alarmSvg = (x: number, bottom: number): string =>
  `<line class="alarm" x1="${fixed(x)}" x2="${fixed(x)}" y1="${top - 8}" y2="${bottom}"/><text class="alarm" x="${fixed(x)}" y="${top - 12}">detected</text>`;

const dayMilliseconds = 86_400_000;

function ticksSvg({ ticks, step, breaks }: TimeScale, place: Place, bottom: number): readonly string[] {
  return ticks.map((tick) => {
    const x = fixed(place(tick));
    const isHidden = breaks.some(({ at }) => Math.abs(left + inset + at - place(tick)) < 62);
    const label = isHidden ? '' : step >= dayMilliseconds ? tick.slice(0, 10) : tick.slice(11, 16);
    return `<line class="tick" x1="${x}" x2="${x}" y1="${top}" y2="${bottom}"/><text class="tick" x="${x}" y="${bottom + 15}">${label}</text>`;
  });
}

/** A stretch of time that was cut out because nothing happened in it. */
function breakSvg({ from, to, at }: Break, bottom: number): string {
  const x = left + inset + at;
  return `<g class="break"><rect x="${fixed(x - 22)}" y="${top}" width="44" height="${bottom - top}"/><text x="${fixed(x)}" y="${bottom + 15}">… ${lasting(from, to)} …</text></g>`;
}

const fixed = (value: number): string => String(Math.round(value * 10) / 10);
