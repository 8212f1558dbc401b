import type { Habit, Opening, Presence, RecordedDeed, Resident, Scene } from '../../../model/simulation.ts';
import { failedSignIn } from '../answers/identity.ts';
import { consoleSession, userUid } from '../ids.ts';
import { belongings, habit, lost, owned, refused } from './deeds.ts';
import type { Estate } from './estate.ts';

const browsers = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/133.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Safari/605.1.15',
  'Mozilla/5.0 (X11; Linux x86_64; rv:136.0) Gecko/20100101 Firefox/136.0',
] as const;

/** People at the console, by the company's sign-in or by a password of their own; and those who mistype it. */
export function people(estate: Estate): readonly Resident[] {
  return [colleague(estate), administrator(estate), stranger(estate)];
}

const signIn = (scene: Scene, estate: Estate): readonly RecordedDeed[] => [
  estate.call(scene, 'identitySignOn.InteractiveLogin'),
];

function colleague(estate: Estate): Resident {
  return {
    name: 'person-at-console',
    count: 8,
    share: 26,
    rhythm: 'office',
    calls: [6, 30],
    paceMs: [90, 9_000],
    sessionMinutes: 60,
    arrive: ({ random, index }) => ({
      actor: {
        is: 'directory-user',
        account: estate.account.uid,
        user: estate.people[index % estate.people.length] ?? '',
        directory: estate.directory,
        credential: consoleSession(random),
      },
      network: random.chance(0.7) ? `203.0.113.${random.between(10, 14)}` : `198.51.100.${random.between(2, 120)}`,
      agent: random.pick(browsers),
    }),
    open: (scene) => signIn(scene, estate),
    habits: [...looks(estate), ...changes(estate)],
  };
}

function looks(estate: Estate): readonly Habit[] {
  const machine = (scene: Scene) => owned(scene.random.pick(estate.in(scene.region).instances));
  const place = (scene: Scene) => ({ compartment: scene.random.pick(estate.compartments) });
  return [
    habit(9, (scene) => estate.call(scene, 'computeApi.ListInstances', { ...place(scene), limit: '50' })),
    habit(8, (scene) => estate.call(scene, 'computeApi.GetInstance', machine(scene))),
    habit(5, (scene) => estate.call(scene, 'computeApi.ListVnicAttachments', place(scene))),
    habit(4, (scene) => estate.call(scene, 'virtualNetwork.ListVcns', place(scene))),
    habit(4, (scene) => estate.call(scene, 'virtualNetwork.ListSubnets', place(scene))),
    habit(4, (scene) => estate.call(scene, 'computeManagement.ListInstancePools', place(scene))),
    habit(5, (scene) => estate.call(scene, 'identityControlPlane.ListCompartments')),
    habit(3, (scene) => estate.call(scene, 'identityControlPlane.ListRegionSubscriptions')),
    habit(2, (scene) => estate.call(scene, 'identityControlPlane.ListUsers')),
    habit(2, (scene) => estate.call(scene, 'limits.ListServices')),
    habit(6, (scene) => estate.call(scene, 'monitoring.SummarizeMetricsData', place(scene))),
    habit(3, (scene) => estate.call(scene, 'monitoring.ListAlarms', place(scene))),
    habit(3, (scene) => estate.call(scene, 'ClustersAPI.ListClusters', place(scene))),
    habit(3, (scene) => estate.call(scene, 'objectstorage.ListBuckets', place(scene))),
    habit(3, (scene) =>
      estate.call(scene, 'objectstorage.GetBucket', { bucketName: scene.random.pick(estate.buckets) }),
    ),
    habit(2, (scene) => estate.call(scene, 'cloudguard.ListProblems')),
    habit(2, (scene) => estate.call(scene, 'audit.ListEvents', place(scene))),
    habit(1, (scene) =>
      refused(scene, estate, {
        name: 'computeApi.GetInstance',
        request: lost(scene, 'instance'),
        code: 'NotAuthorizedOrNotFound',
        message: 'Authorization failed or requested resource not found.',
      }),
    ),
  ];
}

