import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { evidenceFiles, writeEvidence } from './write-evidence.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beewolf-evidence-'));
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

const origin = { object: 'a'.repeat(64), record: 3 };
const hostile = [
  {
    event_uid: 'aws.cloudtrail:../../../etc/passwd',
    raw: '{"password":"kept here","n":12345678901234567890}',
    ...origin,
  },
  { event_uid: 'aws.cloudtrail:/abs', raw: '{\n  "a": "x\\ny"\r\n}', ...origin },
  { event_uid: 'aws.cloudtrail:ünï\u0000\n', raw: '{"b":1}', ...origin },
];

interface Manifest {
  readonly file: { readonly sha256: string };
  readonly records: readonly {
    readonly event_uid: string;
    readonly line: number;
    readonly sha256: string;
    readonly object: string;
    readonly record: number;
  }[];
}

test('every record stands on its own line, hashed in the manifest, whatever its uid looks like', async () => {
  const target = join(folder, 'evidence');
  const { count } = await writeEvidence(target, hostile);
  const text = await readFile(join(target, evidenceFiles.records), 'utf8');
  const lines = text.trimEnd().split('\n');
  const manifest = JSON.parse(await readFile(join(target, evidenceFiles.manifest), 'utf8')) as Manifest;
  expect(count).toBe(3);
  expect(lines[0]).toBe(hostile[0]?.raw);
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(
    hostile.map(({ raw }) => JSON.parse(raw) as unknown),
  );
  expect(manifest.file.sha256).toBe(createHash('sha256').update(text).digest('hex'));
  expect(
    manifest.records.map(({ event_uid: uid, line, sha256 }) => [
      uid,
      sha256 ===
        createHash('sha256')
          .update(lines[line - 1] ?? '')
          .digest('hex'),
    ]),
  ).toEqual(hostile.map(({ event_uid: uid }) => [uid, true]));
  expect((await readdir(folder, { recursive: true })).toSorted()).toEqual(
    [
      'evidence',
      ...[evidenceFiles.records, evidenceFiles.manifest, evidenceFiles.sums].map((name) => join('evidence', name)),
    ].toSorted(),
  );
});

test('what a person stated is kept beside the records, with its sum', async () => {
  const target = join(folder, 'evidence');
  const notes = 'statements:\n  - the key was on a laptop that was stolen\n';
  await writeEvidence(target, hostile, notes);
  expect(await readFile(join(target, evidenceFiles.notes), 'utf8')).toBe(notes);
  const sum = createHash('sha256').update(notes).digest('hex');
  expect(await readFile(join(target, evidenceFiles.sums), 'utf8')).toContain(`${sum}  ${evidenceFiles.notes}\n`);
});

test('SHA256SUMS names both files with their hashes, in the form that sha256sum reads', async () => {
  await writeEvidence(folder, hostile);
  const sums = (await readFile(join(folder, evidenceFiles.sums), 'utf8')).trimEnd().split('\n');
  const told = await Promise.all(
    [evidenceFiles.records, evidenceFiles.manifest].map(async (name) => {
      const hash = createHash('sha256').update(await readFile(join(folder, name)));
      return `${hash.digest('hex')}  ${name}`;
    }),
  );
  expect(sums).toEqual(told);
});

test('the same records give the same bytes, and again over an earlier folder', async () => {
  const first = await writeEvidence(folder, hostile);
  expect(await writeEvidence(folder, hostile)).toEqual(first);
});

test('a link in the place of a file is replaced, not followed', async () => {
  const victim = join(folder, 'victim');
  await writeFile(victim, 'untouched');
  await symlink(victim, join(folder, evidenceFiles.records));
  await writeEvidence(folder, hostile);
  expect(await readFile(victim, 'utf8')).toBe('untouched');
});

test('records out of order or twice are refused, and no half file is left', async () => {
  await expect(writeEvidence(folder, hostile.toReversed())).rejects.toMatchObject({ code: 'internal' });
  await expect(writeEvidence(folder, [...hostile.slice(0, 1), ...hostile.slice(0, 1)])).rejects.toMatchObject({
    code: 'internal',
  });
  expect(await readdir(folder)).toEqual([]);
});

test('two records that claim one id are both kept, in the order of where they come from', async () => {
  const [first] = hostile;
  if (first === undefined) throw new Error('no record');
  const later = { ...first, record: 7, raw: '{"other":true}' };
  const { count } = await writeEvidence(folder, [first, later]);
  expect(count).toBe(2);
  await expect(writeEvidence(folder, [later, first])).rejects.toMatchObject({ code: 'internal' });
});

test('a folder that cannot be written to is said to be so', async () => {
  await writeFile(join(folder, 'file'), '');
  await expect(writeEvidence(join(folder, 'file', 'evidence'), hostile)).rejects.toMatchObject({
    code: 'workspace.damaged',
  });
});
