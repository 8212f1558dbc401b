import type { Resident } from '../../../model/simulation.ts';
import { userUid } from '../ids.ts';
import { agents, belongings, habit, owned, principal, refused } from './deeds.ts';
import type { Estate } from './estate.ts';

/** What signs for itself, or with the key of a user that no person is: pipelines, machines, functions, backups. */
export function machines(estate: Estate): readonly Resident[] {
  return [pipeline(estate), terraform(estate), backup(estate), functions(estate), applications(estate)];
}

/** Builds: a user's API key, which starts a runner for a job and ends it again. */
function pipeline(estate: Estate): Resident {
  const name = 'svc-builds';
  const runners = belongings(2);
  return {
    name: 'build-pipeline',
    count: 1,
    share: 6,
    rhythm: 'office',
    calls: [4, 16],
    paceMs: [300, 20_000],
    sessionMinutes: 100_000,
    isAtHome: true,
    arrive: () => ({
      actor: {
        is: 'user',
        uid: userUid(estate.account.uid, name),
        name,
        account: estate.account.uid,
        credential: estate.keyOf(name),
      },
      network: '192.0.2.61',
      agent: agents.cli,
    }),
    habits: [
      habit(6, (scene) => estate.call(scene, 'computeApi.ListInstances', { compartment: 'build' })),
      habit(3, (scene) => estate.call(scene, 'computeApi.ListImages', { compartment: 'build' })),
      habit(4, (scene) => estate.call(scene, 'objectstorage.ListObjects', { bucketName: estate.buckets[0] ?? '' })),
      habit(1.2, (scene) =>
        runners.keep(
          scene,
          estate.call(scene, 'computeApi.LaunchInstance', {
            compartment: 'build',
            displayName: `runner-${scene.random.between(1_000, 9_999)}`,
            shape: 'VM.Standard.E5.Flex',
            shapeConfig: { ocpus: 4, memoryInGBs: 32 },
            freeformTags: { owner: 'builds' },
          }),
        ),
      ),
      habit(1.8, (scene) => {
        const instanceId = runners.take(scene);
        if (instanceId === null) return estate.call(scene, 'computeApi.ListInstances', { compartment: 'build' });
        return estate.call(scene, 'computeApi.TerminateInstance', { instanceId, compartment: 'build' });
      }),
    ],
  };
}

/** Terraform on a machine, by the machine's own certificate. */
function terraform(estate: Estate): Resident {
  const at = (region: string) => estate.in(region);
  return {
    name: 'terraform-runner',
    count: 2,
    share: 14,
    rhythm: 'steady',
    calls: [12, 40],
    paceMs: [40, 900],
    sessionMinutes: 30,
    isRegional: true,
    arrive: ({ region, time, index }) => {
      const { uid } = at(region).instances[index * 5] ?? { uid: '' };
      const actor = principal(estate, { uid, name: `terraform-${index + 1}` }, time);
      return { actor, network: `10.0.9.${10 + index}`, agent: agents.terraform };
    },
    habits: [
      habit(8, (scene) =>
        estate.call(scene, 'computeApi.GetInstance', owned(scene.random.pick(at(scene.region).instances))),
      ),
      habit(5, (scene) =>
        estate.call(scene, 'virtualNetwork.GetVcn', { id: at(scene.region).vcn, compartment: 'network' }),
      ),
      habit(5, (scene) =>
        estate.call(scene, 'virtualNetwork.GetSubnet', {
          id: scene.random.pick(at(scene.region).subnets),
          compartment: 'network',
        }),
      ),
      habit(3, (scene) =>
        estate.call(scene, 'virtualNetwork.GetSecurityList', {
          id: at(scene.region).securityList,
          compartment: 'network',
        }),
      ),
      habit(3, (scene) =>
        estate.call(scene, 'computeManagement.GetInstancePool', { id: at(scene.region).pool, compartment: 'prod' }),
      ),
      habit(2, (scene) => estate.call(scene, 'identityControlPlane.ListAvailabilityDomains')),
      habit(1, (scene) =>
        estate.call(scene, 'virtualNetwork.AddNetworkSecurityGroupSecurityRules', {
          networkSecurityGroupId: at(scene.region).securityGroup,
          compartment: 'network',
          securityRules: [{ direction: 'INGRESS', protocol: '6', source: '10.0.0.0/16', sourceType: 'CIDR_BLOCK' }],
        }),
      ),
      habit(0.5, (scene) => {
        const { uid, name, compartment } = scene.random.pick(at(scene.region).instances);
        return estate.call(scene, 'computeApi.UpdateInstance', { instanceId: uid, name, compartment });
      }),
    ],
  };
}

