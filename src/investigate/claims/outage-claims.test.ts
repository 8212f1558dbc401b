import { expect, test } from 'vitest';
import { actGroup } from '../../../test/act-group-fixture.ts';
import type { TouchingAct } from '../blast/touching.ts';
import type { MachineStory } from '../machines/machine-story.ts';
import type { Instance } from '../machines/tie-machines.ts';
import { outageClaims } from './outage-claims.ts';

const story: MachineStory = {
  facts: {
    machine: { name: 'build-1', short: 'build-1', names: ['build-1'], ids: ['box:1'], tie: 'one' },
    cpu: [],
    bytesOut: [],
    sent: null,
    signs: [],
    signIns: [],
    parent: null,
    hashes: [],
    sources: [],
  },
  begin: '2026-02-01T08:00:00Z',
  usual: null,
  plateau: null,
  mining: null,
};
const by = (verb: TouchingAct['verb'], time: string): TouchingAct => ({
  ...actGroup({ verb, time, last: time, targets: ['box:1'], citations: [{ ref: verb, time }] }),
  isProvider: false,
});
const instance = (uid: string, begun: string): Instance => {
  const seen = { ref: `launch of ${uid}`, time: begun };
  const place = { cloud: 'box', account: 'one', region: 'south', shape: 'large', compartment: null };
  const alike = { ...place, kind: 'box:machine', parts: [], names: ['build-1'], state: null, ended: null };
  const sighting = { ...place, isFromInside: false, uids: [uid], names: ['build-1'], addresses: [], state: null };
  return { ...alike, uid, begun, sightings: [{ ...sighting, first: seen, last: seen }] };
};
const old = instance('box:1', '2026-01-01T00:00:00Z');
const cut = by('contain', '2026-02-01T14:32:00Z');
const ended = by('terminate', '2026-02-01T15:52:00Z');
const told = (touching: readonly TouchingAct[], ...others: readonly Instance[]) =>
  outageClaims(story, 1, { touching, instances: [old, ...others] }).map(({ text, value, citations }) => [
    text,
    value,
    ...citations.map(({ ref }) => ref),
  ]);

test('a machine of the same name and size that was launched after the end is told as having taken the place', () => {
  expect(told([cut, ended], instance('box:2', '2026-02-01T16:00:00Z'))).toEqual([
    [
      'build-1 was cut off at 2026-02-01T14:32:00Z and ended at 2026-02-01T15:52:00Z, 1 h 20 min later; box:2, of the same name, size and place, was launched at 2026-02-01T16:00:00Z and took its place as it seems: build-1 was out of service for at least 1 h 28 min',
      88,
      'contain',
      'terminate',
      'launch of box:2',
    ],
  ]);
});

test('without such a launch the end is told, and that nothing let it serve again', () => {
  expect(told([cut, ended])).toEqual([
    [
      'build-1 was cut off at 2026-02-01T14:32:00Z and ended at 2026-02-01T15:52:00Z, 1 h 20 min later; no act upon it since is on record that lets it serve again',
      80,
      'contain',
      'terminate',
    ],
  ]);
});

test('one that was opened again needs nobody in its place', () => {
  const [claim] = told([cut, by('restore', '2026-02-01T15:00:00Z')], instance('box:2', '2026-02-01T16:00:00Z'));
  expect(claim?.[0]).toBe(
    'build-1 was cut off at 2026-02-01T14:32:00Z and opened again at 2026-02-01T15:00:00Z, after 28 min',
  );
});
