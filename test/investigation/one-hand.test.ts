import { describe, expect, test } from 'vitest';
import { assumed, investigateTrail, launched, record, roleIdentity, userIdentity } from './trail.ts';
import type { Json, Session } from './trail.ts';

const agent = 'aws-cli/2.15.0';
const high = (...uids: readonly string[]) => [{ level: 'high', uids } as const];
const launch = (uid: string, who: Json, ip: string) =>
  record(uid, `2026-11-20T11:${uid.slice(1)}:00Z`, { who, ip, agent }, 'ec2:RunInstances', launched('m7i.large', uid));

describe('sessions of one name under roles of two accounts', () => {
  const anna: Session = { role: 'admin', name: 'anna', key: 'ASIAEXAMPLEANNA0001', created: '2026-11-20T11:01:00Z' };
  const there = { ...anna, key: 'ASIAEXAMPLEANNA0002', account: '210987654321', role: 'power' };
  const both = [launch('a05', roleIdentity(anna), '203.0.113.9'), launch('b06', roleIdentity(there), '203.0.113.9')];

  test('are in one hand where nobody else works from their address', async () => {
    expect(await investigateTrail(both, high('a05', 'b06'))).toHaveLength(1);
  });

  test('are not where others work from it too, nor from two addresses', async () => {
    const colleague = { who: userIdentity('ben', 'AKIAEXAMPLEBEN000001'), ip: '203.0.113.9', agent };
    const beside = record('c', '2026-11-20T09:00:00Z', colleague, 's3:ListBuckets');
    expect(await investigateTrail([beside, ...both], high('a05', 'b06'))).toHaveLength(2);
    const apart = [both[0] ?? beside, launch('b06', roleIdentity(there), '198.51.100.7')];
    expect(await investigateTrail(apart, high('a05', 'b06'))).toHaveLength(2);
  });
});

describe('two sessions, one after the other, from two addresses', () => {
  const of = (name: string) => {
    const session = { role: 'web', name, key: 'ASIAEXAMPLEWEB00001', created: '2026-11-20T05:00:00Z' };
    const next = { ...session, key: 'ASIAEXAMPLEWEB00002', created: '2026-11-20T11:01:00Z' };
    return [launch('a05', roleIdentity(session), '203.0.113.9'), launch('b06', roleIdentity(next), '198.51.100.7')];
  };

  test('that a provider gave to one machine were taken from that machine', async () => {
    expect(await investigateTrail(of('i-0abc0123456789def'), high('a05', 'b06'))).toHaveLength(1);
  });

  test('are two incidents where the machines are two, or anybody may have chosen the name', async () => {
    expect(await investigateTrail(of('deploy'), high('a05', 'b06'))).toHaveLength(2);
    const [first, second] = [of('i-0abc0123456789def')[0], of('i-0fedcba9876543210')[1]];
    expect(await investigateTrail([first ?? {}, second ?? {}], high('a05', 'b06'))).toHaveLength(2);
  });
});

describe('a session that was taken from whoever opened it', () => {
  const key = 'AKIAEXAMPLEBUILD0001';
  const build = (ip: string) => ({ who: userIdentity('build', key), ip, agent });
  const session: Session = { role: 'r', name: 's', key: 'ASIAEXAMPLETAKEN001', created: '2026-11-20T11:01:00Z' };
  const taken = [
    record('o1', session.created, build('192.0.2.20'), 'sts:AssumeRole', assumed(session)),
    record('o2', '2026-11-20T11:02:00Z', { ...build('192.0.2.20'), who: roleIdentity(session) }, 'ec2:DescribeVpcs'),
    launch('b06', roleIdentity(session), '198.51.100.7'),
  ];

  test('is one incident with the misuse of what it was opened with', async () => {
    const misused = launch('a05', userIdentity('build', key), '203.0.113.9');
    const [incident, ...others] = await investigateTrail([...taken, misused], high('a05', 'b06'));
    expect(others).toEqual([]);
    expect(incident?.resources.map(({ uid }) => uid).toSorted()).toEqual(['a05', 'b06']);
    expect(JSON.stringify(incident?.timeline)).not.toContain('aws.cloudtrail:o2');
  });

  test('is one of its own where another key is misused', async () => {
    const misused = launch('a05', userIdentity('other', 'AKIAEXAMPLEOTHER0001'), '203.0.113.9');
    expect(await investigateTrail([...taken, misused], high('a05', 'b06'))).toHaveLength(2);
  });
});
