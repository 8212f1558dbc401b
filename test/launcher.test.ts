import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { projectRoot } from './project-copy.ts';

const launcher = join(projectRoot, 'beewolf');
const helpMs = 200;

let elsewhere = '';
beforeEach(() => {
  elsewhere = mkdtempSync(join(tmpdir(), 'beewolf launcher '));
});
afterEach(() => rmSync(elsewhere, { recursive: true, force: true }));

function run(program: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: elsewhere, encoding: 'utf8' });
  return { status, stdout, stderr };
}

const version = { status: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string, stderr: '' };

test('runs from any folder, and leaves nothing in it', () => {
  expect(run(launcher, '--version')).toEqual(version);
  expect(readdirSync(elsewhere)).toEqual([]);
});

test('runs through a link to a link', () => {
  symlinkSync(launcher, join(elsewhere, 'one'));
  symlinkSync('one', join(elsewhere, 'two'));
  expect(run(join(elsewhere, 'two'), '--version')).toEqual(version);
});

test('runs from the PATH', () => {
  symlinkSync(launcher, join(elsewhere, 'beewolf'));
  const env = { ...process.env, PATH: `${elsewhere}:${process.env['PATH'] ?? ''}` };
  expect(spawnSync('beewolf', ['--version'], { cwd: tmpdir(), env, encoding: 'utf8' })).toMatchObject(version);
});

test('relative paths are those of the folder it is called from', () => {
  const { stdout } = run(launcher, 'doctor', '-w', 'a case');
  expect(stdout).toContain(`${join(elsewhere, 'a case')} can be made`);
});

test.each(['--help', '--version'])(`%s takes ${helpMs} ms at most`, (option) => {
  // The best of several, as other tests share the machine.
  const times = Array.from({ length: 8 }, () => {
    const startedAt = performance.now();
    run(launcher, option);
    return performance.now() - startedAt;
  });
  expect(Math.min(...times)).toBeLessThan(helpMs);
});

/** Preloaded, it writes the address of every module that is loaded to standard error. */
const tellLoaded = `data:text/javascript,import { registerHooks } from 'node:module';
registerHooks({ load: (url, context, next) => { process.stderr.write(url + '\\n'); return next(url, context); } });`;

test('help loads no use case, no engine and no schemas', () => {
  const { stderr } = run(process.execPath, '--import', tellLoaded, join(projectRoot, 'src/main.ts'), '--help');
  const loaded = stderr.split('\n').filter((url) => url.startsWith('file:'));
  expect(loaded.some((url) => url.endsWith('src/cli/run.ts'))).toBe(true);
  expect(loaded.filter((url) => /node_modules\/(?!commander|picocolors)|src\/(?!main|cli|model)/.test(url))).toEqual(
    [],
  );
});
