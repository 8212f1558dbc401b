import { describe, expect, test } from 'vitest';
import { actGroup } from '../../../test/act-group-fixture.ts';
import { baselines } from '../../detect/baselines/list.ts';
import type { Departure } from '../departures.ts';
import type { MatchedRule } from '../matched-rules.ts';
import { isAnnouncedWork, isLikeThePast } from './work.ts';
import type { Work } from './work.ts';

const launch = actGroup({ made: ['m-1'], tags: ['{"ticket":"ML-12"}'] });
const end = actGroup({ verb: 'terminate', targets: ['m-1'] });
const departure = (id: string, isShort: boolean): Departure => {
  const baseline = baselines.find((one) => one.id === id);
  if (baseline === undefined) throw new Error(id);
  return { baseline, sign: { isShort } as Departure['sign'], citations: [] };
};
const work: Work = {
  component: { groups: [], hops: [] },
  acts: [launch],
  matched: [],
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
    const rule = { level: 'high' } as MatchedRule['rule'];
    const matched = { rule, actor: null, account: null, day: '2026-11-20', citations: launch.citations };
    expect(isWork({ matched: [{ ...matched, rule: { ...rule, isAnnounceable: true } }] })).toBe(true);
    expect(isWork({ matched: [{ ...matched, rule: { ...rule, severity: 'medium' } }] })).toBe(true);
    expect(isWork({ matched: [matched] })).toBe(false);
  });

  test('is like the past where that is hardly known, or nothing of it runs any more', () => {
    const departures = [departure('launch-burst', false)];
    expect(isLikeThePast({ ...work, departures: [departure('launch-burst', true)] })).toBe(true);
    expect(isLikeThePast({ ...work, departures })).toBe(false);
    expect(isLikeThePast({ ...work, acts: [launch, end], departures })).toBe(true);
  });
});
