import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { NetworkIndex } from '../model/network-index.ts';
import { openDuckDb } from './duckdb/engine.ts';
import type { Engine } from './engine.ts';
import { networksSql } from './networks.ts';
import { literal } from './sql.ts';

const folder = mkdtempSync(join(tmpdir(), 'beewolf-networks-'));
const index: NetworkIndex = { file: join(folder, 'networks.parquet'), date: '2026-06-17' };
let engine: Engine;

beforeAll(async () => {
  engine = await openDuckDb({ memoryMiB: 256, threads: 1, tempDirectory: folder });
  // 8.8.8.0/24 of AS 64500, 8.8.9.0/24 of nobody, 2600:1f00::/24 of AS 64501.
  const upper = (hex: string) => BigInt(`0x${hex}`).toString();
  await engine.run(`COPY (SELECT * FROM (VALUES
    (4, 'network', 134744064::UBIGINT, 134744319::UBIGINT, 64500::UINTEGER, 'Example Hosting, Inc.'),
    (6, 'network', ${upper('26001f0000000000')}::UBIGINT, ${upper('26001fffffffffff')}::UBIGINT, 64501, 'Example Cloud'),
    (4, 'country', 134744064::UBIGINT, 134744575::UBIGINT, NULL, 'NL')) ranges(version, layer, "first", "last", asn, name))
    TO ${literal(index.file)} (FORMAT parquet)`);
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

async function networkOf(address: string, known: NetworkIndex | null): Promise<unknown> {
  const rows = await engine.rows(networksSql(`(SELECT ${literal(address)} AS source_ip)`, known, [64501]));
  const [row] = rows;
  return row === undefined ? null : [row['network'], row['label'], row['country'], row['version']];
}

describe('the network of an address', () => {
  test.each([
    ['8.8.8.200', ['AS64500', 'Example Hosting, Inc. (AS64500)', 'NL', null]],
    ['8.8.9.1', ['8.8.9.0/24', '8.8.9.0/24', 'NL', 4]],
    ['8.8.10.1', ['8.8.10.0/24', '8.8.10.0/24', null, 4]],
    ['2600:1f18:4:5::9', ['AS64501', 'the provider itself, Example Cloud (AS64501)', null, null]],
    ['2600:2000::1', ['2600:2000:0::/48', '2600:2000:0::/48', null, 6]],
    ['1.1.1.1', ['1.1.1.0/24', '1.1.1.0/24', null, 4]],
  ])('%s is known by the index, or by its neighbourhood', async (address, expected) => {
    expect(await networkOf(address, index)).toEqual(expected);
  });

  test.each([
    ['192.0.2.17', '192.0.2.0/24', 4],
    ['198.51.100.255', '198.51.100.0/24', 4],
    ['2001:db8:7:1::9', '2001:db8:7::/48', 6],
    ['2001:db8::1:2:3:4:5', '2001:db8:0::/48', 6],
    ['2001::9:1:2:3:4:5', '2001:0:9::/48', 6],
    ['::ffff:192.0.2.17', '192.0.2.0/24', 4],
    ['2001:DB8::1', '2001:db8:0::/48', 6],
  ])('%s is as public as any, without an index too', async (address, network, version) => {
    expect(await networkOf(address, null)).toEqual([network, network, null, version]);
    expect(await networkOf(address, index)).toEqual([network, network, null, version]);
  });

  test.each([
    '10.1.2.3',
    '172.16.0.1',
    '192.168.9.9',
    '100.64.0.1',
    '169.254.1.1',
    '127.0.0.1',
    'fd00::1',
    'fe80::1',
    '::1',
  ])('%s belongs to no one', async (address) => {
    expect(await networkOf(address, index)).toBeNull();
  });

  test.each(['autoscaling.amazonaws.com', 'AWS Internal', '', '1.2.3', 'zz::1'])('%s is no address', async (text) => {
    expect(await networkOf(text, index)).toBeNull();
  });
});
