import { describe, expect, test } from 'vitest';
import { actGroup } from '../../../test/act-group-fixture.ts';
import { sighting } from '../../../test/sighting-fixture.ts';
import { knownMachines } from '../machines/known-machines.ts';
import type { Alerted } from './alerted.ts';
import { toldAlerts } from './told-alerts.ts';

const account = '123456789012';
const launch = actGroup({
  made: ['i-01'],
  address: '203.0.113.9',
  credential: 'KEY1',
  actorUid: 'user:alice',
  actorName: 'alice',
  host: 'box-1',
  citations: [{ ref: 'launch', time: '2026-11-20T11:00:00Z' }],
});
const respawned = actGroup({ made: ['i-02'], address: '198.51.100.7', isRespawn: true });

const alert = (more: Partial<Alerted> = {}, ...times: readonly string[]): Alerted => ({
  source: 'sky.guard',
  uid: 'alert-1',
  text: 'A machine speaks to a mining pool',
  account,
  region: 'north',
  operation: 'Mining',
  isWeakness: false,
  severity: 'HIGH',
  status: null,
  actorUid: null,
  actorName: null,
  credential: null,
  address: null,
  host: null,
  hostUid: null,
  command: null,
  citations: (times.length === 0 ? ['2026-11-20T12:00:00Z'] : times).map((time, index) => ({
    ref: `a-${index}`,
    time,
  })),
  ...more,
});
const machines = knownMachines({
  semantics: [],
  sightings: [sighting({ names: ['box-1'] }), sighting({ names: ['box-1.example.com'] })],
  lives: new Map(),
});
const told = (...all: readonly Alerted[]) =>
  toldAlerts(all, { incidentUid: 'abc123', acts: [launch, respawned], machines });
const verdictOf = (more: Partial<Alerted>, ...times: readonly string[]) =>
  told(alert(more, ...times)).told.alerts.map(({ verdict }) => verdict)[0] ?? 'not told';

describe('an alert is weighed against what the intruder did', () => {
  test.each<[string, Partial<Alerted>, string]>([
    ['names what he made', { hostUid: 'i-01' }, 'supported'],
    ['names what a service made for him', { hostUid: 'i-02' }, 'supported'],
    ['names it by a longer name', { hostUid: '//machines/north/I-01' }, 'supported'],
    ['names it by a longer name in another account', { hostUid: '//machines/i-01', account: 'other' }, 'not told'],
    ['names another thing and nobody', { hostUid: 'i-09' }, 'not told'],
    ['names his key', { credential: 'KEY1' }, 'supported'],
    ['names the identity that he used', { actorUid: 'user:alice' }, 'supported'],
    ['names it by name only', { actorName: 'alice' }, 'supported'],
    ['names somebody of that name elsewhere', { actorName: 'alice', account: 'other' }, 'not told'],
    ['names his address', { address: '203.0.113.9' }, 'supported'],
    ['names his key and another address', { credential: 'KEY1', address: '192.0.2.1' }, 'not told'],
    ['names his key and a thing that he is not seen at', { credential: 'KEY1', hostUid: 'bucket' }, 'unsupported'],
    ['names where a service called from', { address: '198.51.100.7' }, 'not told'],
    ['names the machine on which he was', { host: 'box-1.example.com' }, 'supported'],
    ['names another machine', { host: 'box-10.example.com' }, 'not told'],
    ['names nothing at all', {}, 'not told'],
  ])('that %s', (_, more, verdict) => expect(verdictOf(more)).toBe(verdict));

  test('one that was raised before his first act, and never again, is about something else', () => {
    expect(verdictOf({ hostUid: 'i-01' }, '2026-11-20T10:59:59Z')).toBe('not told');
    expect(verdictOf({ hostUid: 'i-01' }, '2026-11-20T10:59:59Z', '2026-11-20T11:30:00Z')).toBe('supported');
  });

  test('one about who he was, days after his last act, is about something else; one about what he made is not', () => {
    expect(verdictOf({ credential: 'KEY1' }, '2026-11-21T11:00:01Z')).toBe('not told');
    expect(verdictOf({ hostUid: 'i-01' }, '2026-12-21T11:00:01Z')).toBe('supported');
  });
});

test('detected is when the first alert was raised after his first act; a weakness is no detection', () => {
  const early = alert({ uid: 'w', hostUid: 'i-01', isWeakness: true }, '2026-11-20T11:01:00Z');
  const mining = alert({ hostUid: 'i-01' }, '2026-11-20T10:00:00Z', '2026-11-20T11:20:00Z', '2026-11-20T14:00:00Z');
  const later = alert({ uid: 'l', hostUid: 'i-02' }, '2026-11-20T11:21:00Z');
  expect(told(early).told.detected_at).toBeNull();
  expect(told(early).told.alerts).toHaveLength(1);
  expect(told(early, mining, later).told.detected_at).toBe('2026-11-20T11:20:00Z');
});

test('all updates of an alert are one line of the timeline and one entry, which cite all of them', () => {
  const {
    told: { alerts },
    entries,
  } = told(
    alert({ hostUid: 'i-01', host: 'build-1', status: 'DISMISSED' }, '2026-11-20T11:20:00Z', '2026-11-20T14:00:00Z'),
  );
  expect(alerts).toEqual([
    {
      source: 'sky.guard',
      claim: 'A machine speaks to a mining pool on build-1',
      verdict: 'supported',
      evidence: ['a-0', 'a-1'],
      evidence_count: 2,
    },
  ]);
  expect(entries).toEqual([
    {
      time: '2026-11-20T11:20:00Z',
      actor: { uid: 'sky.guard', name: 'sky.guard' },
      action: 'Mining',
      target: { uid: 'i-01', name: 'build-1' },
      text: 'sky.guard raised an alert: A machine speaks to a mining pool on build-1; severity HIGH; 1 update until 2026-11-20T14:00:00Z; then DISMISSED',
      evidence: ['a-0', 'a-1'],
      evidence_count: 2,
    },
  ]);
});

test('what bears an alert out is a claim with its acts; what nothing bears out is none', () => {
  const { claims } = told(alert({ hostUid: 'i-01' }), alert({ uid: 'alert-2', credential: 'KEY1', hostUid: 'bucket' }));
  expect(claims).toHaveLength(1);
  expect(claims[0]).toMatchObject({ subject: 'alert-1', value: 1, unit: 'record', evidence: ['launch'] });
});

test('words of an alert cannot act on the reader', () => {
  const {
    told: { alerts },
    entries,
  } = told(alert({ hostUid: 'i-01', text: '\u001b[2Jall is well\u202e on i-01', status: '\n' }));
  expect(alerts[0]?.claim).toBe('\\x1b[2Jall is well\\u{202e} on i-01');
  expect(entries[0]?.text).not.toMatch(/\p{Cc}|\p{Cf}/u);
});

test('without an act there is nothing that an alert could be about', () => {
  expect(toldAlerts([alert({ hostUid: 'i-01' })], { incidentUid: 'abc123', acts: [], machines }).told.alerts).toEqual(
    [],
  );
});
