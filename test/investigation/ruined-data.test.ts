import { describe, expect, test } from 'vitest';
import { investigateTrail, record, userIdentity } from './trail.ts';
import type { Json, TrailRecord } from './trail.ts';

const thief = { who: userIdentity('build', 'AKIAEXAMPLEROOTKEY01'), ip: '203.0.113.9', agent: 'aws-cli/2.15.0' };
const onBucket = (uid: string, call: string, request: Readonly<Record<string, Json>> = {}): TrailRecord =>
  record(uid, `2026-11-20T11:${uid.slice(-2)}:00Z`, thief, call, {
    requestParameters: { bucketName: 'invoices', ...request },
  });
const many = (call: string, request: Readonly<Record<string, Json>> = {}) =>
  Array.from({ length: 12 }, (_, at) => onBucket(`x${10 + at}`, call, { key: `${at}.pdf`, ...request }));
const callersKey = { 'x-amz-server-side-encryption-customer-algorithm': 'AES256' };
const told = async (records: readonly TrailRecord[]) => {
  const [incident] = await investigateTrail(records, [{ level: 'medium', uids: ['x10'] }]);
  if (!incident) throw new Error('no incident');
  return incident;
};
const stepsOf = async (records: readonly TrailRecord[]) =>
  (await told(records)).manual_steps.map(({ text }) => text).filter((text) => /invoices/.test(text));

describe('objects of the owner', () => {
  test('that are copied under a key of the intruder are encrypted, and not read', async () => {
    const incident = await told(many('s3:CopyObject', callersKey));
    expect(incident.kind).toBe('sabotage');
    expect(incident.title).toContain('deleted or encrypted data in 12 calls');
    expect(incident.data_exposure?.read).toEqual([]);
  });

  test('that are only copied are read', async () => {
    const incident = await told(many('s3:CopyObject'));
    expect(incident.kind).toBe('data-theft');
    expect(incident.title).toContain('read data in 12 calls');
  });

  test.each(['s3:DeleteObject', 's3:DeleteObjects'])('that are gone by %s are to be brought back', async (call) => {
    expect(await stepsOf(many(call))).toEqual([
      'Bring back what was deleted or encrypted in invoices, from older versions or copies',
    ]);
  });

  test('are no loss in a bucket that the intruder made', async () => {
    const incident = await told([onBucket('x09', 's3:CreateBucket'), ...many('s3:DeleteObject')]);
    expect(incident.kind).not.toBe('sabotage');
    expect(incident.manual_steps.filter(({ text }) => text.startsWith('Bring back'))).toEqual([]);
  });
});

test.each(['PutBucketLifecycle', 'PutBucketVersioning'])(
  '%s is to be taken back on the bucket that it names',
  async (name) => {
    expect(await stepsOf([onBucket('x10', `s3:${name}`)])).toEqual([
      `Look at and take back ${name} on invoices in account 123456789012`,
    ]);
  },
);
