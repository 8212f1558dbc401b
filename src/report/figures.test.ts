import { describe, expect, test } from 'vitest';
import { bareIncident, richIncident } from '../../test/incident-fixture.ts';
import type { Chain } from '../model/act.ts';
import { blastMap, runningIn } from './blast-map.ts';
import { chainFigure } from './chain-figure.ts';
import { foldTimeline } from './folded-timeline.ts';
import { measureFigure, measureText } from './measure-figure.ts';
import { traceClaims } from '../model/traced.ts';
import { measureBlocks } from './measure-table.ts';
import { svgChain } from './svg-chain.ts';
import { mapBands, svgMap } from './svg-map.ts';
import { measureBands, svgMeasures } from './svg-measures.ts';
import { svgTimeline } from './svg-timeline.ts';
import { timeScale } from './time-scale.ts';
import { timelineFigure } from './timeline-figure.ts';

describe('the folded timeline', () => {
  const folded = foldTimeline(richIncident.timeline);

  test('makes twelve like refusals one line and loses no act', () => {
    expect(
      folded
        .filter(({ entries }) => entries.length > 1)
        .map(({ first, last, entries }) => [first, last, entries.length]),
    ).toEqual([['2026-11-03T11:11:00Z', '2026-11-03T11:11:44Z', 12]]);
    expect(folded.flatMap(({ entries }) => entries)).toEqual(richIncident.timeline);
  });
});

describe('the time scale', () => {
  const times = [
    '2026-11-03T11:00:00Z',
    '2026-11-03T11:30:00Z',
    '2026-11-03T11:40:00Z',
    '2026-11-03T20:00:00Z',
    '2026-11-03T20:20:00Z',
  ];
  const scale = timeScale(times, 1000);

  test('keeps the order and stays on the line', () => {
    const places = times.map(scale.place);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places[0]).toBe(0);
    expect(places.at(-1)).toBeCloseTo(1000);
  });

  test('cuts the long silence only, and says how long it was', () => {
    expect(scale.breaks.map(({ from, to }) => [from, to])).toEqual([
      ['2026-11-03T11:40:00.000Z', '2026-11-03T20:00:00.000Z'],
    ]);
    const even = ['11:00', '11:10', '11:20', '11:30', '11:40'].map((clock) => `2026-11-03T${clock}:00Z`);
    expect(timeScale(even, 1000).breaks).toEqual([]);
  });

  test('puts a moment inside a silence at its edge', () => {
    expect(scale.place('2026-11-03T15:00:00Z')).toBe(scale.place('2026-11-03T11:40:00Z'));
  });

  test('shows a single moment and a span of years with few ticks', () => {
    expect(timeScale(['2026-11-03T11:00:00Z'], 1000).ticks).toHaveLength(1);
    const years = timeScale(
      [
        '2016-11-03T11:00:00Z',
        '2018-12-01T00:00:00Z',
        '2021-01-01T00:00:00Z',
        '2023-06-01T00:00:00Z',
        '2026-11-03T11:00:00Z',
      ],
      1000,
    );
    expect(years.ticks.length).toBeLessThan(20);
  });
});

describe('the lanes of the figure', () => {
  const { lanes } = timelineFigure(richIncident);

  test('hold every act once, and the responders apart from the intruder', () => {
    expect(lanes.flatMap(({ marks }) => marks)).toHaveLength(richIncident.timeline.length);
    expect(lanes.map(({ title, side, marks }) => [title, side, marks.length])).toEqual([
      ['Hops', 'intruder', 2],
      ['Launches', 'intruder', 6],
      ['Refused', 'intruder', 13],
      ['Ways back in', 'intruder', 2],
      ['Defences touched', 'intruder', 1],
      ['Other acts', 'intruder', 4],
      ['Alerts', 'alert', 1],
      ['Containment', 'responder', 3],
    ]);
  });

  test('an act that an alert cites stays an act', () => {
    const other = lanes.find(({ title }) => title === 'Other acts');
    expect(other?.marks.map(({ text }) => text)).toContain(
      'GetCallerIdentity: first misuse of AKIAIOSFODNN7EXAMPLE, from 203.0.113.9',
    );
  });
});

