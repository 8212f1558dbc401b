import { expect, test } from 'vitest';
import { levelOf, severitySchema } from './severity.ts';

test.each([
  [100, 'critical'],
  [90, 'critical'],
  [89, 'high'],
  [70, 'high'],
  [69, 'medium'],
  [40, 'medium'],
  [39, 'low'],
  [20, 'low'],
  [19, 'informational'],
  [0, 'informational'],
] as const)('a score of %i is %s', (score, level) => {
  expect(levelOf(score)).toBe(level);
});

test('a severity whose level is not the one of its score is refused', () => {
  expect(severitySchema.safeParse({ level: 'high', score: 95, why: 'GPU fleet' }).success).toBe(false);
  expect(severitySchema.safeParse({ level: 'critical', score: 95, why: 'GPU fleet' }).success).toBe(true);
});
