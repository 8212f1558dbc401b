import { expect, test } from 'vitest';
import { actGroup } from '../../../test/act-group-fixture.ts';
import type { MachineStory } from '../machines/machine-story.ts';
import type { Destination } from '../machines/sent.ts';
import { isolationClaims } from './isolation-claims.ts';

const destination = (last: string, isInside = false): Destination => ({
  address: '203.0.113.89',
  port: '8080',
  bytes: 10,
  flows: 1,
  first: '2024-02-10T18:00:00Z',
  last,
  isInside,
  isKnown: false,
  citations: [{ ref: 'flow', time: last }],
});
const story = (destinations: readonly Destination[], until: string): MachineStory => ({
  facts: {
    machine: { name: 'build-1', short: 'build-1', names: ['build-1'], ids: ['instance'], tie: 'one' },
    cpu: [],
    bytesOut: [],
    sent: {
      source: 'flows',
      destinations,
      rest: { count: 0, bytes: 0 },
      bytes: 10,
      hours: [{ time: until, value: 10, uid: 'flow' }],
    },
    signs: [],
    signIns: [],
    parent: null,
    hashes: [],
    sources: [],
  },
  begin: '2024-02-10T13:15:00Z',
  usual: null,
  plateau: null,
  mining: null,
});
const cut = actGroup({ verb: 'contain', time: '2024-02-10T19:32:00Z', targets: ['instance'] });

test('a machine that was cut off is told to have gone on where flows say so, to be silent where they do not', () => {
  const told = (...destinations: readonly Destination[]) =>
    isolationClaims(story(destinations, '2024-02-10T19:00:00Z'), 1, [cut]);
  expect(told(destination('2024-02-10T19:40:00Z'))[0]?.text).toBe(
    'build-1 went on to send after it was cut off at 2024-02-10T19:32:00Z: flows to 203.0.113.89 port 8080 were still accepted',
  );
  expect(told(destination('2024-02-10T19:30:00Z'))[0]).toMatchObject({ value: 0, confidence: 'likely' });
  expect(told(destination('2024-02-10T19:40:00Z', true))[0]).toMatchObject({ value: 0 });
});

test('nothing is told where the log ends before, or another machine was cut off', () => {
  expect(isolationClaims(story([destination('2024-02-10T17:40:00Z')], '2024-02-10T17:00:00Z'), 1, [cut])).toEqual([]);
  const other = { ...cut, targets: ['another'] };
  expect(isolationClaims(story([destination('2024-02-10T19:40:00Z')], '2024-02-10T19:00:00Z'), 1, [other])).toEqual([]);
});
