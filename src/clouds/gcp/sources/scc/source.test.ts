import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { eventCounts, toldFixtures, type ToldFixtures } from '../../../../../test/told-fixtures.ts';
import { source } from './source.ts';

let fixtures: ToldFixtures;
beforeAll(async () => {
  fixtures = await toldFixtures(source, join(import.meta.dirname, 'fixtures'));
});

const findings = 'organizations/000000000001/sources/000000000002/findings/';
const seen = '2026-11-03T11:20:00.123Z';
const told = (id: string, at = seen) => fixtures.told.get(`${findings}${id}@${at}`);
const machine = '//compute.googleapis.com/projects/example-project/zones/us-central1-a/instances/build-1';
const mining = {
  time: seen,
  account: 'example-project',
  region: 'us-central1',
  service: 'securitycenter',
  operation: 'Execution: Cryptocurrency Mining Hash Match',
  category: 'detection',
  host_uid: machine,
  alert: 'Execution: Cryptocurrency Mining Hash Match',
  alert_severity: 'HIGH',
  alert_status: 'ACTIVE',
};

test('every finding in every form is an event', () => {
  expect(eventCounts(fixtures)).toEqual({ 'list-findings.json': 2, 'records.ndjson': 9 });
});

test.each(['notified', 'bare', 'listed-1', 'listed-2'])('a finding says the same in every wrapping: %s', (id) => {
  expect(told(id)).toEqual({ ...mining, alert_uid: `${findings}${id}` });
});

test('a finding that is no longer active stays one alert', () => {
  expect(told('notified', '2026-11-03T14:00:00Z')).toEqual({
    ...mining,
    time: '2026-11-03T14:00:00.000Z',
    alert_uid: `${findings}notified`,
    alert_status: 'INACTIVE',
  });
});

test('a finding about a grant names who made it and from where; one of an organisation is of its account', () => {
  expect(told('grant')).toMatchObject({
    account: 'organizations/000000000001',
    actor_uid: 'alice@example.com',
    source_ip: '203.0.113.9',
    kind: 'iam_anomalous_grant',
  });
});

test('attempts to log in name the machine and the address', () => {
  expect(told('ssh')).toMatchObject({
    account: 'example-project',
    region: 'us-west1',
    host: 'build-1',
    host_uid: '0000000004',
    source_ip: '203.0.113.9',
  });
});

test.each([
  ['port', machine, 'HIGH'],
  ['old', '//storage.googleapis.com/example-data', 'High'],
  [
    'inner',
    '//compute.googleapis.com/projects/example-project/zones/us-central1-a/instances/0000000004',
    'SEVERITY_UNSPECIFIED',
  ],
])('a setting that is at fault is a weakness of its resource: %s', (id, resource, severity) => {
  expect(told(id)).toMatchObject({ category: 'weakness', host_uid: resource, alert_severity: severity });
});

test('an entry of Event Threat Detection is an alert of its own', () => {
  const { alert_status: _, ...detected } = mining;
  expect(fixtures.told.get('etd-1')).toEqual({
    ...detected,
    time: '2026-11-03T11:20:00.250Z',
    operation: 'bad_ip',
    kind: 'bad_ip',
    host_uid: '/projects/example-project/zones/us-central1-a/instances/build-1',
    alert: 'bad_ip',
    alert_uid: 'etd-1',
    alert_severity: 'HIGH',
  });
});
