import { afterAll, beforeAll, expect, test } from 'vitest';
import { FixtureLake } from '../../../test/fixture-lake.ts';
import { source } from './source.ts';

let dns: FixtureLake;
beforeAll(async () => {
  dns = await FixtureLake.open(source, import.meta.dirname);
});
afterAll(() => dns.close());

test('every record is an event, in its wrapping or without', () => {
  expect(dns.accounting.records).toMatchObject({ read: 8, events: 8, set_aside: [] });
});

test('a query is told with who asked', () => {
  expect(dns.told(0)).toEqual({
    time: '2026-03-04T08:33:21.000Z',
    cloud: 'aws',
    account: '123456789012',
    region: 'us-east-1',
    kind: 'query',
    operation: 'A',
    actor_uid: 'i-0d15cd0d3example',
    source_ip: '192.0.2.20',
    host_uid: 'i-0d15cd0d3example',
    domain: 'pool.example.com',
    protocol: 'UDP',
  });
});

test('what a firewall for names matched is an alert', () => {
  expect(dns.told(1)).toMatchObject({
    error: 'NXDOMAIN',
    alert: 'DNS Firewall matched a list of domains: blocked.example.com',
    alert_status: 'BLOCK',
  });
  expect(dns.told(2)).toMatchObject({ alert_status: 'ALERT' });
  expect(dns.told(0)).not.toHaveProperty('alert');
});

test.each([
  [4, { cloud: 'oci', account: 'ocid1.tenancy.oc1..example', source_ip: '192.0.2.20', domain: 'pool.example.com' }],
  [5, { domain: 'nopool.example.com', error: 'NXDOMAIN', operation: 'A' }],
  [6, { kind: 'CLIENT_QUERY', operation: 'A', domain: 'pool.example.com', destination_ip: '192.0.2.53' }],
  [7, { kind: 'CLIENT_RESPONSE', operation: 'AAAA', domain: 'nopool.example.com', error: 'NXDOMAIN' }],
])('record %i tells %j', (record, columns) => expect(dns.told(record)).toMatchObject(columns));

test('rules for name queries meet all forms', async () => {
  const rule = (category: string, detection: string): string =>
    `title: t\nlogsource: {category: ${category}}\nlevel: low\ndetection:\n  s: {${detection}}\n  condition: s\n`;
  expect(
    await dns.firing({
      pool: rule('dns', 'query: pool.example.com, record_type: A'),
      byName: rule('dns_query', "'QueryName|startswith': nopool."),
      answer: rule('dns', 'answer: 203.0.113.44'),
    }),
  ).toEqual({ pool: [0, 3, 4, 6], byName: [5, 7], answer: [0, 2] });
});
