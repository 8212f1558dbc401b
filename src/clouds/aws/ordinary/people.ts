import type { Deed, Habit, Opening, Presence, Resident, Scene } from '../../../model/simulation.ts';
import { permanentKey, temporaryKey, userUid } from '../ids.ts';
import { browser, commandLine, withCommand } from './agents.ts';
import { bucketRead, objectCall, read, refused, write } from './deeds.ts';
import type { Estate } from './estate.ts';
import { consoleLogin, openedBySignIn } from './issuance.ts';

const permissionSets = ['AWSReservedSSO_PowerUserAccess_1f3a5c7e9b2d4f60', 'AWSReservedSSO_ReadOnlyAccess_8a6c4e2f0b1d3f57', 'AWSReservedSSO_AdministratorAccess_0c2e4a6b8d1f3579'] as const;

/** People: in the console and at the command line through the directory, and two of the old kind. */
export function people(estate: Estate): readonly Resident[] {
  const habits = personHabits(estate);
  return [
    {
      name: 'person-in-console',
      count: 10,
      share: 9,
      rhythm: 'office',
      calls: [6, 30],
      paceMs: [40, 1_400],
      sessionMinutes: 480,
      arrive: (opening) => person(estate, opening, true),
      open: openedBySignIn({ provider: estate.directory.provider, isConsole: true }),
      habits,
    },
    {
      name: 'person-at-terminal',
      count: 8,
      share: 4,
      rhythm: 'office',
      calls: [1, 9],
      paceMs: [900, 25_000],
      sessionMinutes: 480,
      arrive: (opening) => person(estate, opening, false),
      open: openedBySignIn({ provider: estate.directory.provider, isConsole: false }),
      habits: habits.map(({ weight, make }) => ({ weight, make: (scene) => fromTerminal(scene, make(scene)) })),
    },
    veteran(estate),
    rootOwner(estate),
    assistantUser(estate),
  ];
}

function person(estate: Estate, { random, time, index }: Opening, isConsole: boolean): Presence {
  const name = estate.people[index % estate.people.length] ?? 'ana.abel@example.com';
  const set = index % 7 === 0 ? permissionSets[2] : permissionSets[index % 2 === 0 ? 0 : 1];
  return {
    actor: {
      is: 'role',
      role: estate.role(set ?? permissionSets[0], `/aws-reserved/sso.amazonaws.com/${estate.account.home}/`),
      name,
      credential: temporaryKey(random),
      session: { opened: time, hasMfa: false, isConsole, onBehalfOf: { user: estate.userUidOf(name), directory: estate.directory.arn } },
    },
    network: random.chance(0.7) ? `203.0.113.${random.between(10, 14)}` : `198.51.100.${random.between(2, 120)}`,
    agent: isConsole ? browser(random) : commandLine(random),
  };
}

