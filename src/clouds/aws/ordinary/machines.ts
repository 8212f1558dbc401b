import type { Actor, Deed, Habit, JsonObject, Opening, Presence, Resident, Role, Scene } from '../../../model/simulation.ts';
import { temporaryKey } from '../ids.ts';
import { agentOfSystemsManager, boto, goClient, javaClient, withApi } from './agents.ts';
import { absent, keyUse, objectCall, read, throttled, write } from './deeds.ts';
import type { Estate } from './estate.ts';
import { openedByService, openedByToken } from './issuance.ts';

const services = {
  ec2: { is: 'service', name: 'ec2.amazonaws.com' },
  lambda: { is: 'service', name: 'lambda.amazonaws.com' },
  tasks: { is: 'service', name: 'ecs-tasks.amazonaws.com' },
} as const satisfies Record<string, Actor>;

/** Nodes, pods, functions, tasks and the agents on machines. */
export function machines(estate: Estate): readonly Resident[] {
  return [nodes(estate), agents(estate), controllers(estate), pods(estate), functions(estate), tasks(estate)];
}

/** A session of an instance role: the credentials are handed to the machine. */
function onInstance(estate: Estate, opening: Opening, role: Role, agent: string): Presence {
  const holdings = estate.in(opening.region);
  const instance = holdings.instances[opening.index % holdings.instances.length] ?? '';
  return {
    actor: {
      is: 'role',
      role,
      name: instance,
      credential: temporaryKey(opening.random),
      session: {
        opened: opening.time,
        hasMfa: false,
        carrier: { kind: 'AWS::EC2::Instance', uid: `arn:aws:ec2:${opening.region}:${estate.account.uid}:instance/${instance}`, delivery: '2.0' },
      },
    },
    network: holdings.gateway,
    agent,
  };
}

function workload(opening: Opening, role: Role, name: string, presence: { readonly network: string; readonly agent: string; readonly web?: { readonly provider: string; readonly audience: string } }): Presence {
  const { network, agent, web } = presence;
  return { actor: { is: 'role', role, name, credential: temporaryKey(opening.random), session: { opened: opening.time, hasMfa: false, ...(web && { web }) } }, network, agent };
}

function nodes(estate: Estate): Resident {
  const agent = goClient('amazon-vpc-cni-k8s, version/v1.20.4');
  const ec2 = (weight: number, make: (scene: Scene) => Deed): Habit => ({ weight, make: (scene) => ({ ...make(scene), agent: withApi(agent, 'ec2', scene.random) }) });
  return {
    name: 'node',
    count: 18,
    share: 7,
    rhythm: 'steady',
    calls: [2, 9],
    paceMs: [30, 700],
    sessionMinutes: 360,
    isRegional: true,
    arrive: (opening) => onInstance(estate, opening, estate.role(`${estate.cluster}-node-group`), agent),
    open: openedByService(services.ec2, 21_600),
    habits: [
      ec2(8, (scene) => read('ec2', 'DescribeNetworkInterfaces', { networkInterfaceIdSet: {}, filterSet: { items: [{ name: 'attachment.instance-id', valueSet: { items: [{ value: sessionName(scene) }] } }, { name: 'tag:node.k8s.amazonaws.com/instance_id', valueSet: { items: [{ value: sessionName(scene) }] } }] } })),
      ec2(4, (scene) => read('ec2', 'DescribeInstances', { instancesSet: { items: [{ instanceId: sessionName(scene) }] }, filterSet: {} })),
      ec2(3, (scene) => read('ec2', 'DescribeSubnets', { subnetSet: { items: [{ subnetId: scene.random.pick(estate.in(scene.region).subnets) }] }, filterSet: {} })),
      ec2(1.5, (scene) => {
        const networkInterfaceId = `eni-0${scene.random.hex(16)}`;
        const prefix = `10.20.${scene.random.between(0, 255)}.${scene.random.between(0, 15) * 16}/28`;
        return write('ec2', 'AssignPrivateIpAddresses', { networkInterfaceId, privateIpAddressesSet: {}, ipv4PrefixCount: 1 }, { requestId: scene.requestUid, networkInterfaceId, assignedPrivateIpAddressesSet: {}, assignedIpv4PrefixSet: { items: [{ ipv4Prefix: prefix }] }, _return: true }, { requestUid: scene.requestUid });
      }),
      { weight: 3, make: () => ({ ...read('ecr', 'GetAuthorizationToken', {}), agent: 'ecr-credential-provider/v1.34.0 aws-sdk-go-v2/1.38.1 ua/2.1 os/linux lang/go#1.24.6 md/GOOS#linux md/GOARCH#amd64 api/ecr#1.49.2 m/E' }) },
      { weight: 6, make: (scene) => imagePull(scene, estate) },
    ],
  };
}

