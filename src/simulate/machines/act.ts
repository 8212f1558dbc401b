import type { SimulatedProcess } from '../../model/machine-simulation.ts';
import { command, refuse, run, signIn, signOut, workingAs } from './deeds.ts';
import { endProcess, endTimetable, isolate, stop } from './endings.ts';
import { happening, homeOf, init, processOf } from './host.ts';
import { type Cue, fault, tell } from './stage.ts';

/** Plays one act on a machine. Errors: `usage.invalid`. */
export function act(cue: Cue): void {
  const { step } = cue;
  if (step.signsIn) return arrive(cue);
  if (step.signsOut) return leave(cue);
  if (step.runs !== undefined) return runLine(cue, step.runs);
  if (step.makesUser) return makeUser(cue, step.makesUser);
  if (step.addsToGroup) return addToGroup(cue, step.addsToGroup);
  if (step.setsTimetable) return setTimetable(cue, step.setsTimetable);
  if (step.clearsTimetable !== undefined) return clearTimetable(cue, step.clearsTimetable);
  if (step.ends !== undefined) return kill(cue, step.ends);
  if (step.alerts) return alert(cue, step.alerts);
  if (step.listsProcesses) return list(cue);
  if (step.isolates) return isolate(cue.stage, cue.time);
  stop(cue.stage, cue.time);
}

function arrive(cue: Cue): void {
  const { stage, step, person, time } = cue;
  const { user, uid, key } = person;
  const from = step.signsIn?.from ?? person.from[0];
  const method = step.signsIn?.method ?? 'publickey';
  if (from === undefined) throw fault(step, 'it is not said where from');
  if (method === 'publickey' && !key) throw fault(step, 'there is no key');
  const visit = { time, user, uid, from, method, key };
  if (step.signsIn?.isRefused) return tell(cue, refuse(stage.host, visit));
  const { session, done } = signIn(stage.host, visit);
  stage.sessions.set(person.name, session);
  tell(cue, done);
}

function leave(cue: Cue): void {
  const { stage, step, person, time } = cue;
  const session = stage.sessions.get(person.name);
  if (!session) throw fault(step, 'nobody of that name is signed in');
  stage.sessions.delete(person.name);
  tell(cue, signOut(stage.host, session, time));
}

/** What somebody runs who is signed in, or what a service of the machine runs by itself. */
function start(cue: Cue, line: string, more: { readonly writes?: readonly string[] } = {}): SimulatedProcess {
  const { stage, step, person, time } = cue;
  const { program, folder, reaches } = step;
  const writes = [...(step.writes ?? []), ...(more.writes ?? [])];
  const session = stage.sessions.get(person.name);
  if (!session && person.key) throw fault(step, 'who has a key signs in first');
  if (session) {
    const isRoot = step.sudo === true;
    const given = command(stage.host, { time, session, isRoot, line, program, folder, writes, reaches });
    tell(cue, given.done);
    return given.process;
  }
  const by = { user: person.user, uid: person.uid, login: null };
  const place = folder ?? homeOf(person.user);
  const parent = step.parent === undefined ? init : serviceOf(stage, step.parent);
  const process = processOf(stage.host, time, { line, program, folder: place, parent });
  tell(cue, run(stage.host, { time, by, asked: null, process, writes, reaches }));
  return process;
}

/** A service keeps its number. */
function serviceOf({ host, services }: Cue['stage'], executable: string): SimulatedProcess['parent'] {
  const known = services.get(executable);
  if (known) return known;
  const name = executable.slice(executable.lastIndexOf('/') + 1);
  const service = { pid: host.numbers.pid(host.since), name, executable };
  services.set(executable, service);
  return service;
}

function runLine(cue: Cue, line: string): void {
  const { stage, step, person, time } = cue;
  const process = start(cue, line);
  const { stays } = step;
  if (!stays) return;
  stage.running.set(stays.named, {
    name: stays.named,
    process,
    user: step.sudo ? 'root' : person.user,
    from: time + (stays.beginsAfterSeconds ?? 0) * 1000,
    cpu: stays.cpu ?? 0,
    memory: stays.memory ?? 0,
    keeps: stays.keeps ?? [],
    reconnectMs: (stays.reconnectsEveryMinutes ?? 60) * 60_000,
    side: person.side,
    step,
  });
}