function personHabits(estate: Estate): readonly Habit[] {
  const { account } = estate;
  const page = (weight: number, make: (scene: Scene) => Deed): Habit => ({ weight, make });
  return [
    page(9, (scene) => read('ec2', 'DescribeInstances', { maxResults: 100, instancesSet: {}, filterSet: scene.random.chance(0.5) ? { items: [{ name: 'instance-state-name', valueSet: { items: [{ value: 'running' }, { value: 'pending' }, { value: 'stopping' }] } }] } : {} })),
    page(4, () => read('ec2', 'DescribeSecurityGroups', { maxResults: 100, securityGroupSet: {}, securityGroupIdSet: {}, filterSet: {} })),
    page(4, (scene) => read('ec2', 'DescribeVolumes', { volumeSet: {}, filterSet: { items: [{ name: 'attachment.instance-id', valueSet: { items: [{ value: scene.random.pick(estate.in(scene.region).instances) }] } }] } })),
    page(3, (scene) => read('ec2', 'DescribeInstanceAttribute', { instanceId: scene.random.pick(estate.in(scene.region).instances), attribute: 'userData' })),
    page(3, () => read('ec2', 'DescribeRegions', { allRegions: true, regionSet: {} })),
    page(3, () => read('ec2', 'DescribeAccountAttributes', { accountAttributeNameSet: { items: [{ attributeName: 'default-vpc' }] }, filterSet: {} })),
    page(4, () => read('elasticloadbalancing', 'DescribeLoadBalancers', { pageSize: 400 })),
    page(4, (scene) => read('autoscaling', 'DescribeAutoScalingGroups', scene.random.chance(0.5) ? { maxRecords: 100 } : null)),
    page(6, (scene) => read('logs', 'DescribeLogStreams', { logGroupName: `/aws/lambda/${scene.random.pick(estate.functions)}`, orderBy: 'LastEventTime', descending: true, limit: 50 })),
    page(5, (scene) => read('logs', 'FilterLogEvents', { logGroupName: `/aws/lambda/${scene.random.pick(estate.functions)}`, startTime: scene.time - 3_600_000, endTime: scene.time, interleaved: true, limit: 100 })),
    page(3, () => read('logs', 'DescribeLogGroups', { limit: 50 })),
    page(4, (scene) => read('monitoring', 'DescribeAlarms', { maxRecords: 100, stateValue: scene.random.chance(0.4) ? 'ALARM' : 'OK', includeAutoScalingAlarms: false })),
    page(5, (scene) => read('lambda', 'GetFunction20150331v2', { functionName: scene.random.pick(estate.functions) })),
    page(3, () => read('lambda', 'ListFunctions20150331', { maxItems: 50 })),
    page(3, (scene) => read('ecs', 'DescribeServices', { cluster: estate.cluster, services: [scene.random.pick(estate.services)] })),
    page(2, () => read('rds', 'DescribeDBInstances', { maxRecords: 100 })),
    page(4, (scene) => bucketRead(scene, 'GetBucketLocation', 'location', { bucket: scene.random.pick(estate.buckets), account: account.uid })),
    page(3, (scene) => objectCall(scene, scene.random.chance(0.8) ? 'GetObject' : 'HeadObject', { bucket: scene.random.pick(estate.buckets), key: `exports/${scene.random.between(2024, 2026)}/${scene.random.hex(8)}.csv`, account: account.uid })),
    page(2, () => read('iam', 'ListRoles', { maxItems: 100 }, { region: 'us-east-1' })),
    page(2, (scene) => read('iam', 'GetRole', { roleName: `${scene.random.pick(estate.functions)}-role` }, { region: 'us-east-1' })),
    page(2, () => read('sts', 'GetCallerIdentity')),
    page(2, () => read('health', 'DescribeEventAggregates', { aggregateField: 'eventTypeCategory', filter: { eventStatusCodes: ['open', 'upcoming'] } }, { region: 'us-east-1' })),
    page(2, () => read('cloudtrail', 'LookupEvents', { maxResults: 50, lookupAttributes: [{ attributeKey: 'ReadOnly', attributeValue: 'false' }] })),
    page(1.6, () => read('notifications', 'ListNotificationHubs', null, { region: 'us-east-1' })),
    page(2, (scene) => refused(scene, read('organizations', 'ListDelegatedAdministrators', null, { region: 'us-east-1' }))),
    page(1, (scene) => refused(scene, read('ce', 'GetCostAndUsage', null, { region: 'us-east-1' }))),
    page(1, (scene) => refused(scene, read('kms', 'ListKeyPolicies'))),
    page(1.2, (scene) => write('logs', 'StartQuery', { logGroupName: `/aws/eks/${estate.cluster}/cluster`, startTime: Math.floor(scene.time / 1000) - 3_600, endTime: Math.floor(scene.time / 1000), queryString: 'fields @timestamp, @message | filter @message like /error/ | sort @timestamp desc | limit 100', limit: 1_000 }, { queryId: scene.random.uuid() })),
    page(0.5, (scene) => changeState(scene, estate)),
    page(0.5, (scene) => write('ec2', 'CreateTags', { resourcesSet: { items: [{ resourceId: scene.random.pick(estate.in(scene.region).instances) }] }, tagSet: { items: [{ key: 'owner', value: scene.random.pick(estate.people) }] } }, { requestId: scene.requestUid, _return: true }, { requestUid: scene.requestUid })),
    page(0.4, (scene) => write('ecs', 'UpdateService', { cluster: estate.cluster, service: scene.random.pick(estate.services), desiredCount: scene.random.between(2, 8), forceNewDeployment: true }, { service: { serviceName: scene.random.pick(estate.services), status: 'ACTIVE', desiredCount: 4, runningCount: 3, pendingCount: 1, launchType: 'FARGATE', clusterArn: `arn:aws:ecs:${scene.region}:${account.uid}:cluster/${estate.cluster}` } })),
  ];
}

function changeState(scene: Scene, estate: Estate): Deed {
  const isStop = scene.random.chance(0.5);
  const instanceId = scene.random.pick(estate.in(scene.region).instances);
  const change = isStop
    ? { instanceId, currentState: { code: 64, name: 'stopping' }, previousState: { code: 16, name: 'running' } }
    : { instanceId, currentState: { code: 0, name: 'pending' }, previousState: { code: 80, name: 'stopped' } };
  return write('ec2', isStop ? 'StopInstances' : 'StartInstances', { instancesSet: { items: [{ instanceId }] }, ...(isStop && { force: false }) }, { requestId: scene.requestUid, instancesSet: { items: [change] } }, { requestUid: scene.requestUid });
}

