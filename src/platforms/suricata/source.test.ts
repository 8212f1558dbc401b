import { afterAll, beforeAll, expect, test } from 'vitest';
import { FixtureLake } from '../../../test/fixture-lake.ts';
import { source } from './source.ts';

let suricata: FixtureLake;
beforeAll(async () => {
  suricata = await FixtureLake.open(source, import.meta.dirname);
});
afterAll(() => suricata.close());

test('every record is an event', () => {
  expect(suricata.accounting.records).toMatchObject({ read: 16, events: 16, set_aside: [] });
});

test('an alert is told with its connection', () => {
  expect(suricata.told(0)).toEqual({
    time: '2026-03-04T08:35:02.251Z',
    kind: 'alert',
    category: 'failed',
    source_ip: '192.0.2.20',
    destination_ip: '203.0.113.44',
    destination_port: '3333',
    protocol: 'TCP',
    bytes_in: '66',
    bytes_out: '420',
    alert: 'EXAMPLE stratum login seen',
    alert_uid: '586497171464837/9000001',
    alert_severity: '2',
    alert_status: 'allowed',
  });
});

test.each([
  [1, { alert: 'EXAMPLE blocked', alert_status: 'blocked' }],
  [2, { kind: 'flow', bytes_in: '120000', bytes_out: '91000' }],
  [3, { kind: 'netflow', bytes_out: '91000' }],
  [4, { operation: 'query', domain: 'pool.example.com' }],
  [5, { operation: 'answer', domain: 'nopool.example.com', error: 'NXDOMAIN' }],
  [6, { operation: 'request', domain: 'pool2.example.com' }],
  [7, { operation: 'response', domain: 'pool2.example.com' }],
  [8, { kind: 'tls', domain: 'pool.example.com' }],
  [9, { operation: 'GET', domain: 'files.example.com', user_agent: 'Wget/1.21' }],
  [10, { kind: 'fileinfo', file: '/x.sh', source_ip: '198.51.100.90' }],
  [11, { kind: 'ssh', user_agent: 'libssh2_1.9.0', destination_port: '22' }],
  [12, { operation: 'INVALID_RECORD_TYPE', category: 'tls' }],
  [13, { kind: 'stats', time: '2026-03-04T08:36:00.000Z' }],
  [14, { kind: 'engine' }],
  [15, { alert: 'EXAMPLE of an older version', time: '2009-11-24T21:27:09.534Z' }],
])('record %i tells %j', (record, columns) => expect(suricata.told(record)).toMatchObject(columns));

test('a query that was answered is no error', () => {
  for (const record of [4, 6, 7]) expect(suricata.told(record)).not.toHaveProperty('error');
});

const rule = (logsource: string, detection: string): string =>
  `title: t\nlogsource: ${logsource}\nlevel: low\ndetection:\n  s: {${detection}}\n  condition: s\n`;

test('rules for name queries and for proxies meet their records, and no others', async () => {
  expect(
    await suricata.firing({
      names: rule('{category: dns}', "'query|endswith': .example.com"),
      answered: rule('{category: dns}', 'answer: 203.0.113.44'),
      fetched: rule('{category: proxy}', "cs-host: files.example.com, 'c-uri|endswith': .sh, cs-method: GET"),
      own: rule('{product: suricata}', "'alert.signature|contains': stratum"),
    }),
  ).toEqual({ names: [4, 5, 6, 7], answered: [7], fetched: [9], own: [0] });
});
