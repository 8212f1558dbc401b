import type { Random } from '../../src/model/simulation.ts';

/** A log of machines to measure with. */
export interface MachineLog {
  readonly fileName: (index: number) => string;
  /** Its records in time order, each with the line breaks that end its lines, without an end. */
  readonly records: (random: Random) => Iterable<string>;
}
