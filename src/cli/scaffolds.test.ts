import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hasCode } from '../model/errors.ts';
import { at, defineSource, first, instant } from '../model/source.ts';
import { newRule, newSource, writeScaffold } from './scaffolds.ts';

const source = defineSource({
  id: 'aws.example',
  title: 'Example',
  recognise: [['version', 'name']],
  envelopes: [],
  uid: at('id'),
  documents: [],
  columns: { time: instant('time'), operation: at('event.name'), account: first(at('owner.account'), at('account')) },
  facets: [],
  sigma: [{ product: 'aws', service: 'example' }],
});

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'beewolf-new-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const read = (path: string): string => readFileSync(join(folder, path), 'utf8');

test('a new rule comes with a record that it fires on and a twin that it does not', async () => {
  const written = await writeScaffold(folder, newRule('aws/my-rule', [source], '2026-01-31'));
  expect(written).toEqual(['rule.yml', 'malicious.ndjson', 'benign.ndjson'].map((name) => `rules/aws/my-rule/${name}`));
  const rule = read('rules/aws/my-rule/rule.yml');
  expect(rule).toContain('  product: aws\n  service: example\n');
  expect(rule).toContain('    event.name: ExampleOperation\n');
  const [malicious, benign] = ['malicious', 'benign'].map(
    (name) => JSON.parse(read(`rules/aws/my-rule/${name}.ndjson`)) as object,
  );
  expect(malicious).toMatchObject({
    version: 'example',
    name: 'example',
    event: { name: 'ExampleOperation' },
    owner: { account: '123456789012' },
  });
  expect(benign).toMatchObject({ event: { name: 'OtherOperation' } });
});

test('two new rules have ids of their own', () => {
  const idOf = (): string | undefined =>
    /^id: (.+)$/m.exec(newRule('aws/x', [source], '2026-01-31').files['rule.yml'] ?? '')?.[1];
  expect(idOf()).toMatch(/^[0-9a-f-]{36}$/);
  expect(idOf()).not.toBe(idOf());
});

test('a new source is one that the compiler accepts', async () => {
  mkdirSync(join(folder, 'src'));
  const root = join(import.meta.dirname, '../..');
  spawnSync('cp', ['-r', join(root, 'src/model'), join(folder, 'src/model')]);
  await writeScaffold(folder, newSource('gcp.some-log'));
  const text = read('src/clouds/gcp/sources/some-log/source.ts');
  expect(text).toContain(`id: 'gcp.some-log'`);
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const options = ['--strict', '--noEmit', '--module', 'nodenext', '--allowImportingTsExtensions', '--types', ''];
  const compiled = spawnSync(
    process.execPath,
    [join(root, 'node_modules/.bin/tsc'), ...options, 'src/clouds/gcp/sources/some-log/source.ts'],
    { cwd: folder, encoding: 'utf8' },
  );
  expect(compiled).toMatchObject({ stdout: '', status: 0 });
});

test('the source of what writes one log lies in its own folder', () => {
  const { folder: place, files } = newSource('falco');
  expect(place).toBe('src/hosts/falco');
  expect(files['source.ts']).toMatch(/from '..\/..\/model\/source.ts'/);
  expect(files['source.ts']).toContain(`sigma: [{ product: 'falco' }]`);
});

test('a new rule for a source with names of its own uses them', () => {
  const own = defineSource({
    ...source,
    id: 'falco',
    recognise: [['version', { within: ['head', 'owner'] }]],
    sigma: [{ product: 'linux', when: [{ of: 'kind' }] }, { product: 'falco' }],
    sigmaFields: { 'event.kind': ['event', 'name'] },
  });
  const { files } = newRule('falco/my-rule', [source, own], '2026-01-31');
  expect(files['rule.yml']).toContain('  product: falco\n');
  expect(files['rule.yml']).toContain('    event.kind: ExampleOperation\n');
  expect(JSON.parse(files['malicious.ndjson'] ?? '')).toMatchObject({
    event: { name: 'ExampleOperation' },
    head: { owner: 'example' },
  });
  expect(newRule('host/my-rule', [source, own], '2026-01-31')).toMatchObject({
    folder: 'rules/host/my-rule',
    files: { 'rule.yml': expect.stringContaining('event.kind: ExampleOperation') as string },
  });
});

test('what exists is never overwritten', async () => {
  await writeScaffold(folder, newRule('aws/my-rule', [source], '2026-01-31'));
  writeFileSync(join(folder, 'rules/aws/my-rule/rule.yml'), 'mine');
  const error: unknown = await writeScaffold(folder, newRule('aws/my-rule', [source], '2026-01-31')).catch(
    (reason: unknown) => reason,
  );
  expect(hasCode(error, 'output.exists')).toBe(true);
  expect(read('rules/aws/my-rule/rule.yml')).toBe('mine');
});

test('a source is made in a clone only', async () => {
  await expect(writeScaffold(folder, newSource('gcp.some-log'))).rejects.toThrow('belongs into a clone');
});

test.each(['my-rule', 'aws/', 'aws/My', 'aws/a/b', '../x', 'aws/..', 'nowhere/x', 'aws/a--b'])(
  '%s is no name of a rule',
  (name) => {
    expect(() => newRule(name, [source], '2026-01-31')).toThrow(/is named|no source of/);
  },
);

test.each([
  'vpcflow',
  'aws',
  'linux',
  'falco.',
  'falco.alerts',
  'aws.',
  'aws.Flow',
  'aws.a.b',
  'nowhere.x',
  'aws/../x.y',
])('%s is no name of a source', (name) => {
  expect(() => newSource(name)).toThrow(/is named/);
});