function imagePull(scene: Scene, estate: Estate): Deed {
  const repositoryName = scene.random.pick(estate.repositories);
  const registry = estate.account.uid;
  const target = [{ uid: `arn:aws:ecr:${scene.region}:${registry}:repository/${repositoryName}`, kind: 'AWS::ECR::Repository', account: registry }];
  const isLayer = scene.random.chance(0.6);
  const request: JsonObject = isLayer
    ? { registryId: registry, repositoryName, layerDigest: `sha256:${scene.random.hex(64)}` }
    : { registryId: registry, repositoryName, imageIds: [{ imageTag: `v${scene.random.between(1, 9)}.${scene.random.between(0, 40)}.${scene.random.between(0, 9)}` }], acceptedMediaTypes: ['application/vnd.docker.distribution.manifest.v2+json', 'application/vnd.docker.distribution.manifest.list.v2+json', 'application/vnd.oci.image.index.v1+json', 'application/vnd.oci.image.manifest.v1+json'] };
  return { ...read('ecr', isLayer ? 'GetDownloadUrlForLayer' : 'BatchGetImage', request, { targets: target }), agent: 'containerd/1.7.28' };
}

function agents(estate: Estate): Resident {
  return {
    name: 'systems-manager-agent',
    count: 28,
    share: 6,
    rhythm: 'steady',
    calls: [1, 5],
    paceMs: [100, 2_000],
    sessionMinutes: 360,
    isRegional: true,
    arrive: (opening) => onInstance(estate, opening, estate.role(`${estate.account.name}-instance-profile`), agentOfSystemsManager),
    open: openedByService(services.ec2, 21_600),
    habits: [
      { weight: 8, make: (scene) => write('ssm', 'UpdateInstanceInformation', { agentVersion: '3.3.3050.0', agentStatus: 'Active', platformType: 'Linux', platformName: 'Amazon Linux', platformVersion: '2023', iPAddress: `10.20.${scene.random.between(0, 63)}.${scene.random.between(4, 250)}`, computerName: `ip-10-20-${scene.random.between(0, 63)}-${scene.random.between(4, 250)}.${scene.region}.compute.internal`, agentName: 'amazon-ssm-agent', availabilityZone: `${scene.region}a`, instanceId: sessionName(scene) }) },
      { weight: 4, make: (scene) => read('ssm', 'ListInstanceAssociations', { instanceId: sessionName(scene), maxResults: 20 }) },
      { weight: 2, make: (scene) => write('ssm', 'PutInventory', { instanceId: sessionName(scene), items: [{ typeName: 'AWS:InstanceInformation', schemaVersion: '1.0', captureTime: new Date(scene.time).toISOString().slice(0, 19) + 'Z', contentHash: `${scene.random.hex(22)}==` }] }) },
      { weight: 1, make: (scene) => write('ssm', 'UpdateInstanceAssociationStatus', { associationId: scene.random.uuid(), instanceId: sessionName(scene), executionResult: { executionDate: 'Nov 3, 2025, 1:00:00 AM', executionSummary: '1 out of 1 plugin processed, 1 success, 0 failed, 0 timedout, 0 skipped. ', status: 'Success', outputUrl: { s3OutputUrl: { outputUrl: '' } } } }) },
    ],
  };
}

