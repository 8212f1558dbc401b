import { describe, expect, test } from 'vitest';
import { actGroup } from '../../../test/act-group-fixture.ts';
import { doorClaims } from '../claims/door-claims.ts';
import type { ActGroup } from '../timeline/act-group.ts';
import { doorOf, isGuessed } from './door.ts';
import type { MachineFacts, SignIns } from './machine-facts.ts';

const thief = '203.0.113.89';
const time = '2024-02-10T13:15:00Z';
const came = (more: Partial<SignIns>): SignIns => ({
  user: 'devops',
  address: thief,
  credential: null,
  method: 'password',
  isAccepted: true,
  count: 1,
  first: time,
  last: time,
  citations: [{ ref: 'in', time }],
  ...more,
});
const refused = (more: Partial<SignIns> = {}): SignIns =>
  came({ isAccepted: false, count: 30, first: '2024-02-10T12:00:00Z', last: '2024-02-10T12:30:00Z', ...more });
const begin = (more: Partial<ActGroup> = {}): ActGroup =>
  actGroup({ time, verb: 'login', host: 'build-1', address: thief, actorName: 'devops', ...more });
const facts = (signIns: readonly SignIns[], parent: MachineFacts['parent'] = null): MachineFacts => ({
  machine: { name: 'build-1', short: 'build-1', names: ['build-1'], ids: [], tie: 'none' },
  cpu: [],
  bytesOut: [],
  sent: null,
  signs: [],
  signIns,
  parent,
  hashes: [],
  sources: [],
});
const told = (signIns: readonly SignIns[], act = begin()): string =>
  doorClaims(doorOf(facts(signIns), act), 1)
    .map(({ text }) => text)
    .join('\n');

describe('the door by which somebody came in', () => {
  test('can be a guessed password: the name and the address that guessed before', () => {
    const door = doorOf(facts([refused(), came({})]), begin());
    expect(isGuessed(door)).toBe(true);
    expect(told([refused(), came({})])).toContain('30 records of them are of the address and the name that came in');
  });

  test.each([
    ['of another name', refused({ user: 'root' })],
    ['from another address', refused({ address: '198.51.100.9' })],
    ['afterwards', refused({ first: '2024-02-10T14:00:00Z', last: '2024-02-10T14:30:00Z' })],
  ])('is not the guessing %s', (_, guess) => {
    expect(isGuessed(doorOf(facts([guess, came({})]), begin()))).toBe(false);
    expect(told([guess, came({})])).toContain('noise, not the door');
  });

  test('is never guessed where it is a key, whose owner may have used it from elsewhere', () => {
    const key = { credential: 'SHA256:a', method: 'publickey' };
    const owner = came({
      ...key,
      address: '198.51.100.7',
      count: 5,
      first: '2024-02-05T09:00:00Z',
      last: '2024-02-09T09:00:00Z',
    });
    const text = told([owner, refused(), came(key)], begin({ credential: 'SHA256:a' }));
    expect(text).toContain('he came in by a key, which nobody guesses, though 30 records are from his address');
    expect(text).toContain('signed in with that key 5 times from 198.51.100.7, never from 203.0.113.89');
    expect(text).toContain('cannot be proven from logs');
    expect(told([came(key)], begin({ credential: 'SHA256:a' }))).toContain(
      'Nobody had signed in with that key from elsewhere before',
    );
  });

  test('is another one where nobody signed in, and what started the first process says which', () => {
    const parent = { what: '/usr/bin/java', citations: [{ ref: 'p', time }] };
    const door = doorOf(facts([refused()], parent), begin({ verb: 'execute', address: null, command: 'sh -c id' }));
    const [claim] = doorClaims(door, 1);
    expect(claim?.text).toContain('he came in by another door; /usr/bin/java started it');
    expect(claim?.confidence).toBe('possible');
  });
});
