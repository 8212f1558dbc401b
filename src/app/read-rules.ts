import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { RuleFile } from '../detect/sigma/collection.ts';
import type { CompiledRule } from '../detect/sigma/compile.ts';
import { loadRules, type LoadedRules, type RefusedRule } from '../detect/sigma/load.ts';
import { servedBy } from '../detect/sigma/logsource.ts';
import { checkPredicates } from '../lake/duckdb/check-regexes.ts';
import type { Engine } from '../lake/engine.ts';
import type { Field } from '../lake/predicate.ts';
import { AppError } from '../model/errors.ts';
import type { Logsource } from '../model/rule.ts';
import type { Source } from '../model/source.ts';

export interface RuleInputs {
  /** Folders or files of Sigma rules, relative to `cwd`. */
  readonly folders: readonly string[];
  readonly cwd: string;
  /** Ours; empty under `--no-builtin`. */
  readonly own: readonly RuleFile[];
}

/** Reads and compiles all rules asked for, and asks the engine whether it takes them; one bad rule stops no other. */
export async function readRules(
  inputs: RuleInputs,
  parts: { readonly sources: readonly Source[]; readonly engine: Engine },
): Promise<LoadedRules> {
  return compileRules(await readRuleFiles(inputs), parts);
}

/** The same for rules that have been read. */
export async function compileRules(
  files: readonly RuleFile[],
  parts: { readonly sources: readonly Source[]; readonly engine: Engine },
): Promise<LoadedRules> {
  const loaded = loadRules(files, { resolve: resolverOf(parts.sources) });
  const problems = await checkPredicates(
    parts.engine,
    loaded.rules.map(({ predicate }) => predicate),
  );
  return {
    rules: loaded.rules.filter((_, index) => problems[index] === null),
    refused: [...loaded.refused, ...loaded.rules.flatMap((rule, index) => refusal(rule, problems[index] ?? null))],
  };
}

function refusal({ identity: { path, document } }: CompiledRule, problem: AppError | null): readonly RefusedRule[] {
  if (problem === null) return [];
  const hint = problem.hint ?? null;
  return [{ path, line: 1, document, code: 'rule.unsupported', message: `${path}: ${problem.message}`, hint }];
}

/** Ours and those of the folders, as text. */
export async function readRuleFiles(inputs: RuleInputs): Promise<readonly RuleFile[]> {
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

/** A Sigma field is a dotted path into the record, unless its source says otherwise. */
export const resolverOf =
  (sources: readonly Source[]) =>
  (name: string, logsource: Logsource): Field => {
    const source = sources.find((candidate) => servedBy(logsource, candidate.sigma));
    return { path: source?.sigmaFields?.[name] ?? name.split('.') };
  };
