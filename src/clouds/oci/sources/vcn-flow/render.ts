import type { Deed, Happening, MachineRender, SimulatedMachine } from '../../../../model/machine-simulation.ts';
import type { Random } from '../../../../model/simulation.ts';
import { namedUid } from '../../ids.ts';
import { compartmentOf, connectorObject, interfaceOf } from '../machine-place.ts';

/** Flow logs as a service connector delivers them: a record a direction and minute of each connection. */
export const render: MachineRender = {
  source: 'oci.vcn-flow',
  records,
  object: (delivery, lines) => connectorObject('flow', delivery, lines),
};

type Connection = Extract<Deed, { is: 'connection' }>;

const minuteMs = 60_000;
/** What a packet carries on average. */
const packetBytes = 900;

function records({ time, machine, deed }: Happening, random: Random): readonly string[] {
  // Traffic to link-local services is not logged at all.
  if (deed.is !== 'connection' || deed.address.startsWith('169.254.')) return [];
  const flowid = random.hex(8);
  return directionsOf(machine, deed).flatMap((flow) =>
    windowsOf(time, deed).map((window) => {
      const bytes = deed.isRefused ? 60 : Math.round(flow.bytes * window.until) - Math.round(flow.bytes * window.from);
      return JSON.stringify(record(machine, { ...flow, ...window, bytes, deed, flowid, id: random.hex(8) }));
    }),
  );
}

interface Direction {
  readonly source: readonly [string, number];
  readonly destination: readonly [string, number];
  readonly bytes: number;
}

/** Whoever opened it asks; what was let through is answered. Of a machine the private address is recorded. */
function directionsOf({ privateAddress }: SimulatedMachine, deed: Connection): readonly Direction[] {
  const { isOutward, address, port, otherPort, bytesOut, bytesIn, isRefused } = deed;
  const [here, there] = isOutward
    ? ([
        [privateAddress, otherPort],
        [address, port],
      ] as const)
    : ([
        [privateAddress, port],
        [address, otherPort],
      ] as const);
  const out: Direction = { source: here, destination: there, bytes: bytesOut };
  const back: Direction = { source: there, destination: here, bytes: bytesIn };
  if (isRefused) return [isOutward ? out : back];
  return isOutward ? [out, back] : [back, out];
}

interface Window {
  readonly start: number;
  readonly end: number;
  /** Which part of the whole connection, from 0 to 1. */
  readonly from: number;
  readonly until: number;
}

/** The minutes of the clock that a connection falls into. */
function windowsOf(time: number, { seconds, isRefused }: Connection): readonly Window[] {
  const lasts = isRefused ? 1_000 : Math.max(1_000, seconds * 1_000);
  const end = time + lasts;
  const windows: Window[] = [];
  for (let start = time; start < end; start = (Math.floor(start / minuteMs) + 1) * minuteMs) {
    const stop = Math.min(end, (Math.floor(start / minuteMs) + 1) * minuteMs);
    windows.push({ start, end: stop, from: (start - time) / lasts, until: (stop - time) / lasts });
  }
  return windows;
}

interface Written extends Direction, Window {
  readonly deed: Connection;
  readonly flowid: string;
  readonly id: string;
}

/** Source: https://docs.oracle.com/en-us/iaas/Content/Logging/Reference/details_for_vcn_flow_logs.htm */
function record(
  machine: SimulatedMachine,
  { source, destination, bytes, start, end, deed, flowid, id }: Written,
): unknown {
  const { account, region } = machine;
  const isTcp = deed.protocol === 'tcp';
  return {
    datetime: end + 150_000,
    logContent: {
      data: {
        action: deed.isRefused ? 'REJECT' : 'ACCEPT',
        bytesOut: bytes,
        destinationAddress: destination[0],
        destinationPort: destination[1],
        endTime: Math.floor(end / 1000),
        flowid,
        packets: Math.max(1, Math.round(bytes / packetBytes)),
        protocol: isTcp ? 6 : 17,
        protocolName: isTcp ? 'TCP' : 'UDP',
        sourceAddress: source[0],
        sourcePort: source[1],
        startTime: Math.floor(start / 1000),
        status: 'OK',
        version: '2',
      },
      id,
      oracle: {
        compartmentid: compartmentOf(machine),
        ingestedtime: new Date(end + 150_000).toISOString(),
        loggroupid: namedUid('loggroup', `${account}/flow`, region),
        logid: namedUid('log', `${account}/flow`, region),
        tenantid: account,
        vniccompartmentocid: compartmentOf(machine),
        vnicocid: interfaceOf(machine),
        vnicsubnetocid: namedUid('subnet', `${account}/${region}`, region),
      },
      source: '-',
      specversion: '1.0',
      time: new Date(start).toISOString(),
      type: 'com.oraclecloud.vcn.flowlogs.DataEvent',
    },
  };
}
