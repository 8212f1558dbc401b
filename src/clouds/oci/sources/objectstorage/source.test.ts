import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { eventCounts, toldFixtures, type ToldFixtures } from '../../../../../test/told-fixtures.ts';
import { source } from './source.ts';

let fixtures: ToldFixtures;
beforeAll(async () => {
  fixtures = await toldFixtures(source, join(import.meta.dirname, 'fixtures'));
});

const read = {
  time: '2024-02-10T13:40:00.125Z',
  account: 'ocid1.tenancy.oc1..exampletenancy',
  region: 'us-ashburn-1',
  service: 'objectstorage',
  operation: 'GetObject',
  kind: 'native',
  category: 'data',
  read_only: 'true',
  actor_type: 'user',
  actor_uid: 'ocid1.user.oc1..examplealice',
  actor_name: 'alice@example.com',
  actor_account: 'ocid1.tenancy.oc1..exampletenancy',
  credential: '20:3b:97:13:55:1c:aa:bb:cc:dd:ee:ff:00:11:22:33',
  source_ip: '203.0.113.9',
  user_agent: 'Oracle-PythonSDK/2.119.1 (python 3.11)',
  file: 'backups/db/2024-02-09.dump',
};

test('every access in every form is an event', () => {
  expect(eventCounts(fixtures)).toEqual({ 'bare.ndjson': 1, 'connector.ndjson': 9 });
});

test.each(['get', 'bare'])('a read tells who had which object from where: %s', (id) => {
  expect(fixtures.told.get(id)).toEqual({ ...read, request_uid: `iad-1:${id}` });
});

describe('an access', () => {
  test.each([
    ['refused', 'ObjectNotFound', 'The object was not found.'],
    ['status-only', '403', 'Forbidden'],
  ])('that was refused says why: %s', (id, error, message) => {
    expect(fixtures.told.get(id)).toMatchObject({ operation: 'GetObject', error, error_message: message });
  });

  test.each([
    ['put', 'PutObject'],
    ['unheard', 'frobnicateobject'],
  ])('that may change something is no read: %s', (id, operation) => {
    expect(fixtures.told.get(id)).toMatchObject({ operation });
    expect(fixtures.told.get(id)).not.toHaveProperty('read_only');
  });

  test('of a whole bucket names no object', () => {
    expect(fixtures.told.get('list')).toMatchObject({ operation: 'ListObjects', read_only: 'true' });
    expect(fixtures.told.get('list')).not.toHaveProperty('file');
  });

  test('by a pre-authenticated request is by nobody', () => {
    expect(fixtures.told.get('par')).toMatchObject({ actor_type: 'pre-authenticated', source_ip: '203.0.113.9' });
    for (const column of ['actor_uid', 'actor_name', 'credential'])
      expect(fixtures.told.get('par')).not.toHaveProperty(column);
  });

  test('by a machine is by its id, where it has no name', () => {
    expect(fixtures.told.get('machine')).toMatchObject({
      actor_type: 'instance',
      actor_uid: 'ocid1.instance.oc1.iad.examplebuild',
      actor_name: 'ocid1.instance.oc1.iad.examplebuild',
    });
  });

  test('by a machine is of the same session as its calls in Audit, whatever token it had', () => {
    expect(fixtures.told.get('machine')).toMatchObject({ session_uid: 'ocid1.instance.oc1.iad.examplebuild' });
    expect(fixtures.told.get('machine')).not.toHaveProperty('credential');
  });

  test('with a session token does not show the token', () => {
    expect(fixtures.told.get('session')?.['credential']).toMatch(/^token:[0-9a-f]+$/);
  });
});
