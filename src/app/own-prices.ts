import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { AppError } from '../model/errors.ts';
import type { MiningRates } from '../model/mining.ts';
import type { Billable, Charge, Prices, PriceTable, Quote } from '../model/prices.ts';
import { exactly, times } from '../model/range.ts';

const amount = z.number().min(0).max(1e9);
const positive = z.number().positive().max(1e18);
const text = z.string().min(1).max(200);
const day = z.iso.date();

/** A file of prices of one's own: what a contract says, or a day's rates of mining. All amounts are in USD. */
const ownPricesSchema = z.strictObject({
  name: text.regex(/^[\w.-]+$/),
  date: day,
  source: text.optional(),
  currency: z.literal('USD').default('USD'),
  /** Off every listed price, in percent. */
  discount_percent: z.number().min(0).max(100).default(0),
  prices: z
    .array(
      z.strictObject({
        kind: text,
        shape: text.nullable().default(null),
        region: text.nullable().default(null),
        market: text.nullable().default(null),
        usd_per_hour: amount,
      }),
    )
    .default([]),
  /** Machines that no record of a cloud sizes: what they compute with, and what they cost. */
  machines: z
    .array(z.strictObject({ name: text, threads: z.int().min(1).max(100_000), usd_per_hour: amount.default(0) }))
    .default([]),
  mining: z.array(z.strictObject({ date: day, network_hashes_per_second: positive, usd_per_xmr: amount })).default([]),
});

type OwnPrices = z.infer<typeof ownPricesSchema>;
type OwnPrice = OwnPrices['prices'][number];

export interface Rates {
  readonly prices: readonly Prices[];
  readonly mining: MiningRates;
}

/**
 * The rates with those of a user's file in their place; the same rates where no file is given.
 * @throws AppError input.not-found, usage.invalid
 */
export async function withOwnPrices(rates: Rates, file: string | null, cwd: string): Promise<Rates> {
  if (file === null) return rates;
  const own = await readOwnPrices(file, cwd);
  const table: PriceTable = { name: own.name, date: own.date, source: own.source ?? file };
  return {
    prices: rates.prices.map((prices) => ({
      ...prices,
      tables: [...prices.tables, table],
      quote: (thing) => ownQuote(prices.quote(thing), thing, { own, table }),
    })),
    mining: own.mining.length === 0 ? rates.mining : withDays(rates.mining, own, table),
  };
}

async function readOwnPrices(file: string, cwd: string): Promise<OwnPrices> {
  const written = await readFile(resolve(cwd, file), 'utf8').catch((cause: unknown) => {
    throw new AppError('input.not-found', `no file of prices at ${file}`, { cause });
  });
  const parsed = ownPricesSchema.safeParse(jsonOf(written, file));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.join('.') ?? '';
  const hint =
    place === 'currency'
      ? 'prices are in USD: other currencies are not supported'
      : 'name, date, prices[] of kind, shape, region, market and usd_per_hour, machines[] of name, threads and usd_per_hour are known';
  throw new AppError(
    'usage.invalid',
    `${file}: ${place === '' ? '' : `${place}: `}${issue?.message ?? 'not understood'}`,
    { hint },
  );
}

function jsonOf(written: string, file: string): unknown {
  try {
    return JSON.parse(written);
  } catch (cause) {
    throw new AppError('usage.invalid', `${file} is not JSON`, { cause });
  }
}

/** The provider's quote with the user's price for the thing itself, and his discount off what is listed. */
function ownQuote(
  listed: Quote | null,
  thing: Billable,
  { own, table }: { readonly own: OwnPrices; readonly table: PriceTable },
): Quote | null {
  const machine = own.machines.find(({ name }) => thing.terms['machine']?.some((one) => isSameName(one, name)));
  if (machine !== undefined) return quoteOf(machine, table);
  const row = own.prices.find((price) => isFor(price, thing));
  const kept = exactly(1 - own.discount_percent / 100);
  const discounted = (listed?.charges ?? []).map((charge) =>
    own.discount_percent === 0
      ? charge
      : { ...charge, perHour: times(charge.perHour, kept), tables: [...charge.tables, table] },
  );
  if (row === undefined) return listed === null ? null : { ...listed, charges: discounted };
  const main = listed?.charges.find(({ due }) => due === 'running') ?? listed?.charges[0];
  const charge: Charge = {
    what: main?.what ?? `${thing.shape ?? thing.kind}`,
    due: main?.due ?? 'running',
    minimumSeconds: main?.minimumSeconds ?? 0,
    endsWithinSeconds: main?.endsWithinSeconds ?? null,
    threads: main?.threads ?? 0,
    perHour: exactly(row.usd_per_hour),
    estimate: null,
    tables: [table],
  };
  const others = discounted.filter((_, index) => listed?.charges[index] !== main);
  const counting = { isCounted: listed?.isCounted ?? true, unitsUnlessAsked: listed?.unitsUnlessAsked ?? 1 };
  return { ...counting, charges: [charge, ...others], unpriced: null };
}

function quoteOf({ name, threads, usd_per_hour: usd }: OwnPrices['machines'][number], table: PriceTable): Quote {
  const charge: Charge = {
    what: `machine ${name}`,
    due: 'running',
    perHour: exactly(usd),
    minimumSeconds: 0,
    endsWithinSeconds: null,
    estimate: null,
    tables: [table],
    threads,
  };
  return { charges: [charge], isCounted: false, unitsUnlessAsked: 1, unpriced: null };
}

const isSameName = (a: string, b: string): boolean => a.toLowerCase().split('.')[0] === b.toLowerCase().split('.')[0];

const isFor = ({ kind, shape, region, market }: OwnPrice, thing: Billable): boolean =>
  kind === thing.kind &&
  (shape === null || shape === thing.shape) &&
  (region === null || region === thing.region) &&
  market === (thing.terms['market']?.[0] ?? null);

const withDays = (rates: MiningRates, { mining }: OwnPrices, table: PriceTable): MiningRates => ({
  ...rates,
  table,
  days: mining.map(({ date, network_hashes_per_second: network, usd_per_xmr: usd }) => ({
    date,
    networkHashRate: exactly(network),
    usdPerXmr: exactly(usd),
  })),
});