type Verb<T extends keyof Cue['step']> = NonNullable<Cue['step'][T]>;

function makeUser(cue: Cue, made: Verb<'makesUser'>): void {
  const { user, uid, home = homeOf(user), shell = '/bin/bash' } = made;
  const line = `useradd -m -d ${home} -s ${shell} ${user}`;
  const { pid } = startAt(cue, '/usr/sbin/useradd', { line, writes: ['/etc/passwd', '/etc/shadow', '/etc/group'] });
  const by = doer(cue);
  tell(cue, [
    happening(cue.stage.host, cue.time + 420, { is: 'user-made', pid, user, uid, home, shell, ...(by && { by }) }),
  ]);
}

function addToGroup(cue: Cue, { user, group }: Verb<'addsToGroup'>): void {
  const line = `usermod -aG ${group} ${user}`;
  const { pid } = startAt(cue, '/usr/sbin/usermod', { line, writes: ['/etc/group', '/etc/gshadow'] });
  const by = doer(cue);
  tell(cue, [happening(cue.stage.host, cue.time + 380, { is: 'group-joined', pid, user, group, ...(by && { by }) })]);
}

function setTimetable(cue: Cue, table: Verb<'setsTimetable'>): void {
  const { stage, time, person, step } = cue;
  const { pid } = startAt(cue, '/usr/bin/crontab', { line: 'crontab -', writes: [spool(table.for)] });
  const by = step.sudo ? 'root' : person.user;
  tell(cue, [happening(stage.host, time + 300, { is: 'timetable-changed', pid, by, user: table.for })]);
  endTimetable(stage, table.for, time);
  const { for: user, runs: line, everyMinutes } = table;
  const uid = user === 'root' ? 0 : person.uid;
  stage.timetables.set(user, { user, uid, line, everyMinutes, from: time, side: person.side, step });
}

function clearTimetable(cue: Cue, user: string): void {
  const { stage, time } = cue;
  startAt(cue, '/usr/bin/crontab', { line: `crontab -u ${user} -r` });
  endTimetable(stage, user, time);
}

const spool = (user: string): string => `/var/spool/cron/crontabs/${user}`;

function startAt(
  cue: Cue,
  program: string,
  { line, writes = [] }: { readonly line: string; readonly writes?: readonly string[] },
): SimulatedProcess {
  return start({ ...cue, step: { ...cue.step, program: cue.step.program ?? program } }, line, { writes });
}

function doer({ stage, step, person, time }: Cue) {
  const session = stage.sessions.get(person.name);
  return session && workingAs(stage.host, { session, time, isRoot: step.sudo === true }).by;
}

function kill(cue: Cue, name: string): void {
  const { stage, step, time } = cue;
  const running = stage.running.get(name);
  if (!running) throw fault(step, `nothing called '${name}' runs`);
  start(cue, `kill -9 ${running.process.pid}`);
  endProcess(stage, running, time);
}

function alert(cue: Cue, told: Verb<'alerts'>): void {
  const { stage, step, time } = cue;
  const { rule, severity, text, uid, state = 'open', addresses = [], about } = told;
  const process = about === undefined ? null : (stage.running.get(about)?.process ?? null);
  if (about !== undefined && !process) throw fault(step, `nothing called '${about}' runs`);
  const deed = { is: 'alert', by: step.by, rule, severity, text, process, addresses, uid, state } as const;
  tell(cue, [happening(stage.host, time, deed)]);
}

function list(cue: Cue): void {
  const { stage, time } = cue;
  const daemons = ['/usr/sbin/sshd -D', '/usr/sbin/cron -f', '/usr/sbin/rsyslogd -n', '/usr/sbin/auditd'].map(
    (line, index) => ({
      pid: 600 + index * 37,
      parent: init,
      executable: line.split(' ')[0] ?? line,
      arguments: line.split(' '),
      folder: '/',
      sha256: '',
      user: 'root',
      cpuPercent: 0,
    }),
  );
  const others = [...stage.running.values()].map(({ process, user, cpu }) => ({ ...process, user, cpuPercent: cpu }));
  tell(cue, [happening(stage.host, time, { is: 'process-list', processes: [...daemons, ...others] })]);
}
