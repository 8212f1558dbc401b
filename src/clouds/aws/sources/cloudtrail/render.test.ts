import { describe, expect, test } from 'vitest';
import type { Actor, Call } from '../../../../model/simulation.ts';
import { createRandom } from '../../../../simulate/random.ts';
import { render } from './render.ts';

const opened = Date.UTC(2026, 2, 10, 11, 3, 31);
const session = { opened, hasMfa: false } as const;
const role = { uid: 'AROACKCEVSQ6C2EXAMPLE', name: 'deploy', account: '123456789012' } as const;
const user = { uid: 'AIDACKCEVSQ6C2EXAMPLE', name: 'alice', account: '123456789012' } as const;

const call = (actor: Actor, more: Partial<Call> = {}): Call => ({
  actor,
  network: '192.0.2.1',
  agent: 'aws-cli/2',
  time: opened + 1_000,
  account: '123456789012',
  region: 'eu-west-1',
  service: 'ec2.amazonaws.com',
  operation: 'DescribeInstances',
  isRead: true,
  request: null,
  response: null,
  uid: '11111111-1111-4111-8111-111111111111',
  requestUid: '22222222-2222-4222-8222-222222222222',
  ...more,
});
const written = (actor: Actor, more: Partial<Call> = {}): Record<string, unknown> =>
  JSON.parse(render.record(call(actor, more))) as Record<string, unknown>;

/** Keys of an object at every depth, in the order in which they stand. */
function keysOf(value: unknown, prefix = ''): readonly string[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, item]) => [`${prefix}${key}`, ...keysOf(item, `${prefix}${key}.`)]);
}

