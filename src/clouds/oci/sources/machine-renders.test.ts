import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TemporaryLake } from '../../../../test/temporary-lake.ts';
import { toldColumns } from '../../../../test/told-fixtures.ts';
import type { Row } from '../../../lake/engine.ts';
import type { Deed, MachineRender, SimulatedMachine } from '../../../model/machine-simulation.ts';
import type { Source } from '../../../model/source.ts';
import { createRandom } from '../../../simulate/random.ts';
import { namedUid } from '../ids.ts';
import { render as cloudGuard } from './cloud-guard/render.ts';
import { source as cloudGuardSource } from './cloud-guard/source.ts';
import { interfaceOf } from './machine-place.ts';
import { render as metrics } from './metrics/render.ts';
import { source as metricsSource } from './metrics/source.ts';
import { render as flow } from './vcn-flow/render.ts';
import { source as flowSource } from './vcn-flow/source.ts';

const machine: SimulatedMachine = {
  name: 'build-1',
  uid: namedUid('instance', 'build-1', 'us-ashburn-1'),
  account: namedUid('tenancy', 'main.example.com'),
  region: 'us-ashburn-1',
  compartment: 'build',
  shape: 'VM.Standard.E5.Flex',
  cores: 4,
  publicAddress: '198.51.100.7',
  privateAddress: '10.0.0.5',
  offsetMinutes: 0,
};
const time = Date.UTC(2026, 2, 10, 11, 2, 41);

let lake: TemporaryLake;
beforeAll(async () => {
  lake = await TemporaryLake.open(flowSource, metricsSource, cloudGuardSource);
});
afterAll(() => lake.close());

/** What a source reads of what its render wrote, none set aside. */
async function told(render: MachineRender, source: Source, deeds: readonly Deed[]): Promise<readonly Row[]> {
  const random = createRandom(`${render.source}/${JSON.stringify(deeds)}`);
  const before = new Set((await lake.events()).map((event) => event['event_uid']));
  const records = deeds.flatMap((deed) => render.records({ time, machine, deed }, random));
  const { text, key } = render.object({ machine, time, index: 0, random }, records);
  const { records: counted } = await lake.ingest({ [key.replace('.gz', '')]: text });
  expect(counted).toMatchObject({ read: records.length, events: records.length, conflicts: 0, set_aside: [] });
  const events = (await lake.events()).filter(
    (event) => event['source'] === source.id && !before.has(event['event_uid']),
  );
  return events.map(toldColumns).toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
}

describe('a connection in flow logs', () => {
  const pool: Deed = {
    is: 'connection',
    isOutward: true,
    address: '203.0.113.10',
    domain: 'pool.example.com',
    port: 3333,
    otherPort: 60830,
    protocol: 'tcp',
    seconds: 150,
    bytesOut: 15_001,
    bytesIn: 30_000,
    isRefused: false,
    process: null,
  };

  test('is a record a minute and direction, whose bytes add up', async () => {
    const rows = await told(flow, flowSource, [pool]);
    const out = rows.filter((row) => row['source_ip'] === machine.privateAddress);
    const sum = (of: readonly Row[]) => of.reduce((total, row) => total + Number(row['bytes_out']), 0);

    // 19 seconds, two whole minutes, and 11 seconds.
    expect(out.map((row) => row['time'])).toEqual(
      ['11:02:41', '11:03:00', '11:04:00', '11:05:00'].map((clock) => `2026-03-10T${clock}.000Z`),
    );
    expect(rows).toHaveLength(8);
    expect([sum(out), sum(rows)]).toEqual([15_001, 45_001]);
    expect(out[0]).toEqual({
      time: '2026-03-10T11:02:41.000Z',
      account: machine.account,
      region: 'us-ashburn-1',
      kind: 'DataEvent',
      category: 'ACCEPT',
      source_ip: '10.0.0.5',
      host_uid: interfaceOf(machine),
      destination_ip: '203.0.113.10',
      destination_port: '3333',
      protocol: 'TCP',
      bytes_out: out[0]?.['bytes_out'],
    });
  });

  test('that was refused has one record, of whoever asked', async () => {
    const guess: Deed = { ...pool, isOutward: false, address: '203.0.113.99', port: 22, isRefused: true, seconds: 0 };
    const rows = await told(flow, flowSource, [guess]);

    expect(rows).toMatchObject([
      { category: 'REJECT', source_ip: '203.0.113.99', destination_ip: '10.0.0.5', destination_port: '22' },
    ]);
  });

  test('to a service of the machine itself is in no log', async () => {
    expect(await told(flow, flowSource, [{ ...pool, address: '169.254.169.254', port: 80 }])).toEqual([]);
  });
});

describe('a measure', () => {
  test('of the processor is of the machine', async () => {
    const rows = await told(metrics, metricsSource, [{ is: 'measure', metric: 'cpu', value: 98.5 }]);

    expect(rows).toMatchObject([
      {
        time: '2026-03-10T11:02:41.000Z',
        region: 'us-ashburn-1',
        service: 'oci_computeagent',
        host: 'build-1',
        host_uid: machine.uid,
        metric: 'CpuUtilization',
        kind: 'percent',
      },
    ]);
    expect(Number(rows[0]?.['measured'])).toBe(98.5);
  });

  test('of traffic is of the machine and of its interface', async () => {
    const rows = await told(metrics, metricsSource, [{ is: 'measure', metric: 'bytes-out', value: 71_000 }]);

    expect(new Map(rows.map((row) => [row['metric'], row['host_uid']]))).toEqual(
      new Map([
        ['NetworksBytesOut', machine.uid],
        ['VnicToNetworkBytes', interfaceOf(machine)],
      ]),
    );
  });
});

describe('an alert', () => {
  const alert = {
    is: 'alert',
    by: 'cloud-guard',
    rule: 'CRYPTO_MINING',
    severity: 'critical',
    text: 'A program of this machine speaks to a mining pool.',
    process: null,
    addresses: ['203.0.113.10'],
    uid: 'mining-1',
  } as const;

  test('lives on under one id until it is remediated', async () => {
    const deeds = (['open', 'updated', 'dismissed', 'resolved'] as const).map((state): Deed => ({ ...alert, state }));
    const rows = await told(cloudGuard, cloudGuardSource, deeds);

    expect(new Set(rows.map((row) => row['alert_uid'])).size).toBe(1);
    expect(new Map(rows.map((row) => [row['operation'], row['alert_status']]))).toEqual(
      new Map([
        ['com.oraclecloud.cloudguard.problemdetected', 'OPEN'],
        ['com.oraclecloud.cloudguard.problemthresholdreached', 'OPEN'],
        ['com.oraclecloud.cloudguard.problemdismissed', 'DISMISSED'],
        ['com.oraclecloud.cloudguard.problemremediated', 'RESOLVED'],
      ]),
    );
    expect(rows[0]).toMatchObject({
      account: machine.account,
      region: 'us-ashburn-1',
      category: 'detection',
      alert: 'CRYPTO_MINING',
      alert_severity: 'CRITICAL',
      host: 'build-1',
      host_uid: machine.uid,
      source_ip: '203.0.113.10',
    });
  });

  test('of another detector is none of Cloud Guard', async () => {
    expect(await told(cloudGuard, cloudGuardSource, [{ ...alert, by: 'guardduty', state: 'open' }])).toEqual([]);
  });
});
