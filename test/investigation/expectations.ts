import { expect } from 'vitest';
import type { Incident } from '../../src/model/incident.ts';
import type { GroundTruth } from '../../src/simulate/ground-truth.ts';
import { type Scenario, isCall } from '../../src/simulate/scenario.ts';
import { machineExpectations } from './machine-expectations.ts';

/** What an investigation found in the logs of a scenario, and what really happened. */
export interface Outcome {
  readonly truth: GroundTruth;
  readonly incidents: readonly Incident[];
  /** The one of the intruder, found unasked or else by the key that it began with; null where neither found it. */
  readonly hostile: Incident | null;
}

export type Check = (incident: Incident, truth: GroundTruth) => void;

const sorted = (texts: Iterable<string>): readonly string[] => [...new Set(texts)].toSorted();
const eventsOf = (cited: readonly { readonly evidence: readonly string[] }[]): ReadonlySet<string> =>
  new Set(cited.flatMap(({ evidence }) => evidence.map((uid) => uid.replace(/^[^:]+:/, ''))));
const isGrave = ({ severity: { level } }: Incident): boolean => level === 'high' || level === 'critical';

/** Each event of a part of the incident is of that part of the truth, and the other way round. */
const tellsAll =
  (part: 'failed' | 'persistence' | 'impairment' | 'containment'): Check =>
  (incident, truth) => {
    const later = new Set(truth[part].flatMap(({ also = [] }) => also));
    const told = [...eventsOf(incident[part])].filter((uid) => !later.has(uid));
    expect(sorted(told)).toEqual(sorted(truth[part].map(({ event }) => event)));
  };

/** What the one incident of an attack has to say; each is a test of its own. */
const attackExpectations: Readonly<Record<string, Check>> = {
  'names the root, its key and its first use': (incident, { root }) => {
    expect(incident.root).toMatchObject({ identity: root?.identity, credential: root?.credential ?? null });
    expect(incident.entry?.how).toBe(root?.how);
  },
  'begins and ends when the intruder did': (incident, truth) => {
    expect([incident.first_seen, incident.last_seen]).toEqual([truth.first_seen, truth.last_seen]);
  },
  'spreads over his accounts and regions': (incident, truth) => {
    expect([incident.accounts, incident.regions]).toEqual([truth.accounts, truth.regions]);
  },
  'gives his addresses and none other': (incident, truth) => {
    const addresses = incident.indicators.filter(({ type }) => type === 'ip').map(({ value }) => value);
    expect(sorted(addresses)).toEqual(truth.networks);
  },
  'names every resource where it was made': (incident, truth) => {
    const found = incident.resources.map(({ type, account, region, uid, first_seen: first }) =>
      [type, account, region, uid, first].join(' '),
    );
    const wanted = truth.resources.map(({ type, account, region, uid, first_seen: first }) =>
      [type, account, region, uid, first].join(' '),
    );
    expect(wanted.filter((one) => !found.includes(one))).toEqual([]);
  },
  'names nothing as made that was not': (incident, truth) => {
    const known = new Set(truth.resources.map(({ type, uid }) => `${type} ${uid}`));
    expect(incident.resources.map(({ type, uid }) => `${type} ${uid}`).filter((one) => !known.has(one))).toEqual([]);
  },
  'knows the state of each resource, and what starts it again': (incident, truth) => {
    const place = ({ uid, account, region }: { uid: string; account: string | null; region: string | null }): string =>
      [account, region, uid].join(' ');
    const found = new Map(incident.resources.map((one) => [place(one), `${one.state} ${one.respawned_by}`]));
    for (const one of truth.resources)
      expect([place(one), found.get(place(one))]).toEqual([place(one), `${one.state} ${one.respawned_by}`]);
  },
  'names nothing of the owner or of ordinary life': (incident, truth) => {
    const ordinary = new Set(truth.ordinary_resources.map(({ uid }) => uid));
    expect(incident.resources.filter(({ uid }) => ordinary.has(uid))).toEqual([]);
  },
  'tells what was refused, all of it and nothing else': tellsAll('failed'),
  'tells every way back in and nothing else': tellsAll('persistence'),
  'tells what was done against the defence and nothing else': tellsAll('impairment'),
  'tells what the provider and the responders did and nothing else': tellsAll('containment'),
  'puts every act of the intruder on the timeline': (incident, truth) => {
    const told = eventsOf(incident.timeline);
    // Of a call that two accounts record, one record is enough.
    const copies = new Set(truth.chains.flatMap(({ events }) => events.slice(1)));
    expect(truth.events.intruder.filter((uid) => !told.has(uid) && !copies.has(uid))).toEqual([]);
  },
  'puts nothing of the owner or of ordinary life there': (incident, { events }) => {
    const known = new Set([...events.intruder, ...events.responder, ...events.provider, ...events.machine]);
    expect([...eventsOf(incident.timeline)].filter((uid) => !known.has(uid))).toEqual([]);
  },
  'tells who shares an identity with its rightful users': (incident, truth) => {
    const line = ({ uid, name, role }: { uid: string; name: string; role: string }): string => `${uid} ${name} ${role}`;
    expect(sorted(incident.identities.map(line))).toEqual(sorted(truth.identities.map(line)));
  },
};

