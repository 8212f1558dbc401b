import type { MiningRates } from '../../model/mining.ts';
import type { Charge, MachineNamed } from '../../model/prices.ts';
import type { Product } from '../../model/product.ts';

export type { Product } from '../../model/product.ts';

/** What arithmetic needs beside the report's own numbers; the caller hands it in, as no provider is known here. */
export interface Formulas {
  readonly mining: MiningRates;
  /** What a machine is charged for, by its public name and, for sizes to choose, what it was given; null where no list has it. */
  readonly chargesOf: (machine: MachineNamed) => readonly Charge[] | null;
  /** Names of logs and products, and which cloud's they are. */
  readonly products: readonly Product[];
}
