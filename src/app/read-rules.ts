import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { setImmediate as letOthersGoOn } from 'node:timers/promises';
import type { RuleFile } from '../detect/sigma/collection.ts';
import type { Placeholders } from '../detect/sigma/expand.ts';
import type { LoadedRules } from '../detect/sigma/load.ts';
import type { Engine } from '../lake/engine.ts';
import { AppError } from '../model/errors.ts';
import { keptRules, type RuleInput } from './rule-cache.ts';

export interface RuleInputs {
  /** Folders or files of Sigma rules, relative to `cwd`. */
  readonly folders: readonly string[];
  readonly cwd: string;
  /** Ours; empty under `--no-builtin`. */
  readonly own: readonly RuleFile[];
  /** File with values for the placeholders of rules, relative to `cwd`. */
  readonly placeholders?: string | null;
}

/**
 * Reads all rules asked for, as text.
 * @throws AppError input.not-found where a folder or the placeholders are not there
 */
export async function readRuleInput(inputs: RuleInputs): Promise<RuleInput> {
  return { files: await readRuleFiles(inputs), placeholders: await placeholdersOf(inputs) };
}

/**
 * What rules compile to.
 * @param parts.kept folder where it is kept for the next time
 */
export async function readRules(
  input: RuleInput,
  parts: { readonly engine: Engine; readonly kept: string | null },
): Promise<LoadedRules> {
  // What was begun before, reading logs, comes as far as it can first.
  await letOthersGoOn();
  return keptRules(parts.kept, input, async () => {
    // Only where rules are new: the compiler and its reader of YAML are a sixth of all modules that a hunt loads.
    const { compileRules } = await import('./compile-rules.ts');
    return compileRules(input.files, { ...parts, placeholders: input.placeholders });
  });
}

/** Values for the placeholders of rules; none where no file is given. */
export async function placeholdersOf({
  placeholders,
  cwd,
}: Pick<RuleInputs, 'placeholders' | 'cwd'>): Promise<Placeholders> {
  if (placeholders === undefined || placeholders === null) return new Map();
  const file = resolve(cwd, placeholders);
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new AppError('input.not-found', `no placeholders at ${placeholders}`, { cause });
  });
  const { readPlaceholders } = await import('../detect/sigma/placeholders.ts');
  return readPlaceholders(placeholders, text);
}

/** Ours and those of the folders, as text. */
async function readRuleFiles(inputs: RuleInputs): Promise<readonly RuleFile[]> {
  const given: RuleFile[] = [];
  for (const folder of inputs.folders) given.push(...(await ruleFiles(folder, inputs.cwd)));
  return [...inputs.own, ...given];
}

async function ruleFiles(given: string, cwd: string): Promise<readonly RuleFile[]> {
  const root = resolve(cwd, given);
  const found = await stat(root).catch((cause: unknown) => {
    throw new AppError('input.not-found', `no rules at ${given}`, { cause });
  });
  const names = found.isDirectory()
    ? (await readdir(root, { recursive: true })).filter((name) => /\.ya?ml$/i.test(name)).toSorted()
    : [''];
  return Promise.all(
    names.map(async (name) => {
      const file = join(root, name);
      const path = relative(cwd, file);
      return { path: path.startsWith('..') ? file : path, text: await readFile(file, 'utf8'), origin: given };
    }),
  );
}
