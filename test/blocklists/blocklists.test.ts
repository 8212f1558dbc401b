import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allButThese } from '../../src/clouds/oci/all-but-these.ts';
import { sharedNetworks } from '../../src/detect/intel/shared-networks.ts';
import type { Incident } from '../../src/model/incident.ts';
import type { Indicator } from '../../src/model/indicator.ts';
import { blocklists } from '../../src/registry/blocklists.ts';
import { blocklistFiles } from '../../src/report/blocklists/blocklist-files.ts';
import { hostileIncident, richIncident } from '../incident-fixture.ts';
import { payloads } from '../ticket/payloads.ts';
import { parseAll, type Parsed } from './parsers.ts';

const [first] = richIncident.indicators;
if (first === undefined) throw new Error('the fixture has indicators');

type Kind = 'ip' | 'domain' | 'url';
const seen = (indicators: readonly (readonly [Kind, string])[]): readonly Indicator[] =>
  indicators.map(([type, value]) => ({ ...first, type, value, role: 'a pool' }));

const filesOf = (incident: Incident): Readonly<Record<string, string>> =>
  blocklistFiles(incident, { forms: blocklists, networks: sharedNetworks });
const filesFor = (...indicators: readonly (readonly [Kind, string])[]) =>
  filesOf({ ...richIncident, indicators: seen(indicators) });

/** All that blocks, without what only speaks of it. */
const blocking = (files: Readonly<Record<string, string>>): string =>
  Object.entries(files)
    .filter(([name]) => !name.endsWith('review.txt'))
    .map(([, text]) => text)
    .join('\n');

describe('what blocks', () => {
  const files = filesFor(
    ['ip', '192.0.2.77'],
    ['ip', '2001:db8:0::7'],
    ['domain', 'Pool.Example.com.'],
    ['url', 'http://u:p@drop.example.net/x%20y;z?a="b"#c'],
  );

  test('stands in plain lists, each value on a line of its own', () => {
    expect(files['blocklists/ip.txt']).toBe('192.0.2.77\n2001:db8::7\n');
    expect(files['blocklists/domain.txt']).toBe('pool.example.com\n');
    expect(files['blocklists/hosts.txt']).toBe('0.0.0.0 pool.example.com\n');
    expect(files['blocklists/url.txt']).toBe('http://drop.example.net/x%20y;z?a=%22b%22\n');
  });

  test('has the same numbers of rules whatever stands beside it, all in the range of local ones', () => {
    const sids = (text = ''): readonly string[] => text.match(/sid:\d+/g) ?? [];
    const all = sids(files['blocklists/suricata.rules']);
    expect(all).toHaveLength(6);
    expect(new Set(all).size).toBe(6);
    for (const sid of all) expect(sid).toMatch(/^sid:1\d{6}$/);
    const alone = sids(filesFor(['domain', 'pool.example.com'])['blocklists/suricata.rules']);
    expect(alone).toHaveLength(3);
    expect(all).toEqual(expect.arrayContaining([...alone]));
  });

  test('is nothing, in no file, where nothing is known', () => {
    expect(filesFor()).toEqual({});
  });
});

