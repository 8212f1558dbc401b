import { beforeAll, describe, expect, test } from 'vitest';
import type { Incident } from '../../src/model/incident.ts';
import {
  assumed,
  investigateTrail,
  launched,
  onInstances,
  record,
  roleIdentity,
  userIdentity,
  victim,
} from './trail.ts';
import type { Match, TrailRecord } from './trail.ts';

const key = 'AKIAEXAMPLECIUPLOAD1';
const other = '210987654321';
const thief = { who: userIdentity('ci-uploader', key), ip: '203.0.113.9', agent: 'aws-cli/2.15.0 Python/3.11' };
const thiefBoto = { ...thief, agent: 'Boto3/1.34.0 md/Botocore' };
const owner = { who: userIdentity('ci-uploader', key), ip: '192.0.2.10', agent: 'aws-cli/2.9.0 Python/3.9' };
const responder = { who: userIdentity('alice', 'AKIAEXAMPLEALICE0001'), ip: '192.0.2.77', agent: 'aws-cli/2.15.30' };
const hop = { role: 'deploy', name: 'x', key: 'ASIAEXAMPLEHOP000001', created: '2026-11-20T11:10:01Z', account: other };
const inOther = { who: roleIdentity(hop), ip: '203.0.113.9', agent: 'Boto3/1.34.0', account: other };

const records: readonly TrailRecord[] = [
  record('own-1', '2026-11-20T09:00:00Z', owner, 's3:PutObject', { requestParameters: { bucketName: 'builds' } }),
  record('t-01', '2026-11-20T11:02:41Z', thief, 'sts:GetCallerIdentity'),
  record('t-02', '2026-11-20T11:03:00Z', thief, 'ec2:DescribeInstances', { errorCode: 'Client.UnauthorizedOperation' }),
  record('own-2', '2026-11-20T11:04:00Z', owner, 's3:PutObject', { requestParameters: { bucketName: 'builds' } }),
  record('t-03', '2026-11-20T11:05:00Z', thiefBoto, 'ec2:RunInstances', {
    ...launched('p4d.24xlarge', 'i-0dry'),
    errorCode: 'Client.DryRunOperation',
    responseElements: null,
  }),
  record('t-04', '2026-11-20T11:06:00Z', thiefBoto, 'ec2:RunInstances', launched('p4d.24xlarge', 'i-01', 'i-02')),
  record('t-05', '2026-11-20T11:07:00Z', thiefBoto, 'ec2:RunInstances', {
    ...launched('p4d.24xlarge'),
    awsRegion: 'eu-west-1',
    errorCode: 'Client.VcpuLimitExceeded',
    responseElements: null,
    requestParameters: { instanceType: 'p4d.24xlarge', instancesSet: { items: [{ maxCount: 5 }] } },
  }),
  record('t-06', '2026-11-20T11:08:00Z', thief, 'iam:CreateAccessKey', {
    requestParameters: { userName: 'backup' },
    responseElements: { accessKey: { accessKeyId: 'AKIAEXAMPLEBACKUP001', userName: 'backup', status: 'Active' } },
  }),
  record('t-07', '2026-11-20T11:10:00Z', thiefBoto, 'sts:AssumeRole', { ...assumed(hop), sharedEventID: 'shared-1' }),
  record(
    't-07-copy',
    '2026-11-20T11:10:00Z',
    { ...thiefBoto, account: other, who: { type: 'AWSAccount', principalId: 'AIDACI-UPLOADER', accountId: victim } },
    'sts:AssumeRole',
    { ...assumed(hop), sharedEventID: 'shared-1' },
  ),
  record('t-08', '2026-11-20T11:12:00Z', inOther, 'ec2:RunInstances', {
    ...launched('g5.48xlarge', 'i-03'),
    awsRegion: 'eu-west-1',
  }),
  record('t-09', '2026-11-20T11:13:00Z', inOther, 'cloudtrail:StopLogging', { requestParameters: { name: 'main' } }),
  record(
    't-10',
    '2026-11-20T11:20:00Z',
    { ...thief, who: userIdentity('backup', 'AKIAEXAMPLEBACKUP001'), ip: '198.51.100.4' },
    'iam:ListUsers',
  ),
  record(
    'c-00',
    '2026-11-20T12:00:00Z',
    {
      who: {
        type: 'IAMUser',
        principalId: 'AIDACI-UPLOADER',
        arn: `arn:aws:iam::${victim}:user/ci-uploader`,
        accountId: victim,
        userName: 'ci-uploader',
        invokedBy: 'AWS Internal',
      },
      ip: 'AWS Internal',
      agent: 'AWS Internal',
    },
    'iam:AttachUserPolicy',
    {
      requestParameters: {
        userName: 'ci-uploader',
        policyArn: 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3',
      },
    },
  ),
  record('c-01', '2026-11-20T13:00:00Z', responder, 'iam:UpdateAccessKey', {
    requestParameters: { accessKeyId: key, status: 'Inactive', userName: 'ci-uploader' },
  }),
  record('c-02', '2026-11-20T13:05:00Z', responder, 'ec2:TerminateInstances', onInstances('i-01')),
  record('c-03', '2026-11-20T13:06:00Z', responder, 'ec2:TerminateInstances', onInstances('i-9-someone-elses')),
  record('own-3', '2026-11-20T12:30:00Z', owner, 's3:PutObject', { requestParameters: { bucketName: 'builds' } }),
];
const matches: readonly Match[] = [
  { level: 'high', uids: ['t-04', 't-08'] },
  { level: 'medium', uids: ['t-01', 't-06', 'c-00', 'c-01', 'c-02'] },
  { level: 'low', uids: ['own-1', 'own-2', 't-02'] },
];

