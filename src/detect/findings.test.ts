import { expect, test } from 'vitest';
import { passesOver } from './findings.ts';

test('days are folded together as long as their matches fit', () => {
  const days = [
    { day: '2026-01-01', matches: 150_000 },
    { day: '2026-01-02', matches: 100_000 },
    { day: '2026-01-05', matches: 1 },
  ];
  expect(passesOver(days)).toEqual([
    { first: '2026-01-01', last: '2026-01-02', part: 0, parts: 1 },
    { first: '2026-01-05', last: '2026-01-05', part: 0, parts: 1 },
  ]);
});

test('a day with more matches than fit is folded in parts', () => {
  expect(passesOver([{ day: '2026-01-01', matches: 500_001 }]).map(({ part, parts }) => [part, parts])).toEqual([
    [0, 3],
    [1, 3],
    [2, 3],
  ]);
});

test('without matches there is nothing to fold', () => {
  expect(passesOver([])).toEqual([]);
});
