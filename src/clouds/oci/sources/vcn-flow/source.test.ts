import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { eventCounts, toldFixtures, type ToldFixtures } from '../../../../../test/told-fixtures.ts';
import { source } from './source.ts';

let fixtures: ToldFixtures;
beforeAll(async () => {
  fixtures = await toldFixtures(source, join(import.meta.dirname, 'fixtures'));
});

const minute = '2024-02-10T13:35:00.000Z';
const uidOf = (id: string, time = minute, ports = '60830/3333', network = 'ocid1.vnic.oc1.iad.examplebuild') =>
  `${id}@${time}/${network}/${ports}`;
const flow = {
  time: minute,
  account: 'ocid1.tenancy.oc1..exampletenancy',
  region: 'us-ashburn-1',
  kind: 'DataEvent',
  category: 'ACCEPT',
  source_ip: '10.0.0.5',
  host_uid: 'ocid1.vnic.oc1.iad.examplebuild',
  destination_ip: '203.0.113.10',
  destination_port: '3333',
  protocol: 'TCP',
  bytes_out: '4132',
};

test('every flow in every form is an event', () => {
  expect(eventCounts(fixtures)).toEqual({
    'bare.ndjson': 1,
    'cli-search-logs.json': 1,
    'connector.ndjson': 6,
    'search-logs.json': 2,
  });
});

test.each([
  ['delivered by a connector', '159f15e5'],
  ['by itself', 'bare-1'],
  ['found by a search', 'searched-2'],
  ['found by the command line', 'cli-1'],
])('a flow %s says the same', (_, id) => expect(fixtures.told.get(uidOf(id))).toEqual(flow));

describe('a flow', () => {
  const later = '2024-02-10T13:36:00.000Z';

  test('of the same short id in another minute, or between other ports, is another one', () => {
    expect(fixtures.told.get(uidOf('159f15e5', later))).toEqual({ ...flow, time: later });
    expect(fixtures.told.get(uidOf('159f15e5', later, '60830/4444'))).toEqual({
      ...flow,
      time: later,
      destination_ip: '2001:db8::10',
      destination_port: '4444',
      protocol: 'UDP',
    });
  });

  test('that was refused says so', () => {
    expect(fixtures.told.get(uidOf('a1b2c3d4', later, '51000/22'))).toMatchObject({
      category: 'REJECT',
      source_ip: '203.0.113.9',
      destination_ip: '10.0.0.5',
      destination_port: '22',
    });
  });

  test('of an instance that is named is of the instance; newer regions stand in ids by their name', () => {
    expect(
      fixtures.told.get(uidOf('new-region', later, '60830/3333', 'ocid1.vnic.oc1.eu-madrid-1.example')),
    ).toMatchObject({ region: 'eu-madrid-1', host_uid: 'ocid1.instance.oc1.eu-madrid-1.examplebuild' });
  });
});

test('a minute without traffic is an event of its own kind, and no flow', () => {
  expect(fixtures.told.get(uidOf('nodata-1', '2024-02-10T13:37:00.000Z', '-/-'))).toEqual({
    time: '2024-02-10T13:37:00.000Z',
    account: flow.account,
    region: flow.region,
    kind: 'QualityEvent',
    host_uid: flow.host_uid,
  });
});
