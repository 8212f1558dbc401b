import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { source as guardduty } from '../src/clouds/aws/sources/guardduty/source.ts';
import { source as defender } from '../src/clouds/azure/sources/defender/source.ts';
import { source as scc } from '../src/clouds/gcp/sources/scc/source.ts';
import { source as cloudGuard } from '../src/clouds/oci/sources/cloud-guard/source.ts';
import type { Row } from '../src/lake/engine.ts';
import { TemporaryLake } from './temporary-lake.ts';
import { hasTestData, readTestData, testDataIn } from './test-data.ts';

const folders = ['oci-cloud-guard', 'guardduty', 'gcp-scc', 'azure-defender'];
const hasFindings = hasTestData('findings');
if (!hasFindings) process.stderr.write('skipped: recorded findings (no test data; set BEEWOLF_TEST_DATA)\n');

describe.skipIf(!hasFindings)('recorded findings of every provider', () => {
  let lake: TemporaryLake;
  let events: readonly Row[];

  beforeAll(async () => {
    lake = await TemporaryLake.open(cloudGuard, guardduty, scc, defender);
    await lake.ingest(
      Object.fromEntries(
        folders.flatMap((folder) =>
          testDataIn(`findings/${folder}`).map((name) => [
            `${folder}/${name}`,
            readTestData(`findings/${folder}/${name}`),
          ]),
        ),
      ),
    );
    events = await lake.events();
  });
  afterAll(() => lake.close());

  test('x', () => {
    for (const { raw, brief, ...e } of events)
      console.log(JSON.stringify(Object.fromEntries(Object.entries(e).filter(([, v]) => v !== null)), null, 0));
    expect(events.length).toBe(0);
  });
});
