import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import type { RuleFile } from '../detect/sigma/collection.ts';
import type { Placeholders } from '../detect/sigma/expand.ts';
import type { LoadedRules } from '../detect/sigma/load.ts';
import { writeDurably } from '../lake/durable.ts';
import { makeFolder } from '../lake/make-folder.ts';
import { systemCode } from '../lake/system-reason.ts';
import { AppError } from '../model/errors.ts';

/** All that what rules compile to depends on, beside the compiler. */
export interface RuleInput {
  readonly files: readonly RuleFile[];
  readonly placeholders: Placeholders;
}

/** Sets of rules that are kept; the one that was written first goes first. */
const mostKept = 8;

/**
 * Rules are the same in every case of a person, so what they compile to is kept beside other programs' caches.
 * @returns the folder, or null for somebody without a home
 */
export function userRuleCache(): string | null {
  const given = process.env['XDG_CACHE_HOME'] ?? '';
  const folder = isAbsolute(given) ? given : join(homeOrNone(), '.cache');
  return isAbsolute(folder) ? join(folder, 'beewolf', 'rules') : null;
}

function homeOrNone(): string {
  try {
    return homedir();
  } catch {
    return '';
  }
}

/**
 * What the same rules compiled to before, where the folder holds it; else what `compile` makes of them, which
 * is kept where the folder can be written. Three thousand rules take two seconds to compile and a tenth to
 * read back.
 */
export async function keptRules(
  folder: string | null,
  input: RuleInput,
  compile: () => Promise<LoadedRules>,
): Promise<LoadedRules> {
  if (folder === null) return compile();
  const path = join(folder, `${keyOf(input)}.json`);
  const kept = readKept(path);
  if (kept !== null) return kept;
  const loaded = await compile();
  keep(path, loaded);
  return loaded;
}

function keep(path: string, { rules, correlations, refused, silent }: LoadedRules): void {
  const folder = dirname(path);
  try {
    makeFolder(folder);
    writeDurably(path, JSON.stringify({ rules, correlations, refused, silent: [...silent] }));
    removeOldest(folder);
  } catch (error) {
    // A home that is read-only, full or nobody's costs the time to compile again, and nothing else.
    if (!(error instanceof AppError) && systemCode(error) === null) throw error;
  }
}

function keyOf({ files, placeholders }: RuleInput): string {
  return createHash('sha256')
    .update(JSON.stringify([compilerMark(), [...placeholders], files]))
    .digest('hex')
    .slice(0, 32);
}

/** The compiler's own code and the versions of what it uses, so that nobody has to remember to raise a number when it changes. */
function compilerMark(): readonly string[] {
  const folders = ['../detect/sigma', '../lake/duckdb', '../lake'].map((folder) => join(import.meta.dirname, folder));
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.includes('.test.'))
      .map(({ name }) => join(folder, name))
      .toSorted(),
  );
  return [...files, join(import.meta.dirname, '../../package.json')].map((file) => readFileSync(file, 'utf8'));
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

/** Whatever else lies in the folder is somebody else's. */
const ownName = /^[0-9a-f]{32}\.json$/;

function removeOldest(folder: string): void {
  const files = readdirSync(folder)
    .filter((name) => ownName.test(name))
    .map((name) => join(folder, name));
  const newestFirst = files
    .map((file) => ({ file, writtenMs: statSync(file).mtimeMs }))
    .toSorted((a, b) => b.writtenMs - a.writtenMs);
  for (const { file } of newestFirst.slice(mostKept)) rmSync(file, { force: true });
}
