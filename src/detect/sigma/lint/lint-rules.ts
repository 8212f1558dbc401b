import type { Test } from '../../../lake/predicate.ts';
import type { Source } from '../../../model/source.ts';
import { parse, type RuleFile, type SigmaDocument } from '../collection.ts';
import type { CompiledRule, CompileOptions } from '../compile.ts';
import { servedBy } from '../logsource.ts';
import { valueAt } from '../tree.ts';
import { knownFields, type KnownFields } from './known-fields.ts';
import { lintDetection } from './lint-detection.ts';
import { lintMetadata } from './lint-metadata.ts';
import { warning, type RuleProblem, type Trouble } from './problem.ts';

interface LintOptions extends CompileOptions {
  readonly sources: readonly Source[];
  /** Uids of rules that only feed correlations. */
  readonly silent?: ReadonlySet<string>;
}

/**
 * What is odd about rules that compile, in the order of files and lines; documents that were refused are
 * passed over. `usable` are the compiled rules of the same files.
 */
export function lintRules(
  files: readonly RuleFile[],
  usable: readonly CompiledRule[],
  options: LintOptions,
): readonly RuleProblem[] {
  const rules = new Map(usable.map((rule) => [placeOf(rule.identity), rule]));
  const fields = new Map(options.sources.map((source) => [source.id, knownFields(source)]));
  const detections = new Map<string, CompiledRule>();
  return files.flatMap((file) =>
    parse(file).flatMap((document) => {
      const rule = rules.get(placeOf({ path: file.path, document: document.document }));
      if (document.error !== undefined || rule === undefined) return [];
      const troubles = [
        ...lintOne(document, rule, { ...options, fields }),
        // A rule that only feeds correlations tells nobody anything, and may well ask what another asks.
        ...(options.silent?.has(rule.identity.uid) === true
          ? []
          : [...lintMetadata(document.tree), ...sameDetection(document, rule, detections)]),
      ];
      return troubles
        .toSorted((a, b) => a.line - b.line)
        .map((trouble) => ({ path: file.path, document: document.document, ...trouble }));
    }),
  );
}

const placeOf = ({ path, document }: { readonly path: string; readonly document: number }): string =>
  `${document} ${path}`;

function lintOne(
  document: SigmaDocument,
  { identity, predicate }: CompiledRule,
  options: LintOptions & { readonly fields: ReadonlyMap<string, KnownFields | null> },
): readonly Trouble[] {
  const detection = valueAt(document.tree, 'detection');
  if (detection?.kind !== 'map') return [];
  const source = options.sources.find(({ sigma }) => servedBy(identity.logsource, sigma));
  return lintDetection(detection, predicate, {
    context: {
      path: document.path,
      placeholders: options.placeholders ?? new Map(),
      field: (name) => options.resolve(name, identity.logsource),
    },
    fields: source === undefined ? null : (options.fields.get(source.id) ?? null),
    valueForms: source?.valueForms ?? {},
  });
}

/** Two rules that ask the same of the same logs find everything twice. */
function sameDetection(
  { tree }: SigmaDocument,
  rule: CompiledRule,
  detections: Map<string, CompiledRule>,
): readonly Trouble[] {
  const asked = JSON.stringify([rule.identity.logsource, ordered(rule.predicate)]);
  const other = detections.get(asked);
  detections.set(asked, other ?? rule);
  if (other === undefined) return [];
  const line = valueAt(tree, 'detection')?.line ?? tree.line;
  return [warning(line, 'same-detection', `the rule asks for the same as ${other.identity.path}`)];
}

/** The same for predicates that differ only in the order of their parts, and in case where none is asked for. */
function ordered(predicate: CompiledRule['predicate']): unknown {
  if (predicate.is === 'not') return { not: ordered(predicate.of) };
  if (!('of' in predicate)) return 'test' in predicate ? { ...predicate, test: folded(predicate.test) } : predicate;
  return { [predicate.is]: predicate.of.map((part) => JSON.stringify(ordered(part))).toSorted() };
}

const folded = (test: Test): Test =>
  'text' in test && !test.cased ? { ...test, text: test.text.toLowerCase() } : test;
