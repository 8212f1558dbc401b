/** The SQL that the embedded engine runs against the plain evaluator of Sigma: the same verdict on every record. */
import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { loadRules } from '../../src/detect/sigma/load.ts';
import { emitPredicate } from '../../src/lake/duckdb/emit.ts';
import { openDuckDb } from '../../src/lake/duckdb/engine.ts';
import { sharedCloudTrail, sharedData, sharedRules } from './shared-data.ts';
import { oracleMatches } from './sigma.ts';

const data = sharedData('the SQL of Sigma rules against the oracle');

describe.skipIf(data === null)('the SQL of the shared cloud rules', () => {
  test('finds the records that the oracle finds', async () => {
    if (data === null) return;
    const files = sharedRules(data, 'cloud').map((file) => ({ ...file, origin: 'sigma' }));
    const { rules } = loadRules(files, { resolve: (name) => ({ path: name.split('.') }) });
    const records = sharedCloudTrail(data);
    const documents = new Map(files.map(({ path, text }) => [path, parseYaml(text) as unknown]));
    const expected = rules.map(({ identity }) => ({
      rule: identity.path,
      records: records.flatMap((record, index) => (oracleMatches(documents.get(identity.path), record) ? [index] : [])),
    }));

    const engine = await openDuckDb({ memoryMiB: 500, threads: 1, tempDirectory: tmpdir() });
    const rows = records.map((record, index) => `(${index}, ${quoted(JSON.stringify(record))}::JSON)`);
    await engine.run(`CREATE TABLE events AS SELECT * FROM (VALUES ${rows.join(', ')}) t(record, raw)`);
    const found = [];
    for (const { identity, predicate } of rules) {
      const matching = await engine.rows(`SELECT record FROM events WHERE ${emitPredicate(predicate)} ORDER BY record`);
      found.push({ rule: identity.path, records: matching.map((row) => row['record']) });
    }
    await engine.close();

    expect(found).toEqual(expected);
    expect(expected.flatMap((one) => one.records).length).toBeGreaterThan(100);
  }, 120_000);
});

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
