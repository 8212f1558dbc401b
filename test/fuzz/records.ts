import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { simulation } from '../../src/clouds/aws/simulation.ts';
import type { Random } from '../../src/model/simulation.ts';
import { playScenario } from '../played-scenario.ts';
import { projectRoot } from '../project-copy.ts';
import type { FuzzedRecord } from './mutant.ts';

/** Records as the provider writes them, a text each, to be mutated. */
export interface Material {
  /** An attack and the ordinary life around it, in time order. */
  readonly scenario: readonly string[];
  /** All identities and outcomes that records show, and what our own rules fire on. */
  readonly others: readonly string[];
}

/** The scenario that ships with the project, the shapes of its source and the fixtures of its rules. */
export function readMaterial(): Material {
  const read = (path: string): string => readFileSync(join(projectRoot, path), 'utf8');
  const { calls } = playScenario('aws-leaked-key', { seed: 'fuzz', scale: 0.05 });
  const fixtures = readdirSync(join(projectRoot, 'rules/aws'))
    .toSorted()
    .map((name) => `rules/aws/${name}/malicious.ndjson`);
  return {
    scenario: calls.map((call) => simulation.render.record(call)),
    others: ['src/clouds/aws/sources/cloudtrail/shapes.ndjson', ...fixtures]
      .flatMap((file) => read(file).split('\n'))
      .filter((line) => idOf.test(line)),
  };
}

const idOf = /"eventID": ?"[^"]*"/;

/** So many different records, each under an id of its own, so that no two mutants share one. */
export function pickRecords({ scenario, others }: Material, count: number, random: Random): readonly FuzzedRecord[] {
  const picked = new Set<string>();
  while (picked.size < count) picked.add(random.pick(random.chance(0.6) ? scenario : others));
  return [...picked].map((text) => {
    const id = random.uuid();
    return { id, text: text.replace(idOf, `"eventID":"${id}"`) };
  });
}