function fromTerminal(scene: Scene, deed: Deed): Deed {
  return { ...deed, agent: withCommand(scene.agent, deed.service, deed.operation.replace(/\d{8}(?:v\d)?$/, '')) };
}

/** A user of the old kind: a password with a second factor, and a key that a script uses. */
function veteran(estate: Estate): Resident {
  const name = 'deploy-legacy';
  return {
    name: 'legacy-user',
    count: 1,
    share: 1.6,
    rhythm: 'steady',
    calls: [4, 40],
    paceMs: [60, 900],
    sessionMinutes: 100_000,
    isAtHome: true,
    arrive: ({ random }) => ({
      actor: { is: 'user', uid: userUid(random), name, account: estate.account.uid, credential: permanentKey(random) },
      network: '192.0.2.61',
      agent: 'aws-cli/1.44.3 md/Botocore#1.42.13 ua/2.1 os/linux#5.15.0-157-generic md/arch#x86_64 lang/python#3.10.12 md/pyimpl#CPython cfg/retry-mode#legacy botocore/1.42.13',
    }),
    habits: [
      { weight: 8, make: (scene) => objectCall(scene, 'PutObject', { bucket: estate.buckets[1] ?? '', key: `uploads/${scene.random.hex(12)}.tar.gz`, account: estate.account.uid }) },
      { weight: 3, make: (scene) => objectCall(scene, 'HeadObject', { bucket: estate.buckets[1] ?? '', key: `uploads/${scene.random.hex(12)}.tar.gz`, account: estate.account.uid }) },
      { weight: 1, make: () => read('sts', 'GetCallerIdentity') },
      { weight: 1, make: (scene) => refused(scene, read('s3', 'ListBuckets')) },
    ],
  };
}

/** Once in a while somebody signs in as root, with the second factor, and looks at the bill. */
function rootOwner(estate: Estate): Resident {
  const { uid } = estate.account;
  return {
    name: 'root-owner',
    count: 1,
    share: 0.012,
    rhythm: 'office',
    calls: [3, 9],
    paceMs: [800, 20_000],
    sessionMinutes: 60,
    isAtHome: true,
    arrive: ({ random, time }) => ({
      actor: { is: 'root', account: uid, credential: temporaryKey(random), session: { opened: time, hasMfa: true, isConsole: true } },
      network: '203.0.113.10',
      agent: browser(random),
    }),
    open: (scene) => [{ ...consoleLogin(scene, { hasMfa: true }), actor: { is: 'root', account: uid } }],
    habits: [
      { weight: 2, make: () => read('billingconsole', 'GetBillingPreferences', null, { region: 'us-east-1', kind: 'AwsConsoleAction' }) },
      { weight: 2, make: () => read('account', 'GetContactInformation', null, { region: 'us-east-1' }) },
      { weight: 2, make: () => read('iam', 'GetAccountSummary', null, { region: 'us-east-1' }) },
      { weight: 1, make: () => read('payments', 'ListPaymentInstruments', null, { region: 'us-east-1' }) },
    ],
  };
}

/** A person of the directory in a tool that needs no role. */
function assistantUser(estate: Estate): Resident {
  const directoryAccount = estate.organisation.accounts[0]?.uid ?? estate.account.uid;
  return {
    name: 'directory-person',
    count: 6,
    share: 0.5,
    rhythm: 'office',
    calls: [2, 12],
    paceMs: [3_000, 60_000],
    sessionMinutes: 480,
    isAtHome: true,
    arrive: ({ random, index }) => ({
      actor: {
        is: 'directory-user',
        account: directoryAccount,
        user: estate.userUidOf(estate.people[index] ?? ''),
        directory: estate.directory.arn,
        credential: random.hex(64),
      },
      network: `203.0.113.${random.between(10, 14)}`,
      agent: `aws-sdk-js/3.888.0 ua/2.1 os/darwin#25.0.0 lang/js md/nodejs#22.20.0 api/codewhispererruntime#1.0.0 m/E AWS-Toolkit-For-VSCode/3.${random.between(70, 82)}.0`,
    }),
    habits: [
      { weight: 6, make: () => write('codewhisperer', 'GenerateCompletions', { fileContext: 'HIDDEN_DUE_TO_SECURITY_REASONS', maxResults: 1 }, null, { region: 'us-east-1' }) },
      { weight: 2, make: () => write('codewhisperer', 'SendTelemetryEvent', { optOutPreference: 'OPTOUT' }, null, { region: 'us-east-1' }) },
    ],
  };
}
