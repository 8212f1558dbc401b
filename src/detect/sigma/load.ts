import { AppError } from '../../model/errors.ts';
import { parse, type BrokenDocument, type RuleFile, type SigmaDocument } from './collection.ts';
import { compile, type CompiledRule, type CompileOptions } from './compile.ts';
import { invalid, lineOf } from './place.ts';

/** A document that is no rule for us, and why. `message` begins with `path:line`; `document` counts from one. */
export interface RefusedRule {
  readonly path: string;
  readonly line: number;
  readonly document: number;
  readonly code: 'rule.invalid' | 'rule.unsupported';
  readonly message: string;
  readonly hint: string | null;
}

export interface LoadedRules {
  readonly rules: readonly CompiledRule[];
  readonly refused: readonly RefusedRule[];
}

/**
 * Compiles every rule of the files, in the order given; one that cannot be is refused and stops no
 * other. Of rules with the same id the first stands and the others are refused: findings are told
 * apart by it.
 */
export function loadRules(files: readonly RuleFile[], options: CompileOptions): LoadedRules {
  const rules = new Map<string, CompiledRule>();
  const refused: RefusedRule[] = [];
  for (const file of files) {
    for (const document of parse(file)) {
      try {
        const rule = compileParsed(document, options);
        demandNewId(rule, rules, document);
        rules.set(rule.identity.uid, rule);
      } catch (error) {
        refused.push(refusal(error, file.path, document.document));
      }
    }
  }
  return { rules: [...rules.values()], refused };
}

function compileParsed(document: SigmaDocument | BrokenDocument, options: CompileOptions): CompiledRule {
  if (document.error !== undefined) throw document.error;
  return compile(document, options);
}

function demandNewId(
  rule: CompiledRule,
  rules: ReadonlyMap<string, CompiledRule>,
  document: SigmaDocument | BrokenDocument,
): void {
  const { uid, path } = rule.identity;
  const first = rules.get(uid);
  if (first === undefined || document.error !== undefined) return;
  const id = document.tree.entries.find((entry) => entry.key === 'id');
  const other = `${first.identity.path}, document ${first.identity.document}`;
  throw invalid({ path, line: id?.line ?? document.tree.line }, `the id ${uid} already belongs to ${other}`);
}

function refusal(error: unknown, path: string, document: number): RefusedRule {
  if (!(error instanceof AppError) || (error.code !== 'rule.invalid' && error.code !== 'rule.unsupported')) throw error;
  return { path, line: lineOf(error), document, code: error.code, message: error.message, hint: error.hint ?? null };
}
