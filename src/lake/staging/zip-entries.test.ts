import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { zipBytes } from '../../../test/cli/zip-bytes.ts';
import { defaultLimits, isRefusal } from './stored-object.ts';
import { isZip, zipEntries } from './zip-entries.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'beewolf-zip-'));
  path = join(folder, 'a.zip');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Name and text of every entry, or why it has none. */
async function entries(archive: Buffer, limits = defaultLimits): Promise<readonly (readonly [string, string])[]> {
  writeFileSync(path, archive);
  const found: (readonly [string, string])[] = [];
  for await (const entry of zipEntries(path, limits)) {
    const name = entry.path.replace(path, '');
    if (isRefusal(entry)) found.push([name, entry.reason]);
    else {
      const text = Array.fromAsync(entry.read()).then((parts) => Buffer.concat(parts).toString());
      found.push([name, await text.catch((error: unknown) => (error instanceof Error ? error.message : ''))]);
    }
  }
  return found;
}

test('every file of an archive is an object, folders are none', async () => {
  const archive = zipBytes([
    { name: 'a/', bytes: '' },
    { name: 'a/1.json', bytes: '{"a":1}' },
    { name: 'b.json', bytes: 'x'.repeat(200_000) },
    { name: 'none', bytes: '' },
  ]);
  expect(isZip(archive)).toBe(true);
  expect(await entries(archive)).toEqual([
    ['!/a/1.json', '{"a":1}'],
    ['!/b.json', 'x'.repeat(200_000)],
    ['!/none', ''],
  ]);
});

test('names that would lead out of a folder are only names', async () => {
  const names = ['../../etc/passwd', '/etc/passwd', 'C:\\x', 'a!/b', 'new\nline', 'ü'];
  expect((await entries(zipBytes(names.map((name) => ({ name, bytes: name }))))).map(([, text]) => text)).toEqual(
    names,
  );
});

test('an encrypted entry is refused, the others are read', async () => {
  expect(
    await entries(
      zipBytes([
        { name: 'a', bytes: '1', isEncrypted: true },
        { name: 'b', bytes: '2' },
      ]),
    ),
  ).toEqual([
    ['!/a', 'encrypted archive entry'],
    ['!/b', '2'],
  ]);
});

test('an entry that inflates beyond the limits is refused before it is', async () => {
  const limits = { ...defaultLimits, ratioFreeBytes: 1000, maxRatio: 10 };
  const archive = zipBytes([
    { name: 'a', bytes: 'x'.repeat(100_000) },
    { name: 'b', bytes: '2' },
  ]);
  expect(await entries(archive, limits)).toEqual([
    ['!/a', "inflates to more than 10 times the archive's size"],
    ['!/b', '2'],
  ]);
});

test('an entry whose bytes have changed is refused, the others are read', async () => {
  const content = JSON.stringify({ text: Array.from({ length: 500 }, (_, index) => index * 7919).join() });
  const archive = zipBytes([
    { name: 'a', bytes: content },
    { name: 'b', bytes: '2' },
  ]);
  const at = archive.indexOf('a', 30) + 200;
  for (const [bit, expected] of [
    [0x10, /damaged archive entry/],
    [0xff, /damaged archive entry/],
  ] as const) {
    const changed = Buffer.from(archive);
    changed.writeUInt8(changed.readUInt8(at) ^ bit, at);
    const [first, second] = await entries(changed);
    expect(first?.[1]).toMatch(expected);
    expect(second).toEqual(['!/b', '2']);
  }
});

test.each([0.2, 0.5, 0.9])('an archive cut off at %d of its length is refused as a whole', async (share) => {
  const archive = zipBytes([
    { name: 'a', bytes: 'x'.repeat(1000) },
    { name: 'b', bytes: '2' },
  ]);
  expect(await entries(archive.subarray(0, Math.floor(archive.length * share)))).toEqual([
    ['', expect.stringContaining('damaged archive') as string],
  ]);
});
