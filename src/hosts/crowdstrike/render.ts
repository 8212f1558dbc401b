import { createHash } from 'node:crypto';
import type { Deed, Happening, MachineRender, SimulatedMachine } from '../../model/machine-simulation.ts';
import type { JsonObject, Random } from '../../model/simulation.ts';

/** Raw events of the sensor as the Falcon Data Replicator puts them into a bucket; values are text, times the sensor's. */
export const render: MachineRender = {
  source: 'crowdstrike',
  records: ({ time, machine, deed }, random) => {
    const event = eventOf(deed, machine, time);
    return event === null ? [] : [JSON.stringify({ ...agentOf(machine, time), ...event, id: random.uuid() })];
  },
  object: ({ machine, time, random }, records) => ({
    key: `fdr/data/${agentId(machine).slice(0, 8)}-${new Date(time).toISOString().slice(0, 10)}/part-${part(random)}.gz`,
    text: `${records.join('\n')}\n`,
    isCompressed: true,
  }),
};

const part = (random: Random): string => String(random.between(0, 99_999)).padStart(5, '0');

/** The sensor's number of a machine. */
const agentId = ({ name, uid }: SimulatedMachine): string =>
  createHash('md5')
    .update(`agent/${uid ?? name}`)
    .digest('hex');

function agentOf(machine: SimulatedMachine, time: number): JsonObject {
  return {
    aid: agentId(machine),
    aip: machine.publicAddress ?? machine.privateAddress,
    cid: '00000000000000000000000000000c1d',
    ComputerName: machine.name,
    ConfigBuild: '1007.8.0000001.1',
    ConfigStateHash: '1',
    Entitlements: '15',
    EffectiveTransmissionClass: '3',
    event_platform: 'Lin',
    timestamp: String(time + 4_000),
  };
}

const seconds = (time: number): string => (time / 1000).toFixed(3);

/** Falcon numbers processes in its own way; here it follows from the system's number. */
const falconId = (pid: number): string => String(289_000_000_000 + pid * 1_000);

function eventOf(deed: Happening['deed'], machine: SimulatedMachine, time: number): JsonObject | null {
  if (deed.is === 'process') return started(deed, time);
  if (deed.is === 'connection') return connected(deed, machine, time);
  if (deed.is === 'look-up') {
    const answers = deed.answers.map((answer) => `${answer};`).join('');
    return {
      ...named('DnsRequest', 'DnsRequestLinV3', time),
      DomainName: deed.domain,
      RequestType: '1',
      IP4Records: answers,
    };
  }
  return null;
}

const named = (event: string, version: string, time: number): JsonObject => ({
  event_simpleName: event,
  name: version,
  ContextTimeStamp: seconds(time),
});

type Of<Is extends Deed['is']> = Extract<Deed, { readonly is: Is }>;

function started({ by, process }: Of<'process'>, time: number): JsonObject {
  return {
    event_simpleName: 'ProcessRollup2',
    name: 'ProcessRollup2LinV8',
    UserName: by.user,
    UID: String(by.uid),
    GID: String(by.uid),
    ImageFileName: process.executable,
    CommandLine: process.arguments.join(' '),
    ParentBaseFileName: process.parent.name,
    ParentProcessId: falconId(process.parent.pid),
    ProcessStartTime: seconds(time),
    ProcessEndTime: '',
    RawProcessId: String(process.pid),
    TargetProcessId: falconId(process.pid),
    SHA256HashData: process.sha256,
  };
}

function connected(deed: Of<'connection'>, machine: SimulatedMachine, time: number): JsonObject {
  const { isOutward, address, port, otherPort, protocol, process } = deed;
  const event = isOutward ? 'NetworkConnectIP4' : 'NetworkReceiveAcceptIP4';
  const [local, remote] = isOutward ? [otherPort, port] : [port, otherPort];
  return {
    ...named(event, `${event}Lin${isOutward ? 'V6' : 'V5'}`, time),
    ConnectionDirection: isOutward ? '0' : '1',
    ConnectionFlags: '0',
    LocalAddressIP4: machine.privateAddress,
    LocalPort: String(local),
    Protocol: protocol === 'tcp' ? '6' : '17',
    RemoteAddressIP4: address,
    RemotePort: String(remote),
    ...(process && {
      ContextProcessId: falconId(process.pid),
      ContextBaseFileName: process.executable.slice(process.executable.lastIndexOf('/') + 1),
    }),
  };
}
