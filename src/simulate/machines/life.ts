import type { Happening, SimulatedProcess } from '../../model/machine-simulation.ts';
import type { Random } from '../../model/simulation.ts';
import { isWeekend } from '../rhythm.ts';
import { about, command, refuse, run, signIn, signOut, timetable } from './deeds.ts';
import { type Host, type Load, init, processOf, root } from './host.ts';
import { noise, noiseAddresses } from './noise.ts';
import type { FarEnd, LifePlan } from './schema.ts';
import type { Person } from './stage.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** What ordinary life on a machine leaves, and what it takes of the machine. */
export interface Life {
  readonly happenings: readonly Happening[];
  readonly loads: readonly Load[];
  /** Who only rattles at the door. */
  readonly noiseAddresses: readonly string[];
}

export interface LifeTerms {
  readonly host: Host;
  readonly plan: LifePlan;
  readonly people: ReadonlyMap<string, Person>;
  readonly random: Random;
  /** Multiplies what is counted by the day. */
  readonly scale: number;
  /** Addresses that somebody else has. */
  readonly taken: ReadonlySet<string>;
}

interface Day extends LifeTerms {
  /** Midnight by the machine's clock; milliseconds since 1970. */
  readonly midnight: number;
  readonly number: number;
  readonly loads: Load[];
}

/**
 * Plays all days of a machine: timetables, updates, developers, builds, a backup, and noise from outside. Each kind
 * of each day draws a chance of its own, so that none changes with another.
 */
export function liveOn(terms: LifeTerms): Life {
  const { host, plan, random, taken } = terms;
  const offset = host.machine.offsetMinutes * minuteMs;
  const first = Math.floor((host.since + offset) / dayMs) * dayMs - offset;
  const loads: Load[] = [];
  const addresses = plan.noise ? noiseAddresses(random.fork('noise'), plan.noise, taken) : [];
  const happenings: Happening[] = [];
  for (let midnight = first, number = 0; midnight < host.until; midnight += dayMs, number += 1) {
    const day: Day = { ...terms, midnight, number, loads };
    happenings.push(...dayOf(day));
    if (plan.noise)
      happenings.push(
        ...noise({ ...day, plan: plan.noise, addresses, count: countOf(day, 'noise', plan.noise.attemptsPerDay) }),
      );
  }
  const isAlive = ({ time }: Happening): boolean => time >= host.since && time < host.until;
  return { happenings: happenings.filter(isAlive), loads, noiseAddresses: addresses };
}

/** How often something happens on a day that happens so often on average. */
function countOf({ random, number, scale }: Day, kind: string, perDay: number): number {
  const count = perDay * scale;
  return Math.floor(count) + (random.fork(`${kind}/${number}/count`).chance(count % 1) ? 1 : 0);
}

function dayOf(day: Day): readonly Happening[] {
  const { plan, midnight, host } = day;
  const isFree = isWeekend(midnight + host.machine.offsetMinutes * minuteMs);
  return [
    ...hourly(day),
    ...updates(day),
    ...(isFree ? [] : developers(day)),
    ...(plan.builds ? builds(day, plan.builds, isFree) : []),
    ...(plan.backup ? backup(day, plan.backup) : []),
  ];
}

/** What Debian's cron runs by itself. */
function hourly({ host, midnight }: Day): readonly Happening[] {
  const due = Array.from({ length: 24 }, (_, hour) => ({
    time: midnight + hour * hourMs + 17 * minuteMs + 1_000,
    line: 'cd / && run-parts --report /etc/cron.hourly',
  }));
  const daily = {
    time: midnight + 6 * hourMs + 25 * minuteMs + 1_000,
    line: 'test -x /usr/sbin/anacron || ( cd / && run-parts --report /etc/cron.daily )',
  };
  return [...due, daily].flatMap(({ time, line }) => timetable(host, { time, user: 'root', uid: 0, line }).done);
}

/** Twice a day the machine asks for new packages by itself. */
function updates({ host, plan, midnight, random, number }: Day): readonly Happening[] {
  const { updates: from } = plan;
  if (!from) return [];
  const chance = random.fork(`updates/${number}`);
  return [6, 18].flatMap((hour) => {
    const time = midnight + hour * hourMs + chance.between(0, 40 * minuteMs);
    const line = '/bin/sh /usr/lib/apt/apt.systemd.daily update';
    const process = processOf(host, time, { line, program: '/usr/bin/dash', folder: '/', parent: init });
    const fetched = over(from, { seconds: chance.between(4, 30), in: chance.between(200_000, 30_000_000) });
    return run(host, { time, by: root, asked: null, process, reaches: [fetched] });
  });
}

const over = (end: FarEnd, more: Partial<FarEnd>): FarEnd => ({ ...end, ...more });

/** What developers type. `sudo` in front is as root; `repository` or `updates` behind is whom it speaks to. */
const habits: readonly {
  readonly line: string;
  readonly isRoot?: true;
  readonly speaksTo?: 'repository' | 'updates';
}[] = [
  { line: 'git pull --ff-only', speaksTo: 'repository' },
  { line: 'git status' },
  { line: 'make -j4 test' },
  { line: 'docker ps' },
  { line: 'df -h' },
  { line: 'tail -n 200 /var/log/app/app.log' },
  { line: 'grep -rn deprecated src' },
  { line: 'vim src/main.go' },
  { line: 'top -b -n 1' },
  { line: 'apt-get update', isRoot: true, speaksTo: 'updates' },
  { line: 'apt-get install -y jq', isRoot: true, speaksTo: 'updates' },
  { line: 'systemctl restart app.service', isRoot: true },
  { line: 'systemctl status nginx', isRoot: true },
  { line: 'journalctl -u app --since today', isRoot: true },
  { line: 'du -sh /var/lib/docker', isRoot: true },
];

