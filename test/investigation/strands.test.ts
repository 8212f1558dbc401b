import { describe, expect, test } from 'vitest';
import { assumed, investigateTrail, launched, record, roleIdentity, userIdentity } from './trail.ts';
import type { Session, TrailRecord } from './trail.ts';

const key = 'AKIAEXAMPLESHAREDKEY';
const caller = (ip: string, agent: string, name = 'build') => ({ who: userIdentity(name, key), ip, agent });
const cli = 'aws-cli/2.15.0 Python/3.11';
const boto = 'Boto3/1.34.0';
const high = (...uids: readonly string[]) => [{ level: 'high', uids } as const];
const told = async (records: readonly TrailRecord[], ...uids: readonly string[]) => {
  const [incident] = await investigateTrail(records, high(...uids));
  return {
    incident,
    uids: (incident?.timeline ?? []).flatMap(({ evidence }) =>
      evidence.map((uid) => uid.replace('aws.cloudtrail:', '')),
    ),
  };
};
const list = (uid: string, time: string, who: ReturnType<typeof caller>) => record(uid, time, who, 's3:ListBuckets');

describe('one credential in two hands', () => {
  test('is told apart by network, whether written as IPv4 or IPv6', async () => {
    const records = [
      list('owner', '2026-11-20T11:00:00Z', caller('2001:db8:1::5', cli)),
      list('near', '2026-11-20T11:01:00Z', caller('2001:db8:2:9::1', cli)),
      record(
        'go',
        '2026-11-20T11:02:00Z',
        caller('2001:db8:2::77', cli),
        'ec2:RunInstances',
        launched('p4d.24xlarge', 'i-1'),
      ),
    ];
    expect((await told(records, 'go')).uids).toEqual(['near', 'go']);
  });

  test('is told apart by program where both share a network', async () => {
    const records = [
      list('owner-1', '2026-11-19T11:00:00Z', caller('192.0.2.10', cli)),
      record(
        'go',
        '2026-11-20T11:02:00Z',
        caller('192.0.2.11', boto),
        'ec2:RunInstances',
        launched('p4d.24xlarge', 'i-1'),
      ),
      list('owner-2', '2026-11-20T11:03:00Z', caller('192.0.2.10', cli)),
      list('thief', '2026-11-20T11:04:00Z', caller('192.0.2.11', 'curl/8.0')),
    ];
    const { uids, incident } = await told(records, 'go');
    expect(uids).toEqual(['go', 'thief']);
    expect(incident?.indicators.map(({ type }) => type)).toContain('ip');
  });

  test('of one network and program long in use, only what surrounds the findings is told', async () => {
    const owner = caller('192.0.2.10', cli);
    const records = [
      list('weeks-ago', '2026-11-01T11:00:00Z', owner),
      list('just-before', '2026-11-20T10:30:00Z', owner),
      record('go', '2026-11-20T11:00:00Z', owner, 'ec2:RunInstances', launched('p4d.24xlarge', 'i-1')),
      list('hours-later', '2026-11-20T16:00:00Z', owner),
    ];
    const { uids, incident } = await told(records, 'go');
    expect(uids).toEqual(['just-before', 'go']);
    expect(incident?.root?.why).toContain('2026-11-20T10:30:00Z');
    expect(incident?.identities).toMatchObject([{ name: 'build', role: 'shared' }]);
    expect(incident?.indicators.filter(({ type }) => type === 'ip')).toEqual([]);
  });

  test('of a key long in use that opened a misused session, only the opening is told', async () => {
    const owner = caller('192.0.2.10', cli);
    const session: Session = {
      role: 'deploy',
      name: 's',
      key: 'ASIAEXAMPLEDEPLOY001',
      created: '2026-11-20T11:00:00Z',
    };
    const earlier: Session = {
      role: 'deploy',
      name: 's',
      key: 'ASIAEXAMPLEDEPLOY000',
      created: '2026-11-18T11:00:00Z',
    };
    const as = (one: Session) => ({ who: roleIdentity(one), ip: '192.0.2.10', agent: cli });
    const records = [
      list('weeks-ago', '2026-11-01T11:00:00Z', owner),
      record('a0', '2026-11-18T11:00:00Z', owner, 'sts:AssumeRole', assumed(earlier)),
      list('ordinary', '2026-11-18T11:05:00Z', as(earlier)),
      record('a1', '2026-11-20T11:00:00Z', owner, 'sts:AssumeRole', assumed(session)),
      record('go', '2026-11-20T11:02:00Z', as(session), 'ec2:RunInstances', launched('p4d.24xlarge', 'i-1')),
      list('afterwards', '2026-11-20T11:03:00Z', owner),
    ];
    const { uids, incident } = await told(records, 'go');
    expect(uids).toEqual(['a1', 'go']);
    expect(incident?.root?.credential).toBe(key);
  });
});

describe('many sessions of one role', () => {
  test('are not drawn in by one of them', async () => {
    const sessions = Array.from({ length: 3000 }, (_, index): Session => ({
      role: 'fleet',
      name: 'worker',
      key: `ASIAEXAMPLE${String(index).padStart(9, '0')}`,
      created: new Date(Date.parse('2026-11-20T11:00:00Z') + (index % 600) * 1000).toISOString().replace('.000', ''),
    }));
    const opener = {
      who: { type: 'AWSService', invokedBy: 'ecs-tasks.amazonaws.com' },
      ip: 'ecs-tasks.amazonaws.com',
      agent: 'ecs-tasks.amazonaws.com',
    };
    const records = sessions.flatMap((session, index) => [
      record(`o${index}`, session.created, opener, 'sts:AssumeRole', assumed(session)),
      record(
        `u${index}`,
        session.created,
        { who: roleIdentity(session), ip: '10.0.0.9', agent: boto },
        's3:GetObject',
        { requestParameters: { bucketName: 'data' } },
      ),
    ]);
    const bad = sessions[1500] as Session;
    const go = record(
      'go',
      '2026-11-20T12:00:00Z',
      { who: roleIdentity(bad), ip: '203.0.113.9', agent: boto },
      'ec2:RunInstances',
      launched('p4d.24xlarge', 'i-1'),
    );
    const started = process.cpuUsage();
    const { uids, incident } = await told([...records, go], 'go');
    expect(uids).toEqual(['go']);
    expect(incident?.chains).toMatchObject([{ how: 'AssumeRole', evidence: ['aws.cloudtrail:o1500'] }]);
    const { user, system } = process.cpuUsage(started);
    expect((user + system) / 1e6).toBeLessThan(30);
  });
});
