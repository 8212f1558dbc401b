/** Records of machines and networks that others published, where the test data is there. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { sources } from '../src/registry/sources.ts';
import { sharedData } from './oracle/shared-data.ts';
import { TemporaryLake } from './temporary-lake.ts';

const data = sharedData('published records of osquery and name queries');

const labelled = (name: string): readonly unknown[] =>
  readFileSync(join(data ?? '', 'labelled', name), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { readonly event: unknown }).event);

const streamAlert = (path: string): readonly unknown[] =>
  (
    JSON.parse(readFileSync(join(data ?? '', 'streamalert', path), 'utf8')) as readonly { readonly data: unknown }[]
  ).map((item) => item.data);

describe.runIf(data !== null)('published records', async () => {
  const lake = await TemporaryLake.open(...sources);
  afterAll(() => lake.close());

  test.each<[string, () => readonly unknown[], string, Readonly<Record<string, number>>]>([
    [
      'osquery, of which many have no time',
      () => labelled('Osquery.Differential.jsonl'),
      'osquery',
      { 'without a time': 10 },
    ],
    ['osquery, of sign-ins', () => streamAlert('osquery/ssh_login_activity.json'), 'osquery', {}],
    ['Route 53 Resolver', () => labelled('AWS.VPCDns.jsonl'), 'dns', {}],
  ])('of %s are known', async (name, read, source, setAside) => {
    const eventsOf = async () => (await lake.events()).filter((event) => event['source'] === source).length;
    const before = await eventsOf();
    const all = read();
    const { records } = await lake.ingest({
      [`${name}.ndjson`]: all.map((record) => `${JSON.stringify(record)}\n`).join(''),
    });
    expect(Object.fromEntries(records.set_aside.map(({ reason, count }) => [reason, count]))).toEqual(setAside);
    expect(records.read).toBe(all.length);
    expect((await eventsOf()) - before).toBe(records.events);
  });
});
