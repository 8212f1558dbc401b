import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Accounting } from '../../../../lake/accounting.ts';
import type { Row } from '../../../../lake/engine.ts';
import { TemporaryLake } from '../../../../../test/temporary-lake.ts';
import { toldColumns } from '../../../../../test/told-fixtures.ts';
import { source } from './source.ts';

const read = (name: string): Buffer => readFileSync(join(import.meta.dirname, 'fixtures', name));
const accounting = new Map<string, Accounting>();
let events: readonly Row[];

beforeAll(async () => {
  const lake = await TemporaryLake.open(source);
  for (const name of ['summarize.json', 'cli-summarize.json', 'streamed.ndjson'])
    accounting.set(name, await lake.ingest({ [name]: read(name) }));
  events = await lake.events();
  await lake.close();
});

const told = (time: string, metric = 'CpuUtilization'): readonly Row[] =>
  events.filter((event) => event['time'] === time && event['metric'] === metric).map(toldColumns);
const busy = {
  region: 'us-ashburn-1',
  service: 'oci_computeagent',
  kind: 'percent',
  host: 'build-1',
  host_uid: 'ocid1.instance.oc1.iad.examplebuild',
  metric: 'CpuUtilization',
};

describe('each point of a series is an event', () => {
  test.each([
    ['summarised by the API', '2024-02-10T13:35:00.000Z', '98.25'],
    ['summarised by the command line', '2024-02-10T13:40:00.000Z', '98.5'],
    ['streamed', '2024-02-10T13:46:00.000Z', '99.0'],
  ])('%s, with what its series says', (_, time, measured) => {
    expect(told(time)).toEqual([{ ...busy, time, measured }]);
  });

  test('and the same point from another tool is the same event', () => {
    expect(accounting.get('cli-summarize.json')?.records).toMatchObject({ read: 2, events: 1, duplicates: 1 });
    expect(told('2024-02-10T13:30:00.000Z')).toHaveLength(1);
  });

  test('and a hole in a series is one without a measure', () => {
    expect(told('2024-02-10T13:47:00.000Z')).toEqual([{ ...busy, time: '2024-02-10T13:47:00.000Z' }]);
  });
});

test('a series without any point is set aside with that reason', () => {
  expect(accounting.get('streamed.ndjson')?.records).toMatchObject({
    read: 5,
    events: 4,
    set_aside: [{ reason: 'without a time', count: 1 }],
  });
});

test('the tenancy is the account where it is the compartment, and the region stands in ids', () => {
  expect(told('2024-02-10T13:30:00.000Z', 'MemoryUtilization')).toMatchObject([
    { account: 'ocid1.tenancy.oc1..exampletenancy', measured: '40.0' },
  ]);
  expect(told('2024-02-10T13:45:00.000Z', 'VnicToNetworkBytes')).toMatchObject([
    { region: 'eu-madrid-1', service: 'oci_vcn', host_uid: 'ocid1.vnic.oc1.eu-madrid-1.example', kind: 'bytes' },
  ]);
});
