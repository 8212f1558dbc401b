import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { simulation } from '../clouds/aws/simulation.ts';
import type { GroundTruth } from './ground-truth.ts';
import { parseScenario } from './scenario.ts';
import { writeScenario } from './write-scenario.ts';

const folder = join(import.meta.dirname, '../../scenarios/aws-leaked-key');
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
  readonly errorCode?: string;
  readonly responseElements: {
    readonly instancesSet?: { readonly items: readonly { readonly instanceId: string }[] };
  } | null;
}

function recordsOf(logs: string): readonly Written[] {
  return filesOf(logs).flatMap(
    (file) => (JSON.parse(gunzipSync(readFileSync(join(logs, file))).toString()) as { Records: Written[] }).Records,
  );
}

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

test('the truth beside the scenario is that of the seed demo', () => {
  expect(readFileSync(join(folder, 'truth.json'), 'utf8')).toBe(readFileSync(demo.truthPath, 'utf8'));
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
  expect(() => parseScenario('title: x', 'a.yaml')).toThrow(/^a\.yaml: cloud: /);
  expect(() => parseScenario('{', 'b.yaml')).toThrow(/^b\.yaml is not YAML$/);
});