describe('a leaked key', () => {
  let incident: Incident;
  beforeAll(async () => {
    const found = await investigateTrail(records, matches);
    expect(found.map(({ title }) => title)).toHaveLength(1);
    const [only] = found;
    if (!only) throw new Error('no incident');
    incident = only;
  });

  test('is one incident with a title that a person would write', () => {
    expect(incident.title).toBe('Leaked key of ci-uploader launched 3 instances in 2 accounts, 2 regions');
    expect(incident.kind).toBe('cryptojacking');
    expect(incident.severity).toMatchObject({ level: 'critical' });
  });

  test('leads back to the user whose key it is', () => {
    expect(incident.root).toMatchObject({
      identity: { uid: `arn:aws:iam::${victim}:user/ci-uploader`, name: 'ci-uploader' },
      credential: key,
    });
    expect(incident.entry).toMatchObject({
      time: '2026-11-20T11:02:41Z',
      how: 'GetCallerIdentity',
      address: '203.0.113.9',
    });
    expect(
      incident.chains.map(({ from, to, how, confidence, account, evidence }) => [
        from.name,
        to.name,
        how,
        confidence,
        account,
        evidence,
      ]),
    ).toEqual([
      ['ci-uploader', 'backup', 'CreateAccessKey', 'confirmed', victim, ['aws.cloudtrail:t-06']],
      [
        'ci-uploader',
        'deploy/x',
        'AssumeRole',
        'confirmed',
        other,
        ['aws.cloudtrail:t-07', 'aws.cloudtrail:t-07-copy'],
      ],
    ]);
  });

  test('begins and ends with the intruder, refused acts and reads included, containment not', () => {
    expect([incident.first_seen, incident.last_seen]).toEqual(['2026-11-20T11:02:41Z', '2026-11-20T11:20:00Z']);
    expect(incident.accounts).toEqual([victim, other]);
    expect(incident.regions).toEqual(['eu-west-1', 'us-east-1']);
  });

  test("leaves the owner's own use of it out", () => {
    expect(JSON.stringify(incident.timeline)).not.toContain('own-');
    expect(incident.identities.find(({ name }) => name === 'ci-uploader')?.role).toBe('shared');
    expect(incident.claims.find(({ claim_uid: uid }) => uid.endsWith('left-out'))).toMatchObject({
      value: 3,
      confidence: 'likely',
    });
  });

  test('names what was launched, with the state after containment', () => {
    expect(
      incident.resources.map(({ uid, type, shape, account, region, state }) => [
        uid,
        type,
        shape,
        account,
        region,
        state,
      ]),
    ).toEqual([
      ['i-01', 'ec2:instance', 'p4d.24xlarge', victim, 'us-east-1', 'terminated'],
      ['i-02', 'ec2:instance', 'p4d.24xlarge', victim, 'us-east-1', 'running'],
      ['AKIAEXAMPLEBACKUP001', 'iam:access-key', null, victim, 'us-east-1', 'active'],
      ['i-03', 'ec2:instance', 'g5.48xlarge', other, 'eu-west-1', 'running'],
    ]);
    expect(incident.resources[0]?.evidence).toEqual(['aws.cloudtrail:t-04', 'aws.cloudtrail:c-02']);
  });

  test('tells what was refused with how many were asked for, and a dry run by its error', () => {
    expect(incident.failed).toMatchObject([
      { operation: 'DescribeInstances', error: 'Client.UnauthorizedOperation' },
      { operation: 'RunInstances', error: 'Client.DryRunOperation' },
      { operation: 'RunInstances', count: 5, region: 'eu-west-1', error: 'Client.VcpuLimitExceeded' },
    ]);
  });

  test('tells responders and the provider as containment', () => {
    expect(incident.containment.map(({ action, evidence }) => [action, evidence[0]])).toEqual([
      ['AttachUserPolicy', 'aws.cloudtrail:c-00'],
      ['UpdateAccessKey', 'aws.cloudtrail:c-01'],
      ['TerminateInstances', 'aws.cloudtrail:c-02'],
    ]);
    expect(incident.status).toBe('new');
  });

  test("tells the provider's answer before the first act as such, and as no beginning of containment", async () => {
    const early = records.map((one) => (one.eventID === 'c-00' ? { ...one, eventTime: '2026-11-20T11:01:41Z' } : one));
    const [found] = await investigateTrail(early, matches);
    const told = (among: Incident | undefined) =>
      among?.claims
        .filter(({ claim_uid: uid }) => /-(?:answered-before|contained-from)$/.test(uid))
        .map(({ text, evidence }) => [text, ...evidence]);
    expect(told(found)).toEqual([
      [
        "An answer came before the intruder's first act in these logs, at 2026-11-20T11:01:41Z: AWS Internal, under the name of ci-uploader, called AttachUserPolicy on ci-uploader in us-east-1, account 123456789012",
        'aws.cloudtrail:c-00',
      ],
      ['Containment began at 2026-11-20T13:00:00Z', 'aws.cloudtrail:c-01'],
    ]);
    expect(told(incident)).toEqual([['Containment began at 2026-11-20T12:00:00Z', 'aws.cloudtrail:c-00']]);
  });

  test('names ways back in, impaired defences and credentials with their state', () => {
    expect(incident.persistence).toMatchObject([
      { operation: 'CreateAccessKey', target: { uid: 'AKIAEXAMPLEBACKUP001' }, outcome: 'success' },
    ]);
    expect(incident.impairment).toMatchObject([
      { operation: 'StopLogging', target: { uid: 'main' }, account: other, outcome: 'success' },
    ]);
    const states = Object.fromEntries(
      incident.credentials.map(({ uid, access, state }) => [`${access} ${uid}`, state]),
    );
    expect(states).toEqual({
      [`held ${key}`]: 'disabled',
      'held AKIAEXAMPLEBACKUP001': 'active',
      [`held ${hop.key}`]: 'unknown',
      'created AKIAEXAMPLEBACKUP001': 'active',
    });
  });

  test("gives indicators that are not the victim's own", () => {
    const values = incident.indicators.map(({ type, value }) => `${type} ${value}`);
    expect(values).toContain('ip 203.0.113.9');
    expect(values).toContain('ip 198.51.100.4');
    expect(values.join('\n')).not.toContain('192.0.2.');
    expect(values.join('\n')).not.toContain('ci-uploader');
  });

  test('is the same whatever the order and doubling of its matches', async () => {
    const shuffled = [...records].reverse();
    const again = await investigateTrail([...shuffled.slice(7), ...shuffled.slice(0, 7)], matches);
    expect(JSON.stringify(again)).toBe(JSON.stringify([incident]));
  });

  test.each([key, 'ci-uploader', 'deploy', hop.key, '203.0.113.9', 'x'])('is found by %s', async (identity) => {
    const found = await investigateTrail(records, matches, { identities: [identity] });
    expect(found.map(({ incident_uid: uid }) => uid)).toEqual([incident.incident_uid]);
  });

  test('does not concern another identity', async () => {
    expect(await investigateTrail(records, matches, { identities: ['nobody'] })).toEqual([]);
  });
});
