import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ledgerText, readLedger } from './ledger.ts';
import { readManifest, writeManifest, type Manifest } from './manifest.ts';
import { removeOrphans } from './remove-orphans.ts';

let lake: string;
beforeEach(() => {
  lake = mkdtempSync(join(tmpdir(), 'beewolf-manifest-'));
});
afterEach(() => rmSync(lake, { recursive: true, force: true }));

const partition = {
  file: 'events/nimbus.log/2024-05-01/000001-1.parquet',
  source: 'nimbus.log',
  day: '2024-05-01',
  rows: 3,
};
const written: Manifest = {
  format: 4,
  commit: 1,
  partitions: [partition],
  ledgers: ['objects/000001-2.ndjson'],
  asides: ['set-aside/000001-3.parquet'],
  digests: ['digests/000001-4.ndjson'],
  texts: ['texts/000001-5.ndjson'],
};

function place(name: string, text = ''): string {
  const path = join(lake, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

describe('a manifest', () => {
  test('is empty before the first commit', () =>
    expect(readManifest(join(lake, 'new'))).toMatchObject({ commit: 0, partitions: [] }));

  test('is read as it was written', () => {
    writeManifest(lake, written);
    expect(readManifest(lake)).toEqual(written);
  });

  test('is replaced as a whole: what a dead run left beside it does not count', () => {
    writeManifest(lake, written);
    place('manifest.json.tmp', '{"format":2,');
    expect(readManifest(lake)).toEqual(written);
    writeManifest(lake, { ...written, commit: 2 });
    expect(readManifest(lake).commit).toBe(2);
    expect(existsSync(join(lake, 'manifest.json.tmp'))).toBe(false);
  });

  test.each([
    ['empty', ''],
    ['cut off', JSON.stringify(written).slice(0, -5)],
    ['of zeros', '\0'.repeat(200)],
    ['JSON of another kind', '[]'],
    ['short of a field', JSON.stringify({ ...written, ledgers: undefined })],
    ['one that leads out of the lake', JSON.stringify({ ...written, ledgers: ['objects/../../../etc/passwd'] })],
    [
      'one that leads to another place',
      JSON.stringify({ ...written, partitions: [{ ...partition, file: '/etc/passwd' }] }),
    ],
  ])('that is %s is a damaged workspace', (_damage, text) => {
    place('manifest.json', text);
    expect(() => readManifest(lake)).toThrow(expect.objectContaining({ code: 'workspace.damaged' }));
  });

  test('that is a folder is a damaged workspace', () => {
    mkdirSync(join(lake, 'manifest.json'));
    expect(() => readManifest(lake)).toThrow(expect.objectContaining({ code: 'workspace.damaged' }));
  });

  test('of a later version is told from a damaged one', () => {
    place('manifest.json', JSON.stringify({ format: 5, tables: [] }));
    expect(() => readManifest(lake)).toThrow(expect.objectContaining({ code: 'workspace.newer' }));
  });
});

describe('a ledger', () => {
  const entry = { sha256: 'a'.repeat(64), path: 'a "b"\n\u2028\r.json', records: 3, events: 2 };

  test('is read as it was written, whatever the names in it', () => {
    place('objects/000001-2.ndjson', ledgerText([entry, entry]));
    expect([...readLedger(lake, written)]).toEqual([entry, entry]);
  });

  test.each([
    ['missing', null],
    ['cut off', '{"sha256":"aa'],
  ])('that is %s is a damaged workspace', (_damage, text) => {
    if (text !== null) place('objects/000001-2.ndjson', text);
    expect(() => [...readLedger(lake, written)]).toThrow(expect.objectContaining({ code: 'workspace.damaged' }));
  });
});

describe('orphans', () => {
  test('are removed, and nothing else is', () => {
    const kept = [
      partition.file,
      'objects/000001-2.ndjson',
      'set-aside/000001-3.parquet',
      'digests/000001-4.ndjson',
      'texts/000001-5.ndjson',
      'manifest.json',
      'events/notes.txt',
      '000009-1.parquet',
    ];
    const orphans = [
      'events/nimbus.log/2024-05-01/000002-1.parquet',
      'events/nimbus.log/2024-05-09/000002-2.parquet',
      'events/other/2024-05-01/000000-1.parquet',
      'objects/000002-3.ndjson',
      'set-aside/000002-4.parquet',
    ];
    for (const name of [...kept, ...orphans]) place(name, name);
    removeOrphans(lake, written);
    for (const name of kept) expect(readFileSync(join(lake, name), 'utf8')).toBe(name);
    for (const name of orphans) expect(existsSync(join(lake, name))).toBe(false);
  });

  test('are not looked for in a lake that is not there', () =>
    expect(() => removeOrphans(join(lake, 'new'), readManifest(join(lake, 'new')))).not.toThrow());
});
