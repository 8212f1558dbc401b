import { prices as aws } from '../clouds/aws/prices.ts';
import type { Prices } from '../model/prices.ts';

/** What each cloud charges. */
export const prices: readonly Prices[] = [aws];