interface Pod {
  readonly name: string;
  readonly namespace: string;
  readonly agent: string;
}

const controllerPods: readonly Pod[] = [
  { name: 'aws-load-balancer-controller', namespace: 'kube-system', agent: goClient('elbv2.k8s.aws/v2.14.1') },
  { name: 'cluster-autoscaler', namespace: 'kube-system', agent: 'aws-sdk-go/1.48.7 (go1.24.6; linux; amd64) cluster-autoscaler/1.34.1' },
  { name: 'external-dns', namespace: 'kube-system', agent: goClient('ExternalDNS/0.19.0') },
  { name: 'ebs-csi-controller-sa', namespace: 'kube-system', agent: goClient('aws-ebs-csi-driver-v1.51.0') },
  { name: 'external-secrets', namespace: 'external-secrets', agent: goClient('external-secrets') },
];

/** Controllers of the cluster: they ask the same things over and over. */
function controllers(estate: Estate): Resident {
  return {
    ...tokenHolder(estate, controllerPods),
    name: 'cluster-controller',
    share: 11,
    calls: [4, 24],
    paceMs: [20, 400],
    habits: [
      { weight: 6, make: (scene) => read('elasticloadbalancing', 'DescribeTargetHealth', { targetGroupArn: `arn:aws:elasticloadbalancing:${scene.region}:${estate.account.uid}:targetgroup/k8s-${scene.random.pick(estate.services)}/${scene.random.hex(16)}` }) },
      { weight: 4, make: (scene) => read('elasticloadbalancing', 'DescribeTags', { resourceArns: Array.from({ length: 8 }, () => `arn:aws:elasticloadbalancing:${scene.region}:${estate.account.uid}:targetgroup/k8s-${scene.random.pick(estate.services)}/${scene.random.hex(16)}`) }) },
      { weight: 3, make: () => read('elasticloadbalancing', 'DescribeListeners', { pageSize: 100 }) },
      { weight: 5, make: (scene) => read('autoscaling', 'DescribeAutoScalingGroups', { autoScalingGroupNames: [`eks-${estate.cluster}-${scene.random.between(1, 6)}`], maxRecords: 100 }) },
      { weight: 4, make: (scene) => throttled(scene, read('ec2', 'DescribeLaunchTemplateVersions', { DescribeLaunchTemplateVersionsRequest: { LaunchTemplateId: estate.in(scene.region).template, LaunchTemplateVersion: { tag: 1, content: scene.random.between(1, 30) } } })) },
      { weight: 4, make: () => read('ec2', 'DescribeAvailabilityZones', { availabilityZoneSet: {}, availabilityZoneIdSet: {} }) },
      { weight: 4, make: (scene) => read('ec2', 'DescribeVolumes', { volumeSet: { items: [{ volumeId: scene.random.pick(estate.in(scene.region).volumes) }] }, filterSet: {} }) },
      { weight: 4, make: () => read('route53', 'ListResourceRecordSets', { hostedZoneId: 'Z0EXAMPLE1A2B3C4D5E6', maxItems: '300' }, { region: 'us-east-1' }) },
      { weight: 6, make: (scene) => secretRead(scene, estate) },
      { weight: 5, make: (scene) => keyUse('Decrypt', estate.in(scene.region).keyArn, estate.account.uid, { SecretARN: secretArn(scene, estate), SecretVersionId: scene.random.uuid() }) },
    ],
  };
}

const appPods: readonly Pod[] = [
  { name: 'orders-api', namespace: 'shop', agent: javaClient },
  { name: 'media-resizer', namespace: 'shop', agent: boto('') },
  { name: 'reports-exporter', namespace: 'data', agent: javaClient },
  { name: 'ledger-sync', namespace: 'finance', agent: boto('') },
];

