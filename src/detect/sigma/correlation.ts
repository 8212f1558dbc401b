import type { RuleIdentity } from '../../model/rule.ts';
import type { SigmaDocument } from './collection.ts';
import { readBounds, type Bound } from './correlation-condition.ts';
import { correlationKinds, type CorrelationKind } from './correlation-kind.ts';
import { demandKnownKeys, demandReachable, flagAt, listAt, mapAt, placedListAt, textAt } from './fields.ts';
import { readIdentity } from './metadata.ts';
import { invalid, quote, type Place } from './place.ts';
import { valueAt, type MapTree } from './tree.ts';

/** A piece of a document with its line. */
export interface Placed {
  readonly text: string;
  readonly line: number;
}

/** A correlation as its document has it, before the rules that it names are looked up. */
export interface CorrelationDraft {
  readonly identity: RuleIdentity;
  readonly name: string | null;
  readonly line: number;
  readonly kind: CorrelationKind;
  /** Ids or names of rules and correlations, in their order. */
  readonly rules: readonly Placed[];
  readonly groupBy: readonly string[];
  readonly timespanSeconds: number;
  /** All must hold. */
  readonly bounds: readonly Bound[];
  /** The values that are counted, as tuples, or the one that is summed up; none for other kinds. */
  readonly valueFields: readonly string[];
  /** From 0 to 100; null for other kinds than value_percentile and value_median. */
  readonly percentile: number | null;
  /** By alias: the field that it stands for in the matches of a rule, by id or name. */
  readonly aliases: ReadonlyMap<string, ReadonlyMap<string, Placed>>;
  /** Whether the rules named raise findings of their own all the same. */
  readonly generates: boolean;
}

const correlationKeys = new Set(['type', 'rules', 'group-by', 'timespan', 'condition', 'aliases', 'generate']);
const mostRules = 100;
const mostFields = 16;

/**
 * Reads a correlation (Sigma correlation rules specification 2.1.0). Throws `rule.invalid` where it
 * breaks the specification and `rule.unsupported` where it goes beyond it, naming the place.
 */
export function readCorrelation(document: SigmaDocument): CorrelationDraft {
  const { tree, path } = document;
  const identity = readIdentity(document);
  const correlation = mapAt(tree, 'correlation', path);
  if (correlation === null) throw invalid({ path, line: tree.line }, 'the correlation is empty');
  const place = { path, line: correlation.line };
  const other = tree.entries.find(({ key }) => key === 'detection' || key === 'filter');
  if (other !== undefined) throw invalid({ path, line: other.line }, `a correlation has no ${quote(other.key)}`);
  demandKnownKeys(correlation, correlationKeys, { ...place, what: 'a correlation' });
  const kind = kindOf(correlation, place);
  const rules = rulesOf(correlation, place);
  return {
    identity,
    name: textAt(tree, 'name', path),
    line: correlation.line,
    kind,
    rules,
    groupBy: groupByOf(correlation, place),
    timespanSeconds: timespanOf(correlation, place),
    ...readBounds(correlation, { ...place, kind, rules: rules.length }),
    aliases: aliasesOf(correlation, place),
    // The specification lists it beside `level`, pySigma reads it inside of `correlation`.
    generates: flagAt(correlation, 'generate', path) || flagAt(tree, 'generate', path),
  };
}

function kindOf(correlation: MapTree, place: Place): CorrelationKind {
  const text = textAt(correlation, 'type', place.path);
  if (text === null) throw invalid(place, 'the correlation has no type');
  const kind = correlationKinds.find((known) => known === text.toLowerCase());
  if (kind !== undefined) return kind;
  const line = valueAt(correlation, 'type')?.line ?? place.line;
  throw invalid({ ...place, line }, `the type ${quote(text)} is none of ${correlationKinds.join(', ')}`);
}

function rulesOf(correlation: MapTree, place: Place): readonly Placed[] {
  const rules = placedListAt(correlation, 'rules', place.path);
  if (rules.length === 0) throw invalid(place, 'the correlation names no rules');
  if (rules.length > mostRules) throw invalid(place, `the correlation names more than ${mostRules} rules`);
  for (const [index, { text, line }] of rules.entries()) {
    if (rules.findIndex((one) => one.text === text) < index)
      throw invalid({ ...place, line }, `the rule ${quote(text)} is named twice`);
  }
  return rules;
}

function groupByOf(correlation: MapTree, place: Place): readonly string[] {
  const fields = [...new Set(listAt(correlation, 'group-by', place.path))];
  if (fields.length > mostFields) throw invalid(place, `the correlation groups by more than ${mostFields} fields`);
  return fields.map((field) => demandReachable(field, place));
}

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
/** A century; sums of microseconds stay far from overflowing. */
const longestSeconds = 36_525 * 86_400;

function timespanOf(correlation: MapTree, place: Place): number {
  const text = textAt(correlation, 'timespan', place.path);
  if (text === null) throw invalid(place, 'the correlation has no timespan');
  const [, digits, unit = ''] = /^(\d{1,12})([smhdw])$/.exec(text) ?? [];
  const seconds = Number(digits) * (unitSeconds[unit] ?? Number.NaN);
  if (seconds > 0 && seconds <= longestSeconds) return seconds;
  const line = valueAt(correlation, 'timespan')?.line ?? place.line;
  throw invalid(
    { ...place, line },
    `the timespan ${quote(text)} is not a number above 0 and one of s, m, h, d, w`,
    'write 90m for an hour and a half',
  );
}

function aliasesOf(correlation: MapTree, place: Place): CorrelationDraft['aliases'] {
  const aliases = mapAt(correlation, 'aliases', place.path);
  if (aliases === null) return new Map();
  return new Map(
    aliases.entries.map(({ key }) => {
      const fields = mapAt(aliases, key, place.path);
      const byRule = (fields?.entries ?? []).map(({ key: rule, line }): [string, Placed] => {
        const field = fields === null ? null : textAt(fields, rule, place.path);
        if (field === null)
          throw invalid({ ...place, line }, `the alias ${quote(key)} names no field of ${quote(rule)}`);
        return [rule, { text: demandReachable(field, { ...place, line }), line }];
      });
      return [key, new Map(byRule)];
    }),
  );
}
