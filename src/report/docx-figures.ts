import type { BlastCell } from './blast-map.ts';
import type { ChainRow } from './chain-figure.ts';
import type { ReportDocument } from './document.ts';
import { lyingWidth, tableXml, toned, type Tone, type WordCell } from './docx-table.ts';
import { paragraph, run } from './docx-xml.ts';
import { hourAfter, isAboveUsual, measureNames, measureText, type MeasurePanel } from './measure-figure.ts';
import { mapBands, seenWords } from './svg-map.ts';
import { timeScale } from './time-scale.ts';
import type { TimelineFigure } from './timeline-figure.ts';
import { clock } from './wording.ts';

/** The figures as tables of shaded cells: every word processor shows, prints and reads them out alike. */
export function wordFigures({ chain, timeline, measures, map }: ReportDocument): string {
  return [
    chain.rows.length < 2 ? '' : chainGrid(chain.rows, chain.more),
    timeline.lanes.length === 0 ? '' : timelineGrid(timeline),
    ...measures.panels.map(measureGrid),
    ...mapBands(map).map(mapGrid),
  ]
    .filter((drawn) => drawn !== '')
    .map((drawn) => `${drawn}${paragraph('Note', '')}`)
    .join('');
}

const head = (text: string): WordCell => ({ runs: run(text) });
const label = (text: string): WordCell => ({ runs: run(text, { style: 'Strong' }) });
const plain = (text: string): WordCell => toned(text, 'plain');
const centred = { align: 'center' } as const;

function chainGrid(rows: readonly ChainRow[], more: number): string {
  const rest = more === 0 ? '' : `; ${more} more stand in incident.json`;
  return tableXml({
    caption: `Chain: each identity under the one it was reached from${rest}`,
    widths: shares(4200, 2800, 6000, 1900),
    head: ['Identity', 'Account', 'Reached by, first (UTC)', 'Running / made'].map(head),
    rows: rows.map((row) => [
      toned(row.name, toneOfRow(row), { indent: Math.min(row.depth, 12) * 200 }),
      plain(`${row.account ?? 'not recorded'}${row.isShared ? ', in use by its owner too' : ''}`),
      plain(reachedText(row)),
      toned(row.made === 0 ? '–' : `${row.running} / ${row.made}`, toneOfRow(row)),
    ]),
  });
}

function reachedText({ first, ways, confidence }: ChainRow): string {
  if (first === null) return 'where it began';
  const told = ways.slice(0, 4).map(({ how, count }) => (count === 1 ? how : `${how} × ${count}`));
  const rest = ways.length > 4 ? ` and ${ways.length - 4} more` : '';
  return `${clock(first)} ${told.join(', ')}${rest}${confidence === 'confirmed' ? '' : ` (${confidence})`}`;
}

const toneOfRow = ({ running, made }: ChainRow): Tone => (running > 0 ? 'hot' : made > 0 ? 'warm' : 'plain');

const mostSlices = 18;
/** In the units of the scale, which cuts long silences. */
const sliceWidth = 60;
const tonesOfSides = { intruder: 'hot', alert: 'warm', responder: 'calm' } as const;

/** Kinds of acts by slices of time; slices without any act are left out. */
function timelineGrid({ from, to, lanes }: TimelineFigure): string {
  const times = [from, ...lanes.flatMap(({ marks }) => marks.map(({ time }) => time)), to];
  const scale = timeScale(times, mostSlices * sliceWidth);
  const sliceOf = (time: string): number =>
    Math.min(mostSlices - 1, Math.max(0, Math.floor(scale.place(time) / sliceWidth)));
  const firsts = new Map<number, string>();
  for (const time of times.toSorted()) if (!firsts.has(sliceOf(time))) firsts.set(sliceOf(time), time);
  const slices = [...firsts].toSorted(([a], [b]) => a - b);
  const begin = (index: number): string => {
    const [, time = from] = slices[index] ?? [];
    const day = time.slice(5, 10);
    return index === 0 || slices[index - 1]?.[1].slice(5, 10) !== day
      ? `${day} ${time.slice(11, 16)}`
      : time.slice(11, 16);
  };
  return tableXml({
    caption: `Timeline: acts of each kind, from ${clock(from)} to ${clock(to)} UTC; a column begins with the act at the time above it`,
    widths: shares(2200, ...slices.map(() => (lyingWidth - 2200) / slices.length)),
    head: [head('Acts'), ...slices.map((_, index) => head(begin(index)))],
    rows: lanes.map(({ title, side, marks }) => {
      const counts = Map.groupBy(marks, ({ time }) => sliceOf(time));
      return [
        label(title),
        ...slices.map(([slice]) => {
          const count = counts.get(slice)?.length ?? 0;
          return count === 0 ? plain('') : toned(String(count), tonesOfSides[side], centred);
        }),
      ];
    }),
  });
}

