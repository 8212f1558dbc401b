import { describe, expect, test } from 'vitest';
import { instantAt } from '../cells.ts';
import { hoursOf, plateauFrom, usualBefore } from './load.ts';
import type { Point } from './load.ts';

const begin = '2024-02-10T13:15:00Z';
/** A point every five minutes, from a day before to six hours after. */
const series = (valueAt: (minute: number) => number | null): readonly Point[] =>
  Array.from({ length: 360 }, (_, index) => -1440 + index * 5).flatMap((minute) => {
    const value = valueAt(minute);
    const time = instantAt(Date.parse(begin) + minute * 60_000);
    return value === null ? [] : [{ time, value, uid: `m${minute}` }];
  });
const busy = (minute: number): number => 15 + ((minute + 1440) % 16);
const mined = series((minute) => (minute >= 20 ? 98 : busy(minute)));

describe('a measure against its own past', () => {
  test('tells what was usual, and since when it stayed up', () => {
    const usual = usualBefore(mined, begin);
    expect(usual).toMatchObject({ low: 15, high: 30, count: 288, days: 1 });
    expect(plateauFrom(mined, begin, { usual, least: 80 })).toMatchObject({
      from: '2024-02-10T13:35:00.000Z',
      to: '2024-02-10T19:15:00Z',
      median: 98,
      missing: 0,
      isOpen: true,
    });
  });

  test('passes over a hole and a dip, and counts what is missing', () => {
    const holed = series((minute) =>
      minute < 20 ? busy(minute) : minute === 60 || minute === 65 ? null : minute === 120 ? 40 : 98,
    );
    expect(plateauFrom(holed, begin, { usual: usualBefore(holed, begin), least: 80 })).toMatchObject({
      from: '2024-02-10T13:35:00.000Z',
      to: '2024-02-10T19:15:00Z',
      missing: 3,
    });
  });

  test('finds none where it goes on as before, and without a past none that is low', () => {
    const quiet = series(busy);
    expect(plateauFrom(quiet, begin, { usual: usualBefore(quiet, begin), least: 80 })).toBeNull();
    const young = mined.filter(({ time }) => time >= begin);
    expect(usualBefore(young, begin)).toBeNull();
    expect(plateauFrom(young, begin, { usual: null, least: 80 })?.from).toBe('2024-02-10T13:35:00.000Z');
    expect(plateauFrom(young, begin, { usual: null, least: 99 })).toBeNull();
  });

  test('tells full load that lasts from hours of work that come every night', () => {
    const nightly = (minute: number): number => ((minute + 1440) % 1440 < 120 ? 70 : 8);
    const usualAt = (points: readonly Point[]) => ({ usual: usualBefore(points, begin), least: 80 });
    const full = series((minute) => (minute >= 20 ? 99 : nightly(minute)));
    expect(plateauFrom(full, begin, usualAt(full))?.from).toBe('2024-02-10T13:35:00.000Z');
    const short = series((minute) => (minute >= 20 && minute < 60 ? 99 : nightly(minute)));
    expect(plateauFrom(short, begin, usualAt(short))).toBeNull();
    const always = series((minute) => (minute % 480 < 240 ? 99 : 80));
    expect(plateauFrom(always, begin, usualAt(always))).toBeNull();
  });

  test('is drawn hour by hour, with holes where nothing was measured', () => {
    const holed = mined.filter(({ time }) => !time.startsWith('2024-02-10T15'));
    const { from, values } = hoursOf(holed, { from: begin, to: '2024-02-10T17:00:00Z', by: 'mean' });
    expect(from).toBe('2024-02-10T13:00:00Z');
    expect(values).toHaveLength(4);
    expect(values.slice(1)).toEqual([98, null, 98]);
  });
});
