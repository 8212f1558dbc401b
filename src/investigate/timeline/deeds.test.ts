import { describe, expect, test } from 'vitest';
import { actGroup } from '../../../test/act-group-fixture.ts';
import type { ActGroup } from './act-group.ts';
import { asDeeds } from './deeds.ts';

let number = 0;
/** An act of dana's on web-02, at a second of the first minute. */
function act(second: number, more: Partial<ActGroup>): ActGroup {
  const time = new Date(Date.UTC(2026, 3, 9, 2, 50, 0) + second * 1000).toISOString().replace('.000Z', 'Z');
  const own = { time, last: time, citations: [{ ref: `e${number++}`, time }] };
  return actGroup({ ...own, verb: 'other', account: null, region: null, host: 'web-02', actorName: 'dana', ...more });
}
const told = (...acts: readonly ActGroup[]) =>
  asDeeds(acts, ['root']).map(({ operation, command, actorName, citations, count }) => ({
    operation,
    command,
    actorName,
    count,
    cited: citations.length,
  }));

describe('on a machine several records are one deed', () => {
  const useradd = '/usr/sbin/useradd -m x';
  const asked = act(0, { operation: 'COMMAND', verb: 'execute', command: useradd });
  const ran = act(0.4, { operation: 'execve', verb: 'execute', command: 'useradd -m x' });
  const opened = act(0, { operation: 'session opened' });
  const closed = act(1, { operation: 'session closed', actorName: 'root' });

  test('where they tell of one command, with what says nothing by itself', () => {
    expect(told(asked, opened, ran, closed)).toEqual([
      { operation: 'COMMAND', command: useradd, actorName: 'dana', count: 1, cited: 4 },
    ]);
  });

  test('in whatever order records of one moment stand', () => {
    expect(told(closed, ran, opened, asked)).toEqual(told(asked, opened, ran, closed));
  });

  test('where they tell of one sign-in, in the words that name the key', () => {
    const audited = act(0, { operation: 'USER_LOGIN', verb: 'login', address: '203.0.113.89' });
    const accepted = act(0, { operation: 'Accepted', verb: 'login', address: '203.0.113.89', credential: 'SHA256:x' });
    expect(told(audited, opened, accepted)).toMatchObject([{ operation: 'Accepted', cited: 3 }]);
  });

  test('but for several files that one program touched', () => {
    const touched = (file: string) => act(0, { operation: 'openat', command: 'bash /tmp/a.sh', file });
    const run = act(0, { operation: 'execve', verb: 'execute', command: 'bash /tmp/a.sh', file: '/usr/bin/bash' });
    expect(told(run, touched('/etc/ld.so.preload'), touched('/etc/systemd/system/a.service'))).toMatchObject([
      { operation: 'execve', cited: 2 },
      { operation: 'openat', cited: 1 },
    ]);
  });

  test('where they tell of one user made, in the words that say by whom', () => {
    const made = { verb: 'create-identity', kind: 'linux:user', made: ['x'] } as const;
    const said = act(0, { operation: 'new user', actorName: 'root', ...made });
    const audited = act(0.4, { operation: 'ADD_USER', ...made });
    expect(told(said, audited)).toMatchObject([{ operation: 'ADD_USER', actorName: 'dana', cited: 2 }]);
  });

  test('where a timetable started it, again and again', () => {
    const last = '2026-04-09T02:58:00Z';
    const started = act(0, { verb: 'execute', nature: 'timed', command: '/tmp/a --check', actorName: 'root', last });
    const shell = act(0, { verb: 'execute', command: '/bin/sh -c /tmp/a --check', actorName: 'service root', last });
    expect(told({ ...started, count: 4 }, { ...shell, count: 3 })).toMatchObject([
      { command: '/bin/sh -c /tmp/a --check', actorName: 'root', count: 4, cited: 2 },
    ]);
  });

  test('where one log says it of every file that it meant', () => {
    const wrote = act(0.1, { operation: 'openat', command: 'useradd -m x' });
    expect(told(asked, wrote, { ...wrote, citations: [{ ref: 'again', time: wrote.time }] })).toMatchObject([
      { operation: 'COMMAND', count: 1, cited: 3 },
    ]);
  });

  test('where they tell of attempts to sign in, as many as the log says that tells of most', () => {
    const failed = act(0, {
      operation: 'Failed',
      verb: 'login',
      outcome: 'refused',
      address: '203.0.113.89',
      count: 3,
    });
    expect(told(failed, { ...failed, operation: 'USER_LOGIN', count: 2 })).toMatchObject([{ count: 3 }]);
    expect(told(failed, { ...failed, actorName: 'root' })).toHaveLength(2);
  });

  test.each<[string, ActGroup, ActGroup]>([
    ['another command', asked, { ...ran, command: 'useradd -m y' }],
    ['the same later', asked, act(3, { verb: 'execute', command: useradd })],
    ['the same on another machine', asked, { ...ran, host: 'web-03' }],
    ['one that was refused', asked, { ...ran, outcome: 'refused' }],
    ['calls in a cloud', actGroup({ targets: ['a'] }), actGroup({ targets: ['a'] })],
  ])('but not %s', (_, one, other) => {
    expect(told(one, other)).toHaveLength(2);
  });

  test('and what says nothing stands alone where nothing better is known', () => {
    expect(told(opened, act(9, { verb: 'execute', command: 'id' }))).toMatchObject([{ cited: 1 }, { cited: 1 }]);
  });
});
