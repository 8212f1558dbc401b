import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Correlation } from '../detect/sigma/link.ts';
import { lintRules } from '../detect/sigma/lint/lint-rules.ts';
import type { RuleProblem } from '../detect/sigma/lint/problem.ts';
import type { RefusedRule } from '../detect/sigma/load.ts';
import { servedBy } from '../detect/sigma/logsource.ts';
import { openDuckDb } from '../lake/duckdb/engine.ts';
import { AppError } from '../model/errors.ts';
import type { RuleIdentity } from '../model/rule.ts';
import type { Source } from '../model/source.ts';
import { compileRules, fieldNamed } from './compile-rules.ts';
import { readRuleInput, type RuleInputs } from './read-rules.ts';

export interface CheckedRule {
  readonly rule: RuleIdentity;
  /** Ids of the sources whose events it is tried on; without one it never finds anything here. */
  readonly sources: readonly string[];
}

export interface CheckedRules {
  /** Those that raise findings; rules that only feed correlations do not. */
  readonly rules: readonly CheckedRule[];
  readonly refused: readonly RefusedRule[];
  /** What is odd about the usable ones. */
  readonly problems: readonly RuleProblem[];
}

const engineMemoryMiB = 64;

/**
 * Compiles rules and asks an engine of their own whether it takes them; needs no workspace.
 * @throws AppError input.not-found where a folder is not there or holds no rule
 */
export async function checkRules(inputs: RuleInputs, sources: readonly Source[]): Promise<CheckedRules> {
  const tempDirectory = await mkdtemp(join(tmpdir(), 'beewolf-rules-'));
  const engine = await openDuckDb({ memoryMiB: engineMemoryMiB, threads: 1, tempDirectory });
  try {
    const { files, placeholders } = await readRuleInput(inputs);
    const loaded = await compileRules(files, { engine, placeholders });
    const { rules, correlations, silent, refused } = loaded;
    if (rules.length + refused.length === 0) throw noRules(inputs.folders);
    const checked = rules.map(({ identity }) => ({ rule: identity, sources: serving(identity, sources) }));
    return {
      rules: [...checked, ...withTheirSources(correlations, checked)].filter(({ rule }) => !silent.has(rule.uid)),
      refused,
      problems: lintRules(files, loaded, { resolve: fieldNamed, sources, placeholders }),
    };
  } finally {
    await engine.close();
    await rm(tempDirectory, { recursive: true, force: true });
  }
}

function noRules(folders: readonly string[]): AppError {
  const hint = 'rules are YAML files, .yml or .yaml, in a folder or below it';
  return new AppError('input.not-found', `no rules in ${folders.join(', ')}`, { hint });
}

/** A correlation is tried on what its rules are tried on; inner ones stand first. */
function withTheirSources(correlations: readonly Correlation[], rules: readonly CheckedRule[]): readonly CheckedRule[] {
  const known = new Map(rules.map(({ rule, sources }) => [rule.uid, sources]));
  return correlations.map(({ identity, bases }) => {
    const served = bases.flatMap((base) => known.get('rule' in base ? base.rule : base.correlation) ?? []);
    const sources = [...new Set(served)];
    known.set(identity.uid, sources);
    return { rule: identity, sources };
  });
}

const serving = ({ logsource }: RuleIdentity, sources: readonly Source[]): readonly string[] =>
  sources.filter(({ sigma }) => servedBy(logsource, sigma)).map(({ id }) => id);
