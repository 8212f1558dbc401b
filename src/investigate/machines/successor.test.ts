import { expect, test } from 'vitest';
import { successorOf } from './successor.ts';
import type { Instance } from './tie-machines.ts';

const old: Instance = {
  uid: 'box:1',
  kind: 'box:machine',
  parts: [],
  names: ['build-1'],
  cloud: 'box',
  account: 'one',
  region: 'south',
  shape: 'large',
  compartment: 'dev',
  state: null,
  begun: '2026-01-01T00:00:00Z',
  ended: '2026-02-01T12:00:00Z',
  sightings: [],
};
const cut = '2026-02-01T11:00:00Z';
const anew: Instance = { ...old, uid: 'box:2', begun: '2026-02-01T13:00:00Z', ended: null };

test('of the same name, size and place, launched within a day, is the one that took the place', () => {
  expect(successorOf(old, [old, anew], cut)?.uid).toBe('box:2');
});

test.each<readonly [string, Partial<Instance>]>([
  ['another name', { names: ['build-2'] }],
  ['another size', { shape: 'small' }],
  ['another account', { account: 'two' }],
  ['another region', { region: 'north' }],
  ['another compartment', { compartment: 'prod' }],
  ['been launched before', { begun: '2026-02-01T10:59:59Z' }],
  ['been launched two days later', { begun: '2026-02-03T11:00:01Z' }],
  ['no launch on record', { begun: null }],
])('one that has %s is another machine', (_, other) => {
  expect(successorOf(old, [old, { ...anew, ...other }], cut)).toBeNull();
});

test('of two that fit none is chosen, and an unknown size fits nothing', () => {
  expect(successorOf(old, [old, anew, { ...anew, uid: 'box:3' }], cut)).toBeNull();
  expect(successorOf({ ...old, shape: null }, [{ ...anew, shape: null }], cut)).toBeNull();
});