describe('the map of accounts and regions', () => {
  const map = blastMap(richIncident);
  const at = (account: string, region: string) =>
    map.cells.find((cell) => cell.account === account && cell.region === region);

  test('counts what runs and what was made, and says which logs were seen', () => {
    expect(at('123456789012', 'us-east-1')).toMatchObject({ running: 0, left: 1, made: 9, seen: 'part' });
    expect(at('111122223333', 'eu-central-1')).toMatchObject({ running: 2, left: 2, made: 3, seen: 'seen' });
    expect(at('444455556666', 'us-east-1')).toMatchObject({ running: 0, made: 0, seen: 'denied' });
  });

  test('draws a cell of which nothing is known as a question', () => {
    expect(at('444455556666', 'us-west-2')).toBeUndefined();
    expect(svgMap(map)).toContain(
      '<title>444455556666 us-west-2: 0 of 0 running, 0 still there, logs not known</title>',
    );
  });
});

describe('what still runs', () => {
  const group = richIncident.resources.find(({ type }) => type === 'autoscaling:group');
  const [claim] = richIncident.claims;
  if (group === undefined || claim === undefined) throw new Error('the fixture has a group and claims');
  const { resources } = richIncident;
  const running = { ...claim, claim_uid: '7c1e90a4d2b8-running', evidence: group.evidence, evidence_count: 1 };

  test('is what the claim of it rests on, not everything that is still there', () => {
    expect(
      resources.filter(runningIn({ resources, claims: [running] })).filter(({ state }) => state !== 'running'),
    ).toEqual([group]);
    expect(runningIn({ resources, claims: [] })(group)).toBe(false);
  });

  test('is of the kinds of the claim where its evidence is a selection', () => {
    const other = { ...group, uid: 'other', evidence: ['aws.cloudtrail:elsewhere'] };
    expect(runningIn({ resources, claims: [{ ...running, evidence_count: 101 }] })(other)).toBe(true);
    expect(runningIn({ resources, claims: [running] })(other)).toBe(false);
  });
});

describe('the chain as a figure', () => {
  const hop = (from: string, to: string, minute: number): Chain => ({
    from: { uid: from, name: `${from}/session-${minute}` },
    to: { uid: to, name: `${to}/session-${minute}` },
    how: 'AssumeRole',
    join: 'key',
    confidence: 'confirmed',
    account: '123456789012',
    time: `2026-11-03T11:${String(minute).padStart(2, '0')}:00Z`,
    evidence: ['aws.cloudtrail:x'],
    evidence_count: 1,
  });
  const of = (...chains: readonly Chain[]) => chainFigure({ ...bareIncident, chains });
  const shape = ({ rows }: ReturnType<typeof of>) => rows.map(({ name, depth, from }) => [name, depth, from]);

  test('has each identity once, under the one that it was first reached from', () => {
    expect(shape(of(hop('b', 'd', 3), hop('a', 'b', 1), hop('a', 'c', 2), hop('c', 'd', 4), hop('b', 'd', 5)))).toEqual(
      [
        ['a/session-1', 0, null],
        ['b/session-1', 1, 0],
        ['d/session-3', 2, 1],
        ['c/session-2', 1, 0],
      ],
    );
  });

  test('ends in a circle of roles, and draws it', () => {
    const circle = of(hop('a', 'b', 1), hop('b', 'c', 2), hop('c', 'a', 3), hop('a', 'a', 4));
    expect(circle.rows.map(({ depth }) => depth)).toEqual([0, 1, 2]);
    expect(svgChain(circle)).not.toMatch(/NaN|Infinity|undefined/);
  });

  test('keeps the nearest of ten thousand sessions, and says how many it leaves out', () => {
    const wide = of(...Array.from({ length: 10_000 }, (_, n) => hop('a', `r${n}`, n % 60)));
    expect(wide.rows).toHaveLength(24);
    expect(wide.more).toBe(9_977);
    expect(svgChain(wide)).toContain('and 9977 more, in incident.json');
  });

  test('stays on its sheet twelve hops deep', () => {
    const deep = of(...Array.from({ length: 12 }, (_, n) => hop(`r${n}`, `r${n + 1}`, n)));
    const edges = [...svgChain(deep).matchAll(/<rect x="([\d.]+)" y="\d+" width="(\d+)"/g)];
    expect(edges).toHaveLength(13);
    expect(Math.max(...edges.map(([, x, width]) => Number(x) + Number(width)))).toBeLessThan(700);
  });

  test('shows what the intruder made as whom, and where a hop is a guess', () => {
    const { rows } = chainFigure(richIncident);
    expect(rows.map(({ name, made, running, confidence }) => [name, made, running, confidence])).toEqual([
      ['ci-uploader', 0, 0, 'confirmed'],
      ['Deployer/ci', 13, 4, 'confirmed'],
      ['Trainer/ci', 19, 17, 'confirmed'],
      ['Admin/ci', 0, 0, 'likely'],
    ]);
  });
});

