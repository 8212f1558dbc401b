import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { reasons } from '../src/lake/convert.ts';
import { sourceOf } from '../src/lake/staging/source-of.ts';
import type { Source } from '../src/model/source.ts';
import { sources } from '../src/registry/sources.ts';
import { projectRoot } from './project-copy.ts';
import { TemporaryLake } from './temporary-lake.ts';

const src = join(projectRoot, 'src');
const folders = globSync('{clouds,hosts,platforms}/**/source.ts', { cwd: src }).map(dirname).toSorted();

/** `clouds/aws/sources/cloudtrail` holds `aws.cloudtrail`, `hosts/falco` holds `falco`. */
const idOf = (folder: string): string => {
  const [, where = '', , log] = folder.split('/');
  return log === undefined ? where : `${where}.${log}`;
};

/** Records as JSON, of sources that have such. */
const fixtures = folders.flatMap((folder) =>
  globSync('{fixtures/*,shapes}.ndjson', { cwd: join(src, folder) }).flatMap((file) =>
    readFileSync(join(src, folder, file), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line, index) => ({ id: idOf(folder), line, about: `${folder}, record ${index + 1}` })),
  ),
);

test('every folder of a source is registered under its name, and no other source is', () => {
  expect(sources.map(({ id }) => id).toSorted()).toEqual(folders.map(idOf).toSorted());
});

test.each(folders)('%s has a page that cites public documentation', (folder) => {
  expect(readFileSync(join(src, folder, 'README.md'), 'utf8')).toMatch(/https:\/\/[a-z]/);
});

const knows = (source: Source, line: string): boolean =>
  sourceOf(Buffer.from(line), { form: 'lines', skip: 0 }, [source]) !== null;

test('every record is known to its source, and to no other', () => {
  expect(fixtures.length).toBeGreaterThan(100);
  const known = fixtures.map(({ line, about }) => [
    about,
    sources.filter((source) => knows(source, line)).map(({ id }) => id),
  ]);
  // What is read as lines, or spelled in another way, only the engine knows: see below.
  const isOfEngine = new Set(sources.flatMap(({ id, lines, respelled }) => (lines || respelled ? [id] : [])));
  const expected = fixtures.map(({ id, about }, index) => [
    about,
    isOfEngine.has(id) && known[index]?.[1]?.length === 0 ? [] : [id],
  ]);
  expect(known).toEqual(expected);
});

describe('in one file', () => {
  test.each([
    ['as they are', fixtures],
    ['from the last to the first', fixtures.toReversed()],
    ['mixed', fixtures.toSorted((a, b) => a.line.length - b.line.length)],
  ])('records of all sources, %s, become events of their own', async (_, order) => {
    const lake = await TemporaryLake.open(...sources);
    const { records } = await lake.ingest({ 'all.ndjson': order.map(({ line }) => `${line}\n`).join('') });
    // Some are there to be set aside, but none because nobody knows it.
    expect(records.set_aside.map(({ reason }) => reason)).not.toContain(reasons.foreign);
    const aside = records.set_aside.reduce((sum, { count }) => sum + count, 0);
    const found = (await lake.events()).map((event) => [event['record'], event['source']]);
    expect(found).toEqual(found.map(([record]) => [record, order[Number(record)]?.id]));
    expect(new Set(found.map(([record]) => record)).size + records.duplicates + aside).toBe(order.length);
    await lake.close();
  });
});
