import type { Actor, Deed, Habit, JsonObject, Resident, Scene } from '../../../model/simulation.ts';
import { boto, goClient, javaClient, withApi } from './agents.ts';
import {
  absent,
  filtered,
  habit,
  keyUse,
  listed,
  objectCall,
  read,
  sessionName,
  throttled,
  writeEc2,
} from './deeds.ts';
import type { Estate } from './estate.ts';
import { openedByService, openedByToken } from './issuance.ts';
import { inRole, onInstance } from './presence.ts';
import { decrypt, repositoryTarget, secretArn, secretRead, targetGroup } from './things.ts';

const ec2: Extract<Actor, { is: 'service' }> = { is: 'service', name: 'ec2.amazonaws.com' };
const network = goClient('amazon-vpc-cni-k8s, version/v1.20.4');
const credentialProvider = goClient('ecr-credential-provider/v1.34.0');

/** What runs in a cluster of containers: nodes, its own controllers, applications. */
export function cluster(estate: Estate): readonly Resident[] {
  return [node(estate), controller(estate), application(estate)];
}

function node(estate: Estate): Resident {
  return {
    name: 'node',
    count: 18,
    share: 7,
    rhythm: 'steady',
    calls: [2, 9],
    paceMs: [30, 700],
    sessionMinutes: 60,
    isRegional: true,
    arrive: (opening) =>
      onInstance(opening, estate, { role: estate.role(`${estate.cluster}-node-group`), agent: network }),
    open: openedByService(ec2, 21_600),
    habits: [
      ...networkHabits(estate),
      habit(3, (scene) =>
        read('ecr.GetAuthorizationToken', {}, { agent: withApi(credentialProvider, 'ecr', scene.random) }),
      ),
      habit(6, (scene) => imagePull(scene, estate)),
    ],
  };
}

function networkHabits(estate: Estate): readonly Habit[] {
  const byNode = (weight: number, make: Habit['make']): Habit =>
    habit(weight, (scene) => ({ ...make(scene), agent: withApi(network, 'ec2', scene.random) }));
  return [
    byNode(8, (scene) => {
      const filterSet = filtered('tag:node.k8s.amazonaws.com/instance_id', sessionName(scene));
      return read('ec2.DescribeNetworkInterfaces', { networkInterfaceIdSet: {}, filterSet });
    }),
    byNode(4, (scene) =>
      read('ec2.DescribeInstances', { instancesSet: listed('instanceId', sessionName(scene)), filterSet: {} }),
    ),
    byNode(3, (scene) => {
      const subnetSet = listed('subnetId', scene.random.pick(estate.in(scene.region).subnets));
      return read('ec2.DescribeSubnets', { subnetSet, filterSet: {} });
    }),
    byNode(1.5, (scene) => {
      const networkInterfaceId = `eni-0${scene.random.hex(16)}`;
      const prefix = `10.20.${scene.random.between(0, 255)}.${scene.random.between(0, 15) * 16}/28`;
      return writeEc2(scene, 'AssignPrivateIpAddresses', {
        request: { networkInterfaceId, privateIpAddressesSet: {}, ipv4PrefixCount: 1 },
        response: {
          networkInterfaceId,
          assignedPrivateIpAddressesSet: {},
          assignedIpv4PrefixSet: listed('ipv4Prefix', prefix),
          _return: true,
        },
      });
    }),
  ];
}

const manifestTypes = [
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
];

function imagePull(scene: Scene, estate: Estate): Deed {
  const { random } = scene;
  const repositoryName = random.pick(estate.repositories);
  const more = { targets: repositoryTarget(scene, estate, repositoryName) ?? [], agent: 'containerd/1.7.28' };
  const image = { registryId: estate.account.uid, repositoryName };
  if (random.chance(0.6))
    return read('ecr.GetDownloadUrlForLayer', { ...image, layerDigest: `sha256:${random.hex(64)}` }, more);
  const imageTag = `v${random.between(1, 9)}.${random.between(0, 40)}.${random.between(0, 9)}`;
  return read('ecr.BatchGetImage', { ...image, imageIds: [{ imageTag }], acceptedMediaTypes: manifestTypes }, more);
}

interface Pod {
  readonly name: string;
  readonly namespace: string;
  readonly agent: string;
}

const controllers: readonly Pod[] = [
  { name: 'aws-load-balancer-controller', namespace: 'kube-system', agent: goClient('elbv2.k8s.aws/v2.14.1') },
  {
    name: 'cluster-autoscaler',
    namespace: 'kube-system',
    agent: 'aws-sdk-go/1.48.7 (go1.24.6; linux; amd64) cluster-autoscaler/1.34.1',
  },
  { name: 'external-dns', namespace: 'kube-system', agent: goClient('ExternalDNS/0.19.0') },
  { name: 'ebs-csi-controller-sa', namespace: 'kube-system', agent: goClient('aws-ebs-csi-driver-v1.51.0') },
  { name: 'external-secrets', namespace: 'external-secrets', agent: goClient('external-secrets') },
];

/** Controllers of the cluster: they ask the same things over and over. */
function controller(estate: Estate): Resident {
  return {
    ...tokenHolder(estate, controllers),
    name: 'cluster-controller',
    share: 11,
    calls: [4, 24],
    paceMs: [20, 400],
    habits: [...balancingHabits(estate), ...capacityHabits(estate), ...secretHabits(estate)],
  };
}

