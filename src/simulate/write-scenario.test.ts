import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { simulation } from '../clouds/aws/simulation.ts';
import { simulations } from '../registry/simulations.ts';
import { type GroundTruth, truthText } from './ground-truth.ts';
import { readScenario } from './read-scenario.ts';
import { parseScenario } from './scenario.ts';
import { stageScenario } from './stage-scenario.ts';
import { cloudOf, writeScenario } from './write-scenario.ts';

const scenarios = join(import.meta.dirname, '../../scenarios');
const folder = join(scenarios, 'aws-leaked-key');
const out = mkdtempSync(join(tmpdir(), 'beewolf-scenario-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

const write = (name: string, seed: string, scale = 1): ReturnType<typeof writeScenario> =>
  writeScenario(folder, join(out, name), { clouds: [simulation], seed, scale });

interface Written {
  readonly eventID: string;
  readonly eventName: string;
  readonly eventTime: string;
  readonly awsRegion: string;
  readonly recipientAccountId: string;
  readonly sourceIPAddress: string;
  readonly errorCode?: string;
  readonly responseElements: {
    readonly instancesSet?: { readonly items: readonly { readonly instanceId: string }[] };
  } | null;
}

const recordsOf = (logs: string): readonly Written[] => filesOf(logs).flatMap((file) => recordsIn(join(logs, file)));

const recordsIn = (path: string): readonly Written[] =>
  (JSON.parse(gunzipSync(readFileSync(path)).toString()) as { Records: Written[] }).Records;

function filesOf(logs: string): readonly string[] {
  return readdirSync(logs, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.gz'))
    .sort();
}

const demo = write('demo', 'demo');
const records = recordsOf(demo.logs);
const truth = JSON.parse(readFileSync(demo.truthPath, 'utf8')) as GroundTruth;
const byId = new Map(records.map((record) => [record.eventID, record]));

test('the same seed writes the same bytes, another seed other ids', () => {
  const again = write('again', 'demo');
  const other = write('other', 'other');

  expect(filesOf(again.logs)).toEqual(filesOf(demo.logs));
  for (const file of filesOf(demo.logs))
    expect(readFileSync(join(again.logs, file))).toEqual(readFileSync(join(demo.logs, file)));
  expect(recordsOf(other.logs).filter((record) => byId.has(record.eventID))).toEqual([]);
});

test.each(readdirSync(scenarios))('the truth beside %s is that of the seed demo', (name) => {
  const scenario = readScenario(join(scenarios, name));
  const staged = stageScenario(scenario, cloudOf(scenario, simulations), { seed: 'demo', scale: 1 });
  for (const calls of staged.households()) Array.from(calls);

  // Written by: beewolf simulate <name> --out DIR
  expect(readFileSync(join(scenarios, name, 'truth.json'), 'utf8')).toBe(truthText(staged.truth()));
});

test('every event is written once, under the account and region that record it', () => {
  expect(records).toHaveLength(demo.events);
  expect(byId.size).toBe(demo.events);
  const [, account, , region] = (filesOf(demo.logs)[0] ?? '').split('/');
  const first = recordsOf(demo.logs)[0];
  expect([account, region]).toEqual([first?.recipientAccountId, first?.awsRegion]);
});

test('every act of the truth is in the logs', () => {
  for (const uid of Object.values(truth.events).flat()) expect(byId.has(uid), uid).toBe(true);
  expect(Object.values(truth.events).flat().length + truth.ordinary_events).toBe(records.length);
});

test('first and last hostile act are those of the records', () => {
  const times = truth.events.intruder.map((uid) => byId.get(uid)?.eventTime ?? '').sort();

  expect([times[0], times.at(-1)]).toEqual([truth.first_seen, truth.last_seen]);
});

test('the machines of the truth are exactly those that hostile launches were answered with', () => {
  const launched = [...truth.events.intruder, ...truth.events.machine].flatMap(
    (uid) => byId.get(uid)?.responseElements?.instancesSet?.items ?? [],
  );
  const machines = truth.resources.filter((resource) => resource.type === 'ec2:instance');
  const terminated = new Set(
    records
      .filter((record) => record.eventName === 'TerminateInstances' && !record.errorCode)
      .flatMap((record) => record.responseElements?.instancesSet?.items ?? [])
      .map((item) => item.instanceId),
  );

  expect(machines.map((machine) => machine.uid).sort()).toEqual(
    [...new Set(launched.map((item) => item.instanceId))].sort(),
  );
  for (const machine of machines) expect(machine.state).toBe(terminated.has(machine.uid) ? 'terminated' : 'running');
  expect(machines.filter((machine) => machine.state === 'running').map((machine) => machine.region)).toEqual([
    'me-south-1',
    'me-south-1',
    'me-south-1',
  ]);
});

test('a hop into another account is recorded by both, as one call', () => {
  const hops = truth.chains.filter(({ how }) => how === 'AssumeRole').map((chain) => chain.events.length);

  expect(hops).toEqual([2, 1, 2]);
});

test('a stopped trail records nothing more of its region', () => {
  const stopped = records.find((record) => record.eventName === 'StopLogging');
  const later = records.filter(
    (record) =>
      record.awsRegion === stopped?.awsRegion &&
      record.recipientAccountId === stopped.recipientAccountId &&
      record.eventTime > stopped.eventTime,
  );

  expect(later.map((record) => record.eventName)).toEqual(['StartLogging']);
});

test('scale changes the ordinary life only', () => {
  const quiet = write('quiet', 'demo', 0.2);
  const quietTruth = JSON.parse(readFileSync(quiet.truthPath, 'utf8')) as GroundTruth;

  expect(quietTruth.ordinary_events).toBe(380);
  expect(quietTruth.resources).toEqual(truth.resources);
  expect(quietTruth.events).toEqual(truth.events);
});

test('a scenario that is none says where', () => {
  expect(() => parseScenario('title: x', 'a.yaml')).toThrow(/^a\.yaml: organisation: /);
  expect(() => parseScenario('{', 'b.yaml')).toThrow(/^b\.yaml is not YAML$/);
});

describe('a scenario with everything that can be told', () => {
  const chain = writeScenario(join(scenarios, 'aws-role-chain'), join(out, 'chain'), {
    clouds: [simulation],
    seed: 'demo',
    scale: 0.02,
  });
  const quiet = writeScenario(join(scenarios, 'aws-role-chain-quiet'), join(out, 'quiet-chain'), {
    clouds: [simulation],
    seed: 'demo',
    scale: 0.02,
  });
  const played = recordsOf(chain.logs);
  const recordOf = (uid: string | undefined) => played.find((record) => record.eventID === uid);

  test('its quiet twin lives the same life, and nothing else happens there', () => {
    const theirs = new Set(
      (['intruder', 'machine', 'provider', 'responder'] as const).flatMap((side) => chain.truth.events[side]),
    );
    const uids = (records: readonly Written[]) => records.map((record) => record.eventID).toSorted();

    expect(uids(recordsOf(quiet.logs))).toEqual(uids(played.filter((record) => !theirs.has(record.eventID))));
    expect(quiet.truth).toMatchObject({ root: null, chains: [], resources: [], accounts: [] });
    expect(quiet.truth.ordinary_resources).toEqual(chain.truth.ordinary_resources);
    expect(quiet.truth.events.owner).toEqual(chain.truth.events.owner);
  });

  test('a late record lies in an object that was delivered after its neighbours', () => {
    const late = chain.truth.chains.find((hop) => hop.late_minutes !== undefined);
    const file = filesOf(chain.logs).find((name) =>
      recordsIn(join(chain.logs, name)).some((record) => record.eventID === late?.events[0]),
    );
    const delivered = /_(\d{8}T\d{4})Z_/.exec(file ?? '')?.[1];

    expect(late?.time).toMatch(/^2026-03-12T02:15/);
    expect(delivered).toMatch(/^20260313T11/);
  });

  test('a hop that hides its key still names the session that it opened', () => {
    const hidden = chain.truth.chains.find((hop) => hop.hides !== undefined);

    expect(recordOf(hidden?.events[0])?.responseElements).toEqual({
      assumedRoleUser: {
        assumedRoleId: expect.stringMatching(/^AROA\w+:botocore-session-1773281830$/),
        arn: 'arn:aws:sts::222233334444:assumed-role/OrganizationAccountAccessRole/botocore-session-1773281830',
      },
    });
  });

  test('every hop starts where an earlier one led, at the root or at a machine', () => {
    const reached = new Set([chain.truth.root?.identity.name]);
    for (const hop of chain.truth.chains) {
      expect([...reached]).toContain(hop.from.name);
      reached.add(hop.to.name);
    }
    expect(chain.truth.chains.length).toBeGreaterThan(5);
  });

  test('it has 12 accounts, and the intruder was in 17 regions', () => {
    expect(new Set(played.map((record) => record.recipientAccountId)).size).toBe(12);
    expect(chain.truth.regions).toHaveLength(17);
  });

  test('the owner uses the key from his own network while the thief does', () => {
    const [first, last] = [chain.truth.first_seen ?? '', chain.truth.last_seen ?? ''];
    const between = chain.truth.events.owner
      .map(recordOf)
      .filter((record) => record && record.eventTime > first && record.eventTime < last);

    expect(new Set(between.map((record) => record?.sourceIPAddress))).toEqual(new Set(['192.0.2.17']));
    expect(chain.truth.networks).not.toContain('192.0.2.17');
  });
});
