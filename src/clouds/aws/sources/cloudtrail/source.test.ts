import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TemporaryLake } from '../../../../../test/temporary-lake.ts';
import { detect } from '../../../../detect/detect.ts';
import { loadRules } from '../../../../detect/sigma/load.ts';
import type { Row } from '../../../../lake/engine.ts';
import { readManifest } from '../../../../lake/manifest.ts';
import { source } from './source.ts';

const account = '123456789012';
const partner = '210987654321';
const shapes = readFileSync(join(import.meta.dirname, 'shapes.ndjson'));

/** The provider's id of an event. */
const idOf = ({ event_uid: uid }: Row): string => (typeof uid === 'string' ? uid.replace('aws.cloudtrail:', '') : '');

let lake: TemporaryLake;
const byId = new Map<string, Row>();

beforeAll(async () => {
  lake = await TemporaryLake.open(source);
  await lake.ingest({ 'shapes.ndjson': shapes });
  for (const event of await lake.events()) byId.set(idOf(event), event);
});
afterAll(() => lake.close());

const identityColumns = [
  'account',
  'actor_type',
  'actor_uid',
  'actor_name',
  'actor_account',
  'credential',
  'session_uid',
  'session_name',
  'session_created',
  'session_issuer_type',
  'session_mfa',
  'source_identity',
  'invoked_by',
  'shared_uid',
];

/** What is not NULL among the given columns. */
const filled = (event: Row | undefined, columns: readonly string[]): Row =>
  Object.fromEntries(
    columns.flatMap((column) =>
      event === undefined || event[column] === null ? [] : [[column, event[column] ?? null]],
    ),
  );

const role = {
  account,
  actor_type: 'AssumedRole',
  actor_uid: `arn:aws:iam::${account}:role/ci/deploy`,
  actor_name: 'deploy',
  actor_account: account,
  session_issuer_type: 'Role',
};
const key = { credential: 'ASIAIOSFODNN7EXAMPLE' };
const session = {
  session_uid: 'AROACKCEVSQ6C2EXAMPLE:build-7@2026-03-10T11:00:00Z',
  session_name: 'build-7',
  session_created: '2026-03-10T11:00:00.000Z',
  session_mfa: 'false',
};
const alice = {
  account,
  actor_type: 'IAMUser',
  actor_uid: `arn:aws:iam::${account}:user/alice`,
  actor_name: 'alice',
  actor_account: account,
};
const root = {
  account,
  actor_type: 'Root',
  actor_uid: `arn:aws:iam::${account}:root`,
  actor_name: 'root',
  actor_account: account,
};
const center = { account, actor_type: 'Unknown', actor_account: account, actor_name: 'alice@example.com' };

