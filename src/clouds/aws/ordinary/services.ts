import type { Actor, Deed, Habit, JsonObject, Resident, Scene } from '../../../model/simulation.ts';
import { instanceItem, instanceUid } from '../answers/instance.ts';
import { resourceUid } from '../ids.ts';
import { boto } from './agents.ts';
import { absent, bucketRead, habit, keyUse, listed, read, write, writeEc2 } from './deeds.ts';
import type { Estate } from './estate.ts';
import { linked } from './presence.ts';
import { decrypt, functionArn, targetGroup } from './things.ts';

/** What AWS itself does in an account, under its own name or under a role made for it. */
export function services(estate: Estate): readonly Resident[] {
  return [recorder(estate), scaling(estate), backup(estate), housekeeping(estate), endpoint(estate)];
}

/** Configuration recording looks at every resource that changed, and at much that did not. */
function recorder(estate: Estate): Resident {
  return {
    name: 'configuration-recorder',
    count: 1,
    share: 8,
    rhythm: 'steady',
    calls: [6, 60],
    paceMs: [10, 300],
    sessionMinutes: 60,
    isRegional: true,
    arrive: (opening) =>
      linked(opening, estate, {
        role: 'AWSServiceRoleForConfig',
        service: 'config.amazonaws.com',
        name: 'AWSConfig-Describe',
      }),
    habits: recorderHabits(estate),
  };
}

function recorderHabits(estate: Estate): readonly Habit[] {
  const name = (scene: Scene): string => scene.random.pick(estate.functions);
  const role = (scene: Scene) => ({ roleName: `${name(scene)}-role` });
  const bucket = (scene: Scene) => ({ bucket: scene.random.pick(estate.buckets), account: estate.account.uid });
  const home = { region: 'us-east-1' };
  return [
    habit(6, (scene) => read('iam.GetRole', role(scene), home)),
    habit(5, (scene) => read('iam.ListAttachedRolePolicies', role(scene), home)),
    habit(5, (scene) =>
      read('lambda.GetFunction20150331v2', { functionName: functionArn(scene, estate, name(scene)) }),
    ),
    habit(4, (scene) => read('lambda.ListTags20170331', { resource: functionArn(scene, estate, name(scene)) })),
    habit(5, (scene) => bucketRead(scene, 'GetBucketTagging', bucket(scene))),
    habit(4, (scene) => bucketRead(scene, 'GetBucketNotification', bucket(scene))),
    habit(4, (scene) => {
      const networkInterfaceIdSet = listed('networkInterfaceId', resourceUid(scene.random, 'eni'));
      return read('ec2.DescribeNetworkInterfaces', { networkInterfaceIdSet, filterSet: {} });
    }),
    habit(4, (scene) => describeOne(scene, estate)),
    habit(3, () =>
      read('autoscaling.DescribeAutoScalingGroups', { autoScalingGroupNames: [`eks-${estate.cluster}-1`] }),
    ),
    habit(3, (scene) => read('kms.ListAliases', { keyId: estate.in(scene.region).keyArn, limit: 100 })),
  ];
}

function describeOne(scene: Scene, estate: Estate): Deed {
  const instancesSet = listed('instanceId', scene.random.pick(estate.in(scene.region).instances));
  return read('ec2.DescribeInstances', { instancesSet, filterSet: {} });
}

