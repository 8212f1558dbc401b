import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { richIncident } from '../../test/incident-fixture.ts';
import { openDuckDb } from '../lake/duckdb/engine.ts';
import type { EventsWithin } from '../lake/events-within.ts';
import { writeIncidents } from './write-incident.ts';

const folder = mkdtempSync(join(tmpdir(), 'beewolf-incident-'));
const engine = await openDuckDb({ memoryMiB: 256, threads: 1, tempDirectory: folder });
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

const [first = '', second = ''] = richIncident.timeline.flatMap(({ evidence }) => evidence);

test('a cited record is found on whatever day it was recorded', async () => {
  await engine.run(`CREATE TABLE events AS SELECT event_uid, "time", '{}'::JSON AS raw, 'o' AS object, 0 AS record, 'Go' AS operation, day AS partition
    FROM (VALUES ('${first}', TIMESTAMP '2026-11-03 11:00:00', '2026-11-03'), ('${second}', TIMESTAMP '2026-05-01 11:00:00', '2026-05-01')) t(event_uid, "time", day)`);
  const asked: (readonly string[] | undefined)[] = [];
  const eventsWithin: EventsWithin = ({ days, partitions }) => {
    asked.push(days);
    const named = (partitions ?? days)?.map((one) => `'${one}'`).join(', ');
    return `SELECT * FROM events WHERE ${named === undefined ? 'true' : `partition IN (${named})`}`;
  };
  await writeIncidents(folder, [richIncident], { engine, eventsWithin, days: ['2026-11-03'], providerCases: [] });
  const records = readFileSync(join(folder, richIncident.incident_uid, 'evidence', 'records.ndjson'), 'utf8');
  expect(records.split('\n').filter(Boolean)).toHaveLength(2);
  expect(asked[0]).toEqual(['2026-11-03']);
});
