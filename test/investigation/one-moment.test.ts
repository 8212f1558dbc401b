import { describe, expect, test } from 'vitest';
import { investigateTrail, launched, onInstances, record, userIdentity } from './trail.ts';

const thief = { who: userIdentity('eve', 'AKIAEXAMPLEEVE000001'), ip: '203.0.113.9', agent: 'aws-cli/2.15.0' };
const at = '2026-11-20T11:00:00Z';

/** Five acts of one second, made and ended in it; `uids` names their records in that order. */
const acts = (uids: readonly string[]) => [
  record(uids[0] ?? '', at, thief, 'iam:CreateUser', {
    requestParameters: { userName: 'bob' },
    responseElements: { user: { userName: 'bob', arn: 'arn:aws:iam::123456789012:user/bob' } },
  }),
  record(uids[1] ?? '', at, thief, 'iam:AttachUserPolicy', {
    requestParameters: { userName: 'bob', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
  }),
  record(uids[2] ?? '', at, thief, 'iam:DeleteUser', { requestParameters: { userName: 'bob' } }),
  record(uids[3] ?? '', at, thief, 'ec2:RunInstances', launched('p4d.24xlarge', 'i-01')),
  record(uids[4] ?? '', at, thief, 'ec2:TerminateInstances', onInstances('i-01')),
];

describe.each([
  ['rising', ['a', 'b', 'c', 'd', 'e']],
  ['falling', ['e', 'd', 'c', 'b', 'a']],
  ['mixed', ['z1', 'm1', 'a1', 'q1', 'b1']],
])('acts of one second, with uids that are %s', (_, uids) => {
  const told = async (records = acts(uids)) => {
    const [incident] = await investigateTrail(records, [{ level: 'high', uids }]);
    return incident;
  };

  test('are told as they must have followed: what is made, what is changed, what is ended', async () => {
    const incident = await told();
    expect(incident?.timeline.map(({ action }) => action)).toEqual([
      'CreateUser',
      'RunInstances',
      'AttachUserPolicy',
      'TerminateInstances',
      'DeleteUser',
    ]);
    expect(incident?.entry?.how).toBe('CreateUser');
  });

  test('leave things in the state of their end, with the size of their launch', async () => {
    const incident = await told();
    expect(incident?.resources.map(({ uid, state, shape }) => [uid, state, shape])).toEqual([
      ['arn:aws:iam::123456789012:user/bob', 'deleted', null],
      ['i-01', 'terminated', 'p4d.24xlarge'],
    ]);
    expect(incident?.claims.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['1 resource was launched', '1 of them has accelerators']),
    );
  });

  test('are all named where one is said to be the first', async () => {
    const incident = await told();
    const first = incident?.claims.find(({ claim_uid: uid }) => uid.endsWith('-first-seen'));
    expect(first?.text).toContain('first acts in these logs were CreateUser, RunInstances, AttachUserPolicy');
    expect(first?.evidence_count).toBe(uids.length);
  });

  test('are the same whatever the order in which they came', async () => {
    expect(JSON.stringify(await told([...acts(uids)].reverse()))).toBe(JSON.stringify(await told()));
  });
});
