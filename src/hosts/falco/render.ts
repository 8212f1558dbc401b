import type {
  Happening,
  MachineRender,
  SimulatedMachine,
  SimulatedProcess,
  Worker,
} from '../../model/machine-simulation.ts';
import type { JsonObject } from '../../model/simulation.ts';

/** Ports that the rule on pools watches. */
const poolPorts = new Set([
  25, 3333, 3334, 3335, 3336, 3357, 4444, 5555, 5556, 5588, 5730, 6099, 6666, 7777, 7778, 8000, 8001, 8008, 8080, 8118,
  8333, 8888, 8899, 9332, 9999, 14433, 14444, 45560, 45700,
]);

interface Alert {
  readonly rule: string;
  readonly priority: 'Notice' | 'Warning' | 'Error' | 'Critical';
  readonly call: string;
  readonly says: string;
  readonly by: Worker | null;
  readonly process: SimulatedProcess;
  readonly fields?: JsonObject;
}

/**
 * Falco's alerts as JSON, of stock rules that see what the simulation tells: none but these rules are on. Names and
 * priorities: https://github.com/falcosecurity/rules
 */
export const render: MachineRender = {
  source: 'falco',
  records: (happening, random) =>
    alertsOf(happening).map((alert) => record(happening, alert, random.between(1, 999_999))),
  object: ({ machine, time }, records) => ({
    key: `${machine.name}/var/log/falco/events-${new Date(time).toISOString().slice(0, 10)}.json`,
    text: `${records.join('\n')}\n`,
    isCompressed: false,
  }),
};

function alertsOf({ deed, machine }: Happening): readonly Alert[] {
  if (deed.is === 'process') return ofProcess(deed.by, deed.process);
  if (deed.is === 'file') return ofFile(deed.by, deed.process, deed.path);
  if (deed.is !== 'connection' || !deed.isOutward || !deed.process || !poolPorts.has(deed.port)) return [];
  const name = `${machine.privateAddress}:${deed.otherPort}->${deed.address}:${deed.port}`;
  return [
    {
      rule: 'Detect outbound connections to common miner pool ports',
      priority: 'Critical',
      call: 'connect',
      says: `Outbound connection to IP/Port flagged by https://cryptoioc.ch | ${name}`,
      by: null,
      process: deed.process,
      fields: {
        'fd.l4proto': deed.protocol,
        'fd.lport': deed.otherPort,
        'fd.name': name,
        'fd.rport': deed.port,
        'fd.type': 'ipv4',
      },
    },
  ];
}

function ofProcess(by: Worker, process: SimulatedProcess): readonly Alert[] {
  const line = process.arguments.join(' ');
  const alert = (rule: string, priority: Alert['priority'], says: string): Alert => ({
    rule,
    priority,
    call: 'execve',
    says,
    by,
    process,
  });
  const program = nameOf(process);
  if (/stratum\d?\+(?:tcp|ssl)/.test(line))
    return [alert('Detect crypto miners using the Stratum protocol', 'Critical', 'Possible miner running')];
  if (process.executable.startsWith('/dev/shm/'))
    return [alert('Execution from /dev/shm', 'Warning', 'File execution detected from /dev/shm')];
  if (['useradd', 'userdel', 'usermod', 'groupadd'].includes(program) && by.login !== null)
    return [alert('User mgmt binaries', 'Notice', 'User management binary command run outside of container')];
  if (program === 'crontab') return [alert('Schedule Cron Jobs', 'Notice', 'Cron jobs were scheduled to run')];
  return [];
}

function ofFile(by: Worker, process: SimulatedProcess, path: string): readonly Alert[] {
  const alert = (rule: string, priority: Alert['priority'], says: string): readonly Alert[] => [
    {
      rule,
      priority,
      call: 'openat',
      says,
      by,
      process,
      fields: { 'evt.arg.flags': 'O_CREAT|O_WRONLY|O_TRUNC|O_CLOEXEC', 'fd.name': path },
    },
  ];
  if (path.endsWith('/.ssh/authorized_keys'))
    return alert('Adding ssh keys to authorized_keys', 'Warning', 'Adding ssh keys to authorized_keys');
  if (path.startsWith('/etc/cron')) return alert('Schedule Cron Jobs', 'Notice', 'Cron jobs were scheduled to run');
  if (path.startsWith('/etc/sudoers')) return alert('Write below etc', 'Error', 'File below /etc opened for writing');
  if (path.startsWith('/var/log/')) return alert('Clear Log Activities', 'Warning', 'Log files were tampered');
  return [];
}

const nameOf = ({ executable }: SimulatedProcess): string => executable.slice(executable.lastIndexOf('/') + 1);

function record(
  { time, machine }: { time: number; machine: SimulatedMachine },
  alert: Alert,
  nanoseconds: number,
): string {
  const { rule, priority, call, says, by, process, fields = {} } = alert;
  const line = [nameOf(process), ...process.arguments.slice(1)].join(' ');
  const stamp = `${new Date(time).toISOString().slice(0, -1)}${String(nanoseconds).padStart(6, '0')}Z`;
  const user = by?.user ?? 'root';
  return JSON.stringify({
    hostname: machine.name,
    output: `${stamp}: ${priority} ${says} | user=${user} process=${nameOf(process)} parent=${process.parent.name} command=${line}`,
    output_fields: {
      'container.id': 'host',
      'container.name': 'host',
      'evt.time': time * 1_000_000,
      'evt.type': call,
      ...fields,
      'proc.cmdline': line,
      'proc.cwd': `${process.folder}/`,
      'proc.exepath': process.executable,
      'proc.name': nameOf(process),
      'proc.pexepath': process.parent.executable,
      'proc.pid': process.pid,
      'proc.pname': process.parent.name,
      'proc.ppid': process.parent.pid,
      'user.loginuid': by?.login?.uid ?? -1,
      'user.name': user,
      'user.uid': by?.uid ?? 0,
    },
    priority,
    rule,
    source: 'syscall',
    tags: ['host', 'maturity_stable'],
    time: stamp,
  });
}
