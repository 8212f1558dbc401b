import { createHash } from 'node:crypto';
import type { Deed, Happening, MachineRender, SimulatedMachine } from '../../model/machine-simulation.ts';
import type { JsonObject } from '../../model/simulation.ts';

/** How often the scheduled queries run; rows come when they do, and say themselves when they happened. */
const intervalSeconds = 60;

/** The results log of osqueryd in the event format, of the tables of events: processes, sockets, files and users. */
export const render: MachineRender = {
  source: 'osquery',
  records: ({ time, machine, deed }) =>
    rowsOf(deed, machine, time).map((row) => JSON.stringify(line(machine, time, row))),
  object: ({ machine, index }, records) => ({
    key: `${machine.name}/var/log/osquery/osqueryd.results.log${index === 0 ? '' : `.${index}`}`,
    text: `${records.join('\n')}\n`,
    isCompressed: false,
  }),
};

interface Row {
  readonly query: string;
  readonly columns: JsonObject;
}

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** As `asctime` writes it: `Wed Mar  4 08:30:00 2026 UTC`. */
function calendar(seconds: number): string {
  const date = new Date(seconds * 1000);
  const day = String(date.getUTCDate()).padStart(2, ' ');
  return `${days[date.getUTCDay()] ?? ''} ${months[date.getUTCMonth()] ?? ''} ${day} ${date.toISOString().slice(11, 19)} ${date.getUTCFullYear()} UTC`;
}

function line(machine: SimulatedMachine, time: number, { query, columns }: Row): JsonObject {
  const unixTime = Math.ceil(time / 1000 / intervalSeconds) * intervalSeconds;
  return {
    name: query,
    hostIdentifier: machine.name,
    calendarTime: calendar(unixTime),
    unixTime,
    epoch: 0,
    counter: Math.floor(unixTime / intervalSeconds) % 1_000_000,
    numerics: false,
    decorations: { host_uuid: hardwareId(machine), hostname: machine.name },
    columns,
    action: 'added',
  };
}

function hardwareId({ uid, name }: SimulatedMachine): string {
  const digest = createHash('sha256')
    .update(`machine/${uid ?? name}`)
    .digest('hex');
  return `4c4c4544-0000-4000-8000-${digest.slice(0, 12)}`;
}

function rowsOf(deed: Happening['deed'], machine: SimulatedMachine, time: number): readonly Row[] {
  const at = String(Math.floor(time / 1000));
  if (deed.is === 'process') return [{ query: 'process_events', columns: processRow(deed, at) }];
  if (deed.is === 'connection') return [{ query: 'socket_events', columns: socketRow(deed, machine, at) }];
  if (deed.is === 'file') return [{ query: 'file_events', columns: fileRow(deed, at) }];
  if (deed.is !== 'user-made') return [];
  const { user, uid, home, shell } = deed;
  const columns = { uid: String(uid), gid: String(uid), username: user, description: '', directory: home, shell };
  return [{ query: 'users', columns }];
}

type Of<Is extends Deed['is']> = Extract<Deed, { readonly is: Is }>;

function processRow({ by, process }: Of<'process'>, time: string): JsonObject {
  const uid = String(by.uid);
  return {
    auid: String(by.login?.uid ?? 4_294_967_295),
    cmdline: process.arguments.join(' '),
    cwd: `"${process.folder}"`,
    egid: uid,
    euid: uid,
    gid: uid,
    parent: String(process.parent.pid),
    path: process.executable,
    pid: String(process.pid),
    time,
    uid,
    syscall: 'execve',
  };
}

function socketRow(deed: Of<'connection'>, machine: SimulatedMachine, time: string): JsonObject {
  const { isOutward, address, port, otherPort, process } = deed;
  const [local, remote] = isOutward ? [otherPort, port] : [port, otherPort];
  return {
    action: isOutward ? 'connect' : 'accept',
    family: '2',
    local_address: machine.privateAddress,
    local_port: String(local),
    path: process?.executable ?? '/usr/sbin/sshd',
    pid: String(process?.pid ?? 612),
    protocol: '6',
    remote_address: address,
    remote_port: String(remote),
    status: 'succeeded',
    time,
  };
}

const fileRow = ({ path, by }: Of<'file'>, time: string): JsonObject => ({
  action: 'CREATED',
  category: 'watched',
  target_path: path,
  uid: String(by.uid),
  gid: String(by.uid),
  md5: '',
  time,
});
