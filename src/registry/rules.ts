import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A rule of ours as text, with its path inside the package, `/` between its parts. */
export interface OwnRule {
  readonly path: string;
  readonly text: string;
  readonly origin: 'beewolf';
}

/** Where the rules that come with Beewolf lie: `rules/<cloud|host|platform>/<name>/`. */
export const ownRulesFolder = (): string => join(packageFolder(import.meta.dirname), 'rules');

/**
 * Reads every rule of ours, in the order of their paths. The folders are the list: a rule is a folder
 * that holds a `rule.yml`. Nothing is read before the call.
 */
export async function readOwnRules(folder = ownRulesFolder()): Promise<readonly OwnRule[]> {
  const found = await readdir(folder, { recursive: true });
  const paths = found.map((path) => path.replaceAll('\\', '/')).filter((path) => path.endsWith('/rule.yml'));
  return Promise.all(
    paths.toSorted().map(async (path) => ({
      path: `rules/${path}`,
      text: await readFile(join(folder, path), 'utf8'),
      origin: 'beewolf' as const,
    })),
  );
}

/** The nearest folder upwards with a package.json: the sources and the compiled files lie at different depths. */
function packageFolder(start: string): string {
  let folder = start;
  while (!existsSync(join(folder, 'package.json'))) {
    const above = dirname(folder);
    if (above === folder) throw new Error(`no package.json above ${start}`);
    folder = above;
  }
  return folder;
}
