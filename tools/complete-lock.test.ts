import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { missingEntries } from './complete-lock.ts';

test('a package of another system is added with what it is for', () => {
  const optionalDependencies = { '@x/linux-arm64-musl': '1.0.0', '@x/darwin-x64': '1.0.0' };
  const packages = { 'node_modules/x': { version: '1.0.0', optionalDependencies }, 'node_modules/@x/darwin-x64': {} };
  expect(missingEntries(packages)).toEqual({
    'node_modules/@x/linux-arm64-musl': {
      version: '1.0.0',
      optional: true,
      os: ['linux'],
      cpu: ['arm64'],
      libc: ['musl'],
    },
  });
});

test('the lock file lacks no system; run `node tools/complete-lock.ts`', async () => {
  const text = await readFile(new URL('../package-lock.json', import.meta.url), 'utf8');
  expect(missingEntries((JSON.parse(text) as { packages: Parameters<typeof missingEntries>[0] }).packages)).toEqual({});
});
