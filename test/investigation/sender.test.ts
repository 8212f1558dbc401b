import { expect, test } from 'vitest';
import { investigateTrail, record, userIdentity } from './trail.ts';

const agent = 'aws-cli/2.15.0';
const thief = { who: userIdentity('build', 'AKIAEXAMPLEROOTKEY01'), ip: '203.0.113.9', agent };
const responder = { who: userIdentity('anna', 'AKIAEXAMPLEANNA00001'), ip: '198.51.100.20', agent };

test('a sender that the intruder set up is his, until somebody takes it away', async () => {
  const records = [
    record('m1', '2026-11-20T11:00:00Z', thief, 'ses:CreateEmailIdentity', {
      requestParameters: { emailIdentity: 'parcels.example' },
    }),
    record('m2', '2026-11-20T11:01:00Z', thief, 'ses:VerifyEmailIdentity', {
      requestParameters: { emailAddress: 'info@parcels.example' },
    }),
    record('m3', '2026-11-20T12:00:00Z', responder, 'ses:DeleteEmailIdentity', {
      requestParameters: { emailIdentity: 'parcels.example' },
    }),
  ];
  const [incident] = await investigateTrail(records, [{ level: 'high', uids: ['m1'] }]);
  expect(incident?.resources.map(({ uid, state }) => `${uid} ${state}`)).toEqual([
    'parcels.example deleted',
    'info@parcels.example active',
  ]);
  expect(incident?.containment.flatMap(({ evidence }) => evidence)).toEqual(['aws.cloudtrail:m3']);
});