/** Applications that work on objects in buckets. */
function pods(estate: Estate): Resident {
  const object = (scene: Scene, operation: 'GetObject' | 'PutObject' | 'HeadObject' | 'DeleteObject'): Deed => {
    const holdings = estate.in(scene.region);
    return objectCall(scene, operation, { bucket: scene.random.pick(estate.buckets), key: `${scene.random.pick(estate.services)}/${new Date(scene.time).toISOString().slice(0, 10)}/${scene.random.uuid()}.json`, account: estate.account.uid, endpoint: holdings.storageEndpoint, keyArn: holdings.keyArn });
  };
  return {
    ...tokenHolder(estate, appPods),
    name: 'application-pod',
    share: 12,
    calls: [3, 20],
    paceMs: [5, 300],
    habits: [
      { weight: 12, make: (scene) => object(scene, 'GetObject') },
      { weight: 7, make: (scene) => object(scene, 'PutObject') },
      { weight: 4, make: (scene) => missingObject(object(scene, 'HeadObject'), scene) },
      { weight: 1, make: (scene) => object(scene, 'DeleteObject') },
      { weight: 6, make: (scene) => keyUse('GenerateDataKey', estate.in(scene.region).keyArn, estate.account.uid, { 'aws:s3:arn': `arn:aws:s3:::${scene.random.pick(estate.buckets)}` }) },
      { weight: 2, make: (scene) => secretRead(scene, estate) },
    ],
  };
}

/** Half of what is asked for is not there yet. */
function missingObject(deed: Deed, scene: Scene): Deed {
  return scene.random.chance(0.5) ? absent(deed, 'NoSuchKey', 'The specified key does not exist.') : deed;
}

function tokenHolder(estate: Estate, kinds: readonly Pod[]): Omit<Resident, 'name' | 'share' | 'calls' | 'paceMs' | 'habits'> {
  const podOf = (scene: Scene): Pod => kinds.find((pod) => scene.actor.is === 'role' && scene.actor.role.name.endsWith(pod.name)) ?? { name: 'default', namespace: 'default', agent: '' };
  const caller = openedByToken((scene) => {
    const pod = podOf(scene);
    return { is: 'web', provider: providerArn(estate, scene.region), audience: 'sts.amazonaws.com', subject: `system:serviceaccount:${pod.namespace}:${pod.name}` };
  }, 86_400);
  return {
    count: kinds.length * 3,
    rhythm: 'steady',
    sessionMinutes: 1_000,
    isRegional: true,
    arrive: (opening) => {
      const pod = kinds[opening.index % kinds.length] ?? { name: 'default', namespace: 'default', agent: '' };
      const opened = String(opening.time);
      return workload(opening, estate.role(`${estate.cluster}-${pod.name}`), `aws-sdk-${opened}`.padEnd(30, '0'), {
        network: opening.random.chance(0.5) ? estate.in(opening.region).gateway : `10.20.${opening.random.between(64, 127)}.${opening.random.between(4, 250)}`,
        agent: pod.agent,
        web: { provider: providerArn(estate, opening.region), audience: 'sts.amazonaws.com' },
      });
    },
    open: caller,
  };
}

function providerArn(estate: Estate, region: string): string {
  return `arn:aws:iam::${estate.account.uid}:oidc-provider/${estate.in(region).oidc}`;
}

