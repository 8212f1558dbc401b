import type { Incident, Measurement } from '../model/incident.ts';
import type { Instant } from '../model/instant.ts';

/** What machines did hour by hour against what was usual before: at most eight panels, a measure of a machine each. */
export interface MeasureFigure {
  readonly panels: readonly MeasurePanel[];
  /** Panels that the figure has no room for. */
  readonly more: number;
  /** Moments that are drawn through every panel. */
  readonly marks: readonly MeasureMark[];
}

export interface MeasurePanel extends Pick<Measurement, 'machine' | 'measure' | 'from' | 'values' | 'usual'> {
  /** Top of the panel: 100 of per cents, else the largest of all that is drawn. */
  readonly top: number;
  /** End of the last hour. */
  readonly to: Instant;
}

export interface MeasureMark {
  readonly time: Instant;
  readonly label: string;
}

const mostPanels = 8;

export function measureFigure({ measurements = [], first_seen, detected_at }: Incident): MeasureFigure {
  const panels = measurements.slice(0, mostPanels).map(panelOf);
  return {
    panels,
    more: measurements.length - panels.length,
    marks: [
      { time: first_seen, label: 'first act' },
      ...(detected_at === null ? [] : [{ time: detected_at, label: 'detected' }]),
    ],
  };
}

function panelOf({ machine, measure, from, values, usual }: Measurement): MeasurePanel {
  const drawn = [...values.map((value) => value ?? 0), usual?.high ?? 0, 1];
  return {
    machine,
    measure,
    from,
    values,
    usual,
    top: measure === 'cpu-percent' ? 100 : Math.max(...drawn),
    to: hourAfter(from, values.length),
  };
}

/** An hour counts as above the usual where it is above the 95th percentile of before. */
export const isAboveUsual = ({ usual }: Pick<Measurement, 'usual'>, value: number | null): boolean =>
  value !== null && usual !== null && value > usual.high;

/** The begin of the hour with this index. */
export const hourAfter = (from: Instant, hours: number): Instant =>
  new Date(Date.parse(from) + hours * 3_600_000).toISOString();

const units = ['bytes', 'KB', 'MB', 'GB', 'TB', 'PB'] as const;

/** `98.1 %` or `1.2 GB`, decimal units. */
export function measureText(measure: Measurement['measure'], value: number): string {
  if (measure === 'cpu-percent') return `${rounded(value)} %`;
  const power = value < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(value) / 3));
  return `${rounded(value / 1000 ** power)} ${units[power]}`;
}

const rounded = (value: number): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: value < 100 ? 1 : 0 });

export const measureNames = { 'cpu-percent': 'CPU, mean of the hour', 'bytes-out': 'Sent in the hour' } as const;
