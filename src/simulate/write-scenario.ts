import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { AppError } from '../model/errors.ts';
import type { Call, CloudSimulation } from '../model/simulation.ts';
import { type DeliveryTerms, deliver } from './deliver.ts';
import { type GroundTruth, truthText } from './ground-truth.ts';
import { type Staging, stageScenario } from './stage-scenario.ts';
import { createRandom } from './random.ts';
import { readScenario } from './read-scenario.ts';

export interface WrittenScenario {
  readonly title: string;
  /** The folder of logs, without the truth. */
  readonly logs: string;
  readonly files: number;
  readonly events: number;
  readonly truthPath: string;
  readonly truth: GroundTruth;
}

/**
 * Plays the scenario of a folder and writes `logs/` as the provider would store them, and `truth.json`
 * beside it. The same seed and scale write the same bytes; one account's records are held at a time, a
 * few objects of them. Errors: `usage.invalid`, `input.not-found`.
 */
export function writeScenario(
  folder: string,
  outDir: string,
  options: Staging & { readonly clouds: readonly CloudSimulation[] },
): WrittenScenario {
  const scenario = readScenario(folder);
  const cloud = options.clouds.find((one) => one.cloud === scenario.cloud);
  if (!cloud) throw new AppError('usage.invalid', `${folder} is for '${scenario.cloud}', which cannot be simulated`);
  const staged = stageScenario(scenario, cloud, options);
  const logs = join(outDir, 'logs');
  mkdirSync(logs, { recursive: true });

  const random = createRandom(`${options.seed}/delivery`);
  const terms = { characters: 5_000_000, records: 10_000, minutes: scenario.deliverEveryMinutes, random };
  let files = 0;
  let events = 0;
  const store = (calls: Iterable<Call>, more: Partial<DeliveryTerms> = {}): void => {
    for (const object of deliver(calls, cloud.render, { ...terms, ...more })) {
      const target = join(logs, object.key);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, object.isCompressed ? gzipSync(object.text) : object.text);
      files += 1;
      events += object.records;
    }
  };
  for (const calls of staged.households()) store(calls);
  for (const { lateMinutes, calls } of staged.late) store(calls, { lateMinutes });

  const truth = staged.truth();
  const truthPath = join(outDir, 'truth.json');
  writeFileSync(truthPath, truthText(truth));
  return { title: scenario.title, logs, files, events, truthPath, truth };
}
