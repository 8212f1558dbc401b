import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sources } from '../src/registry/sources.ts';
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

const files = (folder: string): readonly string[] =>
  testDataIn(`findings/${folder}`).map((name) => `findings/${folder}/${name}`);
/** An entry that was cut down to a test's needs: it has no time of any kind. */
const timeless = 'findings/gcp-scc/sra-bad_ip.json';

describe.skipIf(!hasFindings).each(folders)('recorded findings in %s', (folder, source) => {
  let lake: TemporaryLake;
  let events: readonly Row[];
  const unread = new Map<string, readonly { readonly reason: string }[]>();

  beforeAll(async () => {
    lake = await TemporaryLake.open(...sources);
    for (const file of files(folder)) {
      const { objects, records } = await lake.ingest({ [file]: readTestData(file) });
      const trouble = [...objects.refused, ...records.set_aside];
      if (trouble.length > 0) unread.set(file, trouble);
    }
    events = await lake.events();
  });
  afterAll(() => lake.close());

  test('are events of their source, but for one without any time', () => {
    expect([...unread.keys()]).toEqual(folder === 'gcp-scc' ? [timeless] : []);
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

test.skipIf(!hasFindings)('the one entry without a time is set aside with that reason', async () => {
  const lake = await TemporaryLake.open(...sources);
  const { records } = await lake.ingest({ 'entry.json': readTestData(timeless) });
  expect(records).toMatchObject({ read: 1, events: 0, set_aside: [{ reason: 'without a time', count: 1 }] });
  await lake.close();
});
