import { afterAll, beforeAll, expect, test } from 'vitest';
import { FixtureLake } from '../../../test/fixture-lake.ts';
import { source } from './source.ts';

let falco: FixtureLake;
beforeAll(async () => {
  falco = await FixtureLake.open(source, import.meta.dirname);
});
afterAll(() => falco.close());

const host = 'build-1.example.com';

test('every alert is an event', () => {
  expect(falco.accounting.records).toMatchObject({ read: 15, events: 15, set_aside: [] });
});

test('a started process is told with its user, its machine and what was found', () => {
  expect(falco.told(0)).toEqual({
    service: 'falco',
    time: '2026-03-04T08:30:11.504Z',
    kind: 'syscall',
    operation: 'execve',
    category: 'process_creation',
    actor_uid: `${host}/svc-update`,
    actor_name: 'svc-update',
    host,
    process: '/tmp/.x/kworkerd',
    process_uid: '4711',
    command: 'kworkerd -o stratum+tcp://pool.example.com:3333 -u wallet --donate-level 1',
    alert: 'Detect crypto miners using the Stratum protocol',
    alert_severity: 'Critical',
  });
});

test.each([
  [1, { source_ip: '192.0.2.20', destination_ip: '203.0.113.44', destination_port: '3333', protocol: 'tcp' }],
  [8, { source_ip: '198.51.100.7', destination_ip: '192.0.2.20', destination_port: '22', protocol: 'tcp' }],
  [11, { source_ip: '2001:db8::20', destination_ip: '2001:db8::44', destination_port: '443' }],
])('the ends of connection %i stand in columns', (record, ends) => {
  expect(falco.told(record)).toMatchObject(ends);
  expect(falco.told(record)).not.toHaveProperty('file');
});

test('what a call does is told from the call, from its flags, else from the name of the rule', () => {
  const categories = falco.events.map((event) => [event['operation'], event['file'], event['category']]);
  expect(categories).toEqual([
    ['execve', null, 'process_creation'],
    ['connect', null, 'network_connection'],
    ['openat', '/etc/shadow', 'file_access'],
    ['openat', '/etc/sudoers', 'file_access'],
    ['openat', '/etc/cron.d/update-check', 'file_event'],
    ['openat', '/etc/sudoers.d/90-svc', 'file_event'],
    ['symlinkat', '/tmp/link', 'file_event'],
    ['unlinkat', '/var/log/auth.log', 'file_delete'],
    ['accept4', null, 'network_listening'],
    ['ptrace', null, 'system_call'],
    [null, null, 'process_creation'],
    [null, null, 'network_connection'],
    [null, '/home/dev/.ssh/id_ed25519', 'file_access'],
    [null, null, null],
    ['execve', null, 'process_creation'],
  ]);
});

test('what Falco calls <NA> is absent', () => {
  expect(falco.told(10)).not.toHaveProperty('host');
  expect(falco.told(11)).toMatchObject({ actor_uid: host });
  expect(falco.told(11)).not.toHaveProperty('actor_name');
});

test('an id that a forwarder gives is kept', () => {
  expect(falco.events[14]?.['event_uid']).toBe('falco:3f0a7d1e-0000-4000-8000-000000000001');
  expect(falco.told(14)).toMatchObject({ alert_uid: '3f0a7d1e-0000-4000-8000-000000000001' });
});

const rule = (category: string, detection: string): string =>
  `title: t\nlogsource: {product: linux, category: ${category}}\nlevel: low\ndetection:\n  s: {${detection}}\n  condition: s\n`;

test('rules of each category meet its records, and no others', async () => {
  const all = "'CommandLine|contains': ''";
  expect(
    await falco.firing({
      process: rule('process_creation', all),
      file: rule('file_event', all),
      network: rule('network_connection', all),
      miner: rule(
        'process_creation',
        "'Image|startswith': /tmp/, 'CommandLine|contains': stratum+tcp, User: svc-update",
      ),
      byParent: rule('process_creation', "'ParentImage|endswith': /bash, 'ParentCommandLine|contains': '-i'"),
      byName: rule('process_creation', "'Image|endswith': /bash"),
      elsewhere: rule('process_creation', "'Image|endswith': /usr/bin/kworkerd"),
      byParentsName: rule('process_creation', "'ParentImage|endswith': /runc"),
      cron: rule('file_event', "'TargetFilename|startswith': /etc/cron.d/"),
      sudoers: rule('file_event', "'TargetFilename|startswith': /etc/sudoers"),
      pool: rule(
        'network_connection',
        "DestinationPort: 3333, Initiated: 'true', 'DestinationIp|cidr': 203.0.113.0/24",
      ),
      own: 'title: t\nlogsource: {product: falco}\nlevel: low\ndetection:\n  s: {ka.verb: create, rule|startswith: Disallowed}\n  condition: s\n',
      taken: rule('network_connection', "Initiated: 'false'"),
    }),
  ).toEqual({
    process: [0, 10, 14],
    file: [4, 5, 6],
    network: [1, 11],
    miner: [0],
    byParent: [0],
    byName: [10],
    byParentsName: [10],
    cron: [4],
    sudoers: [5],
    pool: [1],
    own: [13],
  });
});
