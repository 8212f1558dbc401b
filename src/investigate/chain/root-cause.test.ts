import { describe, expect, test } from 'vitest';
import type { Hop } from './hop.ts';
import { rootCauseOf } from './root-cause.ts';
import { rootOf, withMachine } from './root.ts';
import { semantics } from '../../clouds/aws/semantics.ts';
import type { Origin } from './root.ts';
import type { Strand } from './strands.ts';

const strand: Strand = {
  key: 'ASIAEXAMPLE',
  network: '203.0.113.0/24',
  agent: 'aws-cli',
  credential: 'ASIAEXAMPLE',
  actorUid: 'arn:aws:iam::123456789012:role/web',
  actorName: 'web',
  actorAccount: '123456789012',
  actorType: 'AssumedRole',
  callerUid: 'AROAEXAMPLE:i-1',
  sessionUid: 's',
  sessionName: 'i-1',
  sessionCreated: '2026-11-03T11:00:00Z',
  first: '2026-11-03T11:10:00Z',
  last: '2026-11-03T11:20:00Z',
  firstUid: 'aws.cloudtrail:first',
  window: null,
  count: 1,
  shared: 0,
};
const hop: Hop = {
  from: 'actor:ec2.amazonaws.com',
  to: 's',
  how: 'AssumeRole',
  join: 'credential id in the answer',
  confidence: 'confirmed',
  account: '123456789012',
  time: '2026-11-03T11:00:00Z',
  citations: [{ ref: 'aws.cloudtrail:assume', time: '2026-11-03T11:00:00Z' }],
  fromStrand: 'x',
  isOpening: true,
  isFollowed: false,
  isProvider: true,
};
const session: Origin = {
  group: { id: 's', strands: [strand], marked: new Set(), windows: new Map(), isWhole: false },
  strand,
  address: '203.0.113.9',
  bystanders: [],
  kind: 'session',
  unexplained: 'missing',
  issuedBy: null,
  laterSessions: 0,
};
const key: Origin = { ...session, kind: 'key', unexplained: null };
const rejected = (origin: Origin) => rootCauseOf(origin).alternatives;

describe('how the root came into other hands', () => {
  test.each<Origin>([
    key,
    session,
    { ...session, kind: 'sign-in' },
    { ...session, kind: 'taken-session', unexplained: null, issuedBy: hop },
    { ...session, unexplained: null, issuedBy: hop },
  ])('no record rejects an insider: he stays open', (origin) => {
    expect(rootCauseOf(origin).text).toContain(
      'It cannot be excluded that the rightful user of web did this knowingly',
    );
    expect(rejected(origin).join()).not.toContain('rightful user');
  });

  test('the provider that opened the session is told as such by root, cause and the record that rejects a stolen key', () => {
    const origin = { ...session, unexplained: null, issuedBy: hop };
    expect(rootOf(origin).why).toContain('the provider opened it for a service');
    expect(rootCauseOf(origin).text).toContain('The provider opened it');
    expect(rootCauseOf(origin).text).not.toContain('cannot be told');
    expect(rejected(origin)).toEqual([
      'the session was opened with a stolen key or sign-in: the record that opened it names the provider itself as the caller',
    ]);
    expect(rootCauseOf(origin).evidence).toContain('aws.cloudtrail:assume');
  });

  test('a session whose opening no record shows rejects nothing', () => {
    expect(rejected(session)).toEqual([]);
    expect(rootCauseOf(session).text).toContain('Who opened it cannot be told');
  });

  test('a session that no record opens and that bears the name of a machine was taken from that machine', () => {
    const taken = withMachine(session, [semantics]) ?? session;
    expect(rootOf(taken).why).toContain('machine i-1');
    expect(rootCauseOf(taken)).toMatchObject({ confidence: 'likely' });
    expect(rootCauseOf(taken).text).toMatch(/^Credentials of machine i-1, .* were used from 203\.0\.113\.9/);
    for (const other of [
      { ...session, issuedBy: hop, unexplained: null },
      { ...session, unexplained: 'ambiguous' as const },
      { ...session, strand: { ...strand, sessionName: 'deploy' } },
    ])
      expect(withMachine(other, [semantics])).toEqual(other);
  });

  test('sessions lead back to a key only where there are some', () => {
    expect(rootOf(key).why).not.toContain('lead');
    expect(rootOf({ ...key, laterSessions: 1 }).why).toContain('a later session leads back to it');
    expect(rootOf({ ...key, laterSessions: 7 }).why).toContain('7 later sessions lead back to it');
  });
});
