import { expect, test } from 'vitest';
import { assumed, investigateTrail, launched, record, roleIdentity } from './trail.ts';
import type { Session } from './trail.ts';

const person: Session = {
  role: 'AWSReservedSSO_Admin_1',
  name: 'jane@example.com',
  key: 'ASIAEXAMPLEPERSON001',
  created: '2026-11-20T11:00:00Z',
};
const directory = {
  who: {
    type: 'SAMLUser',
    principalId: 'qualifier=:jane@example.com',
    userName: 'jane@example.com',
    identityProvider: 'qualifier=',
  },
  ip: 'AWS Internal',
  agent: 'AWS Internal',
};
const hand = { who: roleIdentity(person), ip: '203.0.113.9', agent: 'aws-cli/2.15.0' };

test('whoever comes by way of a directory signed in, from where the session is used', async () => {
  const records = [
    record('in', person.created, directory, 'sts:AssumeRoleWithSAML', assumed(person)),
    record('go', '2026-11-20T11:05:00Z', hand, 'ec2:RunInstances', launched('g5.12xlarge', 'i-1')),
  ];
  const [incident] = await investigateTrail(records, [{ level: 'high', uids: ['go'] }]);
  expect(incident?.title).toMatch(/^Misused sign-in of jane@example\.com /);
  expect(incident?.root?.why).toContain('from 203.0.113.9');
  expect(incident?.entry?.address).toBe('203.0.113.9');
});
