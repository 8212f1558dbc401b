import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readOwnRules } from '../src/registry/rules.ts';
import { rulePages, type Page } from './rule-pages.ts';

export const pagesFolder = join(import.meta.dirname, '../docs/rules');

/** What docs/rules/ must hold. */
export const wantedPages = async (): Promise<readonly Page[]> => rulePages(await readOwnRules());

/** What it does hold, by path inside it. */
export async function standingPages(): Promise<ReadonlyMap<string, string>> {
  const names = await readdir(pagesFolder, { recursive: true }).catch((): string[] => []);
  const pages = names.map((name) => name.replaceAll('\\', '/')).filter((name) => name.endsWith('.md'));
  return new Map(
    await Promise.all(
      pages.toSorted().map(async (name) => [name, await readFile(join(pagesFolder, name), 'utf8')] as const),
    ),
  );
}

/** Writes what differs, removes pages of rules that are no more, and returns the names of all these. */
async function generateRulePages(): Promise<readonly string[]> {
  const standing = await standingPages();
  const wanted = await wantedPages();
  const changed = wanted.filter(({ path, text }) => standing.get(path) !== text);
  for (const { path, text } of changed) {
    await mkdir(dirname(join(pagesFolder, path)), { recursive: true });
    await writeFile(join(pagesFolder, path), text);
  }
  const gone = [...standing.keys()].filter((name) => !wanted.some(({ path }) => path === name));
  for (const name of gone) await rm(join(pagesFolder, name));
  return [...changed.map(({ path }) => path), ...gone];
}

if (import.meta.main) {
  for (const name of await generateRulePages()) console.error(`wrote docs/rules/${name}`);
}
