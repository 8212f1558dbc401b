import { expect } from 'vitest';
import type { Incident } from '../../src/model/incident.ts';
import type { GroundTruth } from '../../src/simulate/ground-truth.ts';
import type { Check } from './expectations.ts';

type Machines = NonNullable<GroundTruth['machines']>;

const machinesOf = ({ machines = [] }: GroundTruth): Machines => machines.filter(({ door }) => door !== null);
const seconds = (time: string | undefined): string => `${time?.slice(0, 19) ?? ''}Z`;
const valuesOf = (incident: Incident, type: string): readonly string[] =>
  incident.indicators.filter((one) => one.type === type).map(({ value }) => value);
const timelineOf = ({ timeline }: Incident): string => timeline.map(({ text }) => text).join('\n');

/** What the one incident of an attack on machines has to say; each is a test of its own. */
export const machineExpectations: Readonly<Record<string, Check>> = {
  'names the machine that was broken into': (incident, truth) => {
    for (const { name } of machinesOf(truth)) expect(incident.title).toContain(name);
  },
  'names the user and the key that came in': (incident, { root }) => {
    expect(incident.root).toMatchObject({ identity: { name: root?.identity.name }, credential: root?.credential });
  },
  'finds the door: when, how and from where': (incident, truth) => {
    const door = machinesOf(truth)[0]?.door;
    expect([seconds(incident.entry?.time), incident.entry?.address]).toEqual([door?.time, door?.address]);
    // Two logs tell of it in the same second.
    expect([truth.root?.how, 'USER_LOGIN']).toContain(incident.entry?.how);
  },
  'begins with the intruder': (incident, truth) => {
    // A refusal is written down a moment after the attempt.
    const late = Date.parse(incident.first_seen) - Date.parse(truth.first_seen ?? '');
    expect(late).toBeGreaterThanOrEqual(0);
    expect(late).toBeLessThanOrEqual(2_000);
  },
  'ends with what he left running': (incident, truth) => {
    expect(seconds(incident.last_seen)).toBe(truth.last_seen);
  },
  'gives the address of the intruder': (incident, { networks }) => {
    expect(valuesOf(incident, 'ip')).toEqual(expect.arrayContaining([...networks]));
  },
  'blames nobody who only rattled at the door': (incident, truth) => {
    const noise = new Set(machinesOf(truth).flatMap(({ noise_addresses: addresses }) => addresses));
    expect([incident.entry?.address ?? '', ...valuesOf(incident, 'ip')].filter((one) => noise.has(one))).toEqual([]);
  },
  'gives the names and ports of the other ends': (incident, truth) => {
    const ends = machinesOf(truth).flatMap(({ connections }) => connections);
    const domains = ends.flatMap(({ domain }) => domain ?? []);
    expect(valuesOf(incident, 'domain')).toEqual(expect.arrayContaining([...new Set(domains)]));
    const odd = ends.map(({ port }) => port).filter((port) => port !== 443 && port !== 80);
    expect(valuesOf(incident, 'port')).toEqual(expect.arrayContaining([...new Set(odd.map(String))]));
  },
  'tells every program that the intruder ran': (incident, truth) => {
    const told = timelineOf(incident);
    const ran = machinesOf(truth).flatMap(({ processes }) => processes.map(({ command }) => command));
    expect(ran.filter((command) => !told.includes(command.split(' ').slice(1).join(' ')))).toEqual([]);
  },
  'tells what was done against the defences of a machine, and nothing else': (incident, truth) => {
    const done = machinesOf(truth).flatMap(({ impairment }) => impairment.map(({ time }) => seconds(time)));
    expect(incident.impairment.map(({ time }) => seconds(time))).toEqual(done);
  },
  'finds the door though many rattle at it': (incident) => {
    expect(incident.claims.find(({ claim_uid: uid }) => uid.endsWith('-door-1'))?.confidence).toBe('confirmed');
  },
  'tells every way back in': (incident, truth) => {
    const told = [
      ...incident.persistence.map(({ target, operation }) => `${operation} ${target?.name ?? ''}`),
      timelineOf(incident),
    ];
    const users = machinesOf(truth).flatMap((machine) => machine.users.map(({ user }) => user));
    for (const user of users) expect(told.slice(0, -1).join('\n')).toContain(user);
    expect(incident.persistence.length).toBeGreaterThan(0);
  },
  'counts nothing of the owner among the ways back in': (incident, truth) => {
    const hostile = new Set(machinesOf(truth).flatMap((machine) => [...machine.users.map(({ user }) => user), 'root']));
    const users = incident.persistence
      .filter(({ operation }) => /user|^add$|ADD_USER/i.test(operation))
      .map(({ target }) => target?.name ?? '');
    expect(users.filter((user) => !hostile.has(user))).toEqual([]);
  },
  'leaves the owner and ordinary life alone': (incident) => {
    const ordinary = /cc1 -O2|make -j8|apt-get|backup|lena|run-parts/;
    expect(incident.timeline.map(({ text }) => text).filter((text) => ordinary.test(text))).toEqual([]);
  },
  'holds none of the owners for an intruder': (incident, truth) => {
    const hostile = new Set(truth.identities.map(({ name }) => name));
    const made = new Set(machinesOf(truth).flatMap((machine) => machine.users.map(({ user }) => user)));
    const others = incident.identities.filter(({ name }) => !hostile.has(name) && !made.has(name) && name !== 'root');
    expect(others.map(({ name }) => name)).toEqual([]);
  },
};
