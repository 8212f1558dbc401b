import type { Test } from '../../../lake/predicate.ts';
import type { Logsource } from '../../../model/rule.ts';
import type { Source } from '../../../model/source.ts';
import { parse, type RuleFile, type SigmaDocument } from '../collection.ts';
import type { CompiledRule, CompileOptions } from '../compile.ts';
import type { Correlation } from '../link.ts';
import type { LoadedRules } from '../load.ts';
import { servedBy } from '../logsource.ts';
import { valueAt, type MapTree, type ScalarTree, type Tree } from '../tree.ts';
import { knownFields, type KnownFields } from './known-fields.ts';
import { lintDetection, unknownField } from './lint-detection.ts';
import { lintMetadata } from './lint-metadata.ts';
import { warning, type RuleProblem, type Trouble } from './problem.ts';

interface LintOptions extends CompileOptions {
  readonly sources: readonly Source[];
}

/**
 * What is odd about rules that compile, in the order of files and lines; documents that were refused are
 * passed over. `loaded` is what was made of the same files. A rule that only feeds correlations need not
 * say of itself what findings would.
 */
export function lintRules(
  files: readonly RuleFile[],
  { rules: singles, correlations, silent }: Pick<LoadedRules, 'rules' | 'correlations' | 'silent'>,
  options: LintOptions,
): readonly RuleProblem[] {
  const rules = new Map(singles.map((rule) => [placeOf(rule.identity), rule]));
  const linked = new Map(correlations.map((correlation) => [placeOf(correlation.identity), correlation]));
  const fields = new Map(options.sources.map((source) => [source.id, knownFields(source)]));
  const detections = new Map<string, CompiledRule>();
  return files.flatMap((file) =>
    parse(file).flatMap((document) => {
      if (document.error !== undefined) return [];
      const place = placeOf({ path: file.path, document: document.document });
      const rule = rules.get(place);
      const correlation = linked.get(place);
      const uid = (rule ?? correlation)?.identity.uid;
      if (uid === undefined) return [];
      const troubles = [
        ...lintMetadata(document.tree, { isSilent: silent.has(uid) }),
        ...(rule === undefined ? [] : lintOne(document, rule, { ...options, fields })),
        ...(rule === undefined || silent.has(uid) ? [] : sameDetection(document, rule, detections)),
        ...(correlation === undefined
          ? []
          : lintCorrelation(document.tree, basesOf(correlation, singles), { ...options, fields })),
      ];
      return troubles
        .toSorted((a, b) => a.line - b.line)
        .map((trouble) => ({ path: file.path, document: document.document, ...trouble }));
    }),
  );
}

const placeOf = ({ path, document }: { readonly path: string; readonly document: number }): string =>
  `${document} ${path}`;

/** By id of the source; null where it does not say. */
interface KnownOptions extends LintOptions {
  readonly fields: ReadonlyMap<string, KnownFields | null>;
}

const basesOf = ({ bases }: Correlation, rules: readonly CompiledRule[]): readonly Logsource[] =>
  bases.flatMap((base) =>
    rules.flatMap(({ identity }) => ('rule' in base && base.rule === identity.uid ? [identity.logsource] : [])),
  );

/** The fields that a correlation groups by and reckons with are those of the rules that it names. */
function lintCorrelation(tree: MapTree, logsources: readonly Logsource[], options: KnownOptions): readonly Trouble[] {
  const correlation = valueAt(tree, 'correlation');
  if (correlation?.kind !== 'map') return [];
  const aliases = valueAt(correlation, 'aliases');
  const ownNames = new Set(aliases?.kind === 'map' ? aliases.entries.map(({ key }) => key) : []);
  const condition = valueAt(correlation, 'condition');
  const counted = condition?.kind === 'map' ? valueAt(condition, 'field') : null;
  const named = [...scalarsIn(valueAt(correlation, 'group-by')), ...scalarsIn(counted)];
  return named
    .filter(({ text }) => !ownNames.has(text))
    .flatMap(({ text, line }) => {
      const known = logsources.map((logsource) => {
        const source = options.sources.find(({ sigma }) => servedBy(logsource, sigma));
        return { field: options.resolve(text, logsource), fields: options.fields.get(source?.id ?? '') ?? null };
      });
      return (
        known
          .map(({ field, fields }) => unknownField({ name: text, line, field }, fields))
          .find((one) => one !== null) ?? []
      );
    });
}

const scalarsIn = (tree: Tree | null): readonly ScalarTree[] => {
  const items = tree?.kind === 'list' ? tree.items : tree === null ? [] : [tree];
  return items.filter((item) => item.kind === 'scalar');
};

function lintOne(
  document: SigmaDocument,
  { identity, predicate }: CompiledRule,
  options: KnownOptions,
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