function developers(day: Day): readonly Happening[] {
  const { plan, people } = day;
  return (plan.developers ?? []).flatMap((name) => {
    const person = people.get(name);
    if (!person) return [];
    const count = countOf(day, `visits/${name}`, plan.visitsPerDay ?? 2);
    return Array.from({ length: count }, (_, index) => visit(day, person, index)).flat();
  });
}

function visit({ host, plan, midnight, number, random }: Day, person: Person, index: number): readonly Happening[] {
  const chance = random.fork(`visit/${person.name}/${number}/${index}`);
  const { user, uid, key } = person;
  const time = midnight + (8.5 + 8.5 * chance.fraction()) * hourMs;
  const from = person.from.length > 0 ? chance.pick(person.from) : '';
  const slip = chance.chance(0.06);
  const { session, done } = signIn(host, { time, user, uid, from, method: 'publickey', key });
  let next = time + chance.between(8_000, 60_000);
  const work = Array.from({ length: chance.between(3, 8) }, () => {
    const { line, isRoot = false, speaksTo } = chance.pick(habits);
    const end = speaksTo && plan[speaksTo];
    const reaches = end ? [over(end, { seconds: chance.between(1, 9), in: chance.between(8_000, 4_000_000) })] : [];
    const given = command(host, { time: next, session, isRoot, line, folder: `/home/${user}/app`, reaches });
    next += chance.between(9_000, 9 * minuteMs);
    return given.done;
  });
  return [
    ...(slip ? wrongUser(host, time, { user, from }) : []),
    ...done,
    ...work.flat(),
    ...signOut(host, session, next),
  ];
}

/** A slip of the fingers: the right address, and a name that nobody has. */
function wrongUser(host: Host, time: number, { user, from }: { user: string; from: string }): readonly Happening[] {
  const name = `${user.slice(0, -2)}${user.slice(-1)}${user.slice(-2, -1)}`;
  return refuse(host, { time: time - 9_000, user: name, uid: null, from, method: 'password', key: null });
}

/** A build takes the whole processor for its time: what a miner does as well. */
function builds(day: Day, plan: NonNullable<LifePlan['builds']>, isFree: boolean): readonly Happening[] {
  const { host, midnight, number, random, loads } = day;
  const count = countOf(day, 'builds', isFree ? plan.perDay / 4 : plan.perDay);
  const by = { user: plan.user, uid: plan.uid, login: null };
  return Array.from({ length: count }, (_, index) => {
    const chance = random.fork(`build/${number}/${index}`);
    const time = midnight + (7 + 12 * chance.fraction()) * hourMs;
    const { repository } = day.plan;
    const runner = processOf(host, time, { line: plan.command, folder: plan.folder, parent: init });
    const fetched = repository
      ? [over(repository, { seconds: chance.between(3, 20), in: chance.between(1e6, 2e8) })]
      : [];
    const until = time + plan.minutes * minuteMs * (0.8 + 0.4 * chance.fraction());
    loads.push({ from: time + 20_000, until, cpu: plan.cpu, memory: 22 });
    const compiled = Array.from({ length: 4 }, (_, file) => {
      const line = `${plan.compiler} -O2 -c src/part${chance.between(1, 90)}.c -o build/part${file}.o`;
      const at = time + 20_000 + file * 150_000;
      const process = compile(host, at, { line, program: plan.compiler, folder: plan.folder, parent: runner });
      return run(host, { time: at, by, asked: null, process });
    });
    return [...run(host, { time, by, asked: null, process: runner, reaches: fetched }), ...compiled.flat()];
  }).flat();
}

function compile(
  host: Host,
  time: number,
  { parent, ...given }: { line: string; program: string; folder: string; parent: SimulatedProcess },
): SimulatedProcess {
  return processOf(host, time, { ...given, parent: { pid: parent.pid, executable: parent.executable, name: 'make' } });
}

/** Much goes out every night, and nobody steals it. */
function backup(
  { host, midnight, number, random, loads }: Day,
  plan: NonNullable<LifePlan['backup']>,
): readonly Happening[] {
  const [hour = 0, minute = 0] = plan.at.split(':').map(Number);
  const chance = random.fork(`backup/${number}`);
  const time = midnight + hour * hourMs + minute * minuteMs + 1_000;
  const seconds = (plan.to.seconds ?? 900) * (0.8 + 0.4 * chance.fraction());
  const out = (plan.to.out ?? 1e9) * (0.85 + 0.3 * chance.fraction());
  loads.push({ from: time, until: time + seconds * 1000, cpu: 18, memory: 6 });
  const { process, done } = timetable(host, { time, user: 'root', uid: 0, line: plan.command, program: plan.program });
  const sent = run(host, {
    time: time + 3_000 + about(chance, 1),
    by: root,
    asked: null,
    process,
    reaches: [over(plan.to, { seconds, out })],
  });
  return [...done, ...sent.slice(1)];
}
