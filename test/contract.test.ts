import { expect, test } from 'vitest';
import { violations } from './contract.ts';
import { bareIncident, richIncident } from './incident-fixture.ts';

test('a rich and a bare incident keep the published contract', () => {
  expect(violations('incident', richIncident)).toEqual([]);
  expect(violations('incident', bareIncident)).toEqual([]);
});

test.each([
  ['a field that the contract does not know', { ...richIncident, extra: 1 }],
  ['a missing field', { ...richIncident, claims: undefined }],
  ['no root and no reason', { ...richIncident, root: null }],
  ['a level that is not the one of the score', { ...richIncident, severity: { level: 'low', score: 94, why: 'x' } }],
  [
    'an empty list of evidence',
    { ...richIncident, alerts: [{ source: 's', claim: 'c', verdict: 'supported', evidence: [], evidence_count: 1 }] },
  ],
  ['a time with an offset', { ...richIncident, first_seen: '2026-11-03T11:02:41+00:00' }],
])('%s breaks it', (_, incident) => {
  expect(violations('incident', JSON.parse(JSON.stringify(incident)))).not.toEqual([]);
});

const accounting = {
  objects: { seen: 2, ingested: 1, known: 0, refused: [{ path: 'a.gz', reason: 'ends early' }] },
  records: { read: 10, events: 7, duplicates: 1, conflicts: 1, set_aside: [{ reason: 'no time', count: 1 }] },
};
const summary = {
  schema_version: '1.0',
  tool: {
    name: 'beewolf',
    version: '0.1.0',
    node: '24.12.0',
    engine: 'duckdb 1.5.6',
    started_at: '2026-11-03T17:00:00Z',
    finished_at: '2026-11-03T17:00:09.7Z',
  },
  input_sha256: 'a'.repeat(64),
  rules_sha256: 'b'.repeat(64),
  as_of: null,
  incidents: [],
  coverage: [],
};

test('a summary keeps the contract only while its sums add up', () => {
  expect(violations('summary', { ...summary, ...accounting })).toEqual([]);
  expect(violations('summary', { ...summary, ...accounting, records: { ...accounting.records, read: 11 } })).toEqual([
    ': records do not add up',
  ]);
  expect(violations('summary', { ...summary, ...accounting, objects: { ...accounting.objects, seen: 3 } })).toEqual([
    ': objects do not add up',
  ]);
});
