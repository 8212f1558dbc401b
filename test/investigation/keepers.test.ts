import { expect, test } from 'vitest';
import { assumed, investigateTrail, record, roleIdentity, victim } from './trail.ts';
import type { Json, Session } from './trail.ts';

const backup = 'backup.amazonaws.com';
const tower = 'controltower.amazonaws.com';
const formation = 'cloudformation.amazonaws.com';
interface Caller {
  readonly who: Json;
  readonly ip: string;
  readonly agent: string;
}
const day = '2026-11-20';
const kept: Session = {
  role: 'BackupRole',
  name: 'AWSBackup',
  key: 'ASIAEXAMPLEBACKUP001',
  created: `${day}T04:00:00Z`,
};
const enrolled: Session = {
  role: 'Execution',
  name: 'AWSControlTower',
  key: 'ASIAEXAMPLETOWER0001',
  created: `${day}T09:00:00Z`,
};
const factory: Session = {
  role: 'Factory',
  name: 'AWSControlTower',
  key: 'ASIAEXAMPLEFACTORY01',
  created: `${day}T08:59:00Z`,
};

/** A call that a service makes under the session of a role. */
const through = (session: Session, service: string) => ({
  who: { ...(roleIdentity(session) as Readonly<Record<string, Json>>), invokedBy: service },
  ip: service,
  agent: service,
});
const opened = (uid: string, session: Session, service: string) =>
  record(
    uid,
    session.created,
    { who: { type: 'AWSService', invokedBy: service }, ip: service, agent: service },
    'sts:AssumeRole',
    assumed(session),
  );
const share = (uid: string, caller: Caller, clock: string) =>
  record(uid, `${day}T${clock}:00Z`, caller, 'ec2:ModifySnapshotAttribute', {
    requestParameters: {
      snapshotId: `snap-${uid}`,
      createVolumePermission: { add: { items: [{ userId: '111122223333' }] } },
    },
  });
const admit = (caller: Caller) =>
  record('role', `${day}T09:05:00Z`, caller, 'iam:CreateRole', {
    requestParameters: { roleName: 'audit', assumeRolePolicyDocument: '{}' },
    responseElements: { role: { roleName: 'audit', roleId: 'AROAAUDIT', arn: `arn:aws:iam::${victim}:role/audit` } },
  });
const medium = (...uids: readonly string[]) => [{ level: 'medium', uids } as const];

test('what a service of backups shares under its role begins no incident', async () => {
  const records = [opened('open', kept, backup), share('a', through(kept, backup), '04:05')];
  expect(await investigateTrail(records, medium('a'))).toEqual([]);
});

test('the same by hand, with the credential that the service was given, is an incident', async () => {
  const hand = { who: roleIdentity(kept), ip: '203.0.113.9', agent: 'aws-cli/2.15.0' };
  const records = [opened('open', kept, backup), share('a', through(kept, backup), '04:05'), share('b', hand, '04:20')];
  expect(await investigateTrail(records, medium('a', 'b'))).toHaveLength(1);
});

test('what a factory of accounts has done in an account through another service begins none', async () => {
  const records = [
    record('open', enrolled.created, through(factory, tower), 'sts:AssumeRole', assumed(enrolled)),
    admit(through(enrolled, formation)),
  ];
  expect(await investigateTrail(records, medium('role'))).toEqual([]);
});

test('what a service does call by call for whoever calls it is an incident', async () => {
  const records = [opened('open', enrolled, formation), admit(through(enrolled, formation))];
  expect(await investigateTrail(records, medium('role'))).toHaveLength(1);
});
