import { expect, test } from 'vitest';
import type { Credential } from '../../model/exposure.ts';
import { holdingClaims } from './holding-claims.ts';

const credential = (uid: string, access: Credential['access']): Credential => ({
  uid,
  type: 'key',
  identity: null,
  account: '123456789012',
  access,
  state: 'active',
  first_seen: null,
  last_seen: null,
  evidence: [`aws.cloudtrail:${uid}`],
  evidence_count: 1,
});
const claimOf = (...credentials: readonly Credential[]) =>
  holdingClaims({ incidentUid: 'i', credentials, resources: [] }).find(({ claim_uid: uid }) => uid === 'i-held');

test('what is held, made and readable is told apart, and one that is both counts once', () => {
  const claim = claimOf(
    credential('a', 'held'),
    credential('b', 'held'),
    credential('b', 'created'),
    credential('c', 'created'),
    credential('d', 'readable'),
  );
  expect(claim?.value).toBe(3);
  expect(claim?.text).toBe(
    'The intruder held 2 credentials, sessions included, and made 2 credentials, 1 of them held as well; 1 more was readable',
  );
});

test('what was neither made nor readable is not spoken of', () => {
  expect(claimOf(credential('a', 'held'))?.text).toBe('The intruder held 1 credential, sessions included');
  expect(claimOf(credential('d', 'readable'))).toBeUndefined();
});
