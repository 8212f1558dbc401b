import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../model/errors.ts';
import type { CloudSimulation } from '../model/simulation.ts';
import { writeScenario, type WrittenScenario } from '../simulate/write-scenario.ts';

export interface SimulateRequest {
  /** The folder of a scenario. */
  readonly scenario: string;
  readonly clouds: readonly CloudSimulation[];
  readonly out: string;
  readonly seed: string;
  readonly scale: number;
}

/**
 * Writes a scenario as logs and truth into a folder that holds neither yet. Errors: `output.exists`,
 * `usage.invalid`, `input.not-found`.
 */
export function runSimulate({ scenario, clouds, out, seed, scale }: SimulateRequest): WrittenScenario {
  const earlier = ['logs', 'truth.json'].find((name) => existsSync(join(out, name)));
  if (earlier !== undefined)
    throw new AppError('output.exists', `${join(out, earlier)} is there already`, { hint: 'give another --out' });
  return writeScenario(scenario, out, { clouds, seed, scale });
}
