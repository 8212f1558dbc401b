import type { Resident } from '../../../model/simulation.ts';
import { consoleSession } from '../ids.ts';
import { belongings, habit } from './deeds.ts';
import type { Estate } from './estate.ts';

/** Somebody who trains models: GPU machines by day, each announced by the ticket in its tags. */
export function machineLearning(estate: Estate): Resident {
  const jobs = belongings(1);
  return {
    name: 'machine-learner',
    count: 1,
    share: 2.4,
    rhythm: 'office',
    calls: [2, 8],
    paceMs: [2_000, 60_000],
    sessionMinutes: 480,
    isAtHome: true,
    arrive: ({ random, index }) => ({
      actor: {
        is: 'directory-user',
        account: estate.account.uid,
        user: estate.people[5 + index] ?? '',
        directory: estate.directory,
        credential: consoleSession(random),
      },
      network: `203.0.113.${random.between(10, 14)}`,
      agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:136.0) Gecko/20100101 Firefox/136.0',
    }),
    open: (scene) => [estate.call(scene, 'identitySignOn.InteractiveLogin')],
    habits: [
      habit(1, (scene) =>
        jobs.keep(
          scene,
          estate.call(scene, 'computeApi.LaunchInstance', {
            compartment: 'data',
            displayName: `train-${scene.random.pick(['ranker', 'forecast', 'vision'])}-${scene.random.hex(4)}`,
            shape: 'VM.GPU.A10.1',
            freeformTags: { team: 'machine-learning', ticket: `ML-${scene.random.between(300, 980)}` },
          }),
        ),
      ),
      habit(1.4, (scene) => {
        const instanceId = jobs.take(scene);
        if (instanceId === null) return estate.call(scene, 'computeApi.ListInstances', { compartment: 'data' });
        return estate.call(scene, 'computeApi.TerminateInstance', { instanceId, compartment: 'data' });
      }),
      habit(4, (scene) => estate.call(scene, 'monitoring.SummarizeMetricsData', { compartment: 'data' })),
      habit(3, (scene) => estate.call(scene, 'computeApi.ListInstances', { compartment: 'data' })),
    ],
  };
}