function balancingHabits(estate: Estate): readonly Habit[] {
  return [
    habit(6, (scene) =>
      read('elasticloadbalancing.DescribeTargetHealth', { targetGroupArn: targetGroup(scene, estate, 'k8s-') }),
    ),
    habit(4, (scene) => {
      const resourceArns = Array.from({ length: 8 }, () => targetGroup(scene, estate, 'k8s-'));
      return read('elasticloadbalancing.DescribeTags', { resourceArns });
    }),
    habit(3, () => read('elasticloadbalancing.DescribeListeners', { pageSize: 100 })),
    habit(4, () =>
      read(
        'route53.ListResourceRecordSets',
        { hostedZoneId: 'Z0EXAMPLE1A2B3C4D5E6', maxItems: '300' },
        { region: 'us-east-1' },
      ),
    ),
  ];
}

function capacityHabits(estate: Estate): readonly Habit[] {
  return [
    habit(5, (scene) => {
      const autoScalingGroupNames = [`eks-${estate.cluster}-${scene.random.between(1, 6)}`];
      return read('autoscaling.DescribeAutoScalingGroups', { autoScalingGroupNames, maxRecords: 100 });
    }),
    habit(4, (scene) => {
      const version = { tag: 1, content: String(scene.random.between(1, 30)) };
      const request = { LaunchTemplateId: estate.in(scene.region).template, LaunchTemplateVersion: version };
      return throttled(
        scene,
        read('ec2.DescribeLaunchTemplateVersions', { DescribeLaunchTemplateVersionsRequest: request }),
      );
    }),
    habit(4, () => read('ec2.DescribeAvailabilityZones', { availabilityZoneSet: {}, availabilityZoneIdSet: {} })),
    habit(4, (scene) => {
      const volumeSet = listed('volumeId', scene.random.pick(estate.in(scene.region).volumes));
      return read('ec2.DescribeVolumes', { volumeSet, filterSet: {} });
    }),
  ];
}

function secretHabits(estate: Estate): readonly Habit[] {
  return [
    habit(6, (scene) => secretRead(scene, estate)),
    habit(5, (scene) =>
      decrypt(scene, estate, { SecretARN: secretArn(scene, estate), SecretVersionId: scene.random.uuid() }),
    ),
  ];
}

const applications: readonly Pod[] = [
  { name: 'orders-api', namespace: 'shop', agent: javaClient },
  { name: 'media-resizer', namespace: 'shop', agent: boto('') },
  { name: 'reports-exporter', namespace: 'data', agent: javaClient },
  { name: 'ledger-sync', namespace: 'finance', agent: boto('') },
];

/** Applications that work on objects in buckets. Half of what they look for is not there yet. */
function application(estate: Estate): Resident {
  const object = (scene: Scene, operation: 'GetObject' | 'PutObject' | 'HeadObject' | 'DeleteObject'): Deed => {
    const { random, region, time } = scene;
    const { storageEndpoint, keyArn } = estate.in(region);
    const key = `${random.pick(estate.services)}/${new Date(time).toISOString().slice(0, 10)}/${random.uuid()}.json`;
    return objectCall(scene, operation, {
      bucket: random.pick(estate.buckets),
      key,
      account: estate.account.uid,
      endpoint: storageEndpoint,
      keyArn,
    });
  };
  const missing = (scene: Scene, deed: Deed): Deed =>
    scene.random.chance(0.5) ? absent(deed, 'NoSuchKey', 'The specified key does not exist.') : deed;
  const context = (scene: Scene): JsonObject => ({ 'aws:s3:arn': `arn:aws:s3:::${scene.random.pick(estate.buckets)}` });
  const key = (scene: Scene) => ({ arn: estate.in(scene.region).keyArn, account: estate.account.uid });
  return {
    ...tokenHolder(estate, applications),
    name: 'application-pod',
    share: 8,
    calls: [3, 14],
    paceMs: [5, 300],
    habits: [
      habit(12, (scene) => object(scene, 'GetObject')),
      habit(7, (scene) => object(scene, 'PutObject')),
      habit(4, (scene) => missing(scene, object(scene, 'HeadObject'))),
      habit(1, (scene) => object(scene, 'DeleteObject')),
      habit(6, (scene) => keyUse('GenerateDataKey', key(scene), context(scene))),
      habit(2, (scene) => secretRead(scene, estate)),
    ],
  };
}

/** A pod shows the token of its service account, and gets a session of the role that goes with it. */
function tokenHolder(
  estate: Estate,
  kinds: readonly Pod[],
): Omit<Resident, 'name' | 'share' | 'calls' | 'paceMs' | 'habits'> {
  const audience = 'sts.amazonaws.com';
  const provider = (region: string): string =>
    `arn:aws:iam::${estate.account.uid}:oidc-provider/${estate.in(region).oidc}`;
  const subject = ({ actor }: Scene): string => {
    const pod = kinds.find((one) => actor.is === 'role' && actor.role.name.endsWith(one.name));
    return `system:serviceaccount:${pod?.namespace ?? 'default'}:${pod?.name ?? 'default'}`;
  };
  return {
    count: kinds.length * 3,
    rhythm: 'steady',
    sessionMinutes: 45,
    isRegional: true,
    arrive: (opening) => {
      const { random, region, index, time } = opening;
      const pod = kinds[index % kinds.length] ?? { name: 'default', agent: '' };
      const inside = `10.20.${random.between(64, 127)}.${random.between(4, 250)}`;
      return inRole(opening, estate.role(`${estate.cluster}-${pod.name}`), {
        name: `aws-sdk-${time}`.padEnd(30, '0'),
        network: random.chance(0.5) ? estate.in(region).gateway : inside,
        agent: pod.agent,
        session: { web: { provider: provider(region), audience } },
      });
    },
    open: openedByToken(
      (scene) => ({ is: 'web', provider: provider(scene.region), audience, subject: subject(scene) }),
      3_600,
    ),
  };
}