/** Every shape of identity, by the id of its record, and all that the columns say of it. */
const identities: Readonly<Record<string, Row>> = {
  'root-key': { ...root, credential: 'AKIAIOSFODNN7EXAMPLE' },
  'root-with-alias-at-the-console': {
    ...root,
    session_uid: `${account}@2026-03-10T11:00:00Z`,
    session_created: session.session_created,
    session_mfa: 'true',
  },
  'root-by-assume-root': {
    ...root,
    account: partner,
    actor_account: partner,
    actor_uid: `arn:aws:iam::${partner}:root`,
    credential: 'ASIAI44QH8DHBEXAMPLE',
    session_uid: `${partner}@2026-03-10T11:00:00Z`,
    session_created: session.session_created,
    session_mfa: 'false',
  },
  'user-key': {
    ...alice,
    actor_uid: `arn:aws:iam::${account}:user/division/alice`,
    credential: 'AKIAIOSFODNN7EXAMPLE',
  },
  'user-session-token': {
    ...alice,
    ...key,
    session_uid: 'AIDACKCEVSQ6C2EXAMPLE@20260310T110000Z',
    session_created: session.session_created,
    session_mfa: 'true',
  },
  'user-through-a-service': { ...alice, ...key, invoked_by: 'cloudformation.amazonaws.com' },
  'role-session': { ...role, ...key, ...session },
  'role-session-of-a-chain': { ...role, ...key, ...session, source_identity: 'alice@example.com' },
  'role-session-without-issuer': {
    account,
    actor_type: 'AssumedRole',
    actor_uid: `arn:aws-cn:iam::${account}:role/deploy`,
    actor_name: 'deploy',
    actor_account: account,
    session_uid: 'AROACKCEVSQ6C2EXAMPLE:build-7',
    session_name: 'build-7',
  },
  'role-of-an-instance': {
    ...role,
    ...key,
    ...session,
    session_uid: 'AROACKCEVSQ6C2EXAMPLE:i-0abc1234567890def@2026-03-10T11:00:00Z',
    session_name: 'i-0abc1234567890def',
  },
  'role-for-a-directory-user': { ...role, ...key, ...session },
  'role-from-the-console': { ...role, ...key, ...session },
  'role-of-a-service': { ...role, ...session, invoked_by: 'autoscaling.amazonaws.com' },
  'role-for-a-web-identity': { ...role, ...key, ...session },
  'federated-user': {
    account,
    actor_type: 'FederatedUser',
    actor_uid: `arn:aws:sts::${account}:federated-user/alice`,
    actor_name: 'alice',
    actor_account: account,
    ...key,
    session_uid: `${account}:alice@2026-03-10T11:00:00Z`,
    session_name: 'alice',
    session_created: session.session_created,
    session_issuer_type: 'IAMUser',
    session_mfa: 'false',
  },
  'saml-user': {
    account,
    actor_type: 'SAMLUser',
    actor_uid: 'SampleUkh1i4+ExamplexL/jEvs=:SamlExample',
    actor_name: 'SamlExample',
  },
  'web-identity-user': {
    account,
    actor_type: 'WebIdentityUser',
    actor_uid: 'accounts.google.com:example.apps.googleusercontent.com:0123456789',
    actor_name: '0123456789',
  },
  'identity-center-user': {
    account,
    actor_type: 'IdentityCenterUser',
    actor_uid: '544894e8-80c1-707f-60e3-3ba6510dfac1',
    actor_name: '544894e8-80c1-707f-60e3-3ba6510dfac1',
    actor_account: account,
    session_uid: 'EXAMPLEVHULjJdTUdPJfofVa1sufHDoj7aYcOYcxFVllWR_Whr1fEXAMPLE',
  },
  service: {
    account,
    actor_type: 'AWSService',
    actor_uid: 'lambda.amazonaws.com',
    actor_name: 'lambda.amazonaws.com',
    invoked_by: 'lambda.amazonaws.com',
    shared_uid: 'shared-of-the-service',
  },
  'other-account-role': {
    account,
    actor_type: 'AWSAccount',
    actor_uid: 'AROAIDPPEZS35WEXAMPLE',
    actor_name: partner,
    actor_account: partner,
    session_name: 'partner-session',
    shared_uid: 'shared-1',
  },
  'other-account-role-in-its-own-trail': {
    ...role,
    ...key,
    ...session,
    account: partner,
    actor_account: partner,
    shared_uid: 'shared-1',
  },
  'other-account-user': {
    account,
    actor_type: 'AWSAccount',
    actor_uid: 'AIDAQRSTUVWXYZEXAMPLE',
    actor_name: partner,
    actor_account: partner,
  },
  anonymous: {
    account,
    actor_type: 'AWSAccount',
    actor_uid: 'ANONYMOUS_PRINCIPAL',
    actor_name: 'ANONYMOUS_PRINCIPAL',
    actor_account: 'ANONYMOUS_PRINCIPAL',
  },
  directory: { ...center, actor_type: 'Directory', actor_uid: 'alice@example.com' },
  'unknown-by-name': { ...center, actor_uid: 'alice@example.com' },
  'unknown-by-id': { ...center, actor_uid: '9067642ac7-0d3e1f5c-1234' },
  'sign-in': alice,
  'sign-in-refused': alice,
  'sign-in-refused-in-govcloud': { ...alice, actor_uid: `arn:aws-us-gov:iam::${account}:user/alice` },
  'sign-in-of-nobody-known': {
    ...alice,
    actor_uid: 'HIDDEN_DUE_TO_SECURITY_REASONS',
    actor_name: 'HIDDEN_DUE_TO_SECURITY_REASONS',
  },
  'sign-in-of-root': root,
  'service-event': {
    account,
    actor_uid: 'AWS Internal',
    actor_name: 'AWS Internal',
    actor_account: account,
    invoked_by: 'AWS Internal',
  },
  'network-activity': {
    account,
    actor_type: 'AWSAccount',
    actor_uid: 'AROAIDPPEZS35WEXAMPLE',
    actor_name: partner,
    actor_account: partner,
    session_name: 'somebody',
  },
  insight: { account, shared_uid: 'shared-of-the-insight' },
};

describe('who acted', () => {
  test('is known of every shape of identity', () => {
    expect([...byId.keys()].toSorted()).toEqual(Object.keys(identities).toSorted());
  });

  test.each(Object.entries(identities))('%s', (id, expected) => {
    expect(filled(byId.get(id), identityColumns)).toEqual(expected);
  });
});

