import { describe, expect, test } from 'vitest';
import { actGroup } from '../../../test/act-group-fixture.ts';
import type { ActGroup } from '../timeline/act-group.ts';
import { gatherThings } from './gather-things.ts';

const plain = actGroup({ kind: 'box:service' });
const made = (cluster: string, uid = `service/${cluster}/web`): ActGroup => ({
  ...plain,
  operation: `make in ${cluster}`,
  made: [uid],
  names: ['web'],
  parents: cluster === '' ? [] : [cluster],
});
const deleted = (target: string, ...parents: readonly string[]): ActGroup => ({
  ...plain,
  operation: 'delete',
  verb: 'delete',
  targets: [target],
  parents,
});
const told = (acts: readonly ActGroup[], others: readonly ActGroup[] = []) =>
  gatherThings(acts, others).map(({ uid, acts: done }) => [uid, ...done.map(({ operation }) => operation)].join(', '));

describe('things of one name', () => {
  test('under several parents are several things', () => {
    expect(told([made('a'), made('b')])).toEqual(['service/a/web, make in a', 'service/b/web, make in b']);
  });

  test('are told apart by the parent that a later call names', () => {
    expect(told([made('a'), made('b')], [deleted('web', 'b')])).toEqual([
      'service/a/web, make in a',
      'service/b/web, make in b, delete',
    ]);
  });

  test('are told apart by their paths, whole or in part', () => {
    expect(told([made('a'), made('b')], [deleted('service/a/web'), deleted('b/web')])).toEqual([
      'service/a/web, make in a, delete',
      'service/b/web, make in b, delete',
    ]);
  });

  test('are not guessed at where a call of others does not say which', () => {
    expect(told([made('a'), made('b')], [deleted('web')])).toEqual([
      'service/a/web, make in a',
      'service/b/web, make in b',
    ]);
  });

  test('are named apart where a call of the same hand does not say which', () => {
    expect(told([made('a'), made('b'), deleted('web')])).toEqual([
      'service/a/web, make in a',
      'service/b/web, make in b',
      'web, delete',
    ]);
  });

  test('are one where only one can be meant', () => {
    expect(told([made('a')], [deleted('web')])).toEqual(['service/a/web, make in a, delete']);
    expect(told([made('', 'web')], [deleted('web', 'default')])).toEqual(['web, make in , delete']);
  });

  test('within one parent are one after the other: the last is meant', () => {
    const again = { ...made('a', 'service/a/web:2'), operation: 'again', names: ['web'] };
    expect(told([made('a'), deleted('web', 'a'), again], [deleted('web', 'a')])).toEqual([
      'service/a/web, make in a, delete',
      'service/a/web:2, again, delete',
    ]);
  });

  test('elsewhere are others', () => {
    expect(told([made('a')], [{ ...deleted('web', 'a'), region: 'south' }])).toEqual(['service/a/web, make in a']);
  });
});
