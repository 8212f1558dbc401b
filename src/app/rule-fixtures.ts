import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import type { RuleFile } from '../detect/sigma/collection.ts';
import { AppError } from '../model/errors.ts';

export const twins = ['malicious', 'benign'] as const;
export type Twin = (typeof twins)[number];

/** Where to look for rules with fixtures: a folder, at any depth, or a rule file. */
export interface FixturePlace {
  readonly path: string;
  /** Paths are told as seen from here, where they lie below it. */
  readonly shownFrom: string;
  /** As in RuleFile. */
  readonly origin: string;
}

/** The rules of one folder and the logs beside them: every malicious record must match, no benign one may. */
export interface RuleFixture {
  /** As told to a person. */
  readonly folder: string;
  readonly rules: readonly RuleFile[];
  /** Absolute paths, by twin; none where the folder has no such file. */
  readonly logs: Readonly<Record<Twin, readonly string[]>>;
}

export interface FoundFixtures {
  readonly fixtures: readonly RuleFixture[];
  /** How many rule files have neither twin beside them. */
  readonly untested: number;
}

const ruleName = /\.ya?ml$/i;
const twinName = (twin: Twin): RegExp => new RegExp(`^${twin}\\.`, 'i');

/**
 * The folders that hold a rule and at least one of `malicious.*` and `benign.*`, in the order of their paths.
 * @throws AppError input.not-found where a path is not there
 */
export async function findRuleFixtures(places: readonly FixturePlace[]): Promise<FoundFixtures> {
  const fixtures: RuleFixture[] = [];
  let untested = 0;
  for (const place of places) {
    for (const folder of await foldersAt(place)) {
      const logs = { malicious: logsOf('malicious', folder), benign: logsOf('benign', folder) };
      if (logs.malicious.length + logs.benign.length === 0) untested += folder.rules.length;
      else fixtures.push({ folder: shown(folder.path, place), rules: await readAll(folder, place), logs });
    }
  }
  return { fixtures, untested };
}

interface Folder {
  readonly path: string;
  readonly rules: readonly string[];
  readonly names: readonly string[];
}

/** Folders with rules at a place; of a place that is a file only that one rule. */
async function foldersAt({ path, origin }: FixturePlace): Promise<readonly Folder[]> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new AppError('input.not-found', `no rules at ${origin}`, { cause });
  });
  if (!found.isDirectory()) {
    return [{ path: dirname(path), rules: [basename(path)], names: await readdir(dirname(path)) }];
  }
  const byFolder = Map.groupBy(await readdir(path, { recursive: true }), (name) => dirname(join(path, name)));
  return [...byFolder]
    .map(([folder, inside]) => ({ path: folder, names: inside.map((name) => basename(name)).toSorted() }))
    .map((folder) => ({ ...folder, rules: folder.names.filter((name) => ruleName.test(name)) }))
    .filter(({ rules }) => rules.length > 0)
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

const logsOf = (twin: Twin, { path, names }: Folder): readonly string[] =>
  names.filter((name) => twinName(twin).test(name)).map((name) => join(path, name));

function readAll({ path, rules }: Folder, place: FixturePlace): Promise<readonly RuleFile[]> {
  return Promise.all(
    rules.map(async (name) => {
      const file = join(path, name);
      return { path: shown(file, place), text: await readFile(file, 'utf8'), origin: place.origin };
    }),
  );
}

function shown(path: string, { shownFrom }: FixturePlace): string {
  const seen = relative(shownFrom, path);
  return (seen.startsWith('..') ? path : seen || '.').replaceAll('\\', '/');
}
