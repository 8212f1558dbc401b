import type { Actor, Resident } from '../../../model/simulation.ts';
import { namedUid, userUid } from '../ids.ts';
import { agents, belongings, habit, principal } from './deeds.ts';
import type { Estate } from './estate.ts';

/** What Oracle's own services do for a tenancy, and a partner that was let in. */
export function services(estate: Estate): readonly Resident[] {
  return [pool(estate), autoscaling(estate), cluster(estate), watchers(estate), partner(estate)];
}

const service = (name: string, network: string): { actor: Actor; network: string; agent: string } => ({
  actor: { is: 'service', name },
  network,
  agent: agents.java,
});

/** The machines that a pool starts and ends as it grows and shrinks. */
function pool(estate: Estate): Resident {
  const grown = belongings(3);
  return {
    name: 'instance-pool',
    count: 1,
    share: 1.6,
    rhythm: 'office',
    calls: [1, 2],
    paceMs: [500, 3_000],
    sessionMinutes: 100_000,
    isAtHome: true,
    arrive: () => service('computemgmt', '10.255.0.12'),
    habits: [
      habit(1, (scene) =>
        grown.keep(
          scene,
          estate.call(scene, 'computeApi.LaunchInstance', {
            compartment: 'prod',
            displayName: `inst-${scene.random.hex(5)}-web`,
            shape: 'VM.Standard.E5.Flex',
            shapeConfig: { ocpus: 2, memoryInGBs: 16 },
            freeformTags: {
              'oci:compute:instancepool': estate.in(scene.region).pool,
              'oci:compute:instanceconfiguration': estate.in(scene.region).poolConfiguration,
            },
          }),
        ),
      ),
      habit(1, (scene) => {
        const instanceId = grown.take(scene);
        const place = { id: estate.in(scene.region).pool, compartment: 'prod' };
        if (instanceId === null) return estate.call(scene, 'computeManagement.GetInstancePool', place);
        return estate.call(scene, 'computeApi.TerminateInstance', { instanceId, compartment: 'prod' });
      }),
    ],
  };
}

/** Autoscaling changes the size of the pool for the user who set it up. */
function autoscaling(estate: Estate): Resident {
  const name = 'platform.owner';
  return {
    name: 'autoscaling',
    count: 1,
    share: 1.2,
    rhythm: 'office',
    calls: [1, 2],
    paceMs: [500, 3_000],
    sessionMinutes: 100_000,
    isAtHome: true,
    arrive: () => ({
      actor: {
        is: 'user',
        uid: userUid(estate.account.uid, name),
        name,
        account: estate.account.uid,
        invokedBy: 'autoscaling',
      },
      network: '10.255.0.14',
      agent: agents.java,
    }),
    habits: [
      habit(1, (scene) =>
        estate.call(scene, 'computeManagement.UpdateInstancePool', {
          instancePoolId: estate.in(scene.region).pool,
          displayName: 'web',
          compartment: 'prod',
          size: scene.random.between(3, 8),
        }),
      ),
      habit(1, (scene) =>
        estate.call(scene, 'computeManagement.GetInstancePool', {
          id: estate.in(scene.region).pool,
          compartment: 'prod',
        }),
      ),
    ],
  };
}

/** A cluster's autoscaler on one of its nodes, by the node's own certificate, and what Kubernetes starts for it. */
function cluster(estate: Estate): Resident {
  const place = (region: string) => ({ nodePoolId: estate.in(region).nodePool, compartment: 'prod' });
  return {
    name: 'cluster-autoscaler',
    count: 1,
    share: 4,
    rhythm: 'steady',
    calls: [2, 8],
    paceMs: [100, 4_000],
    sessionMinutes: 120,
    isRegional: true,
    arrive: ({ region, time }) => {
      const { uid } = estate.in(region).instances[2] ?? { uid: '' };
      return {
        actor: principal(estate, { uid, name: `oke-${region}-node-1` }, time),
        network: '10.0.20.4',
        agent: agents.autoscaler,
      };
    },
    habits: [
      habit(8, (scene) =>
        estate.call(scene, 'ClustersAPI.GetNodePool', { id: estate.in(scene.region).nodePool, compartment: 'prod' }),
      ),
      habit(6, (scene) => estate.call(scene, 'ClustersAPI.ListNodePools', { compartment: 'prod' })),
      habit(0.6, (scene) =>
        estate.call(scene, 'ClustersAPI.UpdateNodePool', {
          ...place(scene.region),
          nodeConfigDetails: { size: scene.random.between(3, 9) },
        }),
      ),
    ],
  };
}

/** Services that look at everything, all the time. */
function watchers(estate: Estate): Resident {
  const names = ['oci-optimizer', 'cloudguard', 'osms', 'loganalytics'];
  return {
    name: 'service-of-oracle',
    count: names.length,
    share: 12,
    rhythm: 'hourly',
    calls: [4, 16],
    paceMs: [20, 600],
    sessionMinutes: 100_000,
    isRegional: true,
    arrive: ({ index }) => service(names[index] ?? 'cloudguard', `10.255.0.${30 + index}`),
    habits: [
      habit(6, (scene) =>
        estate.call(scene, 'computeApi.ListInstances', { compartment: scene.random.pick(estate.compartments) }),
      ),
      habit(4, (scene) => estate.call(scene, 'virtualNetwork.ListSecurityLists', { compartment: 'network' })),
      habit(4, (scene) => estate.call(scene, 'identityControlPlane.ListUsers')),
      habit(3, (scene) => estate.call(scene, 'identityControlPlane.ListRegionSubscriptions')),
      habit(3, (scene) => estate.call(scene, 'objectstorage.ListBuckets', { compartment: 'data' })),
    ],
  };
}

/** A user of a partner's tenancy, whom a policy lets read the log. */
function partner(estate: Estate): Resident {
  return {
    name: 'partner',
    count: 1,
    share: 0.6,
    rhythm: 'hourly',
    calls: [1, 3],
    paceMs: [800, 5_000],
    sessionMinutes: 100_000,
    isAtHome: true,
    arrive: () => ({
      actor: {
        is: 'foreign',
        account: namedUid('tenancy', 'watch.example.com'),
        uid: namedUid('user', 'watch.example.com/collector'),
      },
      network: '192.0.2.201',
      agent: agents.python,
    }),
    habits: [
      habit(1, (scene) =>
        estate.call(scene, 'audit.ListEvents', { startTime: new Date(scene.time - 3_600_000).toISOString() }),
      ),
    ],
  };
}
