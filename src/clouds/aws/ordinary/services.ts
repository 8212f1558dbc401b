import type { Actor, Deed, JsonObject, Opening, Presence, Resident, Scene } from '../../../model/simulation.ts';
import { instanceItem } from '../answers/instance.ts';
import { resourceUid, storageHostUid, storageRequestUid } from '../ids.ts';
import { bucketRead, keyUse, read, write } from './deeds.ts';
import type { Estate } from './estate.ts';

/** What AWS itself does in an account, under its own name or under a role made for it. */
export function services(estate: Estate): readonly Resident[] {
  return [recorder(estate), scaling(estate), backups(estate), housekeeping(estate), endpoints(estate)];
}

/** A session of a service-linked role: no key of its own, and the service in the place of the address. */
function linked(estate: Estate, opening: Opening, role: string, service: string, session: string): Presence {
  return {
    actor: {
      is: 'role',
      role: estate.role(role, `/aws-service-role/${service}/`),
      name: session,
      credential: '',
      session: { opened: opening.time, hasMfa: false },
      invokedBy: service,
    },
    network: service,
    agent: service,
  };
}

/** Configuration recording looks at every resource that changed, and at much that did not. */
function recorder(estate: Estate): Resident {
  const { uid } = estate.account;
  const function_ = (scene: Scene): string => scene.random.pick(estate.functions);
  return {
    name: 'configuration-recorder',
    count: 1,
    share: 8,
    rhythm: 'steady',
    calls: [6, 60],
    paceMs: [10, 300],
    sessionMinutes: 60,
    isRegional: true,
    arrive: (opening) => linked(estate, opening, 'AWSServiceRoleForConfig', 'config.amazonaws.com', 'AWSConfig-Describe'),
    habits: [
      { weight: 6, make: (scene) => read('iam', 'GetRole', { roleName: `${function_(scene)}-role` }, { region: 'us-east-1' }) },
      { weight: 5, make: (scene) => read('iam', 'ListAttachedRolePolicies', { roleName: `${function_(scene)}-role` }, { region: 'us-east-1' }) },
      { weight: 5, make: (scene) => read('lambda', 'GetFunction20150331v2', { functionName: `arn:aws:lambda:${scene.region}:${uid}:function:${function_(scene)}` }) },
      { weight: 4, make: (scene) => read('lambda', 'ListTags20170331', { resource: `arn:aws:lambda:${scene.region}:${uid}:function:${function_(scene)}` }) },
      { weight: 5, make: (scene) => bucketRead(scene, 'GetBucketTagging', 'tagging', { bucket: scene.random.pick(estate.buckets), account: uid }) },
      { weight: 4, make: (scene) => bucketRead(scene, 'GetBucketNotification', 'notification', { bucket: scene.random.pick(estate.buckets), account: uid }) },
      { weight: 4, make: (scene) => read('ec2', 'DescribeNetworkInterfaces', { networkInterfaceIdSet: { items: [{ networkInterfaceId: resourceUid(scene.random, 'eni') }] }, filterSet: {} }) },
      { weight: 4, make: (scene) => read('ec2', 'DescribeInstances', { instancesSet: { items: [{ instanceId: scene.random.pick(estate.in(scene.region).instances) }] }, filterSet: {} }) },
      { weight: 3, make: () => read('autoscaling', 'DescribeAutoScalingGroups', { autoScalingGroupNames: [`eks-${estate.cluster}-1`] }) },
      { weight: 3, make: (scene) => read('kms', 'ListAliases', { keyId: estate.in(scene.region).keyArn, limit: 100 }) },
    ],
  };
}

const machineShapes = ['m7g.large', 'm7i.xlarge', 'c7g.xlarge', 'r7i.large', 't4g.medium'] as const;

