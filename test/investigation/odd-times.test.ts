import { expect, test } from 'vitest';
import { assumed, investigateTrail, launched, record, roleIdentity, userIdentity } from './trail.ts';

const thief = { who: userIdentity('ci-uploader', 'AKIAEXAMPLECIUPLOAD1'), ip: '203.0.113.9', agent: 'aws-cli/2.15.0' };

test.each([
  '9999-12-31T23:59:59Z',
  '10000-01-01T00:00:00Z',
  '294247-01-10T04:00:54Z',
  '0001-01-01T00:00:00Z',
  'infinity',
])('a session that claims to have begun at %s ends no investigation', async (created) => {
  const session = { role: 'deploy', name: 'x', key: 'ASIAEXAMPLEHOP000001', created };
  const inRole = { ...thief, who: roleIdentity(session) };
  const [incident] = await investigateTrail(
    [
      record('a', '2026-11-20T11:02:41Z', thief, 'sts:AssumeRole', assumed(session)),
      record('b', '2026-11-20T11:03:00Z', inRole, 'ec2:RunInstances', launched('p4d.24xlarge', 'i-01')),
    ],
    [{ level: 'high', uids: ['b'] }],
  );
  expect(incident?.resources).toMatchObject([{ uid: 'i-01' }]);
});