const hoursADay = Array.from({ length: 24 }, (_, hour) => hour);

/** A measure by days and hours. */
function measureGrid(panel: MeasurePanel): string {
  const { machine, measure, from, values, usual } = panel;
  const byHour = new Map(values.map((value, index) => [hourAfter(from, index).slice(0, 13), value]));
  const days = [...new Set([...byHour.keys()].map((hour) => hour.slice(0, 10)))];
  const told =
    usual === null
      ? 'what was usual is not known'
      : 'hours above what was usual are dark, and section 2 says what that was';
  return tableXml({
    caption: `${machine}: ${measureNames[measure]}, by day and hour (UTC); ${told}, – was not measured`,
    widths: shares(1400, ...hoursADay.map(() => (lyingWidth - 1400) / 24)),
    head: ['Day', ...hoursADay.map((hour) => String(hour).padStart(2, '0'))].map(head),
    rows: days.map((day) => [
      label(day),
      ...hoursADay.map((hour) => hourCell(panel, byHour.get(`${day}T${String(hour).padStart(2, '0')}`))),
    ]),
  });
}

/** An hour outside of what was looked at is empty. */
function hourCell(panel: MeasurePanel, value: number | null | undefined): WordCell {
  if (value === undefined) return plain('');
  if (value === null) return toned('–', 'blind', centred);
  return toned(shortText(panel.measure, value), isAboveUsual(panel, value) ? 'above' : 'plain', centred);
}

/** `98`, `1.2 GB`: the unit of per cents stands in the caption. */
const shortText = (measure: MeasurePanel['measure'], value: number): string =>
  measure === 'cpu-percent' ? String(Math.round(value)) : measureText(measure, value).replace(' bytes', ' B');

function mapGrid({ accounts, regions, cells }: ReportDocument['map']): string {
  const byPlace = new Map(cells.map((cell) => [JSON.stringify([cell.account, cell.region]), cell]));
  const names = 2600;
  return tableXml({
    caption:
      'Account × region: running / made by the intruder; – nothing made there; a word or ? says why a cell proves nothing',
    widths: shares(names, ...regions.map(() => Math.min(1500, (lyingWidth - names) / regions.length))),
    head: [head('Account'), ...regions.map((region) => ({ ...head(region), isUpright: regions.length > 8 }))],
    rows: accounts
      .slice(0, mostAccounts)
      .map((account) => [
        label(account),
        ...regions.map((region) => cellOf(byPlace.get(JSON.stringify([account, region])))),
      ]),
  });
}

const mostAccounts = 40;

function cellOf(cell: BlastCell | undefined): WordCell {
  if (cell === undefined) return toned('?', 'blind', centred);
  const seen = cell.seen === 'seen' ? '' : cell.seen === null ? '?' : seenWords[cell.seen];
  const number = cell.made > 0 ? `${cell.running}/${cell.made}` : cell.seen === 'seen' ? '–' : '';
  const tone = cell.running > 0 ? 'hot' : cell.made > 0 ? 'warm' : cell.seen === 'seen' ? 'calm' : 'blind';
  return toned([number, seen].filter((part) => part !== '').join(' '), tone, centred);
}

const shares = (...widths: readonly number[]): readonly number[] => widths.map(Math.floor);