function functions(estate: Estate): Resident {
  return {
    name: 'function',
    count: estate.functions.length * 3,
    share: 12,
    rhythm: 'steady',
    calls: [1, 8],
    paceMs: [4, 250],
    sessionMinutes: 120,
    isRegional: true,
    arrive: (opening) => {
      const name = estate.functions[opening.index % estate.functions.length] ?? '';
      return workload(opening, estate.role(`${name}-role`, '/service-role/'), name, { network: estate.in(opening.region).gateway, agent: boto('exec-env/AWS_Lambda_python3.12 ') });
    },
    open: openedByService(services.lambda),
    habits: [
      { weight: 5, make: (scene) => ({ ...write('logs', 'CreateLogStream', { logGroupName: `/aws/lambda/${sessionName(scene)}`, logStreamName: `${new Date(scene.time).toISOString().slice(0, 10).replaceAll('-', '/')}/[$LATEST]${scene.random.hex(32)}` }), agent: 'awslambda-worker/1.0 rusoto/0.48.0 rust/1.88.0 linux' }) },
      { weight: 5, make: (scene) => keyUse('Decrypt', estate.in(scene.region).keyArn, estate.account.uid, { 'aws:lambda:FunctionArn': `arn:aws:lambda:${scene.region}:${estate.account.uid}:function:${sessionName(scene)}` }) },
      { weight: 4, make: (scene) => secretRead(scene, estate) },
      { weight: 0.4, make: () => absent(read('ssm', 'GetParameter', { name: `/${estate.account.name}/feature-flags`, withDecryption: true }), 'ParameterNotFound', '') },
      { weight: 3, make: (scene) => read('ssm', 'GetParameter', { name: `/${estate.account.name}/${sessionName(scene)}/config`, withDecryption: true }, { targets: [{ uid: `arn:aws:ssm:${scene.region}:${estate.account.uid}:parameter/${estate.account.name}/${sessionName(scene)}/config`, kind: 'AWS::SSM::Parameter', account: estate.account.uid }] }) },
      { weight: 6, make: (scene) => objectCall(scene, scene.random.chance(0.6) ? 'GetObject' : 'PutObject', { bucket: scene.random.pick(estate.buckets), key: `events/${scene.random.uuid()}.json.gz`, account: estate.account.uid }) },
    ],
  };
}

function tasks(estate: Estate): Resident {
  return {
    name: 'task',
    count: 24,
    share: 4,
    rhythm: 'steady',
    calls: [2, 8],
    paceMs: [20, 900],
    sessionMinutes: 90,
    isRegional: true,
    arrive: (opening) => workload(opening, estate.role(`${estate.services[opening.index % estate.services.length] ?? ''}-task-role`), opening.random.hex(32), { network: estate.in(opening.region).gateway, agent: javaClient }),
    open: openedByService(services.tasks, 3_600),
    habits: [
      { weight: 4, make: (scene) => secretRead(scene, estate) },
      { weight: 4, make: (scene) => keyUse('Decrypt', estate.in(scene.region).keyArn, estate.account.uid, { 'aws:s3:arn': `arn:aws:s3:::${scene.random.pick(estate.buckets)}` }) },
      { weight: 5, make: (scene) => objectCall(scene, 'GetObject', { bucket: scene.random.pick(estate.buckets), key: `config/${scene.random.hex(6)}.yaml`, account: estate.account.uid }) },
      { weight: 2, make: (scene) => write('logs', 'CreateLogStream', { logGroupName: `/ecs/${scene.random.pick(estate.services)}`, logStreamName: `ecs/app/${sessionName(scene)}` }, null, { agent: 'Fargate/1.4.0 aws-sdk-go-v2/1.36.3 ua/2.1 os/linux lang/go#1.24.6 md/GOOS#linux md/GOARCH#amd64 api/cloudwatchlogs#1.47.1' }) },
    ],
  };
}

function secretRead(scene: Scene, estate: Estate): Deed {
  const uid = secretArn(scene, estate);
  return read('secretsmanager', 'GetSecretValue', { secretId: uid }, { targets: [{ uid, kind: 'AWS::SecretsManager::Secret', account: estate.account.uid }] });
}

function secretArn(scene: Scene, estate: Estate): string {
  return `arn:aws:secretsmanager:${scene.region}:${estate.account.uid}:secret:${scene.random.pick(estate.secrets)}`;
}

function sessionName(scene: Scene): string {
  return scene.actor.is === 'role' ? scene.actor.name : '';
}
