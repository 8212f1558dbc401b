import { expect, test } from 'vitest';
import { simulation } from '../clouds/aws/simulation.ts';
import type { Call, Organisation } from '../model/simulation.ts';
import { deliver } from './deliver.ts';
import { ordinaryLife } from './ordinary-life.ts';
import { createRandom } from './random.ts';

const account = {
  uid: '123456789012',
  name: 'prod',
  home: 'us-east-1',
  regions: { 'us-east-1': 3, 'eu-west-1': 1 },
  share: 1,
};
const organisation: Organisation = { name: 'example', domain: 'example.com', accounts: [account] };
const since = Date.UTC(2026, 2, 9);
const span = { since, until: since + 2 * 86_400_000, events: 6_000, seed: 'test' };

const live = (seed = 'test'): readonly Call[] => [
  ...ordinaryLife(simulation, { organisation, account }, { ...span, seed }),
];
const calls = live();

test('the same seed lives the same life, another seed another', () => {
  const records = calls.map(simulation.render.record);

  expect(live().map(simulation.render.record)).toEqual(records);
  expect(live('other').map(simulation.render.record)).not.toEqual(records);
});

test('exactly as many calls are made as were asked for, each with an id of its own', () => {
  expect(calls).toHaveLength(6_000);
  expect(new Set(calls.map((call) => call.uid)).size).toBe(6_000);
});

test('offices are busy by day and nearly empty by night', () => {
  const hours = calls
    .filter((call) => call.operation === 'GetRolePolicy' || call.operation === 'FilterLogEvents')
    .map((call) => new Date(call.time).getUTCHours());

  expect(hours.filter((hour) => hour >= 8 && hour < 18).length).toBeGreaterThan(
    5 * hours.filter((hour) => hour < 6).length,
  );
});

test('a session with a key of its own was opened before it is used', () => {
  const opened = new Map<string, number>();
  for (const call of calls) {
    const key = /"accessKeyId":"(ASIA\w+)"/.exec(JSON.stringify(call.response ?? ''))?.[1];
    if (key !== undefined) opened.set(key, call.time);
  }
  const sessions = calls.flatMap((call) =>
    call.actor.is === 'role' && call.actor.credential && call.actor.role.account === account.uid
      ? [{ key: call.actor.credential, time: call.time }]
      : [],
  );
  // The auditor's own machine opened its session before this life began.
  const orphans = sessions.filter(
    ({ key, time }) => key !== 'ASIAAUDITOREXAMPLE00' && (opened.get(key) ?? Infinity) > time,
  );

  expect(sessions.length).toBeGreaterThan(3_000);
  expect(orphans).toEqual([]);
});

test('addresses are documentation ones, private ones or names of services', () => {
  const strangers = calls
    .map((call) => call.network)
    .filter(
      (network) =>
        !/^(?:192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$|^10\.20\.|\.amazonaws\.com$|^AWS Internal$/.test(network),
    );

  expect(strangers).toEqual([]);
});

test('objects are closed by size, by count and by time, and lose nothing', () => {
  const pack = (limits: {
    characters?: number;
    records?: number;
    minutes?: number;
  }): readonly { records: number; text: string; key: string }[] => [
    ...deliver(calls, simulation.render, {
      characters: Infinity,
      records: Infinity,
      minutes: Infinity,
      random: createRandom('pack'),
      ...limits,
    }),
  ];

  for (const objects of [pack({ characters: 200_000 }), pack({ records: 5 }), pack({ minutes: 60 })]) {
    const uids = objects.flatMap((object) =>
      (JSON.parse(object.text) as { Records: { eventID: string }[] }).Records.map((record) => record.eventID),
    );
    expect(new Set(uids)).toEqual(new Set(calls.map((call) => call.uid)));
    expect(new Set(objects.map((object) => object.key)).size).toBe(objects.length);
  }
  expect(pack({ records: 5 }).filter((object) => object.records > 5)).toEqual([]);
});
