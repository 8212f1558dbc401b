import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { simulation } from '../../src/clouds/aws/simulation.ts';
import type { Call } from '../../src/model/simulation.ts';
import { readScenario } from '../../src/simulate/read-scenario.ts';
import { stageScenario } from '../../src/simulate/stage-scenario.ts';
import { projectRoot } from '../project-copy.ts';
import { type Models, readModels } from './botocore.ts';
import { foldersOf, problemsOf } from './check-call.ts';

const scenarios = readdirSync(join(projectRoot, 'scenarios'))
  .map((name) => ({ name, scenario: readScenario(join(projectRoot, 'scenarios', name)) }))
  .filter(({ scenario }) => scenario.cloud === simulation.cloud);

/** Everything that the attacks do, and some of what everybody else does: enough of each kind of call. */
const played = scenarios.map(({ name, scenario }) => {
  const staged = stageScenario(scenario, simulation, { seed: 'models', scale: 6_000 / scenario.ordinary });
  const calls = [...staged.households()].flatMap((household) => [...household]);
  return { name, acts: staged.acts.flatMap((act) => act.calls), calls };
});
const all = played.flatMap(({ acts, calls }) => [...acts, ...calls]);
const models = await readModels(new Set(all.flatMap(({ service }) => foldersOf(service))));

function problems(calls: readonly Call[], known: Models): readonly string[] {
  const found = calls.flatMap((call) => problemsOf(call, known)).map((text) => text.replaceAll(/\[\d+\]/g, '[]'));
  return [...new Set(found)].toSorted();
}

test.skipIf(models === null).each(played)(
  'requests and responses of $name are as the provider publishes them',
  ({ acts, calls }) => {
    expect(problems(acts, models ?? new Map())).toEqual([]);
    expect(problems(calls, models ?? new Map())).toEqual([]);
  },
);

test.skipIf(models === null)('a request that the provider would not take is noticed', () => {
  const launch = all.find(({ operation, failure }) => operation === 'RunInstances' && !failure);
  if (launch === undefined || typeof launch.request !== 'object') throw new Error('nothing is launched');
  const wrong = { ...launch, request: { ...launch.request, instanceType: 'p99.huge', colour: 'red', minCount: 'two' } };

  expect(problemsOf(wrong, models ?? new Map())).toEqual([
    'ec2.RunInstances request.instanceType: p99.huge is none of the allowed words',
    'ec2.RunInstances request.colour is not in the model',
  ]);
});
