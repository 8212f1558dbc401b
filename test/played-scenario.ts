import { join } from 'node:path';
import { simulation } from '../src/clouds/aws/simulation.ts';
import type { Call } from '../src/model/simulation.ts';
import type { GroundTruth } from '../src/simulate/ground-truth.ts';
import { readScenario } from '../src/simulate/read-scenario.ts';
import { type Staging, stageScenario } from '../src/simulate/stage-scenario.ts';
import { projectRoot } from './project-copy.ts';

/** All calls of a scenario of ours and of the life around it, in time order, and what really happened. */
export function playScenario(
  name: string,
  staging: Staging,
): { readonly calls: readonly Call[]; readonly truth: GroundTruth } {
  const staged = stageScenario(readScenario(join(projectRoot, 'scenarios', name)), simulation, staging);
  const punctual = [...staged.households()].flatMap((household) => [...household]);
  const calls = [...punctual, ...staged.late.flatMap((late) => late.calls)].toSorted((a, b) => a.time - b.time);
  return { calls, truth: staged.truth() };
}
