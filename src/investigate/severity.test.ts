import { expect, test } from 'vitest';
import type { Figures } from './figures.ts';
import type { Level } from '../model/rule.ts';
import { kindOf, severityOf } from './severity.ts';

const none = { count: 0, citations: [] };
const nothing: Figures = {
  launched: none,
  launchedInADay: 0,
  launchedKinds: [],
  gpu: none,
  large: none,
  running: none,
  refusedLaunches: none,
  persistence: none,
  impairment: none,
  secrets: none,
  reads: none,
  shared: none,
  sentAway: none,
  destroyed: none,
  ruined: none,
  called: none,
  looks: none,
  refused: none,
  ran: none,
  hosts: [],
  accounts: ['a'],
  regions: ['r'],
};
const found = (severity: Level, title: string) => ({ severity, rule: { title } });
const some = (count: number) => ({ count, citations: [] });

test('a finding without any deed stays informational', () => {
  expect(severityOf(nothing, { isBeside: false, findings: [] })).toMatchObject({ level: 'informational', score: 10 });
  expect(kindOf(nothing)).toBe('other');
});

test('accepted launches weigh more than refused ones', () => {
  const refused = severityOf({ ...nothing, refusedLaunches: some(50) }, { isBeside: false, findings: [] });
  const accepted = severityOf({ ...nothing, launched: some(2), launchedInADay: 2 }, { isBeside: false, findings: [] });
  expect(accepted.score).toBeGreaterThan(refused.score);
});

test('many machines with accelerators, a way back in and a stopped trail are critical, and never over 100', () => {
  const grave = {
    ...nothing,
    launched: some(30),
    launchedInADay: 30,
    gpu: some(30),
    persistence: some(3),
    impairment: some(1),
    accounts: ['a', 'b'],
    regions: ['1', '2', '3'],
  };
  expect(severityOf(grave, { isBeside: true, findings: [] })).toMatchObject({
    level: 'critical',
    score: 100,
    why: expect.stringMatching(/; 125 in all, of at most 100$/),
  });
  expect(kindOf(grave)).toBe('cryptojacking');
});

test('an incident is no less grave than its gravest finding, and says so', () => {
  const { level, score, why } = severityOf(
    { ...nothing, impairment: some(1) },
    { isBeside: false, findings: [found('low', 'A look'), found('high', 'A trail was stopped')] },
  );
  expect({ level, score }).toEqual({ level: 'high', score: 70 });
  expect(why).toBe(
    'at least 70, since “A trail was stopped” is high; what was done comes to 25: findings on a misused identity (10), 1 act against defences (15)',
  );
  const grave = severityOf(
    { ...nothing, launched: some(10), launchedInADay: 10, gpu: some(1) },
    { isBeside: true, findings: [found('medium', 'A look')] },
  );
  expect(grave.score).toBe(75);
});

test('the reason names every ground with its points', () => {
  const { why, score } = severityOf(
    { ...nothing, launched: some(1), launchedInADay: 1, secrets: some(2) },
    { isBeside: true, findings: [] },
  );
  const points = [...why.matchAll(/\((\d+)\)/g)].map(([, number]) => Number(number));
  expect(points.reduce((sum, one) => sum + one, 0)).toBe(score);
});

test('what an intruder was after shows in what he did', () => {
  expect(kindOf({ ...nothing, secrets: some(3) })).toBe('data-theft');
  expect(kindOf({ ...nothing, destroyed: some(1), secrets: some(3) })).toBe('sabotage');
  expect(kindOf({ ...nothing, persistence: some(1) })).toBe('credential-abuse');
});

test('a few launches each day weigh less than as many at once', () => {
  const atOnce = severityOf({ ...nothing, launched: some(14), launchedInADay: 14 }, { isBeside: false, findings: [] });
  const daily = severityOf({ ...nothing, launched: some(14), launchedInADay: 2 }, { isBeside: false, findings: [] });
  expect(daily.score).toBeLessThan(atOnce.score);
  expect(daily.why).toContain('14 launched resources, at most 2 in a day (25)');
});
