import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { AppError } from '../model/errors.ts';
import type { MachineRender } from '../model/machine-simulation.ts';
import type { Call, CloudSimulation, StoredObject } from '../model/simulation.ts';
import { type DeliveryTerms, deliver } from './deliver.ts';
import { type GroundTruth, truthText } from './ground-truth.ts';
import { deliverMachine } from './machines/deliver-machines.ts';
import { createRandom } from './random.ts';
import { readScenario } from './read-scenario.ts';
import type { Scenario } from './scenario.ts';
import { type StagedScenario, type Staging, stageScenario } from './stage-scenario.ts';

export interface WrittenScenario {
  readonly title: string;
  /** The folder of logs, without the truth. */
  readonly logs: string;
  readonly files: number;
  readonly events: number;
  readonly truthPath: string;
  readonly truth: GroundTruth;
}

export interface WritingOptions extends Staging {
  readonly clouds: readonly CloudSimulation[];
  /** The sources that machines can be seen by; none are needed where a scenario has no machines. */
  readonly renders?: readonly MachineRender[];
}

/**
 * Plays the scenario of a folder and writes `logs/` as providers and machines would store them, and `truth.json`
 * beside it. The same seed and scale write the same bytes; one account's records are held at a time, a few objects
 * of them, and all that happens on machines. Errors: `usage.invalid`, `input.not-found`.
 */
export function writeScenario(folder: string, outDir: string, options: WritingOptions): WrittenScenario {
  const scenario = readScenario(folder);
  const cloud = cloudOf(scenario, options.clouds);
  const staged = stageScenario(scenario, cloud, options);
  const logs = join(outDir, 'logs');
  mkdirSync(logs, { recursive: true });
  let files = 0;
  let events = 0;
  for (const object of objectsOf({ scenario, cloud, staged }, options)) {
    const target = join(logs, object.key);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, object.isCompressed ? gzipSync(object.text) : object.text);
    files += 1;
    events += object.records;
  }
  const truth = staged.truth();
  const truthPath = join(outDir, 'truth.json');
  writeFileSync(truthPath, truthText(truth));
  return { title: scenario.title, logs, files, events, truthPath, truth };
}

/** The cloud that a scenario plays in; null where all of it happens on machines. Errors: `usage.invalid`. */
export function cloudOf({ cloud: name, title }: Scenario, clouds: readonly CloudSimulation[]): CloudSimulation | null {
  if (name === undefined) return null;
  const cloud = clouds.find((one) => one.cloud === name);
  if (!cloud) throw new AppError('usage.invalid', `'${title}' is for '${name}', which cannot be simulated`);
  return cloud;
}

function* objectsOf(
  {
    scenario,
    cloud,
    staged,
  }: { readonly scenario: Scenario; readonly cloud: CloudSimulation | null; readonly staged: StagedScenario },
  { seed, renders = [] }: WritingOptions,
): Generator<StoredObject & { readonly records: number }> {
  const random = createRandom(`${seed}/delivery`);
  const terms: DeliveryTerms = {
    characters: 5_000_000,
    records: 10_000,
    minutes: scenario.deliverEveryMinutes,
    random,
  };
  const stored = (calls: Iterable<Call>, more: Partial<DeliveryTerms> = {}) =>
    cloud ? deliver(calls, cloud.render, { ...terms, ...more }) : [];
  for (const calls of staged.households()) yield* stored(calls);
  for (const { lateMinutes, calls } of staged.late) yield* stored(calls, { lateMinutes });
  for (const machine of staged.machines) yield* deliverMachine(machine, renders, seed);
}
