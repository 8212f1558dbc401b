import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TemporaryLake } from '../../../../../test/temporary-lake.ts';
import type { Row } from '../../../../lake/engine.ts';
import { source } from './source.ts';

const log = readFileSync(join(import.meta.dirname, 'fixtures/auth.log'), 'utf8');
const lines = log.trimEnd().split('\n');

let lake: TemporaryLake;
let events: readonly Row[];

beforeAll(async () => {
  lake = await TemporaryLake.open(source);
  const { records, objects } = await lake.ingest({ 'auth.log': log });
  expect(objects.refused).toEqual([]);
  expect(records).toEqual({ read: lines.length, events: lines.length, duplicates: 0, conflicts: 0, set_aside: [] });
  events = await lake.events();
});
afterAll(() => lake.close());

/** What is told of the line that holds this text. */
const of = (text: string): Row => {
  const index = lines.findIndex((line) => line.includes(text));
  const found = events.find(({ record }) => record === index);
  if (found === undefined) throw new Error(`no event of a line with ${text}`);
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== null));
};

describe('sign-ins', () => {
  test.each<[string, string, Row]>([
    [
      'with a key',
      'Accepted publickey for alice',
      {
        service: 'sshd',
        operation: 'Accepted',
        kind: 'publickey',
        actor_name: 'alice',
        actor_uid: 'build-1/alice',
        source_ip: '198.51.100.7',
        credential: 'SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU',
        host: 'build-1',
        process_uid: '910',
      },
    ],
    [
      'with a certificate, by RFC 5424',
      'for carol',
      { operation: 'Accepted', actor_name: 'carol', credential: 'SHA256:AAAAB3NzaC1yc2E', process_uid: '1003' },
    ],
    [
      'of a newer OpenSSH, over IPv6, at an exact time',
      '2001:db8::9',
      {
        service: 'sshd',
        operation: 'Accepted',
        kind: 'password',
        source_ip: '2001:db8::9',
        time: '2024-02-10T08:40:00.123Z',
      },
    ],
    ['by another method', 'for dave', { kind: 'keyboard-interactive/pam', time: '2024-02-10T08:43:00.000Z' }],
    [
      'that failed',
      'Failed password for root',
      { operation: 'Failed', actor_name: 'root', error: 'authentication failed', source_ip: '203.0.113.9' },
    ],
    ['of users that are none', 'Invalid user admin', { operation: 'Invalid user', actor_name: 'admin' }],
    [
      'of who calls himself by an address',
      'Failed none',
      { actor_name: 'root from 10.0.0.1 port 1 ssh2', source_ip: '203.0.113.10', error: 'authentication failed' },
    ],
    ['as PAM tells them', 'rhost=203.0.113.9', { operation: 'authentication failure', source_ip: '203.0.113.9' }],
    ['too many', 'maximum auth', { actor_name: 'root', error: 'authentication failed' }],
    ['not allowed', 'AllowUsers', { actor_name: 'backup', error: 'not allowed', source_ip: '203.0.113.9' }],
    [
      'that end',
      'Disconnected from user alice',
      { operation: 'Disconnected', actor_name: 'alice', source_ip: '198.51.100.7' },
    ],
    ['that end before they begin', 'Connection closed by', { operation: 'Connection closed', actor_name: 'admin' }],
    ['that are cut', 'Disconnecting auth', { operation: 'Disconnecting', actor_name: 'root' }],
    ['that hang up', 'Received disconnect', { operation: 'Received disconnect', source_ip: '198.51.100.7' }],
    ['with a session', 'session opened for user alice', { operation: 'session opened', process_uid: '910' }],
    ['with a seat', 'New session 31', { service: 'systemd-logind', operation: 'New session', actor_name: 'alice' }],
  ])('%s', (_, text, expected) => expect(of(text)).toMatchObject(expected));
});

describe('rights, users and timed work', () => {
  test.each<[string, string, Row]>([
    [
      'sudo',
      'COMMAND=/usr/sbin/useradd',
      { service: 'sudo', operation: 'COMMAND', actor_name: 'alice', command: '/usr/sbin/useradd -m ubuntu-update' },
    ],
    ['a sudo that is refused', '3 incorrect', { error: '3 incorrect password attempts', command: '/bin/bash' }],
    ['a sudo of a stranger', 'NOT in sudoers', { actor_name: 'bob', error: 'user NOT in sudoers' }],
    ['su', 'Successful su', { service: 'su', operation: 'Successful su', actor_name: 'alice' }],
    ['a su that failed', 'FAILED SU', { actor_name: 'bob', error: 'authentication failed' }],
    ['a new user', 'new user: ', { service: 'useradd', operation: 'new user', actor_name: 'root' }],
    ['a new group', 'new group: ', { operation: 'new group' }],
    ['a user in a group', 'usermod', { operation: 'add', actor_name: 'root' }],
    ['a password', 'password changed', { operation: 'password changed', actor_name: 'ubuntu-update' }],
    [
      'a job',
      'CMD',
      { service: 'CRON', operation: 'CMD', actor_name: 'root', command: expect.stringContaining('anacron') as string },
    ],
    ['jobs that are changed', 'REPLACE', { service: 'crontab', operation: 'REPLACE', actor_name: 'root' }],
  ])('%s', (_, text, expected) => expect(of(text)).toMatchObject(expected));
});

test('any other line is an event of its program', () => {
  const { operation, ...told } = of('msr: Write');
  expect(operation).toBeUndefined();
  expect(told).toMatchObject({ service: 'kernel', host: 'build-1', process: 'kernel' });
});

test('times without a year wait for it', () => {
  expect(of('AllowUsers')['time']).toMatch(/-02-10T08:12:00\.000Z$/);
});
