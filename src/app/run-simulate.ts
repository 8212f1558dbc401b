import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../model/errors.ts';
import { writeScenario, type WritingOptions, type WrittenScenario } from '../simulate/write-scenario.ts';

export interface SimulateRequest extends WritingOptions {
  /** The folder of a scenario. */
  readonly scenario: string;
  readonly out: string;
}

/**
 * Writes a scenario as logs and truth into a folder that holds neither yet. Errors: `output.exists`,
 * `usage.invalid`, `input.not-found`.
 */
export function runSimulate({ scenario, out, ...options }: SimulateRequest): WrittenScenario {
  const earlier = ['logs', 'truth.json'].find((name) => existsSync(join(out, name)));
  if (earlier !== undefined)
    throw new AppError('output.exists', `${join(out, earlier)} is there already`, { hint: 'give another --out' });
  return writeScenario(scenario, out, options);
}
