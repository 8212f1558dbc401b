import { beforeAll, describe, expect, test } from 'vitest';
import { source as guardduty } from '../../src/clouds/aws/sources/guardduty/source.ts';
import type { Incident } from '../../src/model/incident.ts';
import { investigateTrail, launched, record, userIdentity, victim, type Json, type TrailRecord } from './trail.ts';

const key = 'AKIAEXAMPLECIUPLOAD1';
const thief = { who: userIdentity('ci-uploader', key), ip: '203.0.113.9', agent: 'aws-cli/2.15.0 Python/3.11' };
const owner = { who: userIdentity('ci-uploader', key), ip: '192.0.2.10', agent: 'aws-cli/2.9.0 Python/3.9' };

const records: readonly TrailRecord[] = [
  record('own-1', '2026-11-20T09:00:00Z', owner, 's3:PutObject', { requestParameters: { bucketName: 'builds' } }),
  record('t-01', '2026-11-20T11:02:41Z', thief, 'sts:GetCallerIdentity'),
  record('t-02', '2026-11-20T11:06:00Z', thief, 'ec2:RunInstances', launched('p4d.24xlarge', 'i-01', 'i-02')),
];

const finding = (id: string, updatedAt: string, resource: Json, action: Json): Json => ({
  schemaVersion: '2.0',
  accountId: victim,
  region: 'us-east-1',
  partition: 'aws',
  id,
  type: `Made:Up/${id}`,
  severity: 8,
  createdAt: updatedAt,
  updatedAt,
  title: `Made up: ${id}`,
  resource,
  service: { action, archived: updatedAt.includes('T15') },
});
const machine = (instanceId: string): Json => ({ resourceType: 'Instance', instanceDetails: { instanceId } });
const withKey: Json = {
  resourceType: 'AccessKey',
  accessKeyDetails: { accessKeyId: key, userType: 'IAMUser', userName: 'ci-uploader', principalId: 'AIDA' },
};
const from = (ipAddressV4: string): Json => ({ awsApiCallAction: { remoteIpDetails: { ipAddressV4 } } });
const pool: Json = { dnsRequestAction: { domain: 'pool.example.com', protocol: 'UDP' } };

const findings: readonly Json[] = [
  finding('mining', '2026-11-20T11:40:00.000Z', machine('i-01'), pool),
  finding('mining', '2026-11-20T15:40:00.000Z', machine('i-01'), pool),
  finding('elsewhere', '2026-11-20T11:30:00.000Z', machine('i-99'), pool),
  finding('key', '2026-11-20T11:20:00.000Z', withKey, from('203.0.113.9')),
  finding('owner', '2026-11-20T11:10:00.000Z', withKey, from('192.0.2.10')),
];

const mined = [{ level: 'high', uids: ['t-02'] }] as const;
let incidents: readonly Incident[];
let without: readonly Incident[];

beforeAll(async () => {
  incidents = await investigateTrail(records, mined, { beside: { source: guardduty, records: findings } });
  without = await investigateTrail(records, mined);
});

describe('alerts beside a trail', () => {
  test('are told of the incident that they speak of, and of what it is not about nothing is said', () => {
    expect(incidents).toHaveLength(1);
    expect(incidents[0]?.alerts.map(({ claim, verdict, evidence }) => [claim, verdict, evidence])).toEqual([
      ['Made up: key on ci-uploader', 'supported', ['aws.guardduty:key@2026-11-20T11:20:00.000Z']],
      [
        'Made up: mining on i-01',
        'supported',
        ['aws.guardduty:mining@2026-11-20T11:40:00.000Z', 'aws.guardduty:mining@2026-11-20T15:40:00.000Z'],
      ],
    ]);
    expect(incidents[0]?.detected_at).toBe('2026-11-20T11:20:00Z');
  });

  test('stand in the timeline among the acts, in order of time', () => {
    const times = incidents[0]?.timeline.map(({ time, action }) => `${time.slice(11, 16)} ${action}`);
    expect(times).toEqual([
      '11:02 GetCallerIdentity',
      '11:06 RunInstances',
      '11:20 Made:Up/key',
      '11:40 Made:Up/mining',
    ]);
  });

  test("are nobody's use of a key: who did what stays the same", () => {
    const done = ({ title, severity, root, entry, chains, identities, resources, credentials }: Incident) => ({
      title,
      severity,
      root,
      entry,
      chains,
      identities,
      resources,
      credentials,
    });
    const found = ({
      first_seen: first,
      last_seen: last,
      accounts,
      regions,
      failed,
      indicators,
      findings,
    }: Incident) => ({ first, last, accounts, regions, failed, indicators, findings });
    expect(without[0]).toMatchObject({ alerts: [], detected_at: null });
    expect(incidents.map(done)).toEqual(without.map(done));
    expect(incidents.map(found)).toEqual(without.map(found));
  });
});
