import type { Happening, SimulatedProcess, Worker } from '../../model/machine-simulation.ts';
import type { Random } from '../../model/simulation.ts';
import { type Command, type Host, happening, homeOf, processOf } from './host.ts';
import type { FarEnd } from './schema.ts';

/** Somebody who is signed in. */
export interface Session {
  readonly worker: Worker;
  readonly shell: SimulatedProcess['parent'];
  readonly sshd: number;
  readonly from: string;
  readonly port: number;
  readonly opened: number;
}

export interface Visit {
  readonly time: number;
  readonly user: string;
  readonly uid: number;
  readonly from: string;
  readonly method: 'publickey' | 'password';
  readonly key: { readonly type: string; readonly fingerprint: string } | null;
}

type Done = readonly Happening[];

/** The connection is told when it ends: by `signOut`. */
export function signIn(host: Host, { time, ...visit }: Visit): { readonly session: Session; readonly done: Done } {
  const { user, uid, from, method, key } = visit;
  const [sshd, shell] = [host.numbers.pid(time), host.numbers.pid(time + 1_500)];
  const [session, port] = [host.numbers.session(time), host.numbers.port()];
  const worker: Worker = { user, uid, login: { user, uid, session, tty: `pts/${session % 4}` } };
  return {
    session: {
      worker,
      shell: { pid: shell, name: 'bash', executable: '/usr/bin/bash' },
      sshd,
      from,
      port,
      opened: time,
    },
    done: [
      happening(host, time, {
        is: 'sign-in',
        user,
        uid,
        from,
        port,
        pid: sshd,
        session,
        method,
        key: method === 'publickey' ? key : null,
        outcome: 'accepted',
      }),
    ],
  };
}

export function signOut(host: Host, { worker, sshd, from, port, opened }: Session, time: number): Done {
  const session = worker.login?.session ?? 0;
  const seconds = Math.max(1, (time - opened) / 1000);
  return [
    inward(host, {
      time: opened,
      from,
      port,
      seconds,
      bytesIn: 9_000 + 60 * seconds,
      bytesOut: 12_000 + 140 * seconds,
    }),
    happening(host, time, { is: 'sign-out', user: worker.user, uid: worker.uid, from, port, pid: sshd, session }),
  ];
}

/** A sign-in that was not let in; `uid` is null where nobody has that name. */
export function refuse(host: Host, visit: Omit<Visit, 'uid'> & { readonly uid: number | null }): Done {
  const { time, user, uid, from, method, key } = visit;
  const port = host.numbers.port();
  const [pid, outcome] = [host.numbers.pid(time), uid === null ? 'unknown-user' : 'refused'] as const;
  return [
    inward(host, { time: time - 900, from, port, seconds: 3, bytesIn: 2_100, bytesOut: 2_700 }),
    happening(host, time, { is: 'sign-in', user, uid: uid ?? 0, from, port, pid, session: 0, method, key, outcome }),
  ];
}

function inward(
  host: Host,
  of: { time: number; from: string; port: number; seconds: number; bytesIn: number; bytesOut: number },
): Happening {
  return happening(host, of.time, {
    is: 'connection',
    isOutward: false,
    address: of.from,
    domain: null,
    port: 22,
    otherPort: of.port,
    protocol: 'tcp',
    seconds: Math.round(of.seconds),
    bytesIn: Math.round(of.bytesIn),
    bytesOut: Math.round(of.bytesOut),
    isRefused: false,
    process: null,
  });
}

export interface Run {
  readonly time: number;
  readonly by: Worker;
  readonly asked: Worker | null;
  readonly process: SimulatedProcess;
  readonly writes?: readonly string[] | undefined;
  readonly reaches?: readonly FarEnd[] | undefined;
}