describe('what was done', () => {
  const whatColumns = [
    'source',
    'time',
    'cloud',
    'region',
    'service',
    'operation',
    'kind',
    'category',
    'read_only',
    'error',
    'error_message',
    'source_ip',
    'user_agent',
    'request_uid',
    'record',
  ];
  const common = { source: 'aws.cloudtrail', time: '2026-03-10T11:02:41.000Z', cloud: 'aws', region: 'eu-west-1' };

  test.each<readonly [string, Row]>([
    [
      'user-key',
      {
        ...common,
        service: 's3.amazonaws.com',
        operation: 'ListBuckets',
        kind: 'AwsApiCall',
        category: 'Management',
        read_only: 'true',
        error: 'AccessDenied',
        error_message: 'User: … is not authorized',
        source_ip: '203.0.113.9',
        user_agent: 'aws-cli/2.27.1',
        request_uid: 'REQ-user-key',
        record: 3,
      },
    ],
    [
      'sign-in-refused',
      {
        ...common,
        region: 'us-east-1',
        service: 'signin.amazonaws.com',
        operation: 'ConsoleLogin',
        kind: 'AwsConsoleSignIn',
        category: 'Management',
        read_only: 'false',
        error_message: 'Failed authentication',
        source_ip: '203.0.113.9',
        user_agent: 'Mozilla/5.0',
        record: 27,
      },
    ],
    [
      'service-event',
      {
        ...common,
        service: 'kms.amazonaws.com',
        operation: 'RotateKey',
        kind: 'AwsServiceEvent',
        category: 'Management',
        read_only: 'true',
        source_ip: 'AWS Internal',
        user_agent: 'AWS Internal',
        record: 31,
      },
    ],
    [
      'network-activity',
      {
        ...common,
        service: 'kms.amazonaws.com',
        operation: 'ListKeys',
        kind: 'AwsVpceEvent',
        category: 'NetworkActivity',
        read_only: 'true',
        error: 'VpceAccessDenied',
        error_message: 'The request was denied due to a VPC endpoint policy',
        source_ip: '203.0.113.9',
        user_agent: 'aws-cli/2.27.1',
        request_uid: 'REQ-network-activity',
        record: 32,
      },
    ],
    [
      'insight',
      { ...common, time: '2026-03-10T11:02:00.000Z', kind: 'AwsCloudTrailInsight', category: 'Insight', record: 33 },
    ],
  ])('%s', (id, expected) => {
    expect(filled(byId.get(id), whatColumns)).toEqual(expected);
  });

  test('an unusual rate of calls is no call of its own', () => {
    expect(byId.get('insight')?.['operation']).toBe(null);
  });

  test('the copies that two accounts receive of one call are two events', () => {
    const copies = [...byId.values()].filter((event) => event['shared_uid'] === 'shared-1');
    expect(new Set(copies.map((event) => event['account']))).toEqual(new Set([account, partner]));
    expect(copies).toHaveLength(2);
  });

  test('the record is kept as the provider wrote it', () => {
    const lines = shapes.toString('utf8').trim().split('\n');
    expect(byId.size).toBe(lines.length);
    for (const event of byId.values()) expect(event['raw']).toBe(lines[Number(event['record'])]);
  });
});

describe('a rule reaches', () => {
  test.each([
    ['userIdentity.onBehalfOf.userId|contains', '544894e8-80c1', ['identity-center-user', 'role-for-a-directory-user']],
    ['userIdentity.sessionContext.ec2RoleDelivery', "'1.0'", ['role-of-an-instance']],
    ['userIdentity.inScopeOf.credentialsIssuedTo|endswith', 'instance/i-0abc1234567890def', ['role-of-an-instance']],
    ['userIdentity.sessionContext.sourceIdentity', 'alice@example.com', ['role-session-of-a-chain']],
    ['userIdentity.sessionContext.assumedRoot', "'true'", ['root-by-assume-root']],
    [
      'userIdentity.sessionContext.webIdFederationData.federatedProvider|contains',
      'githubusercontent',
      ['role-for-a-web-identity'],
    ],
    ['sessionCredentialFromConsole', "'true'", ['role-from-the-console']],
    ['additionalEventData.MFAUsed', "'No'", ['sign-in', 'sign-in-refused']],
    [
      'responseElements.ConsoleLogin',
      'Failure',
      ['sign-in-of-nobody-known', 'sign-in-refused', 'sign-in-refused-in-govcloud'],
    ],
    ['serviceEventDetails.keyId|startswith', '1234abcd', ['service-event']],
    ['vpcEndpointId', 'vpce-0123456789abcdef0', ['network-activity']],
    ['insightDetails.eventName', 'RunInstances', ['insight']],
    [
      'userIdentity.accessKeyId',
      "''",
      [
        'root-with-alias-at-the-console',
        'sign-in-of-nobody-known',
        'sign-in-of-root',
        'sign-in-refused',
        'sign-in-refused-in-govcloud',
        'unknown-by-name',
      ],
    ],
  ])('%s', async (field, value, expected) => {
    expect(await matching(field, value)).toEqual(expected);
  });
});

/** Ids of the records that a rule with one selection finds, in order. */
async function matching(field: string, value: string): Promise<readonly string[]> {
  const text = `title: t\nlogsource: {product: aws, service: cloudtrail}\nlevel: low\ndetection:\n  selection:\n    ${field}: ${value}\n  condition: selection\n`;
  const { rules, refused } = loadRules([{ path: 'rule.yml', text, origin: 'given' }], {
    resolve: (name) => ({ path: name.split('.') }),
  });
  expect(refused).toEqual([]);
  const folder = join(lake.folder, `matches-${field}`);
  await detect({
    engine: lake.engine,
    lake: lake.lake,
    partitions: readManifest(lake.lake).partitions,
    sources: [source],
    rules,
    matches: folder,
    scratch: lake.folder,
  });
  const rows = await lake.engine.rows('SELECT event_uid FROM matches ORDER BY event_uid');
  return rows.map(idOf);
}
