import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findObjects } from './find-objects.ts';
import { isRefusal } from './stored-object.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'beewolf-find-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(...names: string[]): void {
  for (const name of names) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), name);
  }
}

/** Paths below the folder, a refusal with its reason. */
async function found(paths: readonly string[], own: readonly string[] = []): Promise<readonly string[]> {
  const all = await Array.fromAsync(
    findObjects(
      paths,
      folder,
      own.map((name) => join(folder, name)),
    ),
  );
  return all.map((each) => {
    const path = each.path.replace(`${folder}/`, '');
    return isRefusal(each) ? `${path}: ${each.reason}` : path;
  });
}

describe('objects are found', () => {
  test('in folders below folders, in an order of their own', async () => {
    write('b/z.json', 'b/a/x.json', 'a.json', 'Z.json', 'b.json');
    expect(await found(['.'])).toEqual(['Z.json', 'a.json', 'b/a/x.json', 'b/z.json', 'b.json']);
  });

  test('by path, and by pattern', async () => {
    write('a/1.json', 'a/b/2.json', 'a/3.gz');
    expect(await found(['a/3.gz', 'a/*.json', 'a/**/*.json'])).toEqual([
      'a/3.gz',
      'a/1.json',
      'a/1.json',
      'a/b/2.json',
    ]);
  });

  test.each([
    '[a].json',
    'a*.json',
    'a?.json',
    'it\'s "x".json',
    'new\nline.json',
    '-',
    ' ',
    'ü\u{1f41d}',
    '{a,b}',
    '%2e',
    '$HOME',
    'a\\b',
  ])('though they are called %j', async (name) => {
    write(name, 'axb.json');
    expect(await found([join(folder, name)])).toEqual([name]);
    expect(await found(['.'])).toContain(name);
  });

  test('through a link to a file, never through one to a folder', async () => {
    write('a/x.json');
    symlinkSync('x.json', join(folder, 'a/y.json'));
    symlinkSync('.', join(folder, 'a/self'));
    symlinkSync('..', join(folder, 'a/up'));
    symlinkSync('nowhere', join(folder, 'a/lost'));
    symlinkSync('loop', join(folder, 'a/loop'));
    expect(await found(['a'])).toEqual([
      'a/loop: links lead in a circle',
      'a/lost: a link that leads nowhere, or gone before it was read',
      'a/self/: a link to a folder is not followed',
      'a/up/: a link to a folder is not followed',
      'a/x.json',
      'a/y.json',
    ]);
    symlinkSync('a', join(folder, 'b'));
    expect(await found(['b'])).toContain('b/x.json');
  });

  test('but not what is missing or no file', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    expect(await found(['missing', 'missing/*.json', 'pipe', '.'])).toEqual([
      'missing: not found',
      'missing/*.json: matches nothing',
      'pipe: neither a file nor a folder',
      'pipe: neither a file nor a folder',
    ]);
  });
});

describe('our own files are passed over', () => {
  test('wherever the walk comes upon them', async () => {
    write('logs/x.json', '.beewolf/lake/objects/1.ndjson', '.beewolf/lock.db', '.beewolf/mine.json');
    expect(await found(['.'], ['.beewolf/lake', '.beewolf/lock.db', '.beewolf/none'])).toEqual([
      '.beewolf/mine.json',
      'logs/x.json',
    ]);
  });

  test('by whatever path, link or pattern', async () => {
    write('case/lake/objects/1.ndjson', 'case/lake/x.json', 'case/x.json');
    symlinkSync('case/lake', join(folder, 'link'));
    linkSync(join(folder, 'case/lake/x.json'), join(folder, 'hard.json'));
    expect(await found(['**/*.json', '.', 'link/*'], ['case/lake'])).toEqual([
      'case/x.json',
      'hard.json',
      'case/x.json',
      'hard.json',
    ]);
  });

  test('unless they are asked for by name', async () => {
    write('case/kept/abc');
    expect(await found(['case/kept/abc'], ['case/kept'])).toEqual(['case/kept/abc']);
  });
});

test('what vanishes while its neighbour is read is refused, and the walk goes on', async () => {
  write('logs/a.json', 'logs/b/one.json', 'logs/c.json', 'logs/d.json');
  const walk = findObjects(['logs'], folder);
  const first = (await walk.next()).value as { readonly path: string };
  expect(first.path).toBe(join(folder, 'logs/a.json'));
  rmSync(join(folder, 'logs/b'), { recursive: true });
  rmSync(join(folder, 'logs/c.json'));
  const rest = await Array.fromAsync(walk);
  const told = rest.map((each) => (isRefusal(each) ? `${each.path}: ${each.reason}` : each.path));
  const gone = 'a link that leads nowhere, or gone before it was read';
  expect(told).toEqual([
    `${join(folder, 'logs/b')}: ${gone}`,
    `${join(folder, 'logs/c.json')}: ${gone}`,
    join(folder, 'logs/d.json'),
  ]);
});