// Source: CloudTrail user guide, "userIdentity element"; IAM user guide, example STS and sign-in records.
const issuer = [
  'sessionContext.sessionIssuer',
  'sessionContext.sessionIssuer.type',
  'sessionContext.sessionIssuer.principalId',
  'sessionContext.sessionIssuer.arn',
  'sessionContext.sessionIssuer.accountId',
  'sessionContext.sessionIssuer.userName',
];
const attributes = [
  'sessionContext.attributes',
  'sessionContext.attributes.creationDate',
  'sessionContext.attributes.mfaAuthenticated',
];
const shapes: readonly (readonly [string, Actor, string, readonly string[]])[] = [
  [
    'root',
    { is: 'root', account: '123456789012', credential: 'ASIAEXAMPLE', session },
    'Root',
    ['type', 'principalId', 'arn', 'accountId', 'accessKeyId', 'sessionContext', ...attributes],
  ],
  [
    'a user with its key',
    { is: 'user', ...user, credential: 'AKIAIOSFODNN7EXAMPLE' },
    'IAMUser',
    ['type', 'principalId', 'arn', 'accountId', 'accessKeyId', 'userName'],
  ],
  [
    'a user in a session',
    { is: 'user', ...user, credential: 'ASIAEXAMPLE', session },
    'IAMUser',
    ['type', 'principalId', 'arn', 'accountId', 'accessKeyId', 'userName', 'sessionContext', ...attributes],
  ],
  [
    'a role session',
    { is: 'role', role, name: 'ci', credential: 'ASIAEXAMPLE', session: { ...session, sourceIdentity: 'alice' } },
    'AssumedRole',
    [
      'type',
      'principalId',
      'arn',
      'accountId',
      'accessKeyId',
      'sessionContext',
      ...issuer,
      ...attributes,
      'sessionContext.sourceIdentity',
    ],
  ],
  [
    'a machine',
    {
      is: 'role',
      role,
      name: 'i-0example',
      credential: 'ASIAEXAMPLE',
      session: {
        ...session,
        carrier: {
          kind: 'AWS::EC2::Instance',
          uid: 'arn:aws:ec2:eu-west-1:123456789012:instance/i-0example',
          delivery: '2.0',
        },
      },
    },
    'AssumedRole',
    [
      'type',
      'principalId',
      'arn',
      'accountId',
      'accessKeyId',
      'sessionContext',
      ...issuer,
      ...attributes,
      'sessionContext.ec2RoleDelivery',
      'inScopeOf',
      'inScopeOf.issuerType',
      'inScopeOf.credentialsIssuedTo',
    ],
  ],
  [
    'a role session of Identity Center',
    {
      is: 'role',
      role,
      name: 'alice@example.com',
      credential: 'ASIAEXAMPLE',
      session: {
        ...session,
        onBehalfOf: { user: 'u', directory: 'arn:aws:identitystore::123456789012:identitystore/d-1' },
      },
    },
    'AssumedRole',
    [
      'type',
      'principalId',
      'arn',
      'accountId',
      'accessKeyId',
      'sessionContext',
      ...issuer,
      ...attributes,
      'onBehalfOf',
      'onBehalfOf.userId',
      'onBehalfOf.identityStoreArn',
    ],
  ],
  [
    'a role session that a service uses',
    { is: 'role', role, name: 'AutoScaling', credential: '', session, invokedBy: 'autoscaling.amazonaws.com' },
    'AssumedRole',
    ['type', 'principalId', 'arn', 'accountId', 'sessionContext', ...issuer, ...attributes, 'invokedBy'],
  ],
  [
    'a federated user',
    { is: 'federated', name: 'bob', user, credential: 'ASIAEXAMPLE', session },
    'FederatedUser',
    ['type', 'principalId', 'arn', 'accountId', 'accessKeyId', 'sessionContext', ...issuer, ...attributes],
  ],
  [
    'a SAML user',
    { is: 'saml', provider: 'qualifier=', subject: 'alice' },
    'SAMLUser',
    ['type', 'principalId', 'userName', 'identityProvider'],
  ],
  [
    'a web identity',
    {
      is: 'web',
      provider: 'arn:aws:iam::123456789012:oidc-provider/example.com',
      audience: 'sts.amazonaws.com',
      subject: 'repo:example/app',
    },
    'WebIdentityUser',
    ['type', 'principalId', 'userName', 'identityProvider'],
  ],
  [
    'a person of the directory',
    {
      is: 'directory-user',
      account: '123456789012',
      user: 'u',
      directory: 'arn:aws:identitystore::123456789012:identitystore/d-1',
      credential: 'c',
    },
    'IdentityCenterUser',
    ['type', 'accountId', 'onBehalfOf', 'onBehalfOf.userId', 'onBehalfOf.identityStoreArn', 'credentialId'],
  ],
  ['a service', { is: 'service', name: 'ec2.amazonaws.com' }, 'AWSService', ['type', 'invokedBy']],
  [
    'another account',
    { is: 'foreign', account: '210987654321', uid: 'AROAEXAMPLE:x' },
    'AWSAccount',
    ['type', 'principalId', 'accountId'],
  ],
  [
    'a name that nobody has',
    { is: 'unknown', account: '123456789012', name: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
    'IAMUser',
    ['type', 'accountId', 'accessKeyId', 'userName'],
  ],
];

describe('userIdentity', () => {
  test.each(shapes)('of %s has the documented type and keys, in order', (_, actor, type, keys) => {
    const identity = written(actor)['userIdentity'] as Record<string, unknown>;

    expect(identity['type']).toBe(type);
    expect(keysOf(identity)).toEqual(keys);
  });
});

test('a plain call has the fields of a delivered record, in order', () => {
  const record = written({ is: 'user', ...user, credential: 'AKIAIOSFODNN7EXAMPLE' });

  expect(Object.keys(record)).toEqual([
    'eventVersion',
    'userIdentity',
    'eventTime',
    'eventSource',
    'eventName',
    'awsRegion',
    'sourceIPAddress',
    'userAgent',
    'requestParameters',
    'responseElements',
    'requestID',
    'eventID',
    'readOnly',
    'eventType',
    'managementEvent',
    'recipientAccountId',
    'eventCategory',
    'tlsDetails',
  ]);
  expect(record).toMatchObject({
    eventTime: '2026-03-10T11:03:32Z',
    eventType: 'AwsApiCall',
    eventCategory: 'Management',
    tlsDetails: { clientProvidedHostHeader: 'ec2.eu-west-1.amazonaws.com' },
  });
});

test('what a call may have besides stands where it belongs', () => {
  const record = written(
    { is: 'role', role, name: 'x', credential: 'ASIAEXAMPLE', session: { ...session, isConsole: true } },
    {
      failure: { code: 'AccessDenied', message: 'no "rights"' },
      notes: { MFAUsed: 'No' },
      targets: [
        { uid: 'arn:aws:s3:::b', kind: 'AWS::S3::Bucket', account: '123456789012' },
        { uid: 'arn:aws:s3:::b/', kind: 'AWS::S3::Object', isPrefix: true },
      ],
      sharedUid: '33333333-3333-4333-8333-333333333333',
      endpoint: { uid: 'vpce-0example', account: '123456789012' },
      isData: true,
    },
  );

  expect(Object.keys(record)).toEqual([
    'eventVersion',
    'userIdentity',
    'eventTime',
    'eventSource',
    'eventName',
    'awsRegion',
    'sourceIPAddress',
    'userAgent',
    'errorCode',
    'errorMessage',
    'requestParameters',
    'responseElements',
    'additionalEventData',
    'requestID',
    'eventID',
    'readOnly',
    'resources',
    'eventType',
    'managementEvent',
    'recipientAccountId',
    'sharedEventID',
    'vpcEndpointId',
    'vpcEndpointAccountId',
    'eventCategory',
    'tlsDetails',
    'sessionCredentialFromConsole',
  ]);
  expect(record).toMatchObject({
    managementEvent: false,
    eventCategory: 'Data',
    sessionCredentialFromConsole: 'true',
    resources: [{ ARN: 'arn:aws:s3:::b', accountId: '123456789012' }, { ARNPrefix: 'arn:aws:s3:::b/' }],
  });
});

test('calls from inside AWS show no TLS', () => {
  expect(written({ is: 'service', name: 'ec2.amazonaws.com' }, { network: 'ec2.amazonaws.com' })).not.toHaveProperty(
    'tlsDetails',
  );
  expect(written({ is: 'user', ...user }, { network: 'AWS Internal' })).not.toHaveProperty('tlsDetails');
});

test('a failed sign-in has a message, no code and no request id', () => {
  const record = written(
    { is: 'user', ...user },
    { failure: { code: null, message: 'Failed authentication' }, kind: 'AwsConsoleSignIn' },
  );

  expect(record).toHaveProperty('errorMessage', 'Failed authentication');
  expect(record).not.toHaveProperty('errorCode');
  expect(record).not.toHaveProperty('requestID');
});

test('objects lie where S3 has them', () => {
  const records = [render.record(call({ is: 'user', ...user }))];
  const object = render.object(
    { account: '123456789012', region: 'eu-west-1', time: Date.UTC(2026, 2, 10, 11, 10), random: createRandom('x') },
    records,
  );

  expect(object.key).toMatch(
    /^AWSLogs\/123456789012\/CloudTrail\/eu-west-1\/2026\/03\/10\/123456789012_CloudTrail_eu-west-1_20260310T1110Z_[A-Za-z0-9]{16}\.json\.gz$/,
  );
  expect((JSON.parse(object.text) as { Records: unknown[] }).Records).toHaveLength(1);
});