describe('what would hit the organisation or others is not blocked, and a person is told why', () => {
  const own = '203.0.113.200';
  const resource = { ...(richIncident.resources[0] as Incident['resources'][number]), uid: own };
  test.each<[Kind, string, string]>([
    ['ip', '10.1.2.3', 'private'],
    ['ip', '100.64.9.9', 'private'],
    ['ip', '169.254.169.254', 'private'],
    ['ip', '224.0.0.9', 'private'],
    ['ip', '::ffff:10.0.0.1', 'private'],
    ['ip', 'fe80::1', 'private'],
    ['ip', own, 'of a resource'],
    ['ip', '198.51.100.20', 'others of the organisation'],
    ['ip', '8.8.8.8', 'resolver'],
    ['ip', '104.16.1.1', 'Cloudflare'],
    ['ip', '168.63.129.16', 'azure'],
    ['ip', '203.0.113.9 ', 'form'],
    ['ip', '203.0.113.9\n203.0.113.10', 'form'],
    ['domain', 'pastebin.com', 'many share'],
    ['domain', 'raw.githubusercontent.com', 'many share'],
    ['domain', 'bucket.s3.amazonaws.com', 'many share'],
    ['domain', 'paste.example.net', 'many share'],
    ['domain', 'build.internal', 'internal'],
    ['domain', 'localhost', 'form'],
    ['domain', 'pool.example.com\n0.0.0.0 bank.example.com', 'form'],
    ['domain', 'ci-uploader.example.org', 'organisation'],
    ['url', 'https://pastebin.com/raw/xyz', 'many share'],
    ['url', 'http://192.168.1.1/x', 'private'],
    ['url', 'http://[::ffff:a00:1]/x', 'private'],
    ['url', 'http://198.51.100.20:8080/x', 'others of the organisation'],
    ['url', 'javascript:alert(1)', 'form'],
    ['url', 'http://drop.example.net/\n# x', 'form'],
  ])('%s %j', (type, value, why) => {
    const identities = richIncident.identities.map((one) => ({ ...one, name: 'ci-uploader.example.org' }));
    const files = filesOf({
      ...richIncident,
      identities,
      resources: [resource],
      indicators: seen([[type, value]]),
    });
    expect(Object.keys(files)).toEqual(['blocklists/review.txt']);
    const lines = files['blocklists/review.txt']?.trimEnd().split('\n') ?? [];
    expect(lines).toHaveLength(2);
    expect(lines.filter((line) => !line.startsWith('# '))).toEqual([]);
    expect(lines[1]).toContain(why);
  });
});

const octet = fc.nat(255);
const address = fc.tuple(octet, octet, octet, octet).map((parts) => parts.join('.'));
const privateAddress = fc.oneof(
  fc.tuple(octet, octet, octet).map(([a, b, c]) => `10.${a}.${b}.${c}`),
  fc.tuple(octet, octet).map(([a, b]) => `192.168.${a}.${b}`),
  fc.tuple(fc.integer({ min: 16, max: 31 }), octet, octet).map(([a, b, c]) => `172.${a}.${b}.${c}`),
  fc.tuple(octet, octet).map(([a, b]) => `169.254.${a}.${b}`),
  fc.tuple(octet, octet).map(([a, b]) => `198.51.100.${a % 2 === 0 ? 20 : b}`),
);
const hostile = fc.oneof(fc.string(), fc.constantFrom(...payloads), fc.webUrl(), fc.domain());
const indicator = fc.tuple(
  fc.constantFrom<Kind>('ip', 'domain', 'url'),
  fc.oneof(
    address,
    privateAddress,
    hostile,
    privateAddress.map((one) => `http://${one}/x`),
  ),
);

test('whatever an intruder writes, every line is one value of ours, and none is private or the own network', () => {
  fc.assert(
    fc.property(fc.array(indicator, { maxLength: 30 }), (indicators) => {
      const files = filesFor(...indicators);
      const of = (name: string): readonly string[] => files[`blocklists/${name}`]?.split('\n').slice(0, -1) ?? [];
      for (const line of of('ip.txt')) {
        expect(line).toMatch(/^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f:]+)$/);
        expect(line).not.toMatch(/^(?:10|127|0|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01])|198\.51\.100)\./);
      }
      for (const line of of('domain.txt')) expect(line).toMatch(/^[a-z0-9_.-]{3,253}$/);
      for (const line of of('hosts.txt')) expect(line).toMatch(/^0\.0\.0\.0 [a-z0-9_.-]{3,253}$/);
      for (const line of of('url.txt')) expect(line).toMatch(/^(?:https?|ftp):\/\/(?!10\.|192\.168\.)[!-~]+$/);
      for (const line of of('review.txt')) expect(line).toMatch(/^# (?!.*[\p{Cc}\p{Cf}\p{Cs}])/u);
      for (const line of of('suricata.rules'))
        expect(line).toMatch(/^drop (?:ip|dns|tls|http) \$HOME_NET any (?:->|<>) [0-9a-f:.]+|any any \([^\n]*;\)$/);
    }),
    { numRuns: 60 },
  );
});