function scaling(estate: Estate): Resident {
  return {
    name: 'scaling',
    count: 4,
    share: 2.4,
    rhythm: 'steady',
    calls: [2, 7],
    paceMs: [150, 4_000],
    sessionMinutes: 30,
    isRegional: true,
    arrive: (opening) => linked(estate, opening, 'AWSServiceRoleForAutoScaling', 'autoscaling.amazonaws.com', 'AutoScaling'),
    habits: [
      { weight: 3, make: (scene) => launch(scene, estate) },
      { weight: 3, make: (scene) => {
        const instanceId = scene.random.pick(estate.in(scene.region).instances);
        return write('ec2', 'TerminateInstances', { instancesSet: { items: [{ instanceId }] } }, { requestId: scene.requestUid, instancesSet: { items: [{ instanceId, currentState: { code: 32, name: 'shutting-down' }, previousState: { code: 16, name: 'running' } }] } }, { requestUid: scene.requestUid });
      } },
      { weight: 5, make: (scene) => read('ec2', 'DescribeInstances', { instancesSet: { items: [{ instanceId: scene.random.pick(estate.in(scene.region).instances) }] }, filterSet: {} }) },
      { weight: 3, make: (scene) => write('elasticloadbalancing', scene.random.chance(0.5) ? 'RegisterTargets' : 'DeregisterTargets', { targetGroupArn: `arn:aws:elasticloadbalancing:${scene.region}:${estate.account.uid}:targetgroup/${scene.random.pick(estate.services)}/${scene.random.hex(16)}`, targets: [{ id: scene.random.pick(estate.in(scene.region).instances), port: 8_080 }] }) },
      { weight: 2, make: (scene) => write('ec2', 'CreateTags', { resourcesSet: { items: [{ resourceId: scene.random.pick(estate.in(scene.region).instances) }] }, tagSet: { items: [{ key: 'aws:autoscaling:groupName', value: `eks-${estate.cluster}-1` }] } }, { requestId: scene.requestUid, _return: true }, { requestUid: scene.requestUid }) },
    ],
  };
}

function launch(scene: Scene, estate: Estate): Deed {
  const holdings = estate.in(scene.region);
  const { random } = scene;
  const shape = random.pick(machineShapes);
  const subnetId = random.pick(holdings.subnets);
  const zone = `${scene.region}${random.pick(['a', 'b', 'c'])}`;
  const tags = { items: [{ key: 'aws:autoscaling:groupName', value: `eks-${estate.cluster}-1` }, { key: 'kubernetes.io/cluster', value: estate.cluster }, { key: 'Name', value: `${estate.cluster}-node` }] };
  const request: JsonObject = { instancesSet: { items: [{ minCount: 1, maxCount: 1 }] }, blockDeviceMapping: {}, availabilityZone: zone, monitoring: { enabled: false }, subnetId, disableApiTermination: false, disableApiStop: false, clientToken: `fleet-${random.uuid()}-0`, tagSpecificationSet: { items: [{ resourceType: 'instance', tags: tags.items }] }, launchTemplate: { launchTemplateId: holdings.template, version: String(random.between(1, 30)) } };
  const instance = instanceItem(random, {
    shape,
    image: holdings.image,
    region: scene.region,
    zone,
    subnet: subnetId,
    vpc: holdings.vpc,
    account: estate.account.uid,
    group: { groupId: holdings.groups[0] ?? '', groupName: `eks-${estate.cluster}-nodes` },
    time: scene.time,
    index: 0,
    token: String(request['clientToken']),
    tags,
    profile: { arn: `arn:aws:iam::${estate.account.uid}:instance-profile/${estate.cluster}-node-group`, id: 'AIPAEXAMPLENODEGROUP0' },
  });
  return write('ec2', 'RunInstances', request, { requestId: scene.requestUid, reservationId: `r-0${random.hex(16)}`, ownerId: estate.account.uid, groupSet: {}, instancesSet: { items: [instance] }, requesterId: estate.account.uid }, { requestUid: scene.requestUid });
}

/** Snapshots by night, and old ones deleted. */
function backups(estate: Estate): Resident {
  return {
    name: 'backup',
    count: 1,
    share: 5,
    rhythm: 'nightly',
    calls: [10, 80],
    paceMs: [200, 3_000],
    sessionMinutes: 60,
    isRegional: true,
    arrive: (opening) => ({ ...linked(estate, opening, 'AWSServiceRoleForBackup', 'backup.amazonaws.com', 'AWSBackup-Session') }),
    habits: [
      { weight: 4, make: (scene) => {
        const volumeId = scene.random.pick(estate.in(scene.region).volumes);
        const snapshotId = resourceUid(scene.random, 'snap');
        return write('ec2', 'CreateSnapshot', { volumeId, description: 'This snapshot is created by the AWS Backup service.', tagSpecificationSet: { items: [{ resourceType: 'snapshot', tags: [{ key: 'aws:backup:source-resource', value: `${volumeId}:${scene.random.uuid()}` }] }] } }, { requestId: scene.requestUid, snapshotId, volumeId, status: 'pending', startTime: scene.time, progress: '', ownerId: estate.account.uid, volumeSize: '100', description: 'This snapshot is created by the AWS Backup service.', encrypted: true, tagSet: {} }, { requestUid: scene.requestUid });
      } },
      { weight: 5, make: (scene) => read('ec2', 'DescribeSnapshots', { snapshotSet: { items: [{ snapshotId: resourceUid(scene.random, 'snap') }] }, ownersSet: {}, sharedUsersSet: {}, filterSet: {} }) },
      { weight: 3, make: (scene) => write('ec2', 'DeleteSnapshot', { snapshotId: resourceUid(scene.random, 'snap') }, { requestId: scene.requestUid, _return: true }, { requestUid: scene.requestUid }) },
      { weight: 2, make: (scene) => read('tagging', 'GetResources', { resourceARNList: [`arn:aws:ec2:${scene.region}:${estate.account.uid}:volume/${scene.random.pick(estate.in(scene.region).volumes)}`] }) },
    ],
  };
}

