import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { RuleFile } from '../detect/sigma/collection.ts';
import type { Placeholders } from '../detect/sigma/expand.ts';
import type { LoadedRules } from '../detect/sigma/load.ts';
import { writeDurably } from '../lake/durable.ts';
import type { Source } from '../model/source.ts';

/** All that what rules compile to depends on, beside the compiler. */
export interface RuleInput {
  readonly files: readonly RuleFile[];
  readonly placeholders: Placeholders;
  readonly sources: readonly Source[];
}

/** Sets of rules that are kept; the one that was written first goes first. */
const mostKept = 4;

/**
 * What the same rules compiled to before, where a folder of the workspace holds it; else what `compile`
 * makes of them, which is kept. Three thousand rules take two seconds to compile and a tenth to read back.
 */
export async function keptRules(
  folder: string,
  input: RuleInput,
  compile: () => Promise<LoadedRules>,
): Promise<LoadedRules> {
  const path = join(folder, `${keyOf(input)}.json`);
  const kept = readKept(path);
  if (kept !== null) return kept;
  const loaded = await compile();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { rules, correlations, refused, silent } = loaded;
  writeDurably(path, JSON.stringify({ rules, correlations, refused, silent: [...silent] }));
  removeOldest(folder);
  return loaded;
}

function keyOf({ files, placeholders, sources }: RuleInput): string {
  const resolving = sources.map(({ id, sigma, sigmaFields }) => [id, sigma, sigmaFields]);
  return createHash('sha256')
    .update(JSON.stringify([compilerMark(), resolving, [...placeholders], files]))
    .digest('hex')
    .slice(0, 32);
}

/** Changes whenever the compiler does, so that nobody has to remember to raise a number. */
function compilerMark(): readonly unknown[] {
  const folders = ['../detect/sigma', '../lake/duckdb', '../lake'].map((folder) => join(import.meta.dirname, folder));
  return folders.flatMap((folder) =>
    readdirSync(folder)
      .toSorted()
      .map((name) => [name, statSync(join(folder, name))] as const)
      .map(([name, { size, mtimeMs }]) => [name, size, mtimeMs]),
  );
}

/** Null where there is nothing, or nothing that can be read. */
function readKept(path: string): LoadedRules | null {
  if (!existsSync(path)) return null;
  try {
    const kept = JSON.parse(readFileSync(path, 'utf8')) as Partial<LoadedRules>;
    const { rules, correlations, refused, silent } = kept;
    if (rules === undefined || correlations === undefined || refused === undefined) return null;
    return { rules, correlations, refused, silent: new Set(silent) };
  } catch {
    return null;
  }
}

function removeOldest(folder: string): void {
  const files = readdirSync(folder).map((name) => join(folder, name));
  const newestFirst = files
    .map((file) => ({ file, writtenMs: statSync(file).mtimeMs }))
    .toSorted((a, b) => b.writtenMs - a.writtenMs);
  for (const { file } of newestFirst.slice(mostKept)) rmSync(file, { force: true });
}
