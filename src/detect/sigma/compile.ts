import type { Field, Predicate } from '../../lake/predicate.ts';
import type { Logsource, RuleIdentity } from '../../model/rule.ts';
import type { SigmaDocument } from './collection.ts';
import { compileDetection } from './detection.ts';
import type { Placeholders } from './expand.ts';
import { textAt } from './fields.ts';
import { hashOfValue } from './hash-of-value.ts';
import { readIdentity } from './metadata.ts';
import { invalid } from './place.ts';
import { valueAt } from './tree.ts';

export interface CompileOptions {
  /** Where a Sigma field name stands in the events of a logsource. */
  readonly resolve: (name: string, logsource: Logsource) => Field;
  /** Values for `%name%` under `expand`; a rule that needs one which is not here is refused. */
  readonly placeholders?: Placeholders;
}

/** A Sigma field name that a rule uses, with the first line that names it. */
export interface RuleField {
  readonly name: string;
  readonly line: number;
}

export interface CompiledRule {
  readonly identity: RuleIdentity;
  /** By which correlations and filters may call it, beside its id. */
  readonly name: string | null;
  readonly predicate: Predicate;
  readonly fields: readonly RuleField[];
  /**
   * SHA-256 in lower-case hex over what the rule asks and what findings say of it. Layout, comments,
   * order of keys in metadata, path and origin do not enter; values of placeholders do.
   */
  readonly hash: string;
}

/**
 * Compiles a document of the Sigma rules specification 2.1.0. Throws `rule.invalid` where the rule
 * breaks the specification and `rule.unsupported` where we do not follow it yet, naming the place.
 */
export function compile(document: SigmaDocument, options: CompileOptions): CompiledRule {
  const { tree, path } = document;
  const identity = readIdentity(document);
  const detection = valueAt(tree, 'detection');
  if (detection === null) throw invalid({ path, line: tree.line }, 'the rule has no detection');
  if (detection.kind !== 'map')
    throw invalid({ path, line: detection.line }, `the detection is a ${detection.kind}, not a map`);

  const fields = new Map<string, RuleField>();
  const predicate = compileDetection(detection, {
    path,
    placeholders: options.placeholders ?? new Map(),
    field: (name, line) => {
      if (!fields.has(name)) fields.set(name, { name, line });
      return options.resolve(name, identity.logsource);
    },
  });
  return {
    identity,
    name: textAt(tree, 'name', path),
    predicate,
    fields: [...fields.values()],
    hash: hashOf(identity, predicate),
  };
}

/** SHA-256 in lower-case hex over what a rule asks and what findings say of it. */
export function hashOf(identity: RuleIdentity, predicate: Predicate): string {
  const { uid, title, level, author, techniques, logsource } = identity;
  return hashOfValue({ uid, title, level, author, techniques, logsource, predicate });
}
