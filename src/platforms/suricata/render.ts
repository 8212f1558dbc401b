import type { Deed, MachineRender, SimulatedMachine } from '../../model/machine-simulation.ts';
import type { JsonObject, Random } from '../../model/simulation.ts';

/** Suricata's EVE log of a sensor before a machine: look-ups as they pass, and flows when they end. */
export const render: MachineRender = {
  source: 'suricata',
  records: ({ deed, ...seen }, random) => {
    if (deed.is === 'look-up') return [JSON.stringify(lookUp(deed, seen, random))];
    return deed.is === 'connection' ? [JSON.stringify(flow(deed, seen, random))] : [];
  },
  object: ({ machine, time }, records) => ({
    key: `${machine.name}/suricata/eve-${new Date(time).toISOString().slice(0, 10)}.json`,
    text: `${records.join('\n')}\n`,
    isCompressed: false,
  }),
};

type Of<Is extends Deed['is']> = Extract<Deed, { readonly is: Is }>;

const stamp = (time: number): string => `${new Date(time).toISOString().slice(0, -1)}000+0000`;
const flowId = (random: Random): number => random.between(1, 2_000_000_000) * 1_000_000 + random.between(0, 999_999);

interface Seen {
  readonly time: number;
  readonly machine: SimulatedMachine;
}

function lookUp({ domain }: Of<'look-up'>, { time, machine }: Seen, random: Random): JsonObject {
  return {
    timestamp: stamp(time),
    flow_id: flowId(random),
    in_iface: 'eth0',
    event_type: 'dns',
    src_ip: machine.privateAddress,
    src_port: random.between(32_768, 60_999),
    dest_ip: '192.0.2.53',
    dest_port: 53,
    proto: 'UDP',
    dns: { version: 2, type: 'query', id: random.between(1, 65_535), rrname: domain, rrtype: 'A', tx_id: 0, opcode: 0 },
  };
}

function flow(deed: Of<'connection'>, { time, machine }: Seen, random: Random): JsonObject {
  const { isOutward, address, port, otherPort, protocol, seconds, bytesOut, bytesIn, isRefused } = deed;
  const end = time + seconds * 1000;
  // The client is who opened it: its bytes go to the server.
  const [toServer, toClient] = isOutward ? [bytesOut, bytesIn] : [bytesIn, bytesOut];
  const own = { address: machine.privateAddress, port: isOutward ? otherPort : port };
  const other = { address, port: isOutward ? port : otherPort };
  const [source, target] = isOutward ? [own, other] : [other, own];
  return {
    timestamp: stamp(end),
    flow_id: flowId(random),
    in_iface: 'eth0',
    event_type: 'flow',
    src_ip: source.address,
    src_port: source.port,
    dest_ip: target.address,
    dest_port: target.port,
    proto: protocol.toUpperCase(),
    app_proto: target.port === 22 ? 'ssh' : target.port === 443 ? 'tls' : 'failed',
    flow: {
      pkts_toserver: 2 + Math.ceil(toServer / 900),
      pkts_toclient: isRefused ? 0 : 2 + Math.ceil(toClient / 1_100),
      bytes_toserver: toServer,
      bytes_toclient: isRefused ? 0 : toClient,
      start: stamp(time),
      end: stamp(end),
      age: seconds,
      state: isRefused ? 'new' : 'closed',
      reason: 'timeout',
      alerted: false,
    },
  };
}
