import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { simulation } from '../../src/clouds/aws/simulation.ts';
import type { Incident } from '../../src/model/incident.ts';
import type { GroundTruth } from '../../src/simulate/ground-truth.ts';
import { parseScenario } from '../../src/simulate/scenario.ts';
import { playScenario } from '../../src/simulate/write-scenario.ts';
import { investigateTrail } from './trail.ts';
import type { TrailRecord } from './trail.ts';

const path = new URL('../../scenarios/aws-leaked-key/scenario.yaml', import.meta.url);

describe('the scenario aws-leaked-key', () => {
  let incidents: readonly Incident[];
  let incident: Incident;
  let truth: GroundTruth;
  beforeAll(async () => {
    const played = playScenario(parseScenario(readFileSync(path, 'utf8'), path.pathname), simulation, {
      seed: 'demo',
      scale: 0.3,
    });
    truth = played.truth;
    const records = played.calls.map((call) => JSON.parse(simulation.render.record(call)) as TrailRecord);
    // Launches as rules find them, and rules that responders, the provider and the owner set off as well.
    const launches = truth.resources
      .filter(({ type, respawned_by: by }) => type === 'ec2:instance' && by === null)
      .map(({ event }) => event);
    incidents = await investigateTrail(
      records,
      [
        { level: 'high', uids: [...new Set(launches)] },
        {
          level: 'medium',
          uids: [...truth.containment.map(({ event }) => event), ...truth.impairment.map(({ event }) => event)],
        },
        { level: 'low', uids: truth.events.owner },
      ],
      { asOf: '2026-03-11T00:00:00Z' },
    );
    const [only] = incidents;
    if (!only) throw new Error('no incident');
    incident = only;
  });

  const eventsOf = (cited: readonly { readonly evidence: readonly string[] }[]) =>
    new Set(cited.flatMap(({ evidence }) => evidence.map((uid) => uid.replace('aws.cloudtrail:', ''))));
  const sorted = (texts: Iterable<string>) => [...new Set(texts)].toSorted();

  test('is one incident, critical, of the right key', () => {
    expect(incidents).toHaveLength(1);
    expect(incident.severity.level).toBe('critical');
    expect(incident.root).toMatchObject({
      identity: { name: truth.root.identity.name },
      credential: truth.root.credential,
    });
    expect(incident.entry?.how).toBe(truth.root.how);
  });

  test('begins, ends and spreads as it did', () => {
    expect(incident).toMatchObject({
      first_seen: truth.first_seen,
      last_seen: truth.last_seen,
      accounts: truth.accounts,
      regions: truth.regions,
    });
    expect(sorted(incident.indicators.filter(({ type }) => type === 'ip').map(({ value }) => value))).toEqual(
      truth.networks,
    );
  });

  test('holds every hop with the records that prove it', () => {
    for (const hop of truth.chains) {
      const found = incident.chains.find(({ evidence }) =>
        hop.events.every((uid) => evidence.includes(`aws.cloudtrail:${uid}`)),
      );
      expect(found).toMatchObject({ how: hop.how, account: hop.account, time: hop.time, confidence: 'confirmed' });
    }
  });

  test("names every resource, with its state, and none of the owner's", () => {
    const place = ({
      type,
      account,
      region,
      first_seen: first,
      name,
    }: {
      type: string;
      account: string | null;
      region: string | null;
      first_seen: string;
      name: string | null;
    }) => [type, account, region, first, name ?? ''].join(' ');
    expect(sorted(incident.resources.map(place))).toEqual(sorted(truth.resources.map(place)));
    const states = new Map(incident.resources.map(({ uid, state, respawned_by: by }) => [uid, `${state} ${by}`]));
    for (const { uid, type, state, respawned_by: by } of truth.resources) {
      if (!type.startsWith('iam:')) expect([uid, states.get(uid)]).toEqual([uid, `${state} ${by}`]);
    }
  });

  test.each(['failed', 'persistence', 'impairment', 'containment'] as const)(
    'tells %s, all of it and nothing else',
    (part) => {
      expect(sorted(eventsOf(incident[part]))).toEqual(sorted(truth[part].map(({ event }) => event)));
    },
  );

  test('puts every act of the intruder on the timeline, and none of the owner or of ordinary life', () => {
    const told = eventsOf(incident.timeline);
    const copies = new Set(truth.chains.flatMap(({ events }) => events.slice(1)));
    expect(truth.events.intruder.filter((uid) => !told.has(uid) && !copies.has(uid))).toEqual([]);
    const known = new Set([
      ...truth.events.intruder,
      ...truth.events.responder,
      ...truth.events.provider,
      ...truth.events.machine,
    ]);
    expect([...told].filter((uid) => !known.has(uid))).toEqual([]);
  });

  test('tells who shares an identity with its rightful users', () => {
    expect(sorted(incident.identities.map(({ name, role }) => `${name} ${role}`))).toEqual(
      sorted(truth.identities.map(({ name, role }) => `${name} ${role}`)),
    );
  });

  test('says which records are missing', () => {
    expect(
      incident.coverage.find(({ region, account }) => region === 'ap-south-1' && account === '111122223333')?.state,
    ).toMatch(/gap|off/);
    expect(incident.questions.map(({ text }) => text)).toContain(
      'What happened in ap-south-1 of account 111122223333 after 2026-03-10T11:07:20Z?',
    );
  });
});
