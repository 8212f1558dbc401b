import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FixtureLake } from '../../../../../test/fixture-lake.ts';
import { source } from './source.ts';

let processes: FixtureLake;
beforeAll(async () => {
  const list = readFileSync(join(import.meta.dirname, 'fixtures/ps.txt'), 'utf8');
  processes = await FixtureLake.of(source, { 'ps.txt': list });
});
afterAll(() => processes.close());

const reasons = ({ accounting }: FixtureLake): unknown =>
  Object.fromEntries(accounting.records.set_aside.map(({ reason, count }) => [reason, count]));

test('every process is an event, and the header is told', () => {
  expect(processes.accounting.records).toMatchObject({ read: 5, events: 4 });
  expect(reasons(processes)).toEqual({ 'not a record of a known source': 1 });
});

test('a process is told at its start, with who runs it', () => {
  expect(processes.told(2)).toEqual({
    time: '2026-03-04T08:15:02.000Z',
    service: 'process-list',
    operation: 'listed',
    actor_name: 'alice',
    process: '/tmp/.x/xmrig',
    process_uid: '4242',
    command: '/tmp/.x/xmrig -o pool.example.com:3333',
  });
});

test('a command that names a time of its own does not set it', () => {
  expect(processes.told(4)).toMatchObject({ time: '2026-03-12T09:00:00.000Z', process_uid: '4300', process: 'sh' });
});

test('rules for new processes meet them', async () => {
  const rule = (detection: string): string =>
    `title: t\nlogsource: {product: linux, category: process_creation}\nlevel: low\ndetection:\n  s: {${detection}}\n  condition: s\n`;
  expect(
    await processes.firing({
      image: rule("'Image|endswith': /xmrig"),
      parent: rule('ParentProcessId: 4242'),
      user: rule('User: root'),
    }),
  ).toEqual({ image: [2], parent: [4], user: [1, 3] });
});

describe('other lists', () => {
  test.each<[string, string, object]>([
    [
      'with the process first',
      ' 4242    1 alice Wed Mar  4 08:15:02 2026 /tmp/x -o',
      { process_uid: '4242', actor_name: 'alice' },
    ],
    ['without a user', '4242 Wed Mar  4 08:15:02 2026 /tmp/x -o', { process_uid: '4242', command: '/tmp/x -o' }],
  ])('%s are read', async (_, line, told) => {
    const lake = await FixtureLake.of(source, { 'ps.txt': `${line}\n` });
    expect(lake.told(0)).toMatchObject(told);
    await lake.close();
  });

  test.each([
    ['ps aux', 'alice       4242 99.0  1.2 123456 65432 pts/0    Sl+  08:15   1:02 /tmp/.x/xmrig -o pool.example.com'],
    ['ps -ef', 'alice       4242       1 99 08:15 ?        00:01:02 /tmp/.x/xmrig -o pool.example.com'],
  ])('that name no day, such as of %s, are set aside as such', async (_, line) => {
    const timed = 'root 1 0 Wed Mar  4 07:00:01 2026 /sbin/init';
    const lake = await FixtureLake.of(source, { 'ps.txt': `${line}\n${timed}\n` });
    expect(lake.accounting.records).toMatchObject({ read: 2, events: 1 });
    expect(reasons(lake)).toEqual({ 'without a time': 1 });
    await lake.close();
  });
});