function scaling(estate: Estate): Resident {
  const terms = { role: 'AWSServiceRoleForAutoScaling', service: 'autoscaling.amazonaws.com', name: 'AutoScaling' };
  const instance = (scene: Scene): string => scene.random.pick(estate.in(scene.region).instances);
  return {
    name: 'scaling',
    count: 4,
    share: 2.4,
    rhythm: 'steady',
    calls: [2, 7],
    paceMs: [150, 4_000],
    sessionMinutes: 30,
    isRegional: true,
    arrive: (opening) => linked(opening, estate, terms),
    habits: [
      habit(3, (scene) => launch(scene, estate)),
      habit(3, (scene) => {
        const instanceId = instance(scene);
        const change = {
          instanceId,
          currentState: { code: 32, name: 'shutting-down' },
          previousState: { code: 16, name: 'running' },
        };
        const request = { instancesSet: listed('instanceId', instanceId) };
        return writeEc2(scene, 'TerminateInstances', { request, response: { instancesSet: { items: [change] } } });
      }),
      habit(5, (scene) => describeOne(scene, estate)),
      habit(3, (scene) => {
        const operation = scene.random.chance(0.5) ? 'RegisterTargets' : 'DeregisterTargets';
        const targets = [{ id: instance(scene), port: 8_080 }];
        return write(`elasticloadbalancing.${operation}`, { targetGroupArn: targetGroup(scene, estate), targets });
      }),
      habit(2, (scene) => {
        const tagSet = { items: [{ key: 'aws:autoscaling:groupName', value: `eks-${estate.cluster}-1` }] };
        const request = { resourcesSet: listed('resourceId', instance(scene)), tagSet };
        return writeEc2(scene, 'CreateTags', { request, response: { _return: true } });
      }),
    ],
  };
}

const machineShapes = ['m7g.large', 'm7i.xlarge', 'c7g.xlarge', 'r7i.large', 't4g.medium'] as const;

function launch(scene: Scene, estate: Estate): Deed {
  const { random, region, time } = scene;
  const holdings = estate.in(region);
  const account = estate.account.uid;
  const zone = `${region}${random.pick(['a', 'b', 'c'])}`;
  const subnet = random.pick(holdings.subnets);
  const token = `fleet-${random.uuid()}-0`;
  const tags = {
    items: [
      { key: 'aws:autoscaling:groupName', value: `eks-${estate.cluster}-1` },
      { key: 'kubernetes.io/cluster', value: estate.cluster },
      { key: 'Name', value: `${estate.cluster}-node` },
    ],
  };
  const request: JsonObject = {
    instancesSet: { items: [{ minCount: 1, maxCount: 1 }] },
    blockDeviceMapping: {},
    availabilityZone: zone,
    monitoring: { enabled: false },
    subnetId: subnet,
    disableApiTermination: false,
    disableApiStop: false,
    clientToken: token,
    tagSpecificationSet: { items: [{ resourceType: 'instance', tags: tags.items }] },
    launchTemplate: { launchTemplateId: holdings.template, version: String(random.between(1, 30)) },
  };
  const place = {
    account,
    region,
    zone,
    subnet,
    vpc: holdings.vpc,
    group: { groupId: holdings.groups[0] ?? '', groupName: `eks-${estate.cluster}-nodes` },
  };
  const profile = {
    arn: `arn:aws:iam::${account}:instance-profile/${estate.cluster}-node-group`,
    id: 'AIPAEXAMPLENODEGROUP0',
  };
  const shape = random.pick(machineShapes);
  const item = instanceItem(random, {
    ...place,
    shape,
    image: holdings.image,
    time,
    index: 0,
    token,
    tags,
    profile,
  });
  const response = {
    reservationId: `r-0${random.hex(16)}`,
    ownerId: account,
    groupSet: {},
    instancesSet: { items: [item] },
  };
  const made = [{ uid: instanceUid(item), name: null, type: 'ec2:instance', shape }];
  return { ...writeEc2(scene, 'RunInstances', { request, response }), made };
}

/** Snapshots by night, and old ones deleted. */
function backup(estate: Estate): Resident {
  const terms = { role: 'AWSServiceRoleForBackup', service: 'backup.amazonaws.com', name: 'AWSBackup-Session' };
  const snapshot = (scene: Scene): string => resourceUid(scene.random, 'snap');
  const volume = (scene: Scene): string => scene.random.pick(estate.in(scene.region).volumes);
  return {
    name: 'backup',
    count: 1,
    share: 5,
    rhythm: 'nightly',
    calls: [10, 80],
    paceMs: [200, 3_000],
    sessionMinutes: 60,
    isRegional: true,
    arrive: (opening) => linked(opening, estate, terms),
    habits: [
      habit(4, (scene) => takeSnapshot(scene, volume(scene), estate.account.uid)),
      habit(5, (scene) => {
        const snapshotSet = listed('snapshotId', snapshot(scene));
        return read('ec2.DescribeSnapshots', { snapshotSet, ownersSet: {}, sharedUsersSet: {}, filterSet: {} });
      }),
      habit(3, (scene) =>
        writeEc2(scene, 'DeleteSnapshot', { request: { snapshotId: snapshot(scene) }, response: { _return: true } }),
      ),
      habit(2, (scene) => {
        const resourceARNList = [`arn:aws:ec2:${scene.region}:${estate.account.uid}:volume/${volume(scene)}`];
        return read('tagging.GetResources', { resourceARNList });
      }),
    ],
  };
}

