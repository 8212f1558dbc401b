import { expect, test } from 'vitest';
import { actGroup } from '../../../test/act-group-fixture.ts';
import type { MatchedRule } from '../matched-rules.ts';
import type { ActGroup } from '../timeline/act-group.ts';
import { persistenceOf } from './tampering.ts';

const at = (second: number): string => `2026-11-20T11:00:${String(second).padStart(2, '0')}Z`;
const onHost = (ref: string, second: number, more: Partial<ActGroup>): ActGroup =>
  actGroup({
    host: 'build-1',
    account: null,
    region: null,
    actorName: 'opc',
    verb: 'execute',
    kind: 'linux:process',
    time: at(second),
    last: at(second),
    citations: [{ ref, time: at(second) }],
    ...more,
  });
const matched = (...refs: readonly string[]): readonly MatchedRule[] => [
  {
    rule: {
      uid: 'r',
      title: 'r',
      techniques: [{ id: 'T1053.003', attackVersion: '19.1' }],
    } as unknown as MatchedRule['rule'],
    actor: 'opc',
    account: null,
    day: '2026-11-20',
    citations: refs.map((ref) => ({ ref, time: at(0) })),
  },
];
const told = (acts: readonly ActGroup[], refs: readonly string[]) =>
  persistenceOf(acts, { matched: matched(...refs) }).map(({ target, evidence }) => [target?.name, evidence]);

test('the file that a record names is the way back', () => {
  const act = onHost('a', 1, { verb: 'other', command: 'tee', file: '/etc/cron.d/sync' });
  expect(told([act], ['a'])).toEqual([['/etc/cron.d/sync', ['a']]]);
});

test('a command and the file that it wrote are one way back', () => {
  const file = '/home/dev/.ssh/authorized_keys';
  const acts = [
    onHost('a', 1, { command: `tee -a ${file}` }),
    onHost('b', 2, { verb: 'other', command: 'tee', file, operation: 'openat' }),
    onHost('c', 9, { verb: 'other', command: 'tee', file, operation: 'openat' }),
  ];
  expect(told(acts, ['a', 'b', 'c'])).toEqual([
    [file, ['a', 'b']],
    [file, ['c']],
  ]);
});

test.each([
  ['crontab /dev/shm/.x/cr', 'cron jobs of opc'],
  ['/usr/bin/crontab -u www-data -', 'cron jobs of www-data'],
])('of timed work that is loaded it is told whose: %s', (command, name) => {
  expect(told([onHost('a', 1, { command })], ['a'])).toEqual([[name, ['a']]]);
});