/** Backups by night, by the machine's own certificate: the oldest go when new ones come. */
function backup(estate: Estate): Resident {
  const copies = belongings(12);
  return {
    name: 'backup',
    count: 1,
    share: 5,
    rhythm: 'nightly',
    calls: [6, 20],
    paceMs: [200, 6_000],
    sessionMinutes: 120,
    isRegional: true,
    arrive: ({ region, time }) => {
      const { uid } = estate.in(region).instances[3] ?? { uid: '' };
      return { actor: principal(estate, { uid, name: 'backup-1' }, time), network: '10.0.9.21', agent: agents.python };
    },
    habits: [
      habit(4, (scene) => estate.call(scene, 'BlockVolumes.ListVolumes', { compartment: 'prod' })),
      habit(4, (scene) =>
        copies.keep(
          scene,
          estate.call(scene, 'BlockVolumes.CreateVolumeBackup', {
            compartment: 'prod',
            displayName: `nightly-${new Date(scene.time).toISOString().slice(0, 10)}`,
            volumeId: scene.random.pick(estate.in(scene.region).volumes),
            type: 'INCREMENTAL',
          }),
        ),
      ),
      habit(3, (scene) => {
        const volumeBackupId = copies.take(scene);
        if (volumeBackupId === null)
          return estate.call(scene, 'BlockVolumes.ListVolumeBackups', { compartment: 'prod' });
        return estate.call(scene, 'BlockVolumes.DeleteVolumeBackup', { volumeBackupId, compartment: 'prod' });
      }),
    ],
  };
}

/** Functions, by a certificate of their own. */
function functions(estate: Estate): Resident {
  return {
    name: 'function',
    count: 6,
    share: 9,
    rhythm: 'steady',
    calls: [1, 5],
    paceMs: [10, 400],
    sessionMinutes: 20,
    isRegional: true,
    arrive: ({ region, time, index }) => {
      const uid = estate.in(region).functions[index] ?? '';
      const actor = principal(estate, { uid, name: uid }, time);
      return { actor, network: estate.in(region).gateway, agent: agents.java };
    },
    habits: [
      habit(3, (scene) =>
        estate.call(scene, 'secretretrieval.GetSecretBundle', {
          id: scene.random.pick(estate.in(scene.region).secrets),
          compartment: 'data',
        }),
      ),
      habit(4, (scene) =>
        estate.call(scene, 'objectstorage.ListObjects', {
          bucketName: scene.random.pick(estate.buckets),
          compartment: 'data',
        }),
      ),
      habit(2, (scene) => estate.call(scene, 'monitoring.PostMetricData', { compartment: 'prod' })),
      habit(0.2, (scene) =>
        refused(scene, estate, {
          name: 'objectstorage.GetBucket',
          request: { bucketName: 'retired' },
          code: 'BucketNotFound',
          message: "Either the bucket named 'retired' does not exist or you are not authorized to access it",
        }),
      ),
    ],
  };
}

/** Machines of a system, by their own certificate. */
function applications(estate: Estate): Resident {
  return {
    name: 'application',
    count: 12,
    share: 8,
    rhythm: 'steady',
    calls: [1, 6],
    paceMs: [50, 2_000],
    sessionMinutes: 60,
    isRegional: true,
    arrive: ({ region, time, index }) => {
      const machine = estate.in(region).instances[4 + index] ?? { uid: '', name: '' };
      return { actor: principal(estate, machine, time), network: `10.0.1.${20 + index}`, agent: agents.java };
    },
    habits: [
      habit(4, (scene) =>
        estate.call(scene, 'objectstorage.GetBucket', { bucketName: scene.random.pick(estate.buckets) }),
      ),
      habit(2, (scene) =>
        estate.call(scene, 'secretretrieval.GetSecretBundle', {
          id: scene.random.pick(estate.in(scene.region).secrets),
          compartment: 'data',
        }),
      ),
      habit(2, (scene) => estate.call(scene, 'monitoring.PostMetricData', { compartment: 'prod' })),
    ],
  };
}
