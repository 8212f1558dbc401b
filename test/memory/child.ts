import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openDuckDb } from '../../src/lake/duckdb/engine.ts';
import { freshFolder } from '../../src/lake/fresh-folder.ts';
import { ingest } from '../../src/lake/ingest.ts';
import { findObjects } from '../../src/lake/staging/find-objects.ts';
import { defaultLimits } from '../../src/lake/staging/stored-object.ts';
import { nimbus } from '../nimbus-source.ts';

/** Ingests `logs/` of a folder as a workspace would, and prints what that took. */
const folder = process.argv[2] ?? '';
const scratch = freshFolder(join(folder, 'scratch'));
mkdirSync(join(folder, 'lake'), { recursive: true });
const engine = await openDuckDb({ memoryMiB: 400, threads: 1, tempDirectory: join(scratch, 'spill') });
const { records, objects } = await ingest(findObjects(['logs'], folder), {
  lake: join(folder, 'lake'),
  scratch,
  engine,
  sources: [nimbus],
  limits: defaultLimits,
  notAfter: '2030-01-01T00:00:00Z',
  signal: new AbortController().signal,
});
await engine.close();
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
process.stdout.write(
  JSON.stringify({
    records,
    objects,
    peakMiB: Math.round(maxRSS / 1024),
    cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
  }),
);
