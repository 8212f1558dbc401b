import { expect, test } from 'vitest';
import { baselines } from '../../src/detect/baselines/list.ts';
import { agent, at, colleagues, office, session } from './office.ts';
import { launched, onInstances, outcomeOfTrail, record, roleIdentity, userIdentity } from './trail.ts';
import type { Json, TrailRecord } from './trail.ts';

const ci = { who: userIdentity('ci', 'AKIAEXAMPLEPIPELINE1'), ip: '203.0.113.50', agent: 'terraform' };
const around = [...colleagues, record('web', at(3, '10:00'), ci, 'ec2:RunInstances', launched('c5.large', 'i-web'))];

const workDay = (
  day: number,
  { ip = office, ids = [`i-${day}`], ends = true, also, asked = {} }: WorkDay = {},
): readonly TrailRecord[] => {
  const mia = { who: session('mia', day), ip, agent };
  return [
    record(`launch-${day}`, at(day, '09:30'), mia, 'ec2:RunInstances', launched('g5.xlarge', ...ids)),
    record(`alarm-${day}`, at(day, '12:00'), mia, 'cloudwatch:PutMetricAlarm', { requestParameters: {} }),
    ...(ends ? [record(`end-${day}`, at(day, '17:00'), mia, 'ec2:TerminateInstances', onInstances(...ids))] : []),
    ...(also === undefined ? [] : [record(`also-${day}`, at(day, '13:00'), mia, also, asked)]),
  ];
};
interface WorkDay {
  readonly ip?: string;
  readonly ids?: readonly string[];
  readonly ends?: boolean;
  readonly also?: string;
  readonly asked?: Readonly<Record<string, Json>>;
}
const days = [2, 3, 4, 5, 6];

const told = async (work: readonly TrailRecord[], level: 'medium' | 'high' = 'medium') => {
  const uids = work.flatMap(({ eventID }) => (eventID.startsWith('launch') ? [eventID] : []));
  const { incidents, explained } = await outcomeOfTrail([...around, ...work], [{ level, uids }], { baselines });
  return { incidents: incidents.length, why: explained.map(({ why }) => why) };
};

test('a machine with a GPU day by day, from where colleagues work, is daily work', async () => {
  expect(await told(days.flatMap((day) => workDay(day)))).toEqual({
    incidents: 0,
    why: [
      'the same things were launched in the same places, in like numbers, on each of 5 days, from where others work as well, and ended by the same hand',
    ],
  });
});

test('one of the days may be one at home', async () => {
  const work = days.flatMap((day) => workDay(day, day === 4 ? { ip: '198.51.100.7' } : {}));
  expect((await told(work)).incidents).toBe(0);
});

const others = (changed: WorkDay, from = 6): readonly TrailRecord[] =>
  days.flatMap((day) => workDay(day, day >= from ? changed : {}));
test.each([
  ['goes on for two days only', days.slice(0, 2).flatMap((day) => workDay(day))],
  ['takes many machines on one day', others({ ids: ['i-a', 'i-b', 'i-c', 'i-d', 'i-e'] })],
  ['leaves a machine running', others({ ends: false }, 5)],
  ['comes mostly from where nobody else works', others({ ip: '198.51.100.7' }, 4)],
  [
    'is done by somebody who also makes a user',
    others({ also: 'iam:CreateUser', asked: { requestParameters: { userName: 'shadow' } } }),
  ],
] as const)('it is an incident where it %s', async (_, work) => {
  expect((await told(work)).incidents).toBeGreaterThan(0);
});

test('it is an incident where it is found to be grave', async () => {
  expect(
    (
      await told(
        days.flatMap((day) => workDay(day)),
        'high',
      )
    ).incidents,
  ).toBe(5);
});

const copied = (day: number, clock: string): TrailRecord =>
  record(
    `copy-${day}`,
    at(day, clock),
    {
      who: roleIdentity({ role: 'Copy', name: 'copy', key: `ASIAEXAMPLECOPY${day}`, created: at(day, '03:50') }),
      ip: '192.0.2.77',
      agent,
    },
    'rds:ModifyDBSnapshotAttribute',
    {
      requestParameters: {
        dBSnapshotIdentifier: `prod-${day}`,
        attributeName: 'restore',
        valuesToAdd: ['210987654321'],
      },
    },
  );
const sharing = async (records: readonly TrailRecord[]) => {
  const uids = records.map(({ eventID }) => eventID);
  return (await outcomeOfTrail([...around, ...records], [{ level: 'medium', uids }], { baselines })).incidents.length;
};

test('what a role shares by the clock since the records begin is a timetable, and begins no incident', async () => {
  expect(await sharing(days.map((day) => copied(day, `04:0${day}`)))).toBe(0);
});

test.each([
  ['at any hour', days.map((day) => copied(day, `0${day}:00`))],
  ['from later days on', [12, 13, 14, 15, 16].map((day) => copied(day, '04:00'))],
  ['on four days', days.slice(0, 4).map((day) => copied(day, '04:00'))],
] as const)('the same %s begins incidents', async (_, records) => {
  expect(await sharing(records)).toBeGreaterThan(0);
});
