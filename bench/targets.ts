import type { SetName } from './data-sets.ts';
import type { InvestigationRuns } from './investigation-runs.ts';
import { figuresOfMachines, type MachineRun } from './machines/machine-runs.ts';
import type { Cost } from './measure.ts';
import type { CorrelationRuns, RuleRuns } from './rule-runs.ts';

/** One data set, measured: gzip, hunt, and hunt again on the same workspace. */
export interface Run {
  readonly name: SetName;
  readonly events: number;
  readonly gzip: Cost;
  readonly first: Cost;
  readonly second: Cost;
  /** The same logs in another case, where rules are compiled already; only of a small set. */
  readonly otherCase: Cost | null;
  readonly isSame: boolean;
}

/** A bound of one side. */
export type Figure = {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
} & ({ readonly most: number } | { readonly least: number });

/** All that was measured; what was not is null. */
export interface Measured {
  readonly runs: readonly Run[];
  readonly rules: RuleRuns | null;
  readonly correlations: CorrelationRuns | null;
  readonly investigation: InvestigationRuns | null;
  readonly helpSeconds: number | null;
  readonly machines: readonly MachineRun[];
  /** Every rendering of one large incident. */
  readonly reports: Cost | null;
}

/** What was promised, beside what was measured. A figure whose data were not measured is left out. */
export function figuresOf({
  runs,
  rules,
  correlations,
  investigation,
  helpSeconds,
  machines,
  reports,
}: Measured): readonly Figure[] {
  const find = (name: SetName): Run | undefined => runs.find((run) => run.name === name);
  const million = find('1m');
  const millions = find('5m');
  const figures: Figure[] = [];
  if (million)
    figures.push(...shared(million), {
      what: '1m: peak memory',
      value: million.first.peakMiB,
      most: 1024,
      unit: 'MiB',
    });
  if (millions) figures.push(...shared(millions));
  if (million && millions) {
    const linear = million.first.wallSeconds * (millions.events / million.events);
    figures.push(
      {
        what: '5m: peak memory, of that for 1m',
        value: millions.first.peakMiB / million.first.peakMiB,
        most: 1.1,
        unit: '×',
      },
      { what: '5m: wall, of linear', value: millions.first.wallSeconds / linear, most: 1.1, unit: '×' },
    );
  }
  const small = find('small');
  if (small)
    figures.push(
      { what: 'small: CPU', value: small.first.cpuSeconds, most: 6, unit: 's' },
      { what: 'small: peak memory', value: small.first.peakMiB, most: 500, unit: 'MiB' },
    );
  const large = find('large');
  if (large)
    figures.push(
      { what: 'large: CPU', value: large.first.cpuSeconds, most: 4, unit: 's' },
      { what: 'large: peak memory', value: large.first.peakMiB, most: 500, unit: 'MiB' },
    );
  const folder = find('folder');
  if (folder) {
    figures.push({
      what: 'folder: wall, the first hunt of all',
      value: folder.first.wallSeconds,
      most: 1.5,
      unit: 's',
    });
    if (folder.otherCase)
      figures.push({ what: 'folder: wall, the next case', value: folder.otherCase.wallSeconds, most: 1.5, unit: 's' });
  }
  if (rules) figures.push(...figuresOfRules(rules));
  if (correlations) figures.push(...figuresOfCorrelations(correlations));
  if (investigation) figures.push(...figuresOfInvestigation(investigation));
  figures.push(...machines.flatMap(figuresOfMachines));
  if (reports)
    figures.push(
      { what: '5,000 acts and 2,000 machines: all renderings, wall', value: reports.wallSeconds, most: 5, unit: 's' },
      {
        what: '5,000 acts and 2,000 machines: all renderings, peak memory',
        value: reports.peakMiB,
        most: 700,
        unit: 'MiB',
      },
    );
  if (helpSeconds !== null)
    figures.push({ what: '--help: wall, slowest of five', value: helpSeconds, most: 0.2, unit: 's' });
  return figures;
}

function shared(run: Run): readonly Figure[] {
  return [
    { what: `${run.name}: CPU, of gzip's`, value: run.first.cpuSeconds / run.gzip.cpuSeconds, most: 3.5, unit: '×' },
    {
      what: `${run.name}: second run, CPU, of the first`,
      value: (100 * run.second.cpuSeconds) / run.first.cpuSeconds,
      most: 10,
      unit: '%',
    },
    {
      what: `${run.name}: second run, wall, of the first`,
      value: (100 * run.second.wallSeconds) / run.first.wallSeconds,
      most: 10,
      unit: '%',
    },
  ];
}

function figuresOfRules({ set, fifty, threeHundred, cold, kept }: RuleRuns): readonly Figure[] {
  const more = 100 * (threeHundred.cpuSeconds / fifty.cpuSeconds - 1);
  return [
    { what: `${set.name}: 300 rules, CPU above that of 50`, value: more, most: 40, unit: '%' },
    { what: '3,000 rules: compiled the first time, wall', value: cold.compiled.seconds, most: 2, unit: 's' },
    { what: '3,000 rules: the same again, wall', value: kept.compiled.seconds, most: 0.5, unit: 's' },
  ];
}

function figuresOfCorrelations({ set, own, ...broad }: CorrelationRuns): readonly Figure[] {
  const onTop = ({ without, with: full }: Pick<CorrelationRuns, 'without' | 'with'>): number =>
    full.cpuSeconds - without.cpuSeconds;
  return [
    { what: `${set.name}: our ${own.correlations} correlations, CPU on top`, value: onTop(own), most: 10, unit: 's' },
    { what: `${set.name}: 50 correlations of every third event, CPU on top`, value: onTop(broad), most: 10, unit: 's' },
    { what: `${set.name}: the same, peak memory`, value: broad.with.peakMiB, most: 1024, unit: 'MiB' },
  ];
}

function figuresOfInvestigation({ set, hunt, identity, everything, deep }: InvestigationRuns): readonly Figure[] {
  const ofHunt = (hunt.cpuSeconds + everything.cpuSeconds) / hunt.cpuSeconds;
  const peak = Math.max(hunt.peakMiB, identity.peakMiB, everything.peakMiB);
  return [
    { what: `${set.name}: one identity, wall`, value: identity.wallSeconds, most: 3, unit: 's' },
    {
      what: `${set.name}: hunt and investigation of everything, CPU, of the hunt`,
      value: ofHunt,
      most: 1.5,
      unit: '×',
    },
    { what: `${set.name}: investigation, peak memory`, value: peak, most: 1.2 * 1024, unit: 'MiB' },
    { what: 'twelve hops among 10,000 sessions, wall', value: deep.wallSeconds, most: 2, unit: 's' },
  ];
}

export function table(figures: readonly Figure[]): string {
  const rows = figures.map(({ what, value, unit, ...bound }) => {
    const [sign, target, isMet] =
      'most' in bound ? ['≤', bound.most, value <= bound.most] : ['≥', bound.least, value >= bound.least];
    return `| ${what} | ${value.toFixed(2)} ${unit} | ${sign} ${target} ${unit} | ${isMet ? 'ok' : '**MISS**'} |`;
  });
  return ['| figure | measured | target | |', '|---|--:|--:|---|', ...rows].join('\n');
}
