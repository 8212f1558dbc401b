import { syslogStamp } from '../../../../model/local-clock.ts';
import type { Deed, Happening, MachineRender, SimulatedMachine } from '../../../../model/machine-simulation.ts';

/** What a program says, before time and machine stand in front of it. */
interface Said {
  readonly program: string;
  readonly pid?: number;
  readonly text: string;
  /** Milliseconds after what happened. */
  readonly later?: number;
}

/** Sign-ins and rights as rsyslog writes them where auth, authpriv and cron go to one file; rotated every week, as on Debian. */
export const render: MachineRender = {
  source: 'linux.auth',
  spanDays: 7,
  records: (happening) => saidOf(happening.deed).map((said) => line(happening, said)),
  object: ({ machine, index }, records) => ({
    key: `${machine.name}/var/log/${rotated('auth.log', index)}`,
    text: `${records.join('\n')}\n`,
    isCompressed: index > 1,
  }),
};

/** How logrotate names copies where the youngest is not compressed yet. */
const rotated = (name: string, index: number): string =>
  index === 0 ? name : `${name}.${index}${index > 1 ? '.gz' : ''}`;

function line({ time, machine }: { time: number; machine: SimulatedMachine }, said: Said): string {
  const { program, pid, text, later = 0 } = said;
  const stamp = syslogStamp(time + later, machine.offsetMinutes);
  return `${stamp} ${machine.name} ${program}${pid === undefined ? '' : `[${pid}]`}: ${text}`;
}

const logind = (text: string): Said => ({ program: 'systemd-logind', pid: 612, text });

function saidOf(deed: Happening['deed']): readonly Said[] {
  if (deed.is === 'sign-in') return deed.outcome === 'accepted' ? accepted(deed) : refused(deed);
  if (deed.is === 'sign-out') return signedOut(deed);
  if (deed.is === 'process') return asked(deed);
  if (deed.is === 'user-made') return userMade(deed);
  if (deed.is === 'group-joined')
    return [`group '${deed.group}'`, `shadow group '${deed.group}'`].map((group) => ({
      program: 'usermod',
      pid: deed.pid,
      text: `add '${deed.user}' to ${group}`,
    }));
  if (deed.is === 'timetable-changed')
    return [{ program: 'crontab', pid: deed.pid, text: `(${deed.by}) REPLACE (${deed.user})` }];
  return deed.is === 'timetable-ran' ? timetable(deed) : [];
}

type Of<Is extends Deed['is']> = Extract<Deed, { readonly is: Is }>;

function accepted({ user, uid, from, port, pid, session, method, key }: Of<'sign-in'>): readonly Said[] {
  const proof = key ? `: ${key.type} ${key.fingerprint}` : '';
  return [
    { program: 'sshd', pid, text: `Accepted ${method} for ${user} from ${from} port ${port} ssh2${proof}` },
    { program: 'sshd', pid, text: `pam_unix(sshd:session): session opened for user ${user}(uid=${uid}) by (uid=0)` },
    logind(`New session ${session} of user ${user}.`),
  ];
}

function refused({ user, from, port, pid, method, outcome }: Of<'sign-in'>): readonly Said[] {
  const isUnknown = outcome === 'unknown-user';
  const [invalid, known] = isUnknown ? ['invalid user ', ''] : ['', ` user=${user}`];
  const closed = `Connection closed by ${isUnknown ? 'invalid' : 'authenticating'} user ${user} ${from} port ${port} [preauth]`;
  const said = (text: string): Said => ({ program: 'sshd', pid, text });
  const tried = [
    said(`pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=${from} ${known}`),
    said(`Failed password for ${invalid}${user} from ${from} port ${port} ssh2`),
  ];
  return [
    ...(isUnknown ? [said(`Invalid user ${user} from ${from} port ${port}`)] : []),
    ...(method === 'password' ? tried : []),
    said(closed),
  ];
}

function signedOut({ user, from, port, pid, session }: Of<'sign-out'>): readonly Said[] {
  return [
    { program: 'sshd', pid, text: `Received disconnect from ${from} port ${port}:11: disconnected by user` },
    { program: 'sshd', pid, text: `Disconnected from user ${user} ${from} port ${port}` },
    { program: 'sshd', pid, text: `pam_unix(sshd:session): session closed for user ${user}` },
    logind(`Session ${session} logged out. Waiting for processes to exit.`),
    logind(`Removed session ${session}.`),
  ];
}

/** What is asked for by way of sudo; a command that is run without it is in no log of sign-ins. */
function asked({ by, asked: who, process }: Of<'process'>): readonly Said[] {
  if (!who) return [];
  const command = [process.executable, ...process.arguments.slice(1)].join(' ');
  const terminal = who.login?.tty ?? 'unknown';
  const opened = `session opened for user ${by.user}(uid=${by.uid}) by ${who.user}(uid=${who.uid})`;
  return [
    {
      program: 'sudo',
      text: `${who.user.padStart(8)} : TTY=${terminal} ; PWD=${process.folder} ; USER=${by.user} ; COMMAND=${command}`,
    },
    { program: 'sudo', text: `pam_unix(sudo:session): ${opened}` },
    { program: 'sudo', text: `pam_unix(sudo:session): session closed for user ${by.user}`, later: 400 },
  ];
}

function userMade({ pid, user, uid, home, shell, by }: Of<'user-made'>): readonly Said[] {
  const from = by?.login ? `/dev/${by.login.tty}` : 'none';
  const made = `name=${user}, UID=${uid}, GID=${uid}, home=${home}, shell=${shell}, from=${from}`;
  return [
    { program: 'useradd', pid, text: `new group: name=${user}, GID=${uid}` },
    { program: 'useradd', pid, text: `new user: ${made}` },
  ];
}

function timetable({ pid, user, command }: Of<'timetable-ran'>): readonly Said[] {
  const session = (text: string): string => `pam_unix(cron:session): session ${text}`;
  const uid = user === 'root' ? 0 : 1000;
  return [
    { program: 'CRON', pid, text: session(`opened for user ${user}(uid=${uid}) by (uid=0)`) },
    { program: 'CRON', pid: pid + 1, text: `(${user}) CMD (${command})` },
    { program: 'CRON', pid, text: session(`closed for user ${user}`), later: 600 },
  ];
}
