import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { TemporaryLake } from '../../../../../test/temporary-lake.ts';
import { eventCounts, toldFixtures, type ToldFixtures } from '../../../../../test/told-fixtures.ts';
import { sources } from '../../../../registry/sources.ts';
import { source } from './source.ts';

let fixtures: ToldFixtures;
beforeAll(async () => {
  fixtures = await toldFixtures(source, join(import.meta.dirname, 'fixtures'));
});

const problem = 'ocid1.cloudguardproblem.oc1.iad.example';
const here = { account: 'ocid1.tenancy.oc1..exampletenancy', region: 'us-ashburn-1', service: 'cloudguard' };
const mining = {
  ...here,
  kind: 'CRYPTO_MINING',
  category: 'detection',
  host: 'build-1',
  host_uid: 'ocid1.instance.oc1.iad.examplebuild',
  alert: 'Unauthorised mining',
  alert_uid: `${problem}mining`,
  alert_severity: 'CRITICAL',
};
const rogue = {
  ...here,
  time: '2024-02-10T19:30:00.000Z',
  kind: 'ROGUE_USER',
  category: 'detection',
  actor_uid: 'ocid1.user.oc1..examplealice',
  actor_name: 'alice@example.com',
  alert: 'ROGUE_USER',
  alert_severity: 'HIGH',
};
const operation = (name: string) => `com.oraclecloud.cloudguard.${name}`;

test('every record in every form is an event', () => {
  expect(eventCounts(fixtures)).toEqual({
    'cli-get.json': 1,
    'cli-list.json': 2,
    'list-problems.json': 2,
    'records.ndjson': 12,
  });
});

describe('an event', () => {
  test.each([
    ['ev-mining', '2024-02-10T19:30:15.000Z', 'problemdetected', 'OPEN'],
    ['ev-mining-again', '2024-02-10T19:45:15.000Z', 'problemthresholdreached', 'OPEN'],
    ['ev-mining-dismissed', '2024-02-10T20:05:00.000Z', 'problemdismissed', 'DISMISSED'],
    ['ev-mining-remediated', '2024-02-10T21:00:00.000Z', 'problemremediated', 'RESOLVED'],
  ])('%s updates the one alert of its problem', (uid, time, name, status) => {
    expect(fixtures.told.get(uid)).toEqual({ ...mining, time, operation: operation(name), alert_status: status });
  });

  test('of a user names who it was and from where, and no machine', () => {
    expect(fixtures.told.get('ev-address')).toMatchObject({
      actor_uid: 'ocid1.user.oc1..examplealice',
      actor_name: 'alice@example.com',
      source_ip: '203.0.113.9',
    });
    expect(fixtures.told.get('ev-address')).not.toHaveProperty('host_uid');
  });

  test('of what a user did to a resource names both', () => {
    expect(fixtures.told.get('ev-vcn')).toMatchObject({
      actor_uid: 'alice@example.com',
      host_uid: 'ocid1.securitylist.oc1.iad.exampledefault',
    });
  });

  test('without an id of its own has its problem and its time for one, and a setting that is at fault is a weakness', () => {
    expect(fixtures.told.get(`${problem}bucket@2024-02-10T13:26:00Z`)).toEqual({
      ...here,
      time: '2024-02-10T13:26:00.000Z',
      operation: operation('problemdetected'),
      kind: 'BUCKET_IS_PUBLIC',
      category: 'weakness',
      host_uid: 'examplenamespace/backups',
      alert: 'Bucket is public',
      alert_uid: `${problem}bucket`,
      alert_severity: 'CRITICAL',
      alert_status: 'OPEN',
    });
  });
});

describe('a problem', () => {
  test.each([
    ['as the API answers it', 'rogue', 'OPEN'],
    ['once it was dismissed', 'rogue', 'DISMISSED'],
    ['in a list of the API', 'listed-2', 'OPEN'],
    ['as the command line spells it', 'cli', 'OPEN'],
    ['as the command line answers it', 'got', 'OPEN'],
    ['in a list of the command line', 'cli-listed-2', 'OPEN'],
  ])('%s says who, what and where it stands', (_, id, status) => {
    expect(fixtures.told.get(`${problem}${id}@2024-02-10T19:30:00.000Z/${status}`)).toEqual({
      ...rogue,
      alert_uid: `${problem}${id}`,
      alert_status: status,
    });
  });

  test.each(['open-port', 'cli-port'])('of a machine, %s, names it', (id) => {
    expect(fixtures.told.get(`${problem}${id}@2024-02-10T19:30:00.000Z/OPEN`)).toMatchObject({
      category: 'weakness',
      host: 'build-1',
      host_uid: 'ocid1.instance.oc1.iad.examplebuild',
    });
  });
});

test('a problem in whatever form is found among records of all sources', async () => {
  const lake = await TemporaryLake.open(...sources);
  const names = ['cli-get.json', 'cli-list.json', 'list-problems.json', 'records.ndjson'];
  const read = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name));
  const { records } = await lake.ingest(Object.fromEntries(names.map((name) => [name, read(name)])));
  expect(records).toMatchObject({ read: 17, events: 17, set_aside: [] });
  expect(new Set((await lake.events()).map((event) => event['source']))).toEqual(new Set([source.id]));
  await lake.close();
});

test('an event with the id of any other event is a problem all the same', async () => {
  const lake = await TemporaryLake.open(...sources);
  try {
    const [event] = readFileSync(join(import.meta.dirname, 'fixtures/records.ndjson'), 'utf8').split('\n');
    const { records } = await lake.ingest({ 'problem.json': (event ?? '').replace('"eventID"', '"eventId"') });
    expect(records).toMatchObject({ read: 1, events: 1 });
    expect(await lake.events()).toMatchObject([{ source: 'oci.cloud-guard', alert: mining.alert }]);
  } finally {
    await lake.close();
  }
});
