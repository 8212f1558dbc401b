import { expect, test } from 'vitest';
import { baselines } from '../../src/detect/baselines/list.ts';
import { agent, at, colleagues, office, session } from './office.ts';
import { launched, onInstances, outcomeOfTrail, record, roleIdentity, userIdentity } from './trail.ts';
import type { Json, TrailRecord } from './trail.ts';

interface WorkDay {
  readonly ip?: string;
  readonly ids?: readonly string[];
  readonly shape?: string;
  readonly ends?: boolean;
}

/** Four machines for the day, after a try for which there was no room. */
const four = (day: number, { ip = office, ids, shape = 'p4d.24xlarge', ends = true }: WorkDay = {}) => {
  const mia = { who: session('mia', day), ip, agent };
  const own = ids ?? ['a', 'b', 'c', 'd'].map((name) => `i-${day}${name}`);
  return [
    record(`launch-try-${day}`, at(day, '09:20'), mia, 'ec2:RunInstances', {
      requestParameters: { instanceType: shape, instancesSet: { items: [{ minCount: 4, maxCount: 4 }] } },
      errorCode: 'Server.InsufficientInstanceCapacity',
    }),
    record(`launch-${day}`, at(day, '09:30'), mia, 'ec2:RunInstances', launched(shape, ...own)),
    ...(ends ? [record(`end-${day}`, at(day, '17:00'), mia, 'ec2:TerminateInstances', onInstances(...own))] : []),
  ];
};

const told = async (work: readonly TrailRecord[], around: readonly TrailRecord[] = colleagues) => {
  const uids = work.flatMap(({ eventID }) => (/^(?:launch|key)/.test(eventID) ? [eventID] : []));
  const { incidents, explained } = await outcomeOfTrail(
    [...around, ...work],
    [{ level: 'high', isAnnounceable: true, uids }],
    { baselines },
  );
  const machines = incidents.flatMap(({ resources }) =>
    resources.map(({ uid }) => uid).filter((uid) => uid.startsWith('i-')),
  );
  return { machines: machines.toSorted(), incidents: incidents.length, why: explained.map(({ why }) => why) };
};
const days = [2, 3, 4, 5, 6, 9];
const usual = days.flatMap((day) => four(day));
const levels = async (work: readonly TrailRecord[]) => (await told(work)).incidents;

test('the same machines day after day, from where others work, are a routine, refusals for want of room too', async () => {
  const { incidents, why } = await told(usual);
  expect(incidents).toBe(0);
  expect(why).toEqual([
    'the same things were launched in the same places, in like numbers, on each of 6 days, from where others work as well, and ended by the same hand',
  ]);
});

test.each<readonly [string, readonly TrailRecord[]]>([
  ['goes on for a few days only', days.slice(0, 4).flatMap((day) => four(day))],
  ['leaves the machines running', days.flatMap((day) => four(day, { ends: false }))],
  ['comes from where nobody else works', days.flatMap((day) => four(day, { ip: '198.51.100.7' }))],
])('it is an incident where it %s', async (_, work) => {
  expect(await levels(work)).toBeGreaterThan(0);
});

test.each<readonly [string, WorkDay]>([
  ['from elsewhere', { ip: '203.0.113.9', ids: ['i-x'], ends: false }],
  ['of another size', { shape: 'g6.48xlarge', ids: ['i-x'], ends: false }],
  ['in far greater numbers', { ids: ['i-x', ...Array.from({ length: 11 }, (_, index) => `i-x${index}`)] }],
])('what the same identity launches beside its routine %s is an incident by itself', async (_, thief) => {
  const { machines, incidents, why } = await told([...usual, ...four(10, thief)]);
  expect(incidents).toBe(1);
  expect(machines).toEqual([...(thief.ids ?? [])].toSorted());
  expect(why).toHaveLength(1);
});

test('a scheduler alone in its network is at it since the records begin, for ten days', async () => {
  const scheduler = (from: number, count: number) =>
    Array.from({ length: count }, (_, index) => from + index).flatMap((day) => {
      const who = roleIdentity({
        role: 'Nodes',
        name: String(day * 7919),
        key: `ASIAEXAMPLENODES${day}`,
        created: at(day, '05:00'),
      });
      const caller = { who, ip: '198.51.100.7', agent: 'scheduler/1.8' };
      return [
        record(`launch-${day}`, at(day, '05:30'), caller, 'ec2:RunInstances', launched('g5.xlarge', `i-${day}`)),
        record(`end-${day}`, at(day, '19:00'), caller, 'ec2:TerminateInstances', onInstances(`i-${day}`)),
      ];
    });
  expect((await told(scheduler(2, 11))).incidents).toBe(0);
  expect((await told(scheduler(2, 6))).incidents).toBeGreaterThan(0);
  expect((await told(scheduler(8, 11))).incidents).toBeGreaterThan(0);
});

const nightly = (day: number, { gone = true }: { readonly gone?: boolean } = {}): readonly TrailRecord[] => {
  const who = roleIdentity({ role: 'Tests', name: 'tests', key: `ASIAEXAMPLETESTS${day}`, created: at(day, '01:00') });
  const by = (uid: string, clock: string, call: string, more: Readonly<Record<string, Json>>) =>
    record(`${uid}-${day}`, at(day, clock), { who, ip: `203.0.113.${day}`, agent: 'tests/1' }, call, more);
  const key = { userName: `t-${day}`, accessKeyId: `AKIAEXAMPLETEST${day}` };
  return [
    by('user', '01:01', 'iam:CreateUser', {
      requestParameters: { userName: key.userName },
      responseElements: { user: { arn: `arn:aws:iam::123456789012:user/${key.userName}` } },
    }),
    by('key', '01:02', 'iam:CreateAccessKey', {
      requestParameters: { userName: key.userName },
      responseElements: { accessKey: { ...key, status: 'Active' } },
    }),
    ...(gone
      ? [
          by('off', '01:20', 'iam:DeleteAccessKey', { requestParameters: key }),
          by('out', '01:21', 'iam:DeleteUser', { requestParameters: { userName: key.userName } }),
        ]
      : []),
  ];
};
const nights = Array.from({ length: 12 }, (_, index) => 2 + index);

test('what a test makes each night and takes away again is a routine, from whatever address', async () => {
  expect((await told(nights.flatMap((day) => nightly(day)))).incidents).toBe(0);
});

test('a key that such a test leaves is an incident', async () => {
  expect((await told(nights.flatMap((day) => nightly(day, { gone: day !== 13 })))).incidents).toBe(1);
});

test('a key that is used every day launches no jobs by routine where nobody else works', async () => {
  const ci = { who: userIdentity('ci', 'AKIAEXAMPLELEAKEDKEY'), ip: '203.0.113.9', agent: 'aws-cli/1.2' };
  const jobs = nights.map((day) =>
    record(`launch-${day}`, at(day, '03:00'), ci, 'sagemaker:CreateTrainingJob', {
      requestParameters: {
        trainingJobName: `j-${day}`,
        resourceConfig: { instanceType: 'ml.p4d.24xlarge', instanceCount: 1 },
      },
      responseElements: { trainingJobArn: `arn:aws:sagemaker:us-east-1:123456789012:training-job/j-${day}` },
    }),
  );
  expect((await told(jobs)).incidents).toBe(1);
});
