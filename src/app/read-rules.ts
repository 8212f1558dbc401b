import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { RuleFile } from '../detect/sigma/collection.ts';
import type { Placeholders } from '../detect/sigma/expand.ts';
import {
  completeRules,
  parseRules,
  type LoadedRules,
  type ParsedRules,
  type RefusedRule,
} from '../detect/sigma/load.ts';
import { readPlaceholders } from '../detect/sigma/placeholders.ts';
import { keptRules } from './rule-cache.ts';
import { checkPredicates } from '../lake/duckdb/check-regexes.ts';
import type { Engine } from '../lake/engine.ts';
import type { Field } from '../lake/predicate.ts';
import { AppError } from '../model/errors.ts';

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
 * Reads and compiles all rules asked for, and asks the engine whether it takes them; one bad rule stops no other.
 * @param parts.kept folder where what rules compile to is kept for the next time
 */
export async function readRules(
  inputs: RuleInputs,
  parts: { readonly engine: Engine; readonly kept: string | null },
): Promise<LoadedRules> {
  const files = await readRuleFiles(inputs);
  const placeholders = await placeholdersOf(inputs);
  return keptRules(parts.kept, { files, placeholders }, () => compileRules(files, { ...parts, placeholders }));
}

/** The same for rules that have been read. */
export async function compileRules(
  files: readonly RuleFile[],
  parts: { readonly engine: Engine; readonly placeholders?: Placeholders },
): Promise<LoadedRules> {
  const options = { resolve: fieldNamed, placeholders: parts.placeholders ?? new Map() };
  return completeRules(await withoutTheImpossible(parseRules(files, options), parts.engine), options);
}

/** Without the rules and filters that the engine does not take, which are refused: correlations of theirs will be, too. */
async function withoutTheImpossible({ rules, filters, ...parsed }: ParsedRules, engine: Engine): Promise<ParsedRules> {
  const problems = await checkPredicates(engine, [
    ...rules.map(({ predicate }) => predicate),
    ...filters.map(({ compile, logsource }) => compile(logsource)),
  ]);
  const places = [
    ...rules.map(({ identity: { path, document } }) => ({ path, document })),
    ...filters.map(({ place: { path }, document }) => ({ path, document })),
  ];
  return {
    ...parsed,
    rules: rules.filter((_, index) => problems[index] === null),
    filters: filters.filter((_, index) => problems[rules.length + index] === null),
    refused: [...parsed.refused, ...places.flatMap((place, index) => refusal(place, problems[index] ?? null))],
  };
}

function refusal(
  { path, document }: { readonly path: string; readonly document: number },
  problem: AppError | null,
): readonly RefusedRule[] {
  if (problem === null) return [];
  const hint = problem.hint ?? null;
  return [{ path, line: 1, document, code: 'rule.unsupported', message: `${path}: ${problem.message}`, hint }];
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
  return readPlaceholders(placeholders, text);
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

/** A Sigma field is a dotted path into the record; a source that names it otherwise is asked so (detect/rule-in-source.ts). */
export const fieldNamed = (name: string): Field => ({ path: name.split('.') });
