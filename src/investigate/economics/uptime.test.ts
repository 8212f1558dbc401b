import { describe, expect, test } from 'vitest';
import { runsOf, unitHoursOf, unitsDue } from './uptime.ts';
import type { Change } from './uptime.ts';
import type { Due } from '../../model/prices.ts';
import type { Verb } from '../../model/semantics.ts';

const at = (clock: string): string => `2026-11-20T${clock}Z`;
const act = (clock: string, verb: Verb, amount: number | null = null): Change => ({ time: at(clock), verb, amount });

interface Terms {
  readonly due?: Due;
  readonly isCounted?: boolean;
  readonly least?: number;
  readonly most?: number | null;
}

/** Unit-hours up to a time, and units that are due from then on. */
function upTo(clock: string, changes: readonly Change[], { due = 'running', isCounted = false, ...terms }: Terms = {}) {
  const runs = runsOf(changes, { due, units: 1, isCounted, asOf: at(clock) });
  const { least = 0, most = null } = terms;
  return [
    runs.reduce((sum, run) => sum + unitHoursOf(run, least, most), 0),
    runs.reduce((sum, run) => sum + unitsDue(run, most), 0),
  ];
}

const launched = act('10:00:00', 'launch');
const terminated = act('12:00:00', 'terminate');

describe('what runs', () => {
  test('runs until the as-of time where nothing ends it', () => {
    expect(upTo('13:00:00', [launched])).toEqual([3, 1]);
  });

  test('runs no longer than to its end', () => {
    expect(upTo('13:00:00', [launched, terminated])).toEqual([2, 0]);
  });

  test('runs on at the second before its end, and not at its end', () => {
    expect(upTo('11:59:59', [launched, terminated])[1]).toBe(1);
    expect(upTo('12:00:00', [launched, terminated])).toEqual([2, 0]);
  });

  test('pauses between stop and start', () => {
    const restarted = [launched, act('10:30:00', 'stop'), act('11:30:00', 'start'), act('12:00:00', 'stop')];
    expect(upTo('11:00:00', restarted)).toEqual([0.5, 0]);
    expect(upTo('13:00:00', restarted)).toEqual([1, 0]);
  });

  test('costs a minute for each start', () => {
    const restarted = [launched, act('10:00:10', 'stop'), act('10:00:20', 'start'), act('10:00:30', 'stop')];
    expect(upTo('13:00:00', restarted, { least: 60 })[0]).toBeCloseTo(2 / 60, 12);
    expect(upTo('10:00:00', [launched], { least: 60 })).toEqual([1 / 60, 1]);
  });

  test('was never there before it was made', () => {
    expect(upTo('09:59:59', [launched, terminated], { least: 60 })).toEqual([0, 0]);
  });

  test('costs nothing for less than no time, as clocks that differ may tell it', () => {
    expect(upTo('13:00:00', [launched, act('09:59:58', 'terminate')])).toEqual([0, 0]);
  });

  test('started twice without a stop between runs once', () => {
    expect(upTo('12:00:00', [launched, act('11:00:00', 'start')])).toEqual([2, 1]);
  });

  test('ends by itself where it does', () => {
    expect(upTo('13:00:00', [launched], { most: 5400 })).toEqual([1.5, 0]);
    expect(upTo('11:00:00', [launched], { most: 5400 })).toEqual([1, 1]);
  });

  test('follows the number of units that is asked for, down to none', () => {
    const scaled = [act('10:00:00', 'launch', 10), act('11:00:00', 'modify', 4), act('12:00:00', 'contain', 0)];
    expect(upTo('13:00:00', scaled, { isCounted: true })).toEqual([14, 0]);
    expect(upTo('11:30:00', scaled, { isCounted: true })).toEqual([12, 4]);
    expect(upTo('13:00:00', scaled)).toEqual([3, 1]);
  });
});

describe('what is kept', () => {
  const stopped = [launched, act('11:00:00', 'stop'), terminated];
  test('bills while it is stopped, and ends with its removal', () => {
    expect(upTo('11:30:00', stopped, { due: 'kept' })).toEqual([1.5, 1]);
    expect(upTo('13:00:00', stopped, { due: 'kept' })).toEqual([2, 0]);
  });

  test('bills on after its removal where it lasts', () => {
    expect(upTo('13:00:00', stopped, { due: 'lasting' })).toEqual([3, 1]);
  });
});