test('a map of many regions is drawn in bands of like width that leave none out', () => {
  const map = { accounts: ['123456789012'], regions: Array.from({ length: 40 }, (_, n) => `region-${n}`), cells: [] };
  expect(mapBands(map).map(({ regions }) => regions.length)).toEqual([14, 14, 12]);
  expect(mapBands(map).flatMap(({ regions }) => regions)).toEqual(map.regions);
  expect(mapBands({ ...map, regions: [] })).toEqual([]);
});

describe('CPU and egress', () => {
  const [cpu, sent] = richIncident.measurements ?? [];
  if (cpu === undefined || sent === undefined) throw new Error('the fixture has two measures');
  const svgOf = (measurements: typeof richIncident.measurements) =>
    svgMeasures(measureFigure({ ...bareIncident, measurements }));
  const bars = (svg: string, tone: string) => svg.split(`<g class="${tone}">`).length - 1;

  test('an hour is above, within, or not measured, and each is drawn apart', () => {
    const svg = svgOf([cpu]);
    expect([bars(svg, 'above'), bars(svg, 'within'), bars(svg, 'blind')]).toEqual([4, 3, 1]);
    expect(svg).toContain('<title>2026-11-03 11:00 UTC: 97.9 %</title>');
    expect(svg).toContain('11 % to 19.4 %');
  });

  test('where the usual is unknown nothing is above it', () => {
    const svg = svgOf([sent]);
    expect(bars(svg, 'above')).toBe(0);
    expect(svg).toContain('usual: unknown');
  });

  test('no bar leaves its panel', () => {
    const svg = svgOf([{ ...cpu, values: [250, -3, 100], usual: { low: 0, high: 0 } }]);
    expect(svg).not.toMatch(/NaN|Infinity|undefined|height="-/);
    expect(Math.max(...[...svg.matchAll(/ height="([\d.]+)"/g)].map(([, height]) => Number(height)))).toBe(88);
  });

  test('eight panels are drawn of a hundred machines, and the rest counted', () => {
    const all = Array.from({ length: 100 }, (_, n) => ({ ...cpu, machine: `agent-${n}` }));
    const bands = measureBands(measureFigure({ ...bareIncident, measurements: all }));
    expect(bands.map(({ panels, more }) => [panels.length, more])).toEqual([
      [4, 0],
      [4, 92],
    ]);
    expect(bands.map(svgMeasures).at(-1)).toContain('and 92 more, in incident.json');
  });

  test('amounts are written by thousands', () => {
    expect([999, 1000, 1_176_406_367].map((value) => measureText('bytes-out', value))).toEqual([
      '999 bytes',
      '1 KB',
      '1.2 GB',
    ]);
  });

  test('the table says what the figure shows, and nothing stands where nothing was measured', () => {
    const [, table] = measureBlocks(traceClaims(richIncident));
    if (table?.is !== 'table') throw new Error('a table follows the heading');
    const texts = table.rows.map(({ cells }) => cells.map((cell) => cell.map(({ text }) => text).join('')));
    expect(texts[0]).toContain('4 of 8, between 2026-11-03 10:00 and 2026-11-03 14:00');
    expect(texts[1]).toContain('unknown: too little was measured');
    expect(measureBlocks(traceClaims(bareIncident))).toEqual([]);
  });
});

test('all figures of an almost empty incident are sound', () => {
  expect(svgTimeline(timelineFigure(bareIncident))).not.toMatch(/NaN|Infinity|undefined/);
  expect(svgChain(chainFigure(bareIncident))).not.toMatch(/NaN|Infinity|undefined/);
  expect(svgMeasures(measureFigure(bareIncident))).not.toMatch(/NaN|Infinity|undefined/);
  expect(svgMap(blastMap(bareIncident))).not.toMatch(/NaN|Infinity|undefined/);
});
