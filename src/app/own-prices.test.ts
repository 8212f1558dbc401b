import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { miningRates } from '../model/mining.ts';
import type { Billable, Prices } from '../model/prices.ts';
import { exactly } from '../model/range.ts';
import { withOwnPrices } from './own-prices.ts';

const folder = mkdtempSync(join(tmpdir(), 'own-prices-'));
const list = { name: 'nimbus', date: '2026-01-01', source: 'https://example.com' };
const charge = {
  perHour: { low: 1, likely: 2, high: 3 },
  minimumSeconds: 60,
  endsWithinSeconds: null,
  estimate: 'worked out',
  tables: [list],
  threads: 8,
};
const nimbus: Prices = {
  cloud: 'nimbus',
  tables: [list],
  named: ({ shape, region }) => ({ kind: 'compute:machine', shape, region, terms: {}, definition: null }),
  quote: ({ kind, shape }) => {
    if (kind !== 'compute:machine') return null;
    if (shape === 'odd') return { charges: [], isCounted: false, unitsUnlessAsked: 1, unpriced: 'not listed' };
    return {
      charges: [
        { ...charge, what: 'machine', due: 'running' },
        { ...charge, what: 'disk', due: 'kept', threads: 0 },
      ],
      isCounted: false,
      unitsUnlessAsked: 1,
      unpriced: null,
    };
  },
};
const machine = (more: Partial<Billable> = {}): Billable => ({
  kind: 'compute:machine',
  shape: 'large',
  region: 'north',
  terms: {},
  definition: null,
  ...more,
});

async function ratesOf(file: unknown) {
  writeFileSync(join(folder, 'prices.json'), typeof file === 'string' ? file : JSON.stringify(file));
  return withOwnPrices({ prices: [nimbus], mining: miningRates }, 'prices.json', folder);
}
const named = { name: 'contract', date: '2026-02-01' };
const row = { kind: 'compute:machine', shape: 'large', region: 'north', usd_per_hour: 0.5 };

describe('prices of one’s own', () => {
  test('are the listed ones where no file is given', async () => {
    const rates = { prices: [nimbus], mining: miningRates };
    expect(await withOwnPrices(rates, null, folder)).toBe(rates);
  });

  test('take the place of what is listed for the thing itself, and leave its disk', async () => {
    const { prices } = await ratesOf({ ...named, prices: [row] });
    const quote = prices[0]?.quote(machine());
    expect(quote?.charges).toMatchObject([
      {
        what: 'machine',
        perHour: exactly(0.5),
        estimate: null,
        minimumSeconds: 60,
        threads: 8,
        tables: [{ name: 'contract', date: '2026-02-01' }],
      },
      { what: 'disk', perHour: charge.perHour, tables: [list] },
    ]);
  });

  test('tell what is not listed', async () => {
    const { prices } = await ratesOf({ ...named, prices: [{ ...row, shape: 'odd' }] });
    expect(prices[0]?.quote(machine({ shape: 'odd' }))).toMatchObject({
      charges: [{ what: 'odd', perHour: exactly(0.5) }],
      unpriced: null,
    });
  });

  test.each([
    ['another region', { region: 'south' }],
    ['another size', { shape: 'small' }],
    ['spare capacity', { terms: { market: ['spot'] } }],
  ])('of a place and size do not hold for %s', async (_, more) => {
    const { prices } = await ratesOf({ ...named, prices: [row] });
    expect(prices[0]?.quote(machine(more))?.charges[0]?.perHour).toEqual(charge.perHour);
  });

  test('may be a discount off all that is listed', async () => {
    const { prices } = await ratesOf({ ...named, discount_percent: 50 });
    const [first] = prices[0]?.quote(machine())?.charges ?? [];
    expect(first?.perHour).toEqual({ low: 0.5, likely: 1, high: 1.5 });
    expect(first?.tables.map(({ name }) => name)).toEqual(['nimbus', 'contract']);
  });

  test('may be the rates of a day of mining', async () => {
    const { mining } = await ratesOf({
      ...named,
      mining: [{ date: '2026-11-20', network_hashes_per_second: 5e9, usd_per_xmr: 300 }],
    });
    expect(mining).toMatchObject({
      table: { name: 'contract' },
      days: [{ date: '2026-11-20', usdPerXmr: exactly(300) }],
    });
  });

  test.each([
    ['another currency', { ...named, currency: 'EUR' }, 'prices.json: currency'],
    ['an unknown field', { ...named, price: [] }, 'prices.json'],
    [
      'a price below nothing',
      { ...named, prices: [{ ...row, usd_per_hour: -1 }] },
      'prices.json: prices.0.usd_per_hour',
    ],
    ['a name that would break a reference', { ...named, name: 'a@b' }, 'prices.json: name'],
    ['no date', { name: 'x' }, 'prices.json: date'],
    ['no JSON', '{', 'prices.json is not JSON'],
  ])('with %s are refused', async (_, file, message) => {
    await expect(ratesOf(file)).rejects.toMatchObject({
      code: 'usage.invalid',
      message: expect.stringContaining(message) as string,
    });
  });

  test('in another currency say that this is not supported', async () => {
    await expect(ratesOf({ ...named, currency: 'EUR' })).rejects.toMatchObject({
      hint: 'prices are in USD: other currencies are not supported',
    });
  });

  test('in no file are not found', async () => {
    await expect(withOwnPrices({ prices: [], mining: miningRates }, 'absent.json', folder)).rejects.toMatchObject({
      code: 'input.not-found',
    });
  });
});
