import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TemporaryLake } from '../../../../../test/temporary-lake.ts';
import { hasTestData, readTestData, testDataIn } from '../../../../../test/test-data.ts';
import type { Row } from '../../../../lake/engine.ts';
import { source } from './source.ts';

const log = readFileSync(join(import.meta.dirname, 'fixtures/audit.log'), 'utf8');
const serials = new Set([...log.matchAll(/:(\d+)\):/g)].map(([, serial]) => serial));

let lake: TemporaryLake;
let events: readonly Row[];

beforeAll(async () => {
  lake = await TemporaryLake.open(source);
  const { records, objects } = await lake.ingest({ 'audit.log': log });
  expect(objects.refused).toEqual([]);
  expect(records).toEqual({ read: serials.size, events: serials.size, duplicates: 0, conflicts: 0, set_aside: [] });
  events = await lake.events();
});
afterAll(() => lake.close());

const of = (serial: number): Row => {
  const found = events.find(({ event_uid }) => String(event_uid).endsWith(`:${serial}`));
  if (found === undefined) throw new Error(`no event of serial ${serial}`);
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== null));
};
const raw = (serial: number): unknown => JSON.parse(String(of(serial)['raw']));

test('a call that goes on when it returns was not refused', () => {
  expect(of(503)).not.toHaveProperty('error');
});

describe('the lines of one serial', () => {
  test('are one record, with what stands between them left to theirs', () => {
    expect(of(501)).toMatchObject({
      event_uid: 'linux.auditd:1707553020.101:501',
      time: '2024-02-10T08:17:00.101Z',
      operation: 'execve',
      category: 'exec',
      process: '/usr/bin/wget',
      process_uid: '1300',
      command: 'wget -qO /tmp/my file http://files.example.com/x',
      actor_uid: '1000',
    });
    expect(raw(501)).toMatchObject({
      type: ['SYSCALL', 'EXECVE', 'CWD', 'PATH', 'PATH', 'PROCTITLE'],
      a0: 'wget',
      a2: '/tmp/my file',
      name: ['/usr/bin/wget', '/lib64/ld-linux-x86-64.so.2'],
      cwd: '/root',
      ppid: '1200',
    });
    expect(of(502)).toMatchObject({ operation: 'openat', file: '/etc/cron.d/update', process: '/usr/bin/bash' });
    expect(raw(502)).toMatchObject({ nametype: ['PARENT', 'CREATE'] });
  });

  test.each<[string, number, Row]>([
    [
      'a connection that is under way, and a path in hex',
      503,
      {
        operation: 'connect',
        process: '/tmp/.sys temd/up',
        destination_ip: '203.0.113.9',
        destination_port: '3333',
      },
    ],
    [
      'a sign-in',
      504,
      { operation: 'USER_LOGIN', actor_uid: 'alice', source_ip: '198.51.100.7', process: '/usr/sbin/sshd' },
    ],
    ['a new user', 505, { operation: 'ADD_USER', actor_uid: 'service 0' }],
    ['a command that was refused', 506, { operation: 'USER_CMD', command: 'cat /etc/shadow', error: 'failed' }],
    ['a service of a named machine', 77, { event_uid: 'linux.auditd:build-2/1707553026.000:77', host: 'build-2' }],
    ['an enriched call', 78, { operation: 'memfd_create', actor_name: 'alice', host: 'build-2' }],
    ['a change of the rules', 507, { operation: 'CONFIG_CHANGE' }],
  ])('may tell of %s', (_, serial, expected) => expect(of(serial)).toMatchObject(expected));

  test('come apart nowhere, however the bytes arrive', async () => {
    const other = await TemporaryLake.open(source);
    const copies = Array.from({ length: 400 }, (_, number) => log.replaceAll(/:(\d+)\):/g, `:${number}$1):`));
    const { records } = await other.ingest({ 'audit.log': copies.join('') });
    await other.close();
    expect(records).toMatchObject({ read: 400 * serials.size, events: 400 * serials.size });
  });
});

test('a serial that is parted between two files is two records, and nothing of it is lost', async () => {
  const other = await TemporaryLake.open(source);
  const lines = log.trimEnd().split('\n');
  const { records } = await other.ingest({
    'audit.log.1': lines.slice(0, 3).join('\n'),
    'audit.log': lines.slice(3).join('\n'),
  });
  expect(records).toMatchObject({ read: serials.size + 2, events: serials.size, conflicts: 2 });
  await other.close();
});

const recorded = 'linux/otrf';

test.skipIf(!hasTestData(recorded))('recorded logs are read whole (skipped without BEEWOLF_TEST_DATA)', async () => {
  const other = await TemporaryLake.open(source);
  const files = Object.fromEntries(testDataIn(recorded).map((name) => [name, readTestData(`${recorded}/${name}`)]));
  const { records, objects } = await other.ingest(files);
  expect(objects.refused).toEqual([]);
  expect(records.set_aside).toEqual([]);
  expect((await other.events()).map(({ operation, command }) => [operation, command])).toContainEqual([
    'execve',
    'dd if=/dev/zero bs=1 count=1',
  ]);
  await other.close();
});

test('two machines that write into one log at one moment with one serial stay two', async () => {
  const own = await TemporaryLake.open(source);
  try {
    const line = (node: string, rest: string) => `node=${node} ${rest}\n`;
    const call =
      'type=SYSCALL msg=audit(1707553020.101:501): arch=c000003e syscall=59 success=yes exit=0 ppid=1 pid=2 auid=1000 uid=0 gid=0 euid=0 tty=pts0 ses=31';
    const of = (program: string) => `type=EXECVE msg=audit(1707553020.101:501): argc=1 a0="${program}"`;
    const text = [line('a-1', call), line('b-1', call), line('a-1', of('wget')), line('b-1', of('curl'))].join('');
    expect((await own.ingest({ 'audit.log': text })).records).toMatchObject({ read: 2, events: 2, conflicts: 0 });
    const found = (await own.events()).map(({ host, command, actor_uid }) => [host, command, actor_uid]);
    expect(found.toSorted(([a], [b]) => String(a).localeCompare(String(b)))).toEqual([
      ['a-1', 'wget', 'a-1/1000'],
      ['b-1', 'curl', 'b-1/1000'],
    ]);
  } finally {
    await own.close();
  }
});
