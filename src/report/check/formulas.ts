import type { MiningRates } from '../../model/mining.ts';
import type { Charge } from '../../model/prices.ts';

/** What arithmetic needs beside the report's own numbers; the caller hands it in, as no provider is known here. */
export interface Formulas {
  readonly mining: MiningRates;
  /** What a machine is charged for, by its public name and, for sizes to choose, what it was given; null where no list has it. */
  readonly chargesOf: (machine: MachineNamed) => readonly Charge[] | null;
  /** Names of logs and products, and which cloud's they are. */
  readonly products: readonly Product[];
}

export interface MachineNamed {
  readonly shape: string;
  /** As it is sold: whole cores where the shape is sold by cores. */
  readonly processors: number | null;
  readonly memoryGb: number | null;
  readonly region: string | null;
}

/** A log or product by its words, such as a provider's audit log. */
export interface Product {
  readonly name: string;
  readonly cloud: string;
  /** What the same is called elsewhere, so that a wrong name can be set right. */
  readonly is: 'audit-log' | 'threat-detection' | 'object-store' | 'firewall';
}
