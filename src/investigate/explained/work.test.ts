import { describe, expect, test } from 'vitest';
import { actGroup } from '../../../test/act-group-fixture.ts';
import { baselines } from '../../detect/baselines/list.ts';
import type { Departure } from '../departures.ts';
import type { Level } from '../../model/rule.ts';
import type { MatchedRule } from '../matched-rules.ts';
import { isAnnouncedWork, isLikeThePast, isTidyingUp } from './work.ts';
import type { Work } from './work.ts';

const launch = actGroup({ made: ['m-1'], tags: ['{"ticket":"ML-12"}'] });
const end = actGroup({ verb: 'terminate', targets: ['m-1'] });
const departure = (id: string, isShort: boolean): Departure => {
  const baseline = baselines.find((one) => one.id === id);
  if (baseline === undefined) throw new Error(id);
  return { baseline, sign: { isShort } as Departure['sign'], citations: [] };
};
const found = (level: Level, ...citations: Work['matched'][number]['citations']): MatchedRule => ({
  rule: { level } as MatchedRule['rule'],
  actor: null,
  account: null,
  day: '2026-11-20',
  citations,
});
const work: Work = {
  component: { strands: [], groups: [], hops: [], haunts: [] },
  acts: [launch],
  matched: [found('medium', ...launch.citations)],
  departures: [],
  earlier: new Map(),
};
const isWork = (more: Partial<Work> = {}) => isAnnouncedWork({ ...work, ...more });

describe('announced work', () => {
  test('is launches with tickets, and looking around', () => {
    expect(isWork()).toBe(true);
    expect(isWork({ acts: [launch, actGroup({ verb: 'list' }), actGroup({ verb: 'assume' })] })).toBe(true);
    expect(isWork({ acts: [actGroup({ verb: 'list' })] })).toBe(false);
    expect(isWork({ acts: [launch, actGroup({ verb: 'other' })] })).toBe(false);
  });

  test.each(['gpu-or-large', 'launch-burst', 'new-service'])('may depart from the past by %s', (id) => {
    expect(isWork({ departures: [departure(id, false), departure(id, true)] })).toBe(true);
  });

  test.each(['new-region', 'new-origin'])('departs by %s only from a past that is hardly known', (id) => {
    expect(isWork({ departures: [departure(id, true)] })).toBe(true);
    expect(isWork({ departures: [departure(id, false)] })).toBe(false);
  });

  test.each(['two-networks', 'recon-breadth', 'failure-storm'])('never departs by %s', (id) => {
    expect(isWork({ departures: [departure(id, true)] })).toBe(false);
  });

  test('is found grave only by rules that ask how much', () => {
    const grave = found('high', ...launch.citations);
    expect(isWork({ matched: [{ ...grave, rule: { ...grave.rule, isAnnounceable: true } }] })).toBe(true);
    expect(isWork({ matched: [{ ...grave, rule: { ...grave.rule, severity: 'medium' } }] })).toBe(true);
    expect(isWork({ matched: [grave] })).toBe(false);
  });

  test('is not cleared of a finding that is not at hand', () => {
    expect(isWork({ matched: [found('low', ...launch.citations)] })).toBe(false);
  });

  test('deletes nothing of which the record does not say what it was', () => {
    expect(isWork({ acts: [launch, actGroup({ verb: 'delete' })] })).toBe(false);
  });

  test('is like the past where that is hardly known, or nothing of it runs any more', () => {
    const departures = [departure('launch-burst', false)];
    expect(isLikeThePast({ ...work, departures: [departure('launch-burst', true)] })).toBe(true);
    expect(isLikeThePast({ ...work, departures })).toBe(false);
    expect(isLikeThePast({ ...work, acts: [launch, end], departures })).toBe(true);
  });
});

describe('tidying up', () => {
  const own = actGroup({ made: ['m-1'] });
  const last = actGroup({
    verb: 'terminate',
    targets: ['m-1'],
    citations: [{ ref: 'end', time: '2026-11-20T12:00:00Z' }],
  });
  const onEnd = found('high', ...last.citations);
  const tidy: Work = { ...work, acts: [own, last], matched: [onEnd, found('low', ...own.citations)] };

  test('is the end of what the same hand launched, announced or not', () => {
    expect(isTidyingUp(tidy)).toBe(true);
  });

  test.each<readonly [string, Partial<Work>]>([
    ['something of it runs on', { acts: [own, actGroup({ made: ['m-2'] }), last] }],
    ['something else was made', { acts: [own, last, actGroup({ verb: 'create', made: ['k-1'] })] }],
    ['something of others was ended', { acts: [own, { ...last, targets: ['m-1', 'm-2'] }] }],
    ['the launch is found as well', { matched: [onEnd, found('medium', ...own.citations)] }],
    ['no finding is at hand', { matched: [] }],
    ['it came from where nobody was before', { departures: [departure('new-origin', false)] }],
  ])('is not where %s', (_, more) => {
    expect(isTidyingUp({ ...tidy, ...more })).toBe(false);
  });
});
