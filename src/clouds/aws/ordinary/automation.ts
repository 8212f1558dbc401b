import type { Actor, Deed, Habit, JsonObject, Opening, Resident, Scene } from '../../../model/simulation.ts';
import { temporaryKey, userUid } from '../ids.ts';
import { runnerClient, terraform, withApi, boto } from './agents.ts';
import { absent, bucketRead, objectCall, read, refused, throttled, write } from './deeds.ts';
import type { Estate } from './estate.ts';
import { openedByToken, openedByUser, openedFromAfar } from './issuance.ts';

const codeHost = 'token.actions.githubusercontent.com';

/** Pipelines, infrastructure as code, auditors and vendors: what people set running. */
export function automation(estate: Estate): readonly Resident[] {
  return [pipeline(estate), infrastructure(estate), auditor(estate), vendor(estate), broker(estate)];
}

function pipeline(estate: Estate): Resident {
  const { uid } = estate.account;
  return {
    name: 'pipeline',
    count: 6,
    share: 5,
    rhythm: 'office',
    calls: [12, 60],
    paceMs: [80, 2_500],
    // Each run opens a session of its own.
    sessionMinutes: 3,
    arrive: (opening) => ({
      actor: { is: 'role', role: estate.role(`${estate.account.name}-deploy`), name: 'GitHubActions', credential: temporaryKey(opening.random), session: { opened: opening.time, hasMfa: false, web: { provider: providerArn(uid), audience: 'sts.amazonaws.com' } } },
      network: `192.0.2.${opening.random.between(100, 250)}`,
      agent: 'aws-cli/2.31.13 md/awscrt#0.27.6 ua/2.1 os/linux#6.11.0-1018-azure md/arch#x86_64 lang/python#3.13.7 md/pyimpl#CPython exec-env/GitHubActions m/E,Z,b cfg/retry-mode#standard md/installer#exe md/distrib#ubuntu.24 md/prompt#off',
    }),
    open: openedByToken((scene) => ({ is: 'web', provider: providerArn(uid), audience: 'sts.amazonaws.com', subject: `repo:${scene.random.pick(estate.repositories)}:ref:refs/heads/main` })),
    habits: [
      { weight: 2, make: () => read('sts', 'GetCallerIdentity', null, { agent: runnerClient }) },
      { weight: 2, make: () => read('ecr', 'GetAuthorizationToken', {}) },
      { weight: 8, make: (scene) => read('ecr', 'BatchCheckLayerAvailability', { registryId: uid, repositoryName: scene.random.pick(estate.repositories), layerDigests: [`sha256:${scene.random.hex(64)}`] }, { agent: 'docker/28.0.4 go/go1.23.7 git-commit/6430e49 kernel/6.11.0-1018-azure os/linux arch/amd64 UpstreamClient(Docker-Client/28.0.4 \\(linux\\))' }) },
      { weight: 4, make: (scene) => layerUpload(scene, estate) },
      { weight: 2, make: (scene) => imagePush(scene, estate) },
      { weight: 4, make: (scene) => read('ecs', 'DescribeServices', { cluster: estate.cluster, services: [scene.random.pick(estate.services)] }) },
      { weight: 2, make: (scene) => read('ecs', 'DescribeTaskDefinition', { taskDefinition: `${scene.random.pick(estate.services)}:${scene.random.between(20, 400)}` }) },
      { weight: 1.4, make: (scene) => taskDefinition(scene, estate) },
      { weight: 1.4, make: (scene) => write('lambda', 'UpdateFunctionCode20150331v2', { functionName: scene.random.pick(estate.functions), s3Bucket: `${estate.account.name}-artifacts`, s3Key: `lambda/${scene.random.hex(40)}.zip`, dryRun: false, publish: true }, { functionName: scene.random.pick(estate.functions), runtime: 'python3.12', handler: 'app.handler', codeSize: scene.random.between(20_000, 9_000_000), timeout: 30, memorySize: 512, codeSha256: `${scene.random.hex(42)}=`, version: String(scene.random.between(3, 300)), state: 'Active', lastUpdateStatus: 'InProgress', packageType: 'Zip', architectures: ['arm64'], revisionId: scene.random.uuid() }) },
      { weight: 6, make: (scene) => objectCall(scene, 'PutObject', { bucket: estate.buckets[0] ?? '', key: `static/assets/${scene.random.hex(20)}.js`, account: uid }) },
      { weight: 0.6, make: (scene) => write('cloudfront', 'CreateInvalidation', { distributionId: 'E1EXAMPLE2B3C4D', invalidationBatch: { callerReference: `cli-${scene.time}`, paths: { quantity: 1, items: ['/*'] } } }, { location: `https://cloudfront.amazonaws.com/2020-05-31/distribution/E1EXAMPLE2B3C4D/invalidation/I${scene.random.hex(12)}`, invalidation: { id: `I${scene.random.hex(12)}`, status: 'InProgress' } }, { region: 'us-east-1' }) },
    ],
  };
}