/** A program that is run: its process, what it writes, and whom it speaks to. */
export function run(host: Host, { time, by, asked, process, writes = [], reaches = [] }: Run): Done {
  return [
    happening(host, time, { is: 'process', by, asked, process }),
    ...reaches.flatMap((end, index) => reach(host, { time: time + 60 + index * 340, end, process })),
    ...writes.map((path, index) => happening(host, time + 190 + index * 35, { is: 'file', by, process, path })),
  ];
}

/** The look-up of a name, where there is one, and the connection. */
export function reach(
  host: Host,
  { time, end, process }: { readonly time: number; readonly end: FarEnd; readonly process: SimulatedProcess },
): Done {
  const { address, domain, port, protocol = 'tcp', seconds = 2, out = 1_400, in: received = 6_000 } = end;
  return [
    ...(domain === undefined ? [] : [happening(host, time, { is: 'look-up', domain, answers: [address] })]),
    happening(host, time + 42, {
      is: 'connection',
      isOutward: true,
      address,
      domain: domain ?? null,
      port,
      otherPort: host.numbers.port(),
      protocol,
      seconds: Math.round(seconds),
      bytesOut: Math.round(out),
      bytesIn: Math.round(received),
      isRefused: false,
      process,
    }),
  ];
}

/** As who somebody works, and who asked for it: himself, or root by way of sudo, which is the parent then. */
export function workingAs(
  host: Host,
  { session, time, isRoot }: { readonly session: Session; readonly time: number; readonly isRoot: boolean },
): Pick<Run, 'by' | 'asked'> & { readonly parent: SimulatedProcess['parent'] } {
  const { worker, shell } = session;
  if (!isRoot || worker.uid === 0) return { by: worker, asked: null, parent: shell };
  const sudo = { pid: host.numbers.pid(time), name: 'sudo', executable: '/usr/bin/sudo' };
  return { by: { user: 'root', uid: 0, login: worker.login }, asked: worker, parent: sudo };
}

/** A command that somebody who is signed in gives. */
export function command(
  host: Host,
  given: Pick<Run, 'time' | 'writes' | 'reaches'> &
    Pick<Command, 'line' | 'program'> & { session: Session; isRoot: boolean; folder?: string | undefined },
): { readonly process: SimulatedProcess; readonly done: Done } {
  const { time, session, isRoot, line, program, folder = homeOf(session.worker.user), writes, reaches } = given;
  const { parent, ...who } = workingAs(host, { session, time, isRoot });
  const process = processOf(host, time + 8, { line, program, folder, parent });
  return { process, done: run(host, { time, ...who, process, writes, reaches }) };
}

/** A line of a timetable that is due: the daemon's word, its shell, and the program where the line is of one alone. */
export function timetable(
  host: Host,
  { time, user, uid, line, program }: { time: number; user: string; uid: number; line: string; program?: string },
): { readonly process: SimulatedProcess; readonly done: Done } {
  const pid = host.numbers.pid(time);
  const [folder, by] = [homeOf(user), { user, uid, login: null }];
  const cron = { pid, name: 'cron', executable: '/usr/sbin/cron' };
  const shell: SimulatedProcess = {
    ...processOf(host, time + 12, { line: '/bin/sh -c', program: '/usr/bin/dash', folder, parent: cron }),
    arguments: ['/bin/sh', '-c', line],
  };
  const begun = [
    happening(host, time, { is: 'timetable-ran', pid, user, command: line }),
    ...run(host, { time: time + 12, by, asked: null, process: shell }),
  ];
  if (/[;&|<>()]/.test(line)) return { process: shell, done: begun };
  const parent = { pid: shell.pid, name: 'sh', executable: shell.executable };
  const process = processOf(host, time + 25, { line, program, folder, parent });
  return { process, done: [...begun, ...run(host, { time: time + 25, by, asked: null, process })] };
}

/** Some seconds before and after, so that nothing happens on the stroke. */
export const about = (random: Random, seconds: number): number => random.between(-seconds * 1000, seconds * 1000);
