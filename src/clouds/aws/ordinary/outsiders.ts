import type { Actor, Habit, Resident } from '../../../model/simulation.ts';
import { temporaryKey, userUid } from '../ids.ts';
import { boto, vendorClient } from './agents.ts';
import { filtered, habit, objectCall, read, refused, throttled } from './deeds.ts';
import type { Estate } from './estate.ts';
import { openedByUser, openedFromAfar } from './issuance.ts';
import { inRole } from './presence.ts';

/** Who comes from elsewhere: the security team's tool, a vendor, contractors. */
export function outsiders(estate: Estate): readonly Resident[] {
  return [auditor(estate), vendor(estate), contractor(estate)];
}

const globalReads = [
  'iam.ListUsers',
  'iam.GetAccountPasswordPolicy',
  'iam.GenerateCredentialReport',
  'iam.GetAccountAuthorizationDetails',
  'organizations.DescribeOrganization',
  'account.GetAlternateContact',
];
const regionalReads = [
  's3.ListBuckets',
  's3.GetAccountPublicAccessBlock',
  'ec2.DescribeInstances',
  'ec2.DescribeSnapshots',
  'ec2.DescribeSecurityGroups',
  'ec2.DescribeNetworkAcls',
  'ec2.DescribeFlowLogs',
  'ec2.GetEbsEncryptionByDefault',
  'rds.DescribeDBInstances',
  'rds.DescribeDBSnapshots',
  'lambda.ListFunctions20150331',
  'cloudtrail.DescribeTrails',
  'cloudtrail.GetTrailStatus',
  'config.DescribeConfigurationRecorders',
  'guardduty.ListDetectors',
  'securityhub.DescribeHub',
  'access-analyzer.ListAnalyzers',
  'kms.ListKeys',
  'kms.ListAliases',
  'secretsmanager.ListSecrets',
  'ecr.DescribeRepositories',
  'eks.ListClusters',
  'ecs.ListClusters',
  'elasticloadbalancing.DescribeLoadBalancers',
  'acm.ListCertificates',
  'apigateway.GetRestApis',
  'sns.ListTopics',
  'sqs.ListQueues',
  'dynamodb.ListTables',
  'ssm.DescribeInstanceInformation',
  'logs.DescribeMetricFilters',
  'monitoring.DescribeAlarms',
  'servicequotas.ListServiceQuotas',
];

/** The security team's tool lists everything in every region, and is refused in places. */
function auditor(estate: Estate): Resident {
  const home = estate.organisation.accounts[1]?.uid ?? estate.account.uid;
  const role = { uid: 'AROAEXAMPLEAUDITOR000', name: 'audit-runner', account: home };
  const session = { opened: Date.UTC(2026, 0, 1), hasMfa: false };
  const caller: Actor = { is: 'role', role, name: 'i-0e5a1c0d7b3f92468', credential: 'ASIAAUDITOREXAMPLE00', session };
  const look = (name: string, isGlobal: boolean): Habit =>
    habit(1, (scene) => {
      const deed = read(
        name,
        /^ec2\.Describe(?!FlowLogs)/.test(name) ? { filterSet: {} } : null,
        isGlobal ? { region: 'us-east-1' } : {},
      );
      return scene.random.chance(0.06) ? refused(scene, deed) : deed;
    });
  return {
    name: 'auditor',
    count: 1,
    share: 7,
    rhythm: 'nightly',
    calls: [200, 600],
    paceMs: [10, 120],
    sessionMinutes: 60,
    isOrderly: true,
    arrive: (opening) =>
      inRole(opening, estate.role('security-audit'), {
        name: 'prowler-assessment',
        network: '198.51.100.125',
        agent: boto('APN_1826889 '),
      }),
    open: openedFromAfar(caller, { externalId: `${estate.organisation.name}-audit`, seconds: 3_600 }),
    habits: [...globalReads.map((name) => look(name, true)), ...regionalReads.map((name) => look(name, false))],
  };
}

const measured = ['ec2:instance', 'elasticloadbalancing:loadbalancer', 'rds:db', 'lambda:function', 'sqs'] as const;

/** A monitoring vendor reads measurements from an account of its own. */
function vendor(estate: Estate): Resident {
  const crawler = { is: 'foreign', account: '210987654321', uid: 'AROAEXAMPLEVENDOR0000:metrics-crawler' } as const;
  const running = filtered('instance-state-name', 'running');
  return {
    name: 'vendor',
    count: 1,
    share: 8,
    rhythm: 'steady',
    calls: [10, 60],
    paceMs: [10, 400],
    sessionMinutes: 60,
    arrive: (opening) => {
      const network = `203.0.113.${opening.random.between(200, 220)}`;
      return inRole(opening, estate.role('vendor-metrics-integration'), {
        name: 'MetricsCrawler',
        network,
        agent: vendorClient,
      });
    },
    open: openedFromAfar(crawler, { externalId: '8f14e45fceea167a5a36dedd4bea2543', seconds: 3_600 }),
    habits: [
      habit(9, (scene) => {
        const request = {
          resourcesPerPage: 100,
          paginationToken: '',
          resourceTypeFilters: [scene.random.pick(measured)],
        };
        return read('tagging.GetResources', request);
      }),
      habit(8, (scene) => throttled(scene, read('monitoring.ListMetrics', { recentlyActive: 'PT3H' }))),
      habit(6, () => read('ec2.DescribeInstances', { maxResults: 1_000, instancesSet: {}, filterSet: running })),
      habit(4, () => read('elasticloadbalancing.DescribeLoadBalancers', { pageSize: 400 })),
      habit(4, () => read('rds.DescribeDBInstances', { maxRecords: 100 })),
      habit(3, (scene) => {
        const resourceName = `arn:aws:rds:${scene.region}:${estate.account.uid}:db:${scene.random.pick(estate.services)}`;
        return read('rds.ListTagsForResource', { resourceName });
      }),
      habit(2, (scene) => refused(scene, read('cloudtrail.LookupEvents'))),
    ],
  };
}

/** An old broker hands out named sessions of a user. */
function contractor(estate: Estate): Resident {
  const account = estate.account.uid;
  return {
    name: 'contractor',
    count: 4,
    share: 0.5,
    rhythm: 'office',
    calls: [3, 18],
    paceMs: [300, 5_000],
    sessionMinutes: 240,
    isAtHome: true,
    arrive: ({ random, time, index }) => ({
      actor: {
        is: 'federated',
        name: `contractor-${index + 1}`,
        user: { uid: userUid(random.fork('broker')), name: 'session-broker', account },
        credential: temporaryKey(random),
        session: { opened: time, hasMfa: false },
      },
      network: `198.51.100.${random.between(2, 120)}`,
      agent: boto(''),
    }),
    open: openedByUser('AKIASESSIONB0EXAMPLE', '203.0.113.30'),
    habits: [
      habit(5, (scene) =>
        objectCall(scene, 'GetObject', {
          bucket: estate.buckets[0] ?? '',
          key: `shared/${scene.random.hex(8)}.xlsx`,
          account,
        }),
      ),
      habit(2, () => read('s3.ListBuckets')),
      habit(1, () => read('sts.GetCallerIdentity')),
    ],
  };
}