function providerArn(account: string): string {
  return `arn:aws:iam::${account}:oidc-provider/${codeHost}`;
}

function layerUpload(scene: Scene, estate: Estate): Deed {
  const repositoryName = scene.random.pick(estate.repositories);
  const uploadId = scene.random.uuid();
  return write('ecr', 'UploadLayerPart', { registryId: estate.account.uid, repositoryName, uploadId, partFirstByte: 0, partLastByte: scene.random.between(9_000, 20_000_000) }, { registryId: estate.account.uid, repositoryName, uploadId, lastByteReceived: scene.random.between(9_000, 20_000_000) }, { targets: [{ uid: `arn:aws:ecr:${scene.region}:${estate.account.uid}:repository/${repositoryName}`, kind: 'AWS::ECR::Repository', account: estate.account.uid }] });
}

function imagePush(scene: Scene, estate: Estate): Deed {
  const repositoryName = scene.random.pick(estate.repositories);
  const manifest = JSON.stringify({ schemaVersion: 2, mediaType: 'application/vnd.oci.image.manifest.v1+json', config: { mediaType: 'application/vnd.oci.image.config.v1+json', size: 7_023, digest: `sha256:${scene.random.hex(64)}` }, layers: Array.from({ length: 7 }, () => ({ mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', size: scene.random.between(900, 40_000_000), digest: `sha256:${scene.random.hex(64)}` })) });
  const image: JsonObject = { registryId: estate.account.uid, repositoryName, imageTag: scene.random.hex(40), imageManifest: manifest, imageManifestMediaType: 'application/vnd.oci.image.manifest.v1+json' };
  return write('ecr', 'PutImage', image, { image: { ...image, imageId: { imageDigest: `sha256:${scene.random.hex(64)}`, imageTag: scene.random.hex(40) } } });
}

function taskDefinition(scene: Scene, estate: Estate): Deed {
  const family = scene.random.pick(estate.services);
  const definition: JsonObject = {
    family,
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '1024',
    memory: '2048',
    executionRoleArn: `arn:aws:iam::${estate.account.uid}:role/ecsTaskExecutionRole`,
    taskRoleArn: `arn:aws:iam::${estate.account.uid}:role/${family}-task-role`,
    containerDefinitions: [{ name: 'app', image: `${estate.account.uid}.dkr.ecr.${scene.region}.amazonaws.com/${family}:${scene.random.hex(40)}`, cpu: 0, essential: true, portMappings: [{ containerPort: 8080, protocol: 'tcp' }], environment: 'HIDDEN_DUE_TO_SECURITY_REASONS', logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': `/ecs/${family}`, 'awslogs-region': scene.region, 'awslogs-stream-prefix': 'ecs' } } }],
  };
  return write('ecs', 'RegisterTaskDefinition', definition, { taskDefinition: { ...definition, taskDefinitionArn: `arn:aws:ecs:${scene.region}:${estate.account.uid}:task-definition/${family}:${scene.random.between(20, 400)}`, status: 'ACTIVE', compatibilities: ['EC2', 'FARGATE'], registeredAt: new Date(scene.time).toISOString() } });
}

/** What S3 answers where a bucket has no such setting. */
const missingSettings: Readonly<Record<string, readonly [string, string]>> = {
  GetBucketPolicy: ['NoSuchBucketPolicy', 'The bucket policy does not exist'],
  GetBucketLifecycle: ['NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist'],
  GetBucketTagging: ['NoSuchTagSet', 'The TagSet does not exist'],
};

/** Terraform: a refresh reads everything that it knows, service by service; now and then it changes something. */
function infrastructure(estate: Estate): Resident {
  const iam = (operation: string): ((scene: Scene) => Deed) => (scene) => withTerraform(scene, read('iam', operation, { roleName: `${scene.random.pick(estate.functions)}-role`, ...(operation === 'GetRolePolicy' && { policyName: 'inline' }) }, { region: 'us-east-1' }));
  const bucket = (operation: string, query: string): ((scene: Scene) => Deed) => (scene) => {
    const deed = withTerraform(scene, bucketRead(scene, operation, query, { bucket: scene.random.pick(estate.buckets), account: estate.account.uid }));
    const missing = missingSettings[operation];
    return missing !== undefined && scene.random.chance(0.5) ? absent(deed, missing[0], missing[1]) : deed;
  };
  const plain = (service: string, operation: string, request: (scene: Scene) => JsonObject): ((scene: Scene) => Deed) => (scene) => withTerraform(scene, read(service, operation, request(scene)));
  const steps: readonly ((scene: Scene) => Deed)[] = [
    iam('GetRole'), iam('ListRolePolicies'), iam('GetRolePolicy'), iam('ListAttachedRolePolicies'), iam('ListInstanceProfilesForRole'),
    bucket('GetBucketPolicy', 'policy'), bucket('GetBucketAcl', 'acl'), bucket('GetBucketVersioning', 'versioning'), bucket('GetBucketEncryption', 'encryption'), bucket('GetBucketLifecycle', 'lifecycle'), bucket('GetBucketTagging', 'tagging'), bucket('GetBucketPublicAccessBlock', 'publicAccessBlock'),
    plain('lambda', 'GetFunction20150331v2', (scene) => ({ functionName: scene.random.pick(estate.functions) })),
    (scene) => withTerraform(scene, absent(read('lambda', 'GetPolicy20150331v2', { functionName: scene.random.pick(estate.functions) }), 'ResourceNotFoundException', 'The resource you requested does not exist.')),
    plain('lambda', 'ListVersionsByFunction20150331', (scene) => ({ functionName: scene.random.pick(estate.functions) })),
    plain('ec2', 'DescribeSecurityGroups', (scene) => ({ securityGroupSet: {}, securityGroupIdSet: { items: [{ groupId: scene.random.pick(estate.in(scene.region).groups) }] }, filterSet: {} })),
    plain('ec2', 'DescribeSubnets', (scene) => ({ subnetSet: { items: [{ subnetId: scene.random.pick(estate.in(scene.region).subnets) }] }, filterSet: {} })),
    plain('ec2', 'DescribeVpcAttribute', (scene) => ({ vpcId: estate.in(scene.region).vpc, attribute: 'enableDnsHostnames' })),
    plain('ec2', 'DescribeRouteTables', () => ({ routeTableIdSet: {}, filterSet: {} })),
    plain('kms', 'DescribeKey', (scene) => ({ keyId: estate.in(scene.region).keyArn })),
    plain('kms', 'GetKeyRotationStatus', (scene) => ({ keyId: estate.in(scene.region).keyArn })),
    plain('logs', 'ListTagsForResource', (scene) => ({ resourceArn: `arn:aws:logs:${scene.region}:${estate.account.uid}:log-group:/aws/lambda/${scene.random.pick(estate.functions)}` })),
    plain('sqs', 'GetQueueAttributes', (scene) => ({ queueUrl: `https://sqs.${scene.region}.amazonaws.com/${estate.account.uid}/${scene.random.pick(estate.services)}`, attributeNames: ['All'] })),
    plain('sns', 'GetTopicAttributes', (scene) => ({ topicArn: `arn:aws:sns:${scene.region}:${estate.account.uid}:${scene.random.pick(estate.services)}` })),
    plain('dynamodb', 'DescribeTable', (scene) => ({ tableName: `${estate.account.name}-${scene.random.pick(estate.services)}` })),
    (scene) => withTerraform(scene, scene.random.chance(0.12) ? securityGroupChange(scene, estate) : read('ec2', 'DescribeTags', { filterSet: {} })),
  ];
  const caller: Actor = { is: 'user', uid: 'AIDATERRAFORM0EXAMPLE', name: 'terraform-runner', account: estate.organisation.accounts[0]?.uid ?? estate.account.uid, credential: 'AKIATERRAFORMEXAMPLE' };
  return {
    name: 'infrastructure-as-code',
    count: 2,
    share: 9,
    rhythm: 'office',
    calls: [60, 320],
    paceMs: [5, 90],
    sessionMinutes: 15,
    isOrderly: true,
    arrive: (opening) => ({
      actor: { is: 'role', role: estate.role('terraform-apply'), name: `tfc-run-${opening.random.hex(8)}`, credential: temporaryKey(opening.random), session: { opened: opening.time, hasMfa: false } },
      network: '192.0.2.40',
      agent: terraform,
    }),
    open: (scene) => openedFromAfar(caller, { seconds: 3_600 })(scene).map((deed) => ({ ...deed, agent: withApi(terraform, 'sts', scene.random) })),
    habits: steps.map((make) => ({ weight: 1, make })),
  };
}

function withTerraform(scene: Scene, deed: Deed): Deed {
  return { ...deed, agent: withApi(terraform, deed.service, scene.random) };
}

function securityGroupChange(scene: Scene, estate: Estate): Deed {
  const groupId = scene.random.pick(estate.in(scene.region).groups);
  const rule = { securityGroupRuleId: `sgr-0${scene.random.hex(16)}`, groupId, groupOwnerId: estate.account.uid, isEgress: false, ipProtocol: 'tcp', fromPort: 443, toPort: 443, cidrIpv4: '10.0.0.0/8' };
  return write('ec2', 'AuthorizeSecurityGroupIngress', { groupId, ipPermissions: { items: [{ ipProtocol: 'tcp', fromPort: 443, toPort: 443, groups: {}, ipRanges: { items: [{ cidrIp: '10.0.0.0/8', description: 'internal' }] }, ipv6Ranges: {}, prefixListIds: {} }] } }, { requestId: scene.requestUid, _return: true, securityGroupRuleSet: { items: [rule] } }, { requestUid: scene.requestUid });
}

/** The security team's tool lists everything in every region, and is refused in places. */
function auditor(estate: Estate): Resident {
  const ask = (service: string, operation: string, request: JsonObject | null = null, region?: string): Habit => ({
    weight: 1,
    make: (scene) => {
      const deed = read(service, operation, request, region === undefined ? {} : { region });
      return scene.random.chance(0.06) ? refused(scene, deed) : deed;
    },
  });
  const home = estate.organisation.accounts[1]?.uid ?? estate.account.uid;
  const caller: Actor = { is: 'role', role: { uid: 'AROAEXAMPLEAUDITOR000', name: 'audit-runner', account: home }, name: 'i-0e5a1c0d7b3f92468', credential: 'ASIAAUDITOREXAMPLE00', session: { opened: 0, hasMfa: false } };
  return {
    name: 'auditor',
    count: 1,
    share: 7,
    rhythm: 'nightly',
    calls: [200, 600],
    paceMs: [10, 120],
    sessionMinutes: 60,
    isOrderly: true,
    arrive: (opening) => ({
      actor: { is: 'role', role: estate.role('security-audit'), name: 'prowler-assessment', credential: temporaryKey(opening.random), session: { opened: opening.time, hasMfa: false } },
      network: '198.51.100.125',
      agent: boto('APN_1826889 '),
    }),
    open: openedFromAfar(caller, { externalId: `${estate.organisation.name}-audit`, seconds: 3_600 }),
    habits: [
      ask('iam', 'ListUsers', null, 'us-east-1'), ask('iam', 'GetAccountPasswordPolicy', null, 'us-east-1'), ask('iam', 'GenerateCredentialReport', null, 'us-east-1'), ask('iam', 'GetAccountAuthorizationDetails', { maxItems: 1_000 }, 'us-east-1'),
      ask('s3', 'ListBuckets'), ask('s3', 'GetAccountPublicAccessBlock'), ask('ec2', 'DescribeInstances', { instancesSet: {}, filterSet: {} }), ask('ec2', 'DescribeSnapshots', { snapshotSet: {}, ownersSet: { items: [{ owner: 'self' }] }, sharedUsersSet: {}, filterSet: {} }), ask('ec2', 'DescribeSecurityGroups', { securityGroupSet: {}, securityGroupIdSet: {}, filterSet: {} }), ask('ec2', 'DescribeNetworkAcls', { networkAclIdSet: {}, filterSet: {} }), ask('ec2', 'DescribeFlowLogs', { filterSet: {} }), ask('ec2', 'GetEbsEncryptionByDefault', { GetEbsEncryptionByDefaultRequest: '' }),
      ask('rds', 'DescribeDBInstances'), ask('rds', 'DescribeDBSnapshots'), ask('lambda', 'ListFunctions20150331'), ask('lambda', 'GetPolicy20150331v2', { functionName: estate.functions[0] ?? '' }), ask('cloudtrail', 'DescribeTrails'), ask('cloudtrail', 'GetTrailStatus', { name: 'organisation-trail' }), ask('config', 'DescribeConfigurationRecorders'), ask('guardduty', 'ListDetectors'), ask('securityhub', 'DescribeHub'), ask('access-analyzer', 'ListAnalyzers'), ask('kms', 'ListKeys'), ask('kms', 'ListAliases'), ask('secretsmanager', 'ListSecrets'), ask('ecr', 'DescribeRepositories'), ask('eks', 'ListClusters'), ask('ecs', 'ListClusters'), ask('elasticloadbalancing', 'DescribeLoadBalancers'), ask('acm', 'ListCertificates'), ask('apigateway', 'GetRestApis'), ask('sns', 'ListTopics'), ask('sqs', 'ListQueues'), ask('dynamodb', 'ListTables'), ask('ssm', 'DescribeInstanceInformation'), ask('logs', 'DescribeMetricFilters'), ask('monitoring', 'DescribeAlarms'), ask('organizations', 'DescribeOrganization', null, 'us-east-1'), ask('account', 'GetAlternateContact', { alternateContactType: 'SECURITY' }, 'us-east-1'), ask('servicequotas', 'ListServiceQuotas', { serviceCode: 'ec2' }),
    ],
  };
}

/** A monitoring vendor reads measurements from an account of its own. */
function vendor(estate: Estate): Resident {
  const foreign = { is: 'foreign', account: '210987654321', uid: 'AROAEXAMPLEVENDOR0000:metrics-crawler' } as const;
  return {
    name: 'vendor',
    count: 1,
    share: 8,
    rhythm: 'steady',
    calls: [10, 60],
    paceMs: [10, 400],
    sessionMinutes: 60,
    arrive: (opening) => ({
      actor: { is: 'role', role: estate.role('vendor-metrics-integration'), name: 'MetricsCrawler', credential: temporaryKey(opening.random), session: { opened: opening.time, hasMfa: false } },
      network: `203.0.113.${opening.random.between(200, 220)}`,
      agent: 'Boto3/1.38.46 md/Botocore#1.38.46 ua/2.1 os/linux#5.15.0-1084-aws md/arch#x86_64 lang/python#3.11.9 md/pyimpl#CPython cfg/retry-mode#standard Botocore/1.38.46',
    }),
    open: openedFromAfar(foreign, { externalId: '8f14e45fceea167a5a36dedd4bea2543', seconds: 3_600 }),
    habits: [
      { weight: 9, make: (scene) => read('tagging', 'GetResources', { resourcesPerPage: 100, paginationToken: '', resourceTypeFilters: [scene.random.pick(['ec2:instance', 'elasticloadbalancing:loadbalancer', 'rds:db', 'lambda:function', 'sqs'])] }) },
      { weight: 8, make: (scene) => throttled(scene, read('monitoring', 'ListMetrics', { recentlyActive: 'PT3H' })) },
      { weight: 6, make: () => read('ec2', 'DescribeInstances', { maxResults: 1_000, instancesSet: {}, filterSet: { items: [{ name: 'instance-state-name', valueSet: { items: [{ value: 'running' }] } }] } }) },
      { weight: 4, make: () => read('elasticloadbalancing', 'DescribeLoadBalancers', { pageSize: 400 }) },
      { weight: 4, make: () => read('rds', 'DescribeDBInstances', { maxRecords: 100 }) },
      { weight: 3, make: (scene) => read('rds', 'ListTagsForResource', { resourceName: `arn:aws:rds:${scene.region}:${estate.account.uid}:db:${scene.random.pick(estate.services)}` }) },
      { weight: 2, make: (scene) => refused(scene, read('cloudtrail', 'LookupEvents')) },
    ],
  };
}

/** An old broker hands out named sessions of a user. */
function broker(estate: Estate): Resident {
  const { uid } = estate.account;
  return {
    name: 'session-broker',
    count: 4,
    share: 0.5,
    rhythm: 'office',
    calls: [3, 18],
    paceMs: [300, 5_000],
    sessionMinutes: 240,
    isAtHome: true,
    arrive: ({ random, time, index }: Opening) => ({
      actor: { is: 'federated', name: `contractor-${index + 1}`, user: { uid: userUid(random.fork('broker')), name: 'session-broker', account: uid }, credential: temporaryKey(random), session: { opened: time, hasMfa: false } },
      network: `198.51.100.${random.between(2, 120)}`,
      agent: boto(''),
    }),
    open: openedByUser('AKIASESSIONB0EXAMPLE', '203.0.113.30'),
    habits: [
      { weight: 5, make: (scene) => objectCall(scene, 'GetObject', { bucket: estate.buckets[0] ?? '', key: `shared/${scene.random.hex(8)}.xlsx`, account: uid }) },
      { weight: 2, make: () => read('s3', 'ListBuckets') },
      { weight: 1, make: () => read('sts', 'GetCallerIdentity') },
    ],
  };
}
