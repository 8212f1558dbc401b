import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { copyProject } from './project-copy.ts';

/** What a person has who just cloned: no packages, and the Node of the machine. */
const path = (process.env['PATH'] ?? '')
  .split(':')
  .filter((folder) => !folder.includes('node_modules'))
  .join(':');

let clone = '';
beforeEach(() => {
  clone = copyProject({ withPackages: false });
});
afterEach(() => rmSync(clone, { recursive: true, force: true }));

const leftovers = (): readonly string[] => readdirSync(clone).filter((name) => name.startsWith('.install-'));

test('a fresh clone installs once, and says so on standard error only', () => {
  const first = spawnSync(join(clone, 'beewolf'), ['--version'], {
    env: { ...process.env, PATH: path },
    encoding: 'utf8',
  });
  expect(first).toMatchObject({ status: 0, stdout: expect.stringMatching(/^[\d.]+\n$/) });
  expect(first.stderr.trim().split('\n')).toHaveLength(1);
  const second = spawnSync(join(clone, 'beewolf'), ['--version'], {
    env: { ...process.env, PATH: path },
    encoding: 'utf8',
  });
  expect(second).toMatchObject({ status: 0, stderr: '' });
  expect(leftovers()).toEqual([]);
});

test('two that start at once both run', async () => {
  const both = ['--version', '--help'].map((option) =>
    spawn(join(clone, 'beewolf'), [option], { env: { ...process.env, PATH: path }, stdio: 'ignore' }),
  );
  expect(await Promise.all(both.map(async (child) => once(child, 'exit')))).toEqual([
    [0, null],
    [0, null],
  ]);
  expect(leftovers()).toEqual([]);
});

test('without a network there is one clear line, and nothing is left behind', () => {
  const cache = mkdtempSync(join(tmpdir(), 'beewolf-cache-'));
  const env = { ...process.env, PATH: path, npm_config_registry: 'http://127.0.0.1:9', npm_config_cache: cache };
  const { status, stdout, stderr } = spawnSync(join(clone, 'beewolf'), ['--version'], { env, encoding: 'utf8' });
  rmSync(cache, { recursive: true, force: true });
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr.trim().split('\n').at(-1)).toMatch(
    /^beewolf: .* npm cannot reach its registry \(ECONNREFUSED\); connect/,
  );
  expect(leftovers()).toEqual([]);
  expect(existsSync(join(clone, 'node_modules'))).toBe(false);
});
