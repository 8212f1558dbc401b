import { expect, test } from 'vitest';
import { eventsWithin } from './events-within.ts';
import { markOf } from './partition-marks.ts';

const partition = (day: string, number = 1) => ({
  file: `events/log/${day}/${number}.parquet`,
  source: 'log',
  day,
  rows: 1,
});
const odd = ['10000-01-01', '0044-03-15 (BC)'];
const within = eventsWithin(
  '/lake',
  ['2026-03-09', '2026-03-10', '2026-03-11', ...odd].map((day) => partition(day)),
);
const daysIn = (sql: string) => [...sql.matchAll(/events\/log\/([^/]+)\//g)].map(([, day]) => day);

test('without bounds every partition is named', () => {
  expect(daysIn(within({}))).toEqual(['2026-03-09', '2026-03-10', '2026-03-11', ...odd]);
});

test('instants bound by their days, both included, in either writing', () => {
  expect(daysIn(within({ from: '2026-03-10T23:59:59.999Z' }))).toEqual(['2026-03-10', '2026-03-11', ...odd]);
  expect(daysIn(within({ to: '2026-03-10 00:00:00' }))).toEqual(['2026-03-09', '2026-03-10', ...odd]);
});

test('a day of no plain year is never left out by time', () => {
  expect(daysIn(within({ from: '2026-03-10T00:00:00Z', to: '2026-03-10T00:00:00Z' }))).toEqual(['2026-03-10', ...odd]);
  expect(daysIn(within({ days: ['2026-03-11'] }))).toEqual(['2026-03-11', ...odd]);
});

test('an instant that is no plain year bounds nothing', () => {
  expect(daysIn(within({ from: '+010000-01-01T00:00:00Z', to: '0044-03-15 00:00:00 (BC)' }))).toHaveLength(5);
});

test('named partitions are the only ones, within the other bounds', () => {
  const partitions = ['events/log/2026-03-09/1.parquet', 'events/log/2026-03-11/1.parquet'];
  expect(daysIn(within({ partitions }))).toEqual(['2026-03-09', '2026-03-11']);
  expect(daysIn(within({ partitions, from: '2026-03-10T00:00:00Z' }))).toEqual(['2026-03-11']);
});

test('where nothing may lie the relation has no rows', () => {
  expect(within({ partitions: [] })).toContain('WHERE false');
});

test('a stay bounds by its days and by the marks of its partitions', () => {
  const day = '2026-03-10';
  const marks = markOf(`events/log/${day}/1.parquet`);
  const stays = [{ from: '2026-03-09', to: day, marks }];
  expect(daysIn(within({ stays }))).toContain(day);
  expect(daysIn(within({ stays })).every((one) => markOf(`events/log/${one}/1.parquet`) === marks)).toBe(true);
  expect(daysIn(within({ stays: [{ from: '2026-03-11', to: '2026-03-11', marks }] }))).not.toContain(day);
  expect(daysIn(within({ stays: [] }))).toEqual([]);
});
