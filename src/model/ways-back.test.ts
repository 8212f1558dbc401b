import { expect, test } from 'vitest';
import type { Tampering } from './act.ts';
import { waysBack } from './ways-back.ts';

const act = (operation: string, name: string | null, given: Partial<Tampering> = {}): Tampering => ({
  operation,
  target: name === null ? null : { uid: `${operation}-${name}`, name },
  account: '123456789012',
  region: null,
  time: '2026-11-03T11:00:00Z',
  outcome: 'success',
  evidence: [`aws.cloudtrail:${operation}`],
  evidence_count: 1,
  ...given,
});

test('a user with his key and his rights is one way back, and what was refused is none', () => {
  const ways = waysBack([
    act('CreateUser', 'eve'),
    act('AttachUserPolicy', 'eve'),
    act('CreateAccessKey', 'eve'),
    act('CreateAccessKey', 'bob', { outcome: 'failure' }),
    act('AttachUserPolicy', 'eve', { account: '111122223333' }),
    act('AddPermission', null),
    act('UpdateTrust', null),
  ]);
  expect(ways.map(({ name, acts }) => [name, acts.length])).toEqual([
    ['eve', 3],
    ['eve', 1],
    ['AddPermission', 1],
    ['UpdateTrust', 1],
  ]);
});

test('the same file on two machines is two ways back', () => {
  const file = (host: string) =>
    act('COMMAND', null, { target: { uid: `${host}:/etc/cron.d/x`, name: '/etc/cron.d/x' } });
  expect(waysBack([file('build-1'), file('build-2'), file('build-1')]).map(({ acts }) => acts.length)).toEqual([2, 1]);
  const named = act('AddPermission', null, { target: { uid: 'arn:aws:lambda:x:1:function:f', name: 'f' } });
  expect(waysBack([named, act('CreateUrl', 'f')])).toHaveLength(1);
});
