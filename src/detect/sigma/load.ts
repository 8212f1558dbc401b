import { AppError } from '../../model/errors.ts';
import type { RuleIdentity } from '../../model/rule.ts';
import { applyFilter } from './apply-filters.ts';
import { parse, type BrokenDocument, type RuleFile, type SigmaDocument } from './collection.ts';
import { compile, type CompiledRule, type CompileOptions } from './compile.ts';
import { readCorrelation, type CorrelationDraft } from './correlation.ts';
import { readFilter, type Filter } from './filter.ts';
import { link, type Correlation } from './link.ts';
import { invalid, lineOf } from './place.ts';
import { valueAt } from './tree.ts';

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
  /** Rules on single events, as filters leave them. */
  readonly rules: readonly CompiledRule[];
  /** Those that others are made of stand first. */
  readonly correlations: readonly Correlation[];
  /** Uids of rules and correlations that only feed correlations: they raise no findings of their own. */
  readonly silent: ReadonlySet<string>;
  readonly refused: readonly RefusedRule[];
}

/** What files hold, each document by itself: filters are not applied yet, and names not looked up. */
export interface ParsedRules extends Pick<LoadedRules, 'rules' | 'refused'> {
  readonly drafts: readonly CorrelationDraft[];
  readonly filters: readonly Filter[];
}

/**
 * Compiles every rule of the files, in the order given; one that cannot be is refused and stops no
 * other, but for correlations that name it. Of rules with the same id the first stands and the others
 * are refused: findings are told apart by it.
 */
export const loadRules = (files: readonly RuleFile[], options: CompileOptions): LoadedRules =>
  completeRules(parseRules(files, options), options);

/** The first half of `loadRules`, after which an engine can be asked what it takes. */
function parseRules(files: readonly RuleFile[], options: CompileOptions): ParsedRules {
  const parsing = parsingRules(files, options);
  for (;;) {
    const step = parsing.next();
    if (step.done) return step.value;
  }
}

/** The same, a file at a step. */
export function* parsingRules(files: readonly RuleFile[], options: CompileOptions): Generator<undefined, ParsedRules> {
  const read = { rules: [] as CompiledRule[], drafts: [] as CorrelationDraft[], filters: [] as Filter[] };
  const known = new Map<string, RuleIdentity>();
  const refused: RefusedRule[] = [];
  for (const file of files) {
    for (const document of parse(file)) {
      try {
        readInto(read, document, { ...options, known });
      } catch (error) {
        refused.push(refusal(error, file.path, document.document));
      }
    }
    yield;
  }
  return { ...read, refused };
}

interface Reading extends CompileOptions {
  readonly known: Map<string, RuleIdentity>;
}

interface Read {
  readonly rules: CompiledRule[];
  readonly drafts: CorrelationDraft[];
  readonly filters: Filter[];
}

function readInto(read: Read, document: SigmaDocument | BrokenDocument, options: Reading): void {
  if (document.error !== undefined) throw document.error;
  if (valueAt(document.tree, 'correlation') !== null) {
    const draft = readCorrelation(document);
    keepId(draft.identity, document, options.known);
    read.drafts.push(draft);
  } else if (valueAt(document.tree, 'filter') !== null) {
    read.filters.push(readFilter(document, options));
  } else {
    const rule = compile(document, options);
    keepId(rule.identity, document, options.known);
    read.rules.push(rule);
  }
}

function keepId(identity: RuleIdentity, { tree }: SigmaDocument, known: Map<string, RuleIdentity>): void {
  const { uid, path } = identity;
  const first = known.get(uid);
  if (first === undefined) {
    known.set(uid, identity);
    return;
  }
  const line = tree.entries.find((entry) => entry.key === 'id')?.line ?? tree.line;
  throw invalid({ path, line }, `the id ${uid} already belongs to ${first.path}, document ${first.document}`);
}

/** The second half: rules as filters leave them, correlations with the rules that they name. */
export function completeRules(parsed: ParsedRules, options: CompileOptions): LoadedRules {
  let { rules } = parsed;
  const refused: RefusedRule[] = [];
  for (const filter of parsed.filters) {
    try {
      rules = applyFilter(filter, rules);
    } catch (error) {
      refused.push(refusal(error, filter.place.path, filter.document));
    }
  }
  const linked = link(parsed.drafts, rules, options);
  for (const { draft, error } of linked.refused)
    refused.push(refusal(error, draft.identity.path, draft.identity.document));
  const { correlations, silent } = linked;
  return { rules, correlations, silent, refused: [...parsed.refused, ...refused] };
}

function refusal(error: unknown, path: string, document: number): RefusedRule {
  if (!(error instanceof AppError) || (error.code !== 'rule.invalid' && error.code !== 'rule.unsupported')) throw error;
  return { path, line: lineOf(error), document, code: error.code, message: error.message, hint: error.hint ?? null };
}
