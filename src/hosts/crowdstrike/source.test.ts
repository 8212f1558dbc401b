import { afterAll, beforeAll, expect, test } from 'vitest';
import { FixtureLake } from '../../../test/fixture-lake.ts';
import { source } from './source.ts';

let falcon: FixtureLake;
beforeAll(async () => {
  falcon = await FixtureLake.open(source, import.meta.dirname);
});
afterAll(() => falcon.close());

const agent = '00000000000000000000000000000a1d';

test('every record is an event', () => {
  expect(falcon.accounting.records).toMatchObject({ read: 17, events: 17, set_aside: [] });
});

test('a started process is told with the time at which it was started', () => {
  expect(falcon.told(0)).toEqual({
    service: 'crowdstrike',
    time: '2026-03-04T08:29:50.402Z',
    kind: 'ProcessRollup2',
    operation: 'ProcessRollup2',
    category: 'process_creation',
    actor_uid: 'build-1/svc-update',
    actor_name: 'svc-update',
    host: 'build-1',
    host_uid: agent,
    process: '/tmp/.x/kworkerd',
    process_uid: '289741187433',
    command: '/tmp/.x/kworkerd -o stratum+tcp://pool.example.com:3333 --donate-level 1',
  });
});

test('a detection is an alert, in the old form and in the new', () => {
  expect(falcon.told(12)).toEqual({
    service: 'crowdstrike',
    time: '2026-03-04T08:54:44.213Z',
    kind: 'EppDetectionSummaryEvent',
    actor_uid: 'build-1/svc-update',
    actor_name: 'svc-update',
    host: 'build-1',
    host_uid: agent,
    process: '/tmp/.x/kworkerd',
    process_uid: '289741187433',
    command: '/tmp/.x/kworkerd -o stratum+tcp://pool.example.com:3333',
    alert: 'CryptocurrencyMiner',
    alert_uid: `00000000000000000000000000000c1d:ind:${agent}:289741187433-10197-1`,
    alert_severity: 'High',
    alert_status: 'Detection, standard detection.',
  });
  expect(falcon.told(13)).toMatchObject({
    host: 'build-1',
    host_uid: agent,
    alert: 'Suspicious Activity',
    alert_uid: `ldt:${agent}:55929758895`,
    alert_status: 'Prevention, process killed.',
  });
});

test('nothing but a detection is an alert', () => {
  const alerts = falcon.events.flatMap((event) => (event['alert'] === null ? [] : [event['record']]));
  expect(alerts).toEqual([12, 13]);
});

test.each([
  [2, { source_ip: '192.0.2.20', destination_ip: '203.0.113.44', destination_port: '3333', protocol: 'tcp' }],
  [3, { source_ip: '2001:db8::20', destination_ip: '2001:db8::44', destination_port: '443' }],
  [4, { source_ip: '198.51.100.7', destination_ip: '192.0.2.20', destination_port: '22' }],
  [5, { category: 'dns_query', domain: 'pool.example.com', process_uid: '289741187433' }],
  [6, { category: 'file_event', file: '/etc/cron.d/update-check', process: '/usr/bin/tee', actor_name: 'root' }],
  [7, { category: 'file_event', file: '/tmp/.x/kworkerd' }],
  [8, { actor_name: 'dev', source_ip: '198.51.100.7' }],
  [14, { operation: 'userAuthenticate', actor_uid: 'analyst@example.com', source_ip: '203.0.113.9' }],
])('record %i tells %j', (record, columns) => expect(falcon.told(record)).toMatchObject(columns));

test('records keep the ids that they have; those of the stream have none but their place in it', () => {
  expect(falcon.events[0]?.['event_uid']).toBe('crowdstrike:10000000-0000-4000-8000-000000000001');
  expect(falcon.events[12]?.['event_uid']).toBe(
    'crowdstrike:00000000000000000000000000000c1d/EppDetectionSummaryEvent/884213',
  );
});

const rule = (logsource: string, detection: string): string =>
  `title: t\nlogsource: ${logsource}\nlevel: low\ndetection:\n  s: {${detection}}\n  condition: s\n`;
const linux = (category: string): string => `{product: linux, category: ${category}}`;

test('rules of each category meet its records of their platform, and no others', async () => {
  expect(
    await falcon.firing({
      process: rule(linux('process_creation'), "'Image|contains': ''"),
      file: rule(linux('file_event'), "'TargetFilename|contains': ''"),
      network: rule(linux('network_connection'), "'DestinationIp|contains': ''"),
      name: rule(linux('dns_query'), "'QueryName|endswith': .example.com"),
      miner: rule(linux('process_creation'), "'Image|startswith': /tmp/, 'CommandLine|contains': stratum+tcp"),
      byParent: rule(linux('process_creation'), "'ParentImage|endswith': /bash, User: svc-update"),
      cron: rule(linux('file_event'), "'TargetFilename|startswith': /etc/cron.d/"),
      pool: rule(linux('network_connection'), "DestinationPort: 3333, Initiated: 'true'"),
      taken: rule(linux('network_connection'), "Initiated: 'false', SourceIp: 198.51.100.7"),
      windows: rule('{product: windows, category: process_creation}', String.raw`'Image|endswith': '\cmd.exe'`),
      own: rule('{product: crowdstrike}', 'metadata.eventType: EppDetectionSummaryEvent, event.Severity|gte: 70'),
    }),
  ).toEqual({
    process: [0, 1],
    file: [6, 7],
    network: [2, 3, 4],
    name: [5],
    miner: [0],
    byParent: [0],
    cron: [6],
    pool: [2],
    taken: [4],
    windows: [11],
    own: [12],
  });
});
