import { expect, test } from 'vitest';
import { baselines } from '../../src/detect/baselines/list.ts';
import { launched, onInstances, outcomeOfTrail, record, roleIdentity } from './trail.ts';
import type { TrailRecord } from './trail.ts';

const office = '192.0.2.10';
const agent = 'aws-cli/2.15';
const at = (day: number, clock: string) => `2026-11-${String(day).padStart(2, '0')}T${clock}:00Z`;
const session = (name: string, day: number) =>
  roleIdentity({ role: 'Ops', name, key: `ASIAEXAMPLE${name.toUpperCase()}${day}`, created: at(day, '08:00') });
const colleagues = ['sana', 'tom', 'ulla'].flatMap((name) =>
  [2, 3, 4].map((day) =>
    record(`${name}-${day}`, at(day, '09:00'), { who: session(name, day), ip: office, agent }, 'ec2:DescribeInstances'),
  ),
);
const restored = (ip = office, name = 'mia'): readonly TrailRecord[] => {
  const who = { who: session(name, 5), ip, agent };
  return [
    record('silence', at(5, '09:00'), who, 'monitoring:DisableAlarmActions', {
      requestParameters: { alarmNames: ['a'] },
    }),
    record('stop', at(5, '09:05'), who, 'ec2:StopInstances', onInstances('i-prod')),
    record('restore', at(5, '09:10'), who, 'rds:RestoreDBInstanceFromDBSnapshot', {
      requestParameters: { dBInstanceIdentifier: 'core-drill', dBSnapshotIdentifier: 's' },
    }),
    record('launch', at(5, '09:15'), who, 'ec2:RunInstances', launched('c5.large', 'i-1', 'i-2')),
  ];
};
const ended = (ip = office, name = 'mia', database = 'core-drill', ids: readonly string[] = ['i-1', 'i-2']) => {
  const who = { who: session(name, 5), ip, agent };
  const requestParameters = { dBInstanceIdentifier: database, skipFinalSnapshot: true };
  return [
    record('end-machines', at(5, '15:00'), who, 'ec2:TerminateInstances', onInstances(...ids)),
    record('end-database', at(5, '15:05'), who, 'rds:DeleteDBInstance', { requestParameters }),
    record('start', at(5, '15:10'), who, 'ec2:StartInstances', onInstances('i-prod')),
  ];
};
const told = async (...records: readonly TrailRecord[]) => {
  const uids = records.flatMap(({ eventID }) => (eventID.startsWith('end-') ? [eventID] : []));
  const around = [...colleagues, ...records];
  const { incidents, explained } = await outcomeOfTrail(around, [{ level: 'high', uids }], { baselines });
  return [incidents.length, explained.length];
};

test('a drill is taken down by whoever built it, from where others work', async () => {
  expect(await told(...restored(), ...ended())).toEqual([0, 1]);
});

test.each<readonly [string, readonly TrailRecord[]]>([
  ['nobody else works there', [...restored('203.0.113.9'), ...ended('203.0.113.9')]],
  ['it was built elsewhere', [...restored('203.0.113.9'), ...ended()]],
  ['somebody else built it', [...restored(office, 'tom'), ...ended()]],
  ['one machine of it is the owner’s', [...restored(), ...ended(office, 'mia', 'core-drill', ['i-1', 'i-prod'])]],
  ['a database goes that was there before', [...restored(), ...ended(office, 'mia', 'core')]],
])('is an incident where %s', async (_, records) => {
  expect((await told(...records))[0]).toBeGreaterThan(0);
});