const hopExpectations: Readonly<Record<string, Check>> = {
  'holds every hop with the records that prove it': (incident, truth) => {
    for (const { from, to, how, account, time, events } of truth.chains) {
      const found = incident.chains.find(
        (hop) => hop.how === how && hop.time === time && hop.to.uid === to.uid && hop.from.uid === from.uid,
      );
      expect(found, `${how} of ${to.name} by ${from.name}`).toMatchObject({ from, to, how, account, time });
      const told = eventsOf(found ? [found] : []);
      expect(events.filter((uid) => !told.has(uid))).toEqual([]);
    }
  },
  'is sure of hops whose key was recorded, and of no others': (incident, truth) => {
    const recorded = truth.chains.filter(({ how }) =>
      /^(?:AssumeRole|GetSessionToken|CreateAccessKey|UploadApiKey)/.test(how),
    );
    for (const { how, time, to, hides } of recorded) {
      const found = incident.chains.find((hop) => hop.how === how && hop.time === time && hop.to.uid === to.uid);
      expect([to.name, found?.confidence]).toEqual([to.name, hides ? 'likely' : 'confirmed']);
    }
  },
};

const saysWhatIsMissing: Check = ({ coverage, questions }, { impairment }) => {
  for (const { account, region, time } of impairment.filter(({ operation }) => operation === 'StopLogging')) {
    const cell = coverage.find((one) => one.account === account && one.region === region);
    expect(cell?.state).toMatch(/gap|off/);
    expect(questions.map(({ text }) => text)).toContain(
      `What happened in ${region} of account ${account} after ${time}?`,
    );
  }
};

/** Everything that is expected of a scenario, by its words. */
export function expectationsOf({ root, ...scenario }: Scenario): Readonly<Record<string, (outcome: Outcome) => void>> {
  if (!root)
    return {
      'no incident is grave': ({ incidents }) => {
        expect(incidents.filter(isGrave).map(({ title }) => title)).toEqual([]);
      },
    };
  const acts = scenario.acts.filter(isCall);
  const stopsTrail = acts.some((step) => step.do === 'StopLogging');
  const isOfCalls = Object.values(scenario.cast).some(({ side }) => side === 'intruder');
  const checks = {
    ...(isOfCalls && attackExpectations),
    ...(Object.keys(scenario.machines).length > 0 && machineExpectations),
    ...(isOfCalls && acts.some(({ opens }) => opens !== undefined) && hopExpectations),
    ...(stopsTrail && { 'says what a stopped trail did not record': saysWhatIsMissing }),
  };
  const each = Object.entries(checks).map(([words, check]): [string, (outcome: Outcome) => void] => [
    words,
    ({ hostile, truth }) => check(found(hostile), truth),
  ]);
  return {
    'is one incident, found unasked': ({ incidents, hostile }) => {
      expect(incidents.map(({ title }) => title)).toEqual([hostile?.title]);
    },
    'is grave': ({ hostile }) => {
      expect(isGrave(found(hostile))).toBe(true);
    },
    ...Object.fromEntries(each),
  };
}

/** Whether an incident tells any act of the intruder. */
export function isHostile({ timeline }: Incident, { events, machines = [] }: GroundTruth): boolean {
  const told = eventsOf(timeline);
  const loads = machines.flatMap((machine) => machine.loads.map(({ command }) => command));
  if (loads.some((command) => timeline.some(({ text }) => text.includes(command)))) return true;
  return events.intruder.some((uid) => told.has(uid));
}

function found(incident: Incident | null): Incident {
  if (incident === null) throw new Error('the intruder was not found');
  return incident;
}
