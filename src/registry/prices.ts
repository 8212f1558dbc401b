import { prices as aws } from '../clouds/aws/prices.ts';
import { prices as oci } from '../clouds/oci/prices.ts';
import { miningRates } from '../model/mining.ts';
import type { Prices, PriceTable } from '../model/prices.ts';

/** What each cloud charges. */
export const prices: readonly Prices[] = [aws, oci];

/** Every list of prices and rates that a statement may rest on. */
export const priceTables: readonly PriceTable[] = [...prices.flatMap(({ tables }) => tables), miningRates.table];
