import { reach, signOut, timetable } from './deeds.ts';
import type { Running, Stage, Timetable } from './stage.ts';

/** A process ends: what it took of the machine, and each of its connections, is told up to then. */
export function endProcess(stage: Stage, running: Running, time: number): void {
  const { name, from, cpu, memory, side, step } = running;
  stage.running.delete(name);
  const until = Math.min(time, stage.stopped);
  stage.loads.push({ from, until, cpu, memory });
  stage.lived.push(...connectionsOf(stage, running, until).map((one) => ({ happening: one, side, step })));
}

/** Connections that are kept, and opened again from time to time; `out` and `in` of each are bytes in a minute. */
function connectionsOf({ host, isolated }: Stage, running: Running, until: number): ReturnType<typeof reach> {
  const end = Math.min(until, isolated);
  const { keeps, from, reconnectMs, process } = running;
  return keeps.flatMap((kept, index) => {
    const spans = [];
    for (let start = from + 2_000 + index * 700; start < end; start += reconnectMs) {
      const minutes = (Math.min(end, start + reconnectMs) - start) / 60_000;
      const over = { seconds: minutes * 60, out: (kept.out ?? 0) * minutes, in: (kept.in ?? 0) * minutes };
      spans.push(...reach(host, { time: start, end: { ...kept, ...over }, process }));
    }
    return spans;
  });
}

/** A timetable is no longer: what it ran is told up to then. */
export function endTimetable(stage: Stage, user: string, time: number): void {
  const table = stage.timetables.get(user);
  if (!table) return;
  stage.timetables.delete(user);
  stage.lived.push(...dueOf(stage, table, Math.min(time, stage.stopped)));
}

function dueOf(
  { host }: Stage,
  { user, uid, line, everyMinutes, from, side, step }: Timetable,
  until: number,
): Stage['lived'] {
  const stepMs = everyMinutes * 60_000;
  const lived: Stage['lived'] = [];
  for (let due = Math.floor(from / stepMs) * stepMs + stepMs; due < until; due += stepMs) {
    const { done } = timetable(host, { time: due + 1_120, user, uid, line });
    lived.push(...done.map((one) => ({ happening: one, side, step })));
  }
  return lived;
}

/** Nothing goes in or out from now on: sessions break off, and no connection is opened again. */
export function isolate(stage: Stage, time: number): void {
  stage.isolated = Math.min(stage.isolated, time);
}

/** The machine is gone. */
export function stop(stage: Stage, time: number): void {
  stage.stopped = Math.min(stage.stopped, time);
  finish(stage);
}

/** Ends what still goes on. */
export function finish(stage: Stage): void {
  const { stopped, isolated, host } = stage;
  for (const running of stage.running.values()) endProcess(stage, running, stopped);
  for (const user of stage.timetables.keys()) endTimetable(stage, user, stopped);
  for (const [person, session] of stage.sessions) {
    stage.sessions.delete(person);
    const cause = stage.lived.find(({ happening: { deed } }) => deed.is === 'sign-in' && deed.pid === session.sshd);
    const time = Math.max(session.opened + 1_000, Math.min(stopped, isolated));
    const done = signOut(host, session, time);
    // A session that is cut off is not signed out of.
    const seen = isolated < host.until || stopped < host.until ? done.slice(0, 1) : done;
    if (cause) stage.lived.push(...seen.map((one) => ({ ...cause, happening: one })));
  }
}
