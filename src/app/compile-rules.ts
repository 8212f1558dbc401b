import { setImmediate as letOthersGoOn } from 'node:timers/promises';
import type { RuleFile } from '../detect/sigma/collection.ts';
import type { Placeholders } from '../detect/sigma/expand.ts';
import {
  completeRules,
  parsingRules,
  type LoadedRules,
  type ParsedRules,
  type RefusedRule,
} from '../detect/sigma/load.ts';
import { checkPredicates } from '../lake/duckdb/check-regexes.ts';
import type { Engine } from '../lake/engine.ts';
import type { Field } from '../lake/predicate.ts';
import type { AppError } from '../model/errors.ts';

/** Compiles rules and asks the engine whether it takes them; one bad rule stops no other. Other work goes on beside it. */
export async function compileRules(
  files: readonly RuleFile[],
  parts: { readonly engine: Engine; readonly placeholders?: Placeholders },
): Promise<LoadedRules> {
  const options = { resolve: fieldNamed, placeholders: parts.placeholders ?? new Map() };
  const parsed = await inTurns(parsingRules(files, options));
  return completeRules(await withoutTheImpossible(parsed, parts.engine), options);
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

/** Logs are read meanwhile, and whoever reads them waits for at most this long. */
const turnMs = 10;

async function inTurns<Result>(work: Generator<undefined, Result>): Promise<Result> {
  let startedMs = performance.now();
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    if (performance.now() - startedMs < turnMs) continue;
    await letOthersGoOn();
    startedMs = performance.now();
  }
}

/** A Sigma field is a dotted path into the record; a source that names it otherwise is asked so (detect/rule-in-source.ts). */
export const fieldNamed = (name: string): Field => ({ path: name.split('.') });
