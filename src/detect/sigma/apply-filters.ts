import type { CompiledRule } from './compile.ts';
import { filtered, type Filter } from './filter.ts';
import { servedBy } from './logsource.ts';
import { invalid, quote } from './place.ts';
import { lookupIn } from './references.ts';

/**
 * The rules as a filter leaves them, in the same order. A filter that names what is not there, or is
 * written for other logs, changes no rule: throws `rule.invalid`.
 */
export function applyFilter(filter: Filter, rules: readonly CompiledRule[]): readonly CompiledRule[] {
  const isFitting = ({ identity }: CompiledRule) => servedBy(filter.logsource, [identity.logsource]);
  if (filter.rules === null) return rules.map((rule) => (isFitting(rule) ? filtered(rule, filter) : rule));
  const lookup = lookupIn(rules);
  const { path } = filter.place;
  const meant = new Set(
    filter.rules.map((reference) => {
      const rule = lookup(reference, path);
      if (isFitting(rule)) return rule;
      throw invalid({ path, line: reference.line }, `the rule ${quote(reference.text)} is written for other logs`);
    }),
  );
  return rules.map((rule) => (meant.has(rule) ? filtered(rule, filter) : rule));
}
