import { describe, expect, test } from 'vitest';
import { parseList } from './parse-list.ts';

const told = (text: string) => {
  const { domains, words, networks, ports, setAside } = parseList(text);
  return { domains, words, networks: networks.map((one) => one.text), ports, setAside };
};
const nothing = { domains: [], words: [], networks: [], ports: [], setAside: [] };

describe('plain text', () => {
  test('names hosts, addresses, networks, ports and URLs, with comments between', () => {
    const text = `# pools\nPool.Example.com  # the largest\n*.mine.example.net\n203.0.113.7\n203.0.113.8:3333\n198.51.100.0/24\n2001:db8::/32\n[2001:db8::9]:4444\nstratum+tcp://xmr.example.org:3333\nhttp://192.0.2.5/x\n0.0.0.0 hosts.example.com\n14444\n`;
    expect(told(text)).toEqual({
      domains: ['pool.example.com', 'mine.example.net', 'xmr.example.org', 'hosts.example.com'],
      words: [],
      networks: [
        '203.0.113.7',
        '203.0.113.8:3333',
        '198.51.100.0/24',
        '2001:db8::/32',
        '[2001:db8::9]:4444',
        '192.0.2.5',
      ],
      ports: [14_444],
      setAside: [],
    });
  });

  test.each([
    ['10.1.2.3', 'a private address'],
    ['127.0.0.1:3333', 'a private address'],
    ['0.0.0.0/0', 'a private address'],
    ['198.0.0.0/8', 'a network too wide to mean anybody'],
    ['2001:db8::/100', 'an IPv6 network of less than a /64'],
    ['203.0.113.7/33', 'no network'],
    ['203.0.113.7:70000', 'no port'],
    ['70000', 'no port'],
    ['203.0.113.256', 'neither a name, an address, a network nor a port'],
    ['nothing at all', 'neither a name, an address, a network nor a port'],
    ['localhost', 'neither a name, an address, a network nor a port'],
    ["'; DROP TABLE events; --", 'neither a name, an address, a network nor a port'],
  ])('sets %s aside', (line, reason) => {
    expect(told(`${line}\n${line}\n`)).toEqual({ ...nothing, setAside: [{ reason, count: 2 }] });
  });

  test('bounds of networks are numbers that the engine knows', () => {
    const [v4, v6, one] = parseList('203.0.113.64/28\n2001:db8:77::/48\n2001:DB8::0009').networks;
    expect(v4).toMatchObject({ version: 4, first: 3_405_803_840n, last: 3_405_803_855n, exact: null });
    expect(v6).toMatchObject({ version: 6, first: 0x2001_0db8_0077_0000n, last: 0x2001_0db8_0077_ffffn });
    expect(one).toMatchObject({ version: 6, exact: '2001:db8::9' });
  });
});

describe('CSV', () => {
  test('is read by the columns that its header names; a port goes with its host', () => {
    const text = 'date,"ip",port,family\n2026-01-01,203.0.113.7,3333,x\n2026-01-01,"203.0.113.8",,y\n';
    expect(told(text)).toEqual({ ...nothing, networks: ['203.0.113.7:3333', '203.0.113.8'] });
  });

  test('without a header gives its first column', () => {
    expect(told('pool.example.com,x\n203.0.113.7,y\n')).toEqual({
      ...nothing,
      domains: ['pool.example.com'],
      networks: ['203.0.113.7'],
    });
  });
});

describe('JSON', () => {
  test('is read below the keys that hold entries, or as a list of texts', () => {
    const text = JSON.stringify({
      source: 'a.example.com',
      pools: [{ host: 'pool.example.com', note: 'b.example.com' }],
    });
    expect(told(text)).toEqual({ ...nothing, domains: ['pool.example.com'] });
    expect(told('["pool.example.com", "203.0.113.7"]')).toMatchObject({ networks: ['203.0.113.7'] });
  });

  test('strings to seek in programs give names of pools; exceptions and other strings are none', () => {
    const strings = [
      { id: '$a', value: 'nanopool' },
      { id: '$b', value: 'killer' },
      { id: '$not_this', value: 'pool.example.com' },
      { id: '$c', value: 'xmr.example.com' },
    ];
    expect(told(JSON.stringify({ rules: [{ rule: 'r', strings }] }))).toEqual({
      ...nothing,
      domains: ['xmr.example.com'],
      words: ['nanopool'],
      setAside: [{ reason: 'a string to seek in programs', count: 1 }],
    });
  });
});
