import { expect, test } from 'vitest';
import { compareInstants, instantSchema } from './instant.ts';

test('instants are ordered by time, not by the digits of their fractions', () => {
  const times = ['2026-11-01T00:00:01Z', '2026-11-01T00:00:00.25Z', '2026-11-01T00:00:00Z', '2026-11-01T00:00:00.1Z'];
  expect(times.toSorted(compareInstants)).toEqual([
    '2026-11-01T00:00:00Z',
    '2026-11-01T00:00:00.1Z',
    '2026-11-01T00:00:00.25Z',
    '2026-11-01T00:00:01Z',
  ]);
  expect(compareInstants('2026-11-01T00:00:10Z', '2026-11-01T00:00:10.000Z')).toBe(0);
});

test.each([
  '2026-11-01T00:00:00+00:00',
  '2026-11-01 00:00:00Z',
  '2026-11-01T00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-11-01T24:00:00Z',
  'soon',
])('%s is not an instant of the contract', (text) => {
  expect(instantSchema.safeParse(text).success).toBe(false);
});