describe.skipIf(parseAll === null)('parsers of others', () => {
  const parsed = (files: Readonly<Record<string, string>>): readonly Parsed[] =>
    parseAll?.(Object.entries(files).filter(([name]) => /\.(?:tf|rules)$/.test(name))) ?? [];

  const hostileValues: readonly (readonly [Kind, string])[] = [
    ['ip', '192.0.2.77'],
    ['ip', '2001:db8::7'],
    ['domain', 'pool.example.com'],
    ['url', `http://drop.example.net/${encodeURIComponent(payloads.join('').toWellFormed())}?x=";sid:1;"&y=\\|22|)`],
  ];

  test('read every file, and every rule as we mean it', () => {
    const files = filesOf({
      ...richIncident,
      indicators: seen(hostileValues).map((one) => ({ ...one, role: 'x"; sid:1; ) drop ip any any -> any any (' })),
    });
    const results = parsed(files);
    expect(results.filter((one) => 'error' in one)).toEqual([]);
    const rules = results.flatMap((one) => ('rules' in one ? one.rules : []));
    expect(rules.map((rule) => rule?.action)).toEqual(Array.from({ length: 6 }, () => 'drop'));
    for (const rule of rules) {
      expect(rule?.options.filter(([name]) => name === 'sid')).toHaveLength(1);
      expect(rule?.sid).toBeGreaterThanOrEqual(1_000_000);
    }
    expect(results.filter((one) => 'blocks' in one)).toHaveLength(2);
  });

  test.each(payloads)('take nothing of %j for a rule of its own', (payload) => {
    const results = parsed(filesOf({ ...hostileIncident(payload), indicators: seen(hostileValues) }));
    expect(results.filter((one) => 'error' in one)).toEqual([]);
  });

  test('do refuse what is none', () => {
    const [broken, odd] = parseAll?.([
      ['x.tf', 'resource "a" {'],
      ['x.rules', 'drop ip any'],
    ]) ?? [undefined, undefined];
    expect(broken).toHaveProperty('error');
    expect(odd).toEqual({ rules: [null] });
  });
});

test('all but some addresses is every other address, once', () => {
  fc.assert(
    fc.property(fc.uniqueArray(address, { maxLength: 8 }), (addresses) => {
      const networks = allButThese(addresses).map((network) => {
        const [base = '', prefix = ''] = network.split('/');
        const start = base.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
        return { start, end: start + 2 ** (32 - Number(prefix)) };
      });
      const blocked = addresses.map((one) => one.split('.').reduce((sum, part) => sum * 256 + Number(part), 0));
      expect(networks.reduce((sum, { start, end }) => sum + end - start, 0)).toBe(2 ** 32 - addresses.length);
      for (const number of blocked)
        expect(networks.some(({ start, end }) => start <= number && number < end)).toBe(false);
      for (const [index, { start }] of networks.entries()) {
        const before = networks[index - 1];
        if (before !== undefined) expect(start).toBeGreaterThanOrEqual(before.end);
      }
    }),
    { numRuns: 50 },
  );
});

test('what has no room in the groups of one network card is named as left out', () => {
  const many = Array.from({ length: 60 }, (_, index): readonly [Kind, string] => [
    'ip',
    `${((index * 37) % 190) + 11}.${(index * 89) % 256}.${(index * 53) % 256}.7`,
  ]);
  const text = filesFor(...many)['blocklists/oci-network-security-group.tf'] ?? '';
  expect(text.match(/_security_rule" "/g)?.length).toBeLessThanOrEqual(5);
  expect(text).toMatch(/# Not in it: \d+\.\d+\.\d+\.7, since there is no room for more\./);
});

test('nothing that blocks names what a person is to look at', () => {
  const text = blocking(filesFor(['ip', '8.8.8.8'], ['domain', 'pastebin.com'], ['ip', '192.0.2.77']));
  expect(text).toContain('192.0.2.77');
  expect(text).not.toMatch(/8\.8\.8\.8|pastebin/);
});
