import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { RuleFile } from '../detect/sigma/collection.ts';
import { loadRules, type LoadedRules } from '../detect/sigma/load.ts';
import { readOwnRules } from '../registry/rules.ts';
import { fieldNamed } from './compile-rules.ts';
import { keptRules, type RuleInput } from './rule-cache.ts';

const folder = mkdtempSync(join(tmpdir(), 'beewolf-compiled-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const files = await readOwnRules();
let compiled = 0;

async function kept(input: Partial<RuleInput>, into = folder): Promise<LoadedRules> {
  const whole = { files, placeholders: new Map<string, readonly string[]>(), ...input };
  return keptRules(into, whole, async () => {
    compiled += 1;
    return loadRules(whole.files, { resolve: fieldNamed, placeholders: whole.placeholders });
  });
}

test('the same rules are compiled once, and are the same when they are read back', async () => {
  const first = await kept({});
  expect(first.correlations.length).toBeGreaterThan(5);
  expect(first.silent.size).toBeGreaterThan(5);
  expect(await kept({})).toEqual(first);
  expect(compiled).toBe(1);
});

test.each<[string, Partial<RuleInput>]>([
  ['another text', { files: files.map((file) => ({ ...file, text: `${file.text}\n# changed` })) }],
  ['another origin', { files: files.map((file): RuleFile => ({ ...file, origin: 'elsewhere' })) }],
  ['other values for placeholders', { placeholders: new Map([['a', ['b']]]) }],
])('%s is compiled anew', async (_, input) => {
  const before = compiled;
  await kept(input);
  await kept(input);
  expect(compiled).toBe(before + 1);
});

test('what cannot be read is compiled anew, and few sets are kept', async () => {
  for (let count = 1; count <= 9; count += 1) await kept({ files: files.slice(0, count) });
  expect(readdirSync(folder).length).toBe(8);
  const shared = join(folder, 'shared');
  mkdirSync(shared);
  for (let count = 1; count <= 12; count += 1) writeFileSync(join(shared, `package-${count}.json`), '{}');
  await kept({}, shared);
  expect(readdirSync(shared)).toHaveLength(13);
  const damaged = join(folder, 'damaged');
  await kept({}, damaged);
  for (const text of ['{"rules":', '{}']) {
    for (const name of readdirSync(damaged)) writeFileSync(join(damaged, name), text);
    const before = compiled;
    expect((await kept({}, damaged)).rules.length).toBeGreaterThan(100);
    expect(compiled).toBe(before + 1);
  }
});

test('a folder that cannot be written stops nobody', async () => {
  const file = join(folder, 'a-file');
  writeFileSync(file, '');
  for (const path of [file, join(file, 'below'), '/proc/nobody/below'])
    expect((await kept({}, path)).rules.length).toBeGreaterThan(100);
});