function changes(estate: Estate): readonly Habit[] {
  const trials = belongings(2);
  const shape = { shape: 'VM.Standard.E5.Flex', shapeConfig: { ocpus: 2, memoryInGBs: 16 } };
  return [
    habit(0.7, (scene) => {
      const { uid, name, compartment } = scene.random.pick(estate.in(scene.region).instances);
      const action = scene.random.pick(['SOFTRESET', 'RESET', 'SOFTSTOP', 'START']);
      return estate.call(scene, 'computeApi.InstanceAction', { instanceId: uid, name, compartment, action });
    }),
    habit(0.4, (scene) =>
      trials.keep(
        scene,
        estate.call(scene, 'computeApi.LaunchInstance', {
          compartment: 'build',
          displayName: `trial-${scene.random.hex(4)}`,
          ...shape,
        }),
      ),
    ),
    habit(0.8, (scene) => {
      const instanceId = trials.take(scene);
      if (instanceId === null) return estate.call(scene, 'computeApi.ListInstances', { compartment: 'build' });
      return estate.call(scene, 'computeApi.TerminateInstance', { instanceId, compartment: 'build' });
    }),
    habit(0.4, (scene) =>
      estate.call(scene, 'virtualNetwork.UpdateSecurityList', {
        securityListId: estate.in(scene.region).securityList,
        displayName: 'private subnets',
        compartment: 'network',
        ingressSecurityRules: [
          { protocol: '6', source: '10.0.0.0/16', tcpOptions: { destinationPortRange: { min: 8443, max: 8443 } } },
        ],
      }),
    ),
  ];
}

/** Somebody with a password of the tenancy's own, for when the company's sign-in is down. */
function administrator(estate: Estate): Resident {
  return {
    name: 'local-administrator',
    count: 1,
    share: 0.2,
    rhythm: 'office',
    calls: [3, 9],
    paceMs: [800, 20_000],
    sessionMinutes: 60,
    isAtHome: true,
    arrive: ({ random, time }: Opening): Presence => ({
      actor: {
        is: 'user',
        uid: userUid(estate.account.uid, 'tenancy.owner'),
        name: 'tenancy.owner',
        account: estate.account.uid,
        credential: consoleSession(random),
        session: { opened: time, hasMfa: true, isConsole: true },
      },
      network: '203.0.113.10',
      agent: browsers[1],
    }),
    open: (scene) => signIn(scene, estate),
    habits: [
      habit(2, (scene) => estate.call(scene, 'identityControlPlane.ListPolicies')),
      habit(2, (scene) => estate.call(scene, 'identityControlPlane.ListGroups')),
      habit(2, (scene) => estate.call(scene, 'limits.ListLimitValues')),
      habit(1, (scene) => estate.call(scene, 'cloudguard.GetConfiguration')),
    ],
  };
}

/** Somebody who mistypes a password. */
function stranger(estate: Estate): Resident {
  return {
    name: 'failed-sign-in',
    count: 6,
    share: 0.25,
    rhythm: 'office',
    calls: [1, 2],
    paceMs: [4_000, 30_000],
    sessionMinutes: 100_000,
    isAtHome: true,
    arrive: ({ random, index }) => ({
      actor: { is: 'unknown', account: estate.account.uid, name: estate.people[index] ?? '' },
      network: `198.51.100.${random.between(2, 120)}`,
      agent: browsers[0],
    }),
    habits: [
      habit(1, (scene) => {
        const name = scene.actor.is === 'unknown' ? scene.actor.name : '';
        const told = estate.call(scene, 'identitySignOn.InteractiveLogin');
        const additionalDetails = failedSignIn(name, scene.random.hex(32), scene.network);
        return {
          ...told,
          notes: { ...told.notes, additionalDetails },
          failure: { code: null, message: 'sso.authentication.failure' },
        };
      }),
    ],
  };
}
