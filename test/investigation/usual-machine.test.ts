import { describe, expect, test } from 'vitest';
import { baselines } from '../../src/detect/baselines/list.ts';
import { launched, onInstances, outcomeOfTrail, record, userIdentity } from './trail.ts';
import type { Match, TrailRecord } from './trail.ts';

const place = '192.0.2.99';
const agent = 'terraform/1.6';
const day = (number: number, time = '10:00:00') => `2026-11-${String(number).padStart(2, '0')}T${time}Z`;
const ci = (ip = place, program = agent) => ({ who: userIdentity('ci', 'AKIAEXAMPLEPIPELINE1'), ip, agent: program });
const looks = [3, 4, 5, 6, 9, 10, 11].map((number) =>
  record(`look-${number}`, day(number), ci(), 'ec2:DescribeInstances'),
);
const before = record('before', day(12), ci(), 'ec2:RunInstances', launched('c5.large', 'i-before'));
const other = record(
  'other',
  day(13),
  { who: userIdentity('web', 'AKIAEXAMPLEWEB000001'), ip: '192.0.2.50', agent },
  'ec2:RunInstances',
  launched('c5.large', 'i-web'),
);
const around = [...looks, before, other];
const gpu = record('gpu', day(19), ci(), 'ec2:RunInstances', launched('g5.xlarge', 'i-gpu'));
const found: readonly Match[] = [{ level: 'medium', uids: ['gpu'] }];

const told = async (records: readonly TrailRecord[], matches = found) => {
  const { incidents, explained } = await outcomeOfTrail(records, matches, { baselines });
  return { incidents: incidents.length, why: explained.map(({ why }) => why) };
};

describe('one machine with a GPU, launched by somebody long known from his only place', () => {
  test('is no incident, and the reasons are told', async () => {
    expect(await told([...around, gpu])).toEqual({
      incidents: 0,
      why: [
        'one machine was launched by somebody on record from the same network and with the same kind of program on 8 other days, and from nowhere else, the same identity launches on other days, and others in the same places, nothing else was done',
      ],
    });
  });

  test('may be ended again', async () => {
    const end = record('end', day(19, '10:30:00'), ci(), 'ec2:TerminateInstances', onInstances('i-gpu'));
    expect((await told([...around, gpu, end])).incidents).toBe(0);
  });

  test.each([
    ['is two', [...around, { ...gpu, ...launched('g5.xlarge', 'i-1', 'i-2') }]],
    ['is launched twice', [...around, gpu, { ...gpu, eventID: 'more', ...launched('g5.xlarge', 'i-2') }]],
    ['is of a short past', [...looks.slice(2), before, other, gpu]],
    ['is the first that it launches', [...looks, record('last', day(14), ci(), 'ec2:DescribeInstances'), other, gpu]],
    ['comes from elsewhere', [...around, { ...gpu, sourceIPAddress: '203.0.113.9' }]],
    ['comes with another kind of program', [...around, { ...gpu, userAgent: 'python-requests/2.31' }]],
    [
      'is of a key that others use elsewhere',
      [...around, gpu, record('away', day(14), ci('203.0.113.9'), 'ec2:DescribeInstances')],
    ],
    ['is launched where nobody else does', [...around, { ...gpu, awsRegion: 'sa-east-1' }]],
    ['is refused', [...around, { ...gpu, errorCode: 'Client.VcpuLimitExceeded' }]],
    [
      'comes with a user',
      [
        ...around,
        gpu,
        record('user', day(19, '10:10:00'), ci(), 'iam:CreateUser', { requestParameters: { userName: 'shadow' } }),
      ],
    ],
    [
      'comes with a command on a machine',
      [
        ...around,
        gpu,
        record('run', day(19, '10:10:00'), ci(), 'ssm:SendCommand', { requestParameters: { instanceIds: ['i-gpu'] } }),
      ],
    ],
  ] as const)('is an incident where it %s', async (_, records) => {
    expect(await told(records)).toEqual({ incidents: 1, why: [] });
  });

  test('is an incident where it is found to be grave', async () => {
    expect((await told([...around, gpu], [{ level: 'high', uids: ['gpu'] }])).incidents).toBe(1);
  });
});
