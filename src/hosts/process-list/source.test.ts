import { afterAll, beforeAll, expect, test } from 'vitest';
import { FixtureLake } from '../../../test/fixture-lake.ts';
import { source } from './source.ts';

let processes: FixtureLake;
beforeAll(async () => {
  processes = await FixtureLake.open(source, import.meta.dirname);
});
afterAll(() => processes.close());

const rule = (detection: string): string =>
  `title: t\nlogsource: {product: linux, category: process_creation}\nlevel: low\ndetection:\n  s: {${detection}}\n  condition: s\n`;

test('every process with a time is an event; processor time is no time', () => {
  expect(processes.accounting.records).toMatchObject({
    read: 5,
    events: 4,
    set_aside: [{ reason: 'without a time', count: 1 }],
  });
});

test('a process is told with who runs it', () => {
  expect(processes.told(0)).toEqual({
    time: '2026-03-04T08:15:02.000Z',
    service: 'process-list',
    operation: 'listed',
    actor_uid: 'build-1/alice',
    actor_name: 'alice',
    host: 'build-1',
    process: '/tmp/.x/xmrig',
    process_uid: '4242',
    command: '/tmp/.x/xmrig -o pool.example.com:3333',
  });
});

test.each([
  [1, { time: '2026-03-04T08:15:02.000Z', process: '/tmp/.x/xmrig', command: '/tmp/.x/xmrig --donate-level 1' }],
  [2, { time: '2026-03-04T08:15:03.250Z', actor_name: 'root', process: '/usr/sbin/sshd' }],
  [4, { time: '2026-03-04T08:15:06.000Z', command: '/usr/sbin/cron -f' }],
])('record %i tells %j', (record, columns) => expect(processes.told(record)).toMatchObject(columns));

test('rules for new processes meet them', async () => {
  expect(
    await processes.firing({
      image: rule("'Image|endswith': /xmrig"),
      command: rule("'CommandLine|contains': donate-level"),
      folder: rule('CurrentDirectory: /tmp'),
    }),
  ).toEqual({ image: [0, 1], command: [1], folder: [1] });
});

test('rows of CSV are the same, in any case and with columns of their own', async () => {
  const csv = await FixtureLake.of(source, {
    'ps.csv': [
      'Time,Host,User,PID,PPID,Command,%CPU',
      '2026-03-04T08:15:02Z,build-1,alice,4242,1,"/tmp/.x/xmrig -o ""pool"", -k",99.0',
      'yesterday,build-1,alice,4243,1,/usr/bin/true,0.0',
      'short,row',
    ].join('\n'),
  });
  expect(csv.accounting.records).toMatchObject({ read: 3, events: 1 });
  expect(csv.accounting.records.set_aside.map(({ reason, count }) => [reason, count])).toEqual(
    expect.arrayContaining([
      ['without a time', 1],
      ['a row of 2 fields under a header of 7', 1],
    ]),
  );
  expect(csv.told(0)).toMatchObject({ actor_uid: 'build-1/alice', command: '/tmp/.x/xmrig -o "pool", -k' });
  expect(JSON.parse(String(csv.events[0]?.['raw']))).toMatchObject({ '%CPU': '99.0' });
  await csv.close();
});