/** Calls that services make under their own name: log delivery, encryption, events of keys. */
function housekeeping(estate: Estate): Resident {
  const { uid } = estate.account;
  const trailBucket = `${estate.organisation.name}-trail`;
  return {
    name: 'provider-service',
    count: 3,
    share: 7,
    rhythm: 'steady',
    calls: [1, 5],
    paceMs: [200, 9_000],
    sessionMinutes: 100_000,
    arrive: ({ index }) => {
      const name = ['cloudtrail.amazonaws.com', 'secretsmanager.amazonaws.com', 'dynamodb.amazonaws.com'][index] ?? 'cloudtrail.amazonaws.com';
      const actor: Actor = { is: 'service', name };
      return { actor, network: name, agent: name };
    },
    habits: [
      { weight: 4, make: (scene) => bucketAcl(scene, trailBucket, uid) },
      { weight: 5, make: (scene) => keyUse('GenerateDataKey', estate.in(scene.region).keyArn, uid, { 'aws:cloudtrail:arn': `arn:aws:cloudtrail:${scene.region}:${uid}:trail/organisation-trail`, 'aws:s3:arn': `arn:aws:s3:::${trailBucket}/AWSLogs/${uid}/CloudTrail/${scene.region}/${scene.random.hex(24)}.json.gz` }) },
      { weight: 5, make: (scene) => keyUse('Decrypt', estate.in(scene.region).keyArn, uid, { 'aws:dynamodb:tableName': `${estate.account.name}-${scene.random.pick(estate.services)}`, 'aws:dynamodb:subscriberId': uid }) },
      { weight: 0.4, make: (scene) => ({ ...read('kms', 'RotateKey', null, { kind: 'AwsServiceEvent', targets: [{ uid: estate.in(scene.region).keyArn, kind: 'AWS::KMS::Key', account: uid }] }), isRead: false }) },
    ],
  };
}

function bucketAcl(scene: Scene, bucket: string, account: string): Deed {
  return {
    ...read('s3', 'GetBucketAcl', { bucketName: bucket, Host: `${bucket}.s3.${scene.region}.amazonaws.com`, acl: '' }),
    notes: { SignatureVersion: 'SigV4', CipherSuite: 'TLS_AES_128_GCM_SHA256', bytesTransferredIn: 0, AuthenticationMethod: 'AuthHeader', 'x-amz-id-2': storageHostUid(scene.random), bytesTransferredOut: 568 },
    requestUid: storageRequestUid(scene.random),
    targets: [{ uid: `arn:aws:s3:::${bucket}`, kind: 'AWS::S3::Bucket', account }],
  };
}

/** Now and then the policy of a private endpoint refuses somebody else's credentials. */
function endpoints(estate: Estate): Resident {
  return {
    name: 'endpoint',
    count: 1,
    share: 0.1,
    rhythm: 'steady',
    calls: [1, 3],
    paceMs: [500, 2_000],
    sessionMinutes: 100_000,
    arrive: () => ({ actor: { is: 'foreign', account: '210987654321', uid: 'AROAEXAMPLEVENDOR0000:agent' }, network: '10.20.70.11', agent: boto3Agent }),
    habits: [{
      weight: 1,
      make: (scene) => ({ ...read('s3', 'GetObject', null, { kind: 'AwsVpceEvent', isData: true, endpoint: { uid: estate.in(scene.region).storageEndpoint, account: estate.account.uid }, failure: { code: 'VpceAccessDenied', message: 'The request was denied due to a VPC endpoint policy' } }) }),
    }],
  };
}

const boto3Agent = 'Boto3/1.40.55 md/Botocore#1.40.55 ua/2.1 os/linux lang/python#3.12.12 md/pyimpl#CPython Botocore/1.40.55';
