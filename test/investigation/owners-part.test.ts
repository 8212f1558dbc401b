import { expect, test } from 'vitest';
import { investigateTrail, record, userIdentity } from './trail.ts';

const who = userIdentity('exporter', 'AKIAEXAMPLEROOTKEY01');
const owner = { who, ip: '198.51.100.20', agent: 'Boto3/1.34.0' };
const thief = { who, ip: '203.0.113.9', agent: 'aws-cli/2.15.0' };
const secret = (uid: string, time: string, caller: typeof owner) =>
  record(uid, time, caller, 'secretsmanager:GetSecretValue', { requestParameters: { secretId: uid } });
const used = (days: number) =>
  Array.from({ length: days }, (_, at) =>
    secret(`day${at}`, `2026-11-${String(at + 1).padStart(2, '0')}T04:00:00Z`, owner),
  );
const stolen = ['12:00', '12:01', '12:02'].map((at, number) => secret(`t${number}`, `2026-11-20T${at}:00Z`, thief));
const beside = secret('beside', '2026-11-20T11:58:00Z', owner);

/** Where the intrusion began, and whether the owner's read of the hour is told as the intruder's. */
async function toldOf(days: number, ...found: readonly (readonly string[])[]) {
  const rules = found.map((uids) => ({ level: 'high' as const, uids }));
  const [incident] = await investigateTrail([...used(days), beside, ...stolen], rules);
  const refs = incident?.timeline.flatMap(({ evidence }) => evidence) ?? [];
  return { from: incident?.entry?.address, isOwners: refs.includes('aws.cloudtrail:beside') };
}

const together = ['beside', 't0', 't1', 't2'];

test('what the owner did while a thief used his key is not the beginning, though one rule counted both', async () => {
  expect(await toldOf(10, together)).toEqual({ from: thief.ip, isOwners: false });
});

test('but of a key without a past nobody knows whose it is', async () => {
  expect(await toldOf(3, together)).toEqual({ from: owner.ip, isOwners: true });
});

test('and what was found by itself stays, however long its network is known', async () => {
  expect(await toldOf(10, together, ['beside'])).toEqual({ from: owner.ip, isOwners: true });
});
