import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { AppError } from '../model/errors.ts';
import type { Call, CloudSimulation, Organisation } from '../model/simulation.ts';
import { deliver } from './deliver.ts';
import { type GroundTruth, groundTruth } from './ground-truth.ts';
import { ordinaryLife } from './ordinary-life.ts';
import { type PlayedAct, play } from './play.ts';
import { createRandom } from './random.ts';
import { type Scenario, parseScenario } from './scenario.ts';

export interface PlayedScenario {
  readonly calls: readonly Call[];
  readonly acts: readonly PlayedAct[];
  readonly truth: GroundTruth;
}

/** A scenario with the ordinary life around it, in time order. `scale` multiplies the ordinary life only. */
export function playScenario(
  scenario: Scenario,
  cloud: CloudSimulation,
  options: { readonly seed: string; readonly scale: number },
): PlayedScenario {
  const { seed, scale } = options;
  const random = createRandom(`${seed}/scenario`);
  const acts = play(scenario, cloud, random);
  const ordinary = ordinaryCalls(scenario, cloud, { seed, events: Math.round(scenario.ordinary * scale) });
  const calls = [...acts.flatMap((act) => act.calls), ...ordinary].sort((a, b) => a.time - b.time);
  const root = acts.find((act) => act.step.by === scenario.root.member)?.actor;
  if (!root) throw new AppError('usage.invalid', `root.member '${scenario.root.member}' does nothing in this scenario`);
  return { calls, acts, truth: groundTruth({ scenario, cloud, acts, seed, ordinaryEvents: ordinary.length, root }) };
}

function ordinaryCalls(
  scenario: Scenario,
  cloud: CloudSimulation,
  options: { readonly seed: string; readonly events: number },
): readonly Call[] {
  const accounts = Object.entries(scenario.accounts).map(([name, account]) => ({ name, ...account }));
  const organisation: Organisation = { ...scenario.organisation, accounts };
  const since = Date.parse(scenario.start);
  const until = since + scenario.days * 86_400_000;
  const shares = accounts.reduce((sum, account) => sum + account.share, 0);
  let before = 0;
  return accounts.flatMap((account) => {
    // Rounded sums, so that the parts add up.
    const [from, to] = [before, before + account.share].map((share) =>
      Math.round((options.events * share) / shares),
    ) as [number, number];
    before += account.share;
    return [...ordinaryLife(cloud, { organisation, account }, { since, until, seed: options.seed, events: to - from })];
  });
}

export interface WrittenScenario {
  readonly title: string;
  /** The folder of logs, without the truth. */
  readonly logs: string;
  readonly files: number;
  readonly events: number;
  readonly truthPath: string;
}

/**
 * Plays the scenario of a folder (its `scenario.yaml`) and writes `logs/` as the provider would store
 * them, and `truth.json` beside it. The same seed and scale write the same bytes.
 * Errors: `usage.invalid`, `input.not-found`.
 */
export function writeScenario(
  folder: string,
  outDir: string,
  options: { readonly clouds: readonly CloudSimulation[]; readonly seed: string; readonly scale: number },
): WrittenScenario {
  const path = join(folder, 'scenario.yaml');
  const scenario = parseScenario(readText(path), path);
  const cloud = options.clouds.find((one) => one.cloud === scenario.cloud);
  if (!cloud) throw new AppError('usage.invalid', `${path} is for '${scenario.cloud}', which cannot be simulated`);
  const { calls, truth } = playScenario(scenario, cloud, options);

  const logs = join(outDir, 'logs');
  const random = createRandom(`${options.seed}/delivery`);
  const terms = { characters: 5_000_000, records: 10_000, minutes: scenario.deliverEveryMinutes, random };
  let files = 0;
  for (const object of deliver(calls, cloud.render, terms)) {
    const target = join(logs, object.key);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, object.isCompressed ? gzipSync(object.text) : object.text);
    files += 1;
  }
  const truthPath = join(outDir, 'truth.json');
  writeFileSync(truthPath, `${JSON.stringify(truth, null, 2)}\n`);
  return { title: scenario.title, logs, files, events: calls.length, truthPath };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new AppError('input.not-found', `${path} cannot be read`, { cause });
  }
}
