import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sources } from '../src/registry/sources.ts';
import type { Accounting } from '../src/lake/accounting.ts';
import type { Row } from '../src/lake/engine.ts';
import { toldColumns } from './told-fixtures.ts';
import { TemporaryLake } from './temporary-lake.ts';
import { hasTestData, readTestData, testDataIn } from './test-data.ts';

const folders = [
  ['oci-cloud-guard', 'oci.cloud-guard'],
  ['guardduty', 'aws.guardduty'],
  ['gcp-scc', 'gcp.scc'],
  ['azure-defender', 'azure.defender'],
] as const;
const hasFindings = hasTestData('findings');
if (!hasFindings) process.stderr.write('skipped: recorded findings (no test data; set BEEWOLF_TEST_DATA)\n');

/** An entry that was cut down to a test's needs: it has no time of any kind. */
const timeless = 'gcp-scc/sra-bad_ip.json';
const read = (name: string): string => readTestData(`findings/${name}`);

describe.skipIf(!hasFindings).each(folders)('recorded findings in %s', (folder, source) => {
  let lake: TemporaryLake;
  let accounting: Accounting;
  let events: readonly Row[];

  beforeAll(async () => {
    lake = await TemporaryLake.open(...sources);
    const names = testDataIn(`findings/${folder}`).map((name) => `${folder}/${name}`);
    accounting = await lake.ingest(Object.fromEntries(names.map((name) => [name, read(name)])));
    events = await lake.events();
  });
  afterAll(() => lake.close());

  test('are events of their source, but for one without any time', () => {
    const aside = folder === 'gcp-scc' ? [{ reason: 'without a time', count: 1 }] : [];
    expect(accounting).toMatchObject({ objects: { refused: [] }, records: { set_aside: aside } });
    expect(new Set(events.map((event) => event['source']))).toEqual(new Set([source]));
  });

  test('say when, in whose account, what, of which alert and how grave it is', () => {
    const wanted = ['time', 'account', 'service', 'operation', 'category', 'alert', 'alert_uid', 'alert_severity'];
    const lacking = events.flatMap((event) => {
      const absent = wanted.filter((column) => event[column] === null);
      return absent.length > 0 ? [`${String(event['event_uid'])}: ${absent.join(', ')}`] : [];
    });
    expect(events.length).toBeGreaterThan(0);
    expect(lacking).toEqual([]);
  });

  test('name the resource, or who acted where it is nobody but a person', () => {
    const nameless = events.filter((event) => event['host_uid'] === null && event['actor_uid'] === null);
    expect(nameless.map(toldColumns)).toEqual([]);
  });
});

test.skipIf(!hasFindings)('the one entry without a time is the one that was cut down', () => {
  expect(read(timeless)).not.toMatch(/time/i);
});
