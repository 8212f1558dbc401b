import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openDuckDb } from '../../lake/duckdb/engine.ts';
import type { Indicator } from '../../model/indicator.ts';
import { noMachines } from '../machines/known-machines.ts';
import { relations } from '../scope.ts';
import { uses } from '../uses.ts';
import { withoutOthers } from './others-addresses.ts';

const folder = mkdtempSync(join(tmpdir(), 'beewolf-others-'));
const engine = await openDuckDb({ memoryMiB: 256, threads: 1, tempDirectory: folder });
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

const at = '2026-03-04T11:00:00Z';
const seen = (type: Indicator['type'], value: string): Indicator => ({
  type,
  value,
  role: "named in the intruder's commands",
  first_seen: at,
  last_seen: at,
  evidence: ['aws.cloudtrail:a'],
  evidence_count: 1,
});

test('an address from which others work is no indicator, the intruder’s own and a refused caller’s are', async () => {
  await engine.run(`CREATE TABLE ${uses.name} AS SELECT key, source_ip, network, agent, accepted, TIMESTAMP '2026-03-04 11:00:00' AS first, TIMESTAMP '2026-03-04 11:00:00' AS last
    FROM (VALUES ('owner', '198.51.100.20', '198.51.100.0/24', 'cli', 3), ('thief', '203.0.113.9', '203.0.113.0/24', 'cli', 3),
      ('guess', '192.0.2.7', '192.0.2.0/24', 'cli', 0)) t(key, source_ip, network, agent, accepted)`);
  await engine.run(`CREATE TABLE ${relations.hostile} AS SELECT 'thief' AS key, '203.0.113.0/24' AS network, 'cli' AS agent,
    NULL::TIMESTAMP AS since, NULL::TIMESTAMP AS until`);
  const addresses = ['198.51.100.20', '203.0.113.9', '192.0.2.7', '192.0.2.120'].map((value) => seen('ip', value));
  const domain = seen('domain', '198.51.100.20');
  const scope = { engine, machines: noMachines };
  const left = await withoutOthers(scope, [...addresses, domain], []);
  expect(left.map(({ type, value }) => `${type} ${value}`)).toEqual([
    'ip 203.0.113.9',
    'ip 192.0.2.7',
    'ip 192.0.2.120',
    'domain 198.51.100.20',
  ]);
  const his = [{ type: 'ip', value: '198.51.100.20', citations: [] }] as const;
  expect(await withoutOthers(scope, addresses, his)).toEqual(addresses);
  const machines = { ...noMachines, addresses: new Set(['192.0.2.120', '203.0.113.9']) };
  const his9 = [{ type: 'ip', value: '203.0.113.9', citations: [] }] as const;
  const without = await withoutOthers({ engine, machines }, addresses, his9);
  expect(without.map(({ value }) => value)).toEqual(['192.0.2.7']);
});