function takeSnapshot(scene: Scene, volumeId: string, ownerId: string): Deed {
  const description = 'This snapshot is created by the AWS Backup service.';
  const tags = [{ key: 'aws:backup:source-resource', value: `${volumeId}:${scene.random.uuid()}` }];
  const state = {
    status: 'pending',
    startTime: scene.time,
    progress: '',
    volumeSize: 100,
    encrypted: true,
    tagSet: {},
  };
  return writeEc2(scene, 'CreateSnapshot', {
    request: { volumeId, description, tagSpecificationSet: { items: [{ resourceType: 'snapshot', tags }] } },
    response: { snapshotId: resourceUid(scene.random, 'snap'), volumeId, ownerId, description, ...state },
  });
}

const callers = ['cloudtrail.amazonaws.com', 'secretsmanager.amazonaws.com', 'dynamodb.amazonaws.com'] as const;

/** Calls that services make under their own name: log delivery, encryption, events of keys. */
function housekeeping(estate: Estate): Resident {
  const { uid, name: accountName } = estate.account;
  const bucket = `${estate.organisation.name}-trail`;
  return {
    name: 'provider-service',
    count: callers.length,
    share: 7,
    rhythm: 'steady',
    calls: [1, 5],
    paceMs: [200, 9_000],
    sessionMinutes: 100_000,
    arrive: ({ index }) => {
      const name = callers[index] ?? callers[0];
      const actor: Actor = { is: 'service', name };
      return { actor, network: name, agent: name };
    },
    habits: [
      habit(4, (scene) => bucketRead(scene, 'GetBucketAcl', { bucket, account: uid })),
      habit(5, (scene) => {
        const object = `arn:aws:s3:::${bucket}/AWSLogs/${uid}/CloudTrail/${scene.region}/${scene.random.hex(24)}.json.gz`;
        const trail = `arn:aws:cloudtrail:${scene.region}:${uid}:trail/organisation-trail`;
        const key = { arn: estate.in(scene.region).keyArn, account: uid };
        return keyUse('GenerateDataKey', key, { 'aws:cloudtrail:arn': trail, 'aws:s3:arn': object });
      }),
      habit(5, (scene) => {
        const table = `${accountName}-${scene.random.pick(estate.services)}`;
        return decrypt(scene, estate, { 'aws:dynamodb:tableName': table, 'aws:dynamodb:subscriberId': uid });
      }),
      habit(0.4, (scene) => {
        const targets = [{ uid: estate.in(scene.region).keyArn, kind: 'AWS::KMS::Key', account: uid }];
        return write('kms.RotateKey', null, { kind: 'AwsServiceEvent', targets });
      }),
    ],
  };
}

/** Now and then the policy of a private endpoint refuses somebody else's credentials. */
function endpoint(estate: Estate): Resident {
  const refusal = 'The request was denied due to a VPC endpoint policy';
  return {
    name: 'endpoint',
    count: 1,
    share: 0.1,
    rhythm: 'steady',
    calls: [1, 3],
    paceMs: [500, 2_000],
    sessionMinutes: 100_000,
    arrive: () => ({
      actor: { is: 'foreign', account: '210987654321', uid: 'AROAEXAMPLEVENDOR0000:agent' },
      network: '10.20.70.11',
      agent: boto(''),
    }),
    habits: [
      habit(1, (scene) => {
        const way = { uid: estate.in(scene.region).storageEndpoint, account: estate.account.uid };
        const request = { bucketName: estate.buckets[0] ?? '', key: `shared/${scene.random.hex(6)}.csv` };
        const deed = read('s3.GetObject', request, { kind: 'AwsVpceEvent', isData: true, endpoint: way });
        return absent(deed, 'VpceAccessDenied', refusal);
      }),
    ],
  };
}
