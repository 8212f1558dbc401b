import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { eventCounts, toldFixtures, type ToldFixtures } from '../../../../../test/told-fixtures.ts';
import { source } from './source.ts';

let fixtures: ToldFixtures;
beforeAll(async () => {
  fixtures = await toldFixtures(source, join(import.meta.dirname, 'fixtures'));
});

const subscription = '00000000-0000-0000-0000-000000000001';
const mining = {
  account: subscription,
  service: 'defender',
  operation: 'VM_DigitalCurrencyMining',
  kind: 'Servers',
  category: 'detection',
  source_ip: '203.0.113.9',
  host: 'build-1',
  host_uid: `/subscriptions/${subscription}/resourceGroups/build/providers/Microsoft.Compute/virtualMachines/build-1`,
  alert: 'Digital currency mining related behavior detected',
  alert_severity: 'High',
};

test('every alert in every form is an event', () => {
  expect(eventCounts(fixtures)).toEqual({ 'list-alerts.json': 2, 'records.ndjson': 5 });
});

test.each([
  ['example-mining', 'Active'],
  ['example-mining', 'Dismissed'],
  ['listed-2', 'Active'],
])('as the API answers it: %s, %s', (id, status) => {
  expect(fixtures.told.get(`${id}@2026-11-03T11:21:00Z/${status}`)).toEqual({
    ...mining,
    time: '2026-11-03T11:20:00.250Z',
    region: 'westeurope',
    alert_uid: id,
    alert_status: status,
  });
});

test('as the API answered it under its earlier names', () => {
  const { host: _, ...named } = mining;
  expect(fixtures.told.get('example-old@2026-11-03T11:11:00Z/Active')).toEqual({
    ...named,
    time: '2026-11-03T11:10:00.000Z',
    region: 'westeurope',
    operation: 'SIMULATED_Logon',
    kind: 'Microsoft',
    alert: 'Made up: logon from an unusual place',
    alert_uid: 'example-old',
    alert_severity: 'Medium',
    alert_status: 'Active',
  });
});

test('as a row of the table SecurityAlert, in which lists are text', () => {
  expect(fixtures.told.get('example-table@2026-11-03T11:21:30Z/New')).toEqual({
    ...mining,
    time: '2026-11-03T11:21:30.000Z',
    alert_uid: 'example-table',
    alert_status: 'New',
  });
});

test('as continuous export streams it', () => {
  expect(fixtures.told.get('example-stream@2026-11-03T11:20:00Z/New')).toEqual({
    ...mining,
    kind: 'Microsoft Defender for Cloud',
    time: '2026-11-03T11:20:00.000Z',
    alert_uid: 'example-stream',
    alert_status: 'New',
  });
});
