import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FixtureLake } from '../../../../../test/fixture-lake.ts';
import { TemporaryLake } from '../../../../../test/temporary-lake.ts';
import type { Row } from '../../../../lake/engine.ts';
import { sources } from '../../../../registry/sources.ts';
import { source } from './source.ts';

const names = ['bind.log', 'dnsmasq.log', 'coredns.log', 'wrapped.ndjson'];
const files = Object.fromEntries(
  names.map((name) => [name, readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8')]),
);
const linesOf = (name: string): readonly string[] => (files[name] ?? '').trimEnd().split('\n');

let lake: TemporaryLake;
let events: readonly Row[];

beforeAll(async () => {
  lake = await TemporaryLake.open(...sources);
  const { records, objects } = await lake.ingest(files);
  expect(objects.refused).toEqual([]);
  const read = names.flatMap(linesOf).length;
  expect(records).toEqual({ read, events: read, duplicates: 0, conflicts: 0, set_aside: [] });
  events = await lake.events();
  expect(new Set(events.map((event) => event['source']))).toEqual(new Set([source.id]));
});
afterAll(() => lake.close());

/** What is told of the line that holds this text. */
const of = (text: string): Row => {
  const found = events.filter(({ raw }) => String((JSON.parse(String(raw)) as Row)['line']).includes(text));
  expect(found).toHaveLength(1);
  return Object.fromEntries(Object.entries(found[0] ?? {}).filter(([, value]) => value !== null));
};
const told = (text: string): Row => {
  const { event_uid: _uid, source: _source, raw: _raw, object: _object, record: _record, ...rest } = of(text);
  return rest;
};

describe('BIND', () => {
  test('tells who asked for what, and when', () => {
    expect(told('(pool.example.com): query: pool')).toEqual({
      time: '2024-02-10T13:15:02.123Z',
      kind: 'query',
      category: 'queries',
      operation: 'A',
      actor_uid: '203.0.113.9',
      source_ip: '203.0.113.9',
      domain: 'pool.example.com',
      destination_ip: '192.0.2.53',
    });
  });

  test.each<[string, string, Row]>([
    [
      'with a view, a key and a client subnet',
      'query: nopool',
      { operation: 'AAAA', source_ip: '2001:db8::9', destination_ip: '2001:db8::53', domain: 'nopool.example.com' },
    ],
    ['of an older kind', 'old.example.com IN TXT', { operation: 'TXT', domain: 'old.example.com' }],
    ['at an ISO time', 'utc.example.com', { time: '2024-02-10T13:15:05.003Z', operation: 'A' }],
    [
      'through syslog',
      'syslog.example.com): query',
      {
        time: expect.stringMatching(/-02-10T13:15:06\.000Z$/) as string,
        process: 'named',
        process_uid: '812',
        kind: 'query',
      },
    ],
    ['through syslog with its category', 'iso.example.com', { time: '2024-02-10T13:15:07.500Z', kind: 'query' }],
    ['that failed', 'query failed', { kind: 'query failed', error: 'SERVFAIL', domain: 'broken.example.com' }],
    ['that was refused', 'denied', { kind: 'denied', error: 'REFUSED', domain: 'closed.example.com' }],
    [
      'that a policy rewrote',
      'rpz QNAME NXDOMAIN',
      { alert: 'Response policy matched: blocked.example.com', alert_status: 'NXDOMAIN', source_ip: '203.0.113.9' },
    ],
    [
      'whose name looks like a query',
      'say\\032query',
      { domain: 'say\\032query:\\032good.example.com\\032IN\\032A.example.net', operation: 'A' },
    ],
    ['through the journal', 'journal.example.com', { time: '2024-02-10T13:15:21.000Z', kind: 'query' }],
  ])('a query %s', (_, text, expected) => expect(of(text)).toMatchObject(expected));

  test('what a policy lets pass is no alert', () => {
    expect(of('PASSTHRU')).toMatchObject({ kind: 'rpz', domain: 'passed.example.com', alert_status: 'PASSTHRU' });
    expect(of('PASSTHRU')).not.toHaveProperty('alert');
  });

  test('what is no query is an event without a name', () => {
    expect(told('loaded serial')).toEqual({ time: '2024-02-10T13:15:11.000Z', category: 'general' });
  });
});

describe('dnsmasq', () => {
  test('tells who asked for what; the year is found later', () => {
    expect(told('query[A] pool')).toEqual({
      time: expect.stringMatching(/-02-10T13:15:02\.000Z$/) as string,
      kind: 'query',
      operation: 'A',
      actor_uid: '192.0.2.7',
      source_ip: '192.0.2.7',
      process: 'dnsmasq',
      process_uid: '123',
      domain: 'pool.example.com',
    });
  });

  test.each<[string, string, Row]>([
    ['where it asked', 'forwarded', { kind: 'forwarded', destination_ip: '198.51.100.53' }],
    ['what came back', 'reply pool', { kind: 'reply', domain: 'pool.example.com' }],
    ['what it knew', 'cached', { kind: 'cached', error: 'NXDOMAIN', domain: 'nopool.example.com' }],
    ['more, if asked to', 'extra', { kind: 'query', operation: '65', source_ip: '192.0.2.7' }],
    ['through syslog', 'host.example.com', { source_ip: '2001:db8::7' }],
    ['what a list blocked', 'gravity', { kind: 'gravity blocked', domain: 'blocked.example.com' }],
    ['an address that is part of a name', '192.0.2.99', { source_ip: '192.0.2.8' }],
  ])('tells %s', (_, text, expected) => expect(of(text)).toMatchObject(expected));
});

describe('CoreDNS', () => {
  test.each<[string, string, Row]>([
    [
      'as Kubernetes keeps it',
      'udp 50 false 512" NOERROR qr,rd,ra 82 0.001042s',
      { time: '2024-02-10T13:15:02.123Z', kind: 'query', operation: 'A', protocol: 'udp', domain: 'pool.example.com' },
    ],
    ['over IPv6', '[2001:db8::7]', { source_ip: '2001:db8::7', error: 'NXDOMAIN', protocol: 'tcp', operation: 'AAAA' }],
    ['of a named pod', 'prefixed', { time: '2024-02-10T13:15:04.000Z', error: 'SERVFAIL' }],
    ['of an older kind', '2024/02/10', { time: '2024-02-10T13:15:05.000Z', domain: 'old.example.com' }],
    ['through syslog', 'coredns[77]', { domain: 'syslog.example.com', operation: 'TXT' }],
    ['as Docker keeps it', 'docker.example.com', { time: '2024-02-10T13:15:20.123Z', source_ip: '192.0.2.7' }],
  ])('%s', (_, text, expected) => expect(of(text)).toMatchObject(expected));
});

describe('lines of other kinds', () => {
  const sshd = 'Feb 10 13:15:02 gateway sshd[9]: Accepted password for alice from 198.51.100.7 port 5 ssh2';

  test('that have no time, or that nobody knows, are set aside', async () => {
    const timeless = '[INFO] 192.0.2.7:53124 - 9 "A IN timeless.example.com. udp 50 false 512" NOERROR qr,rd 82 0.001s';
    const { records } = await lake.ingest({ 'pod.log': `${timeless}\n-- rotated --\n${timeless}\n` });
    expect(records).toMatchObject({ read: 3, events: 0 });
    expect(Object.fromEntries(records.set_aside.map(({ reason, count }) => [reason, count]))).toMatchObject({
      'without a time': 2,
    });
    expect(records.set_aside.reduce((sum, { count }) => sum + count, 0)).toBe(3);
  });

  test('that only begin like those of a name server are none', async () => {
    const other = '10-Feb-2024 13:15:02.123 INFO [main] org.example.Server.start Server startup in 7 ms\n';
    const { objects, records } = await lake.ingest({ 'server.log': other });
    expect(objects.refused).toMatchObject([{ reason: 'not JSON, nor lines of a known log' }]);
    expect(records.read).toBe(0);
  });

  test('in a log that is mostly of names go to their own source', async () => {
    const asked = (second: number): string =>
      `Feb 11 13:15:0${second} gateway dnsmasq[1]: query[A] a.example.com from 192.0.2.7`;
    const { records } = await lake.ingest({ messages: [asked(1), sshd, asked(2), asked(3)].join('\n') });
    expect(records).toMatchObject({ read: 4, events: 4, set_aside: [] });
    const found = (await lake.events()).filter(
      ({ raw }) => String(raw).includes(' gateway ') && !String(raw).includes('host.example'),
    );
    expect(found.map((event) => String(event['source'])).toSorted((a, b) => a.localeCompare(b))).toEqual([
      'dns.text',
      'dns.text',
      'dns.text',
      'linux.auth',
    ]);
    expect(found.find((event) => event['source'] === 'linux.auth')).toMatchObject({ actor_name: 'alice' });
  });
});

test('who asks is its address, unless it is the machine whose log it is', async () => {
  const asked = (address: string): string =>
    `Feb 12 13:15:01 gateway dnsmasq[1]: query[A] x.example.com from ${address}`;
  await lake.ingest({ 'own.log': `${asked('127.0.0.1')}\n${asked('192.0.2.7')}\n` });
  const found = (await lake.events()).filter(({ domain }) => domain === 'x.example.com');
  const hosts = found.map(({ host, source_ip }) => `${String(source_ip)} ${String(host)}`);
  expect(hosts.toSorted((a, b) => a.localeCompare(b))).toEqual(['127.0.0.1 gateway', '192.0.2.7 null']);
});

test('rules for name queries meet all forms', async () => {
  const rule = (category: string, detection: string): string =>
    `title: t\nlogsource: {category: ${category}}\nlevel: low\ndetection:\n  s: {${detection}}\n  condition: s\n`;
  const rules = {
    pool: rule('dns', 'query: pool.example.com, record_type: A'),
    byName: rule('dns_query', "'QueryName|startswith': nopool."),
    answer: rule('dns', 'answer: 203.0.113.44'),
  };
  const found = await Promise.all(
    names.slice(0, 3).map(async (name) => {
      const one = await FixtureLake.of(source, { [name]: files[name] ?? '' });
      const firing = await one.firing(rules);
      await one.close();
      return [name, firing];
    }),
  );
  expect(Object.fromEntries(found)).toEqual({
    'bind.log': { pool: [0], byName: [1] },
    'dnsmasq.log': { pool: [0], byName: [3], answer: [2] },
    'coredns.log': { pool: [0], byName: [1] },
  });
});
