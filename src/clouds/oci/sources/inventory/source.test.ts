import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { toldFixtures, type ToldFixtures } from '../../../../../test/told-fixtures.ts';
import { source } from './source.ts';

let fixtures: ToldFixtures;
beforeAll(async () => {
  fixtures = await toldFixtures(source, join(import.meta.dirname, 'fixtures'));
});

test('every resource is an event, and the same one from the API and the command line is one', () => {
  const records = [...fixtures.accounting.values()].map(({ records: one }) => one);
  expect(records).toMatchObject([
    { read: 2, events: 2, set_aside: [] },
    { read: 3, events: 2, duplicates: 1, conflicts: 0, set_aside: [] },
  ]);
});

test.each([
  [
    'ocid1.instance.oc1.iad.examplebuild@RUNNING',
    { region: 'us-ashburn-1', kind: 'Instance', category: 'RUNNING', host: 'build-1' },
  ],
  [
    'ocid1.instance.oc1.eu-madrid-1.examplecli@STOPPED',
    { region: 'eu-madrid-1', kind: 'Instance', category: 'STOPPED', host: 'build-2' },
  ],
  ['ocid1.bucket.oc1.phx.examplebackups@ACTIVE', { region: 'us-phoenix-1', kind: 'Bucket', category: 'ACTIVE' }],
  [
    'ocid1.user.oc1..examplealice@ACTIVE',
    { account: 'ocid1.tenancy.oc1..exampletenancy', kind: 'User', category: 'ACTIVE' },
  ],
])('%s says what it is, where, and since when', (uid, told) => {
  expect(fixtures.told.get(uid)).toEqual({
    ...told,
    time: '2024-01-15T09:12:30.123Z',
    host_uid: uid.split('@')[0],
  });
});
