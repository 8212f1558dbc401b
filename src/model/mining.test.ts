import { describe, expect, test } from 'vitest';
import { miningDay, miningRates, moneroEarned } from './mining.ts';
import { exactly, times } from './range.ts';

describe('mining', () => {
  test('15 kH/s earn some eight cents in six hours of February 2024, not fifty dollars', () => {
    const xmr = moneroEarned(exactly(15_000), exactly(2.4e9), 6);
    const usd = times(xmr, exactly(120)).likely;
    expect(usd).toBeCloseTo(0.081, 3);
    const needed = (50 / usd) * 15_000;
    expect(needed / 1e6).toBeGreaterThan(9);
    expect(needed / 1e6).toBeLessThan(9.5);
  });

  test('the whole network earns 432 XMR a day', () => {
    expect(moneroEarned(exactly(2.4e9), exactly(2.4e9), 24)).toEqual(exactly(432));
  });

  test('the lowest rate of a miner meets the highest rate of the network', () => {
    const { low, high } = moneroEarned({ low: 1, likely: 2, high: 3 }, { low: 10, likely: 20, high: 30 }, 24);
    expect(low).toBeCloseTo(432 / 30, 9);
    expect(high).toBeCloseTo((432 * 3) / 10, 9);
  });

  test('16 cores of a server come to the 8 to 12 kH/s that are published for them', () => {
    const { low, high } = times(exactly(32), miningRates.hashRatePerThread);
    expect([low >= 6_000, high <= 12_000]).toEqual([true, true]);
  });

  test.each([
    ['2024-02-10T13:15:00Z', '2024-02-10'],
    ['2024-02-20T00:00:00Z', '2024-02-10'],
    ['2026-11-20T00:00:00Z', undefined],
  ])('of %s the entry is %s', (instant, date) => {
    expect(miningDay(miningRates, instant)?.date).toBe(date);
  });
});
