import { isShallow } from '../../lake/predicate-shape.ts';
import type { Predicate } from '../../lake/predicate.ts';
import type { Logsource } from '../../model/rule.ts';
import type { SigmaDocument } from './collection.ts';
import { all, countTests, maxTests } from './combine.ts';
import { hashOf, type CompiledRule, type CompileOptions } from './compile.ts';
import type { Placed } from './correlation.ts';
import { compileDetection } from './detection.ts';
import { mapAt, placedListAt } from './fields.ts';
import { logsourceOf, titleOf } from './metadata.ts';
import { invalid, quote, unsupported, type Place } from './place.ts';
import { valueAt, type MapTree } from './tree.ts';

/** A Sigma filter: what events must pass beside the rules that it speaks of. */
export interface Filter {
  readonly place: Place;
  /** One-based number of the document in its file. */
  readonly document: number;
  readonly logsource: Logsource;
  /** Ids or names of rules; null for all rules that are written for its logs. */
  readonly rules: readonly Placed[] | null;
  /** What it asks of events of a logsource. */
  readonly compile: (logsource: Logsource) => Predicate;
}

/**
 * Reads a filter (Sigma filters specification 2.1.0; `rules: any` is of 2.2). Its condition is asked
 * beside that of the rule, so that `not selection` leaves events out. Throws `rule.*` with the place.
 */
export function readFilter({ tree, path, document }: SigmaDocument, options: CompileOptions): Filter {
  const whole = { path, line: tree.line };
  titleOf(tree, path);
  const logsource = logsourceOf(tree, whole);
  const filter = mapAt(tree, 'filter', path);
  if (filter === null) throw invalid(whole, 'the filter is empty');
  const other = tree.entries.find(({ key }) => key === 'detection');
  if (other !== undefined) throw invalid({ path, line: other.line }, 'a filter has no `detection`');
  const compile = compiler(filter, path, options);
  compile(logsource);
  return { place: { path, line: filter.line }, document, logsource, rules: rulesOf(filter, path), compile };
}

function rulesOf(filter: MapTree, path: string): Filter['rules'] {
  const rules = placedListAt(filter, 'rules', path);
  if (rules.length === 0) {
    const line = valueAt(filter, 'rules')?.line ?? filter.line;
    throw invalid({ path, line }, 'the filter names no rules', 'write `rules: any` for all that its logsource fits');
  }
  const [only] = rules;
  const isAny = rules.length === 1 && only !== undefined && ['any', 'all'].includes(only.text.toLowerCase());
  return isAny ? null : rules;
}

/** Field names mean what they mean for the rule, so a filter is compiled for each logsource once. */
function compiler(filter: MapTree, path: string, options: CompileOptions): Filter['compile'] {
  const detection = { ...filter, entries: filter.entries.filter(({ key }) => key !== 'rules') };
  const compiled = new Map<string, Predicate>();
  return (logsource) => {
    const key = JSON.stringify([logsource.product, logsource.service, logsource.category]);
    const known = compiled.get(key);
    if (known !== undefined) return known;
    const predicate = compileDetection(detection, {
      path,
      placeholders: options.placeholders ?? new Map(),
      field: (name) => options.resolve(name, logsource),
    });
    compiled.set(key, predicate);
    return predicate;
  };
}

/** The rule as a filter leaves it. */
export function filtered(rule: CompiledRule, filter: Filter): CompiledRule {
  const predicate = all([rule.predicate, filter.compile(rule.identity.logsource)]);
  if (countTests(predicate) > maxTests || !isShallow(predicate))
    throw unsupported(filter.place, `with the filter the rule ${quote(rule.identity.uid)} is too large or too deep`);
  return { ...rule, predicate, hash: hashOf(rule.identity, predicate) };
}
