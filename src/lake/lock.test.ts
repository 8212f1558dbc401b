import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockWorkspace } from './lock.ts';

let folder: string;
let child: ChildProcess | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'beewolf-lock-'));
});
afterEach(() => {
  child?.kill('SIGKILL');
  child = null;
  rmSync(folder, { recursive: true, force: true });
});

const options = { waitMs: 0, signal: new AbortController().signal, onWait: () => undefined };
const path = (): string => join(folder, 'case', 'lock.db');

/** A process that holds the lock until it ends. */
async function holder(): Promise<ChildProcess> {
  const script = `import { lockWorkspace } from ${JSON.stringify(join(import.meta.dirname, 'lock.ts'))};
    await lockWorkspace(${JSON.stringify(path())}, { waitMs: 0, signal: new AbortController().signal, onWait: () => undefined });
    process.stdout.write('locked'); setInterval(() => undefined, 1000);`;
  child = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  if (child.stdout) await once(child.stdout, 'data');
  return child;
}

test('a workspace is free once it was given back', async () => {
  const release = await lockWorkspace(path(), options);
  await expect(lockWorkspace(path(), options)).rejects.toMatchObject({ code: 'workspace.busy' });
  release();
  (await lockWorkspace(path(), options))();
});

test('another process is waited for, and told of once', async () => {
  const other = await holder();
  let told = 0;
  setTimeout(() => other.kill('SIGTERM'), 400);
  const release = await lockWorkspace(path(), { ...options, waitMs: 10_000, onWait: () => (told += 1) });
  expect(told).toBe(1);
  release();
});

test('the lock of a killed process is gone with it', async () => {
  const other = await holder();
  await expect(lockWorkspace(path(), options)).rejects.toMatchObject({ code: 'workspace.busy' });
  other.kill('SIGKILL');
  await once(other, 'exit');
  (await lockWorkspace(path(), options))();
});

test('waiting can be broken off', async () => {
  const release = await lockWorkspace(path(), options);
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 50);
  await expect(lockWorkspace(path(), { ...options, waitMs: 10_000, signal: controller.signal })).rejects.toMatchObject({
    code: 'cancelled',
  });
  release();
  (await lockWorkspace(path(), options))();
});

test('a lock that is none is a damaged workspace', async () => {
  const file = join(folder, 'lock.db');
  writeFileSync(file, 'not a database, but long enough to look like one: '.repeat(100));
  await expect(lockWorkspace(file, options)).rejects.toMatchObject({ code: 'workspace.damaged' });
  await expect(lockWorkspace(join(file, 'below', 'lock.db'), options)).rejects.toMatchObject({
    code: 'workspace.damaged',
  });
});
