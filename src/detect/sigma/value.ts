import type { PatternPart, Test } from '../../lake/predicate.ts';
import type { ScalarTree } from './tree.ts';
import { parseWildcards } from './wildcard.ts';

type TimePart = Extract<Test, { op: 'time-part' }>['part'];
export type Comparison = Extract<Test, { op: 'lt' | 'lte' | 'gt' | 'gte' }>['op'];
export type { TimePart };

/** Where the other field's value must stand in this one's. */
export type FieldMatch = 'equals-field' | 'contains-field' | 'starts-field' | 'ends-field';

export interface RegexFlags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
}

/** A value of a rule on its way through its modifiers. Modifiers change values; the last value decides what is asked. */
export type Value =
  /** `source` is what the rule says; `isBytes`: the texts are bytes, see encoding.ts. */
  | {
      readonly kind: 'text';
      readonly source: string;
      readonly parts: readonly PatternPart[];
      readonly isBytes: boolean;
    }
  | { readonly kind: 'number'; readonly number: number; readonly source: string }
  | { readonly kind: 'boolean'; readonly boolean: boolean; readonly source: string }
  | { readonly kind: 'null' }
  | { readonly kind: 'exists'; readonly exists: boolean }
  | { readonly kind: 'regex'; readonly pattern: string; readonly flags: RegexFlags }
  | { readonly kind: 'network'; readonly network: string }
  | { readonly kind: 'comparison'; readonly op: Comparison; readonly number: number }
  | { readonly kind: 'time'; readonly part: TimePart; readonly number: number }
  | { readonly kind: 'field'; readonly name: string; readonly match: FieldMatch };

export type TextValue = Extract<Value, { kind: 'text' }>;

/** The value as the rule writes it, before any modifier. */
export function readValue({ value, text }: ScalarTree): Value {
  if (value === null) return { kind: 'null' };
  if (typeof value === 'number') return { kind: 'number', number: value, source: text };
  if (typeof value === 'boolean') return { kind: 'boolean', boolean: value, source: text };
  return { kind: 'text', source: text, parts: parseWildcards(text), isBytes: false };
}

/** "All values are treated as case-insensitive strings": what text modifiers see of numbers and booleans too. */
export function asText(value: Value): TextValue | null {
  if (value.kind === 'text') return value;
  if (value.kind !== 'number' && value.kind !== 'boolean') return null;
  return { kind: 'text', source: value.source, parts: [{ text: value.source }], isBytes: false };
}
