import type { EventColumn } from './event.ts';
import type { Logsource } from './rule.ts';

/** Where a value stands in a provider's record: keys from the outside in. */
export type Path = readonly string[];

/**
 * How a column is made from a record. Text unless said otherwise; objects and arrays as JSON text.
 * `by` chooses by the text of one field; its default is absent.
 */
export type Expression =
  | { readonly make: 'at'; readonly path: Path }
  | { readonly make: 'constant'; readonly text: string }
  | { readonly make: 'first'; readonly of: readonly Expression[] }
  | { readonly make: 'instant'; readonly of: Expression }
  | { readonly make: 'by'; readonly path: Path; readonly cases: Readonly<Record<string, Expression>>; readonly otherwise?: Expression }
  | { readonly make: 'capture'; readonly of: Expression; readonly pattern: string }
  /** The n-th part, from 1, of text that a separator divides; absent where it is empty. */
  | { readonly make: 'part'; readonly of: Expression; readonly separator: string; readonly number: number }
  /** Absent where it is empty. */
  | { readonly make: 'filled'; readonly of: Expression }
  | { readonly make: 'join'; readonly of: readonly Expression[] };

/** A wrapping in which records of a source arrive, beside arrays and lines of bare records. */
export type Envelope =
  /** An object whose named key holds the array of records, as in `{"Records": […]}`. */
  | { readonly wrap: 'array'; readonly key: string }
  /** An object whose named key holds the record, as EventBridge's `detail`; `time` is its key for a record that has no time. */
  | { readonly wrap: 'object'; readonly key: string; readonly time?: string }
  /** An object whose named key holds the record as JSON text. */
  | { readonly wrap: 'text'; readonly key: string };

/**
 * A log format: how its records are recognised and turned into events, as data.
 * Copy src/clouds/aws/sources/cloudtrail as an example.
 */
export interface Source {
  readonly id: string;
  readonly title: string;
  /** Sets of top-level keys: a record that has all of one set is of this source, and no other source's record is. */
  readonly recognise: readonly (readonly string[])[];
  readonly envelopes: readonly Envelope[];
  /** The provider's own record id, where there is one. */
  readonly uid: Expression;
  /** Documents that count as content beside the columns when two records of one id are compared, as canonical JSON. */
  readonly documents: readonly Path[];
  readonly columns: Readonly<Partial<Record<Exclude<EventColumn, 'event_uid' | 'source' | 'raw' | 'object' | 'record'>, Expression>>>;
  /** Columns with few distinct values, by which rules are sorted out before records are looked at. */
  readonly facets: readonly EventColumn[];
  /** The Sigma logsources that this source serves. */
  readonly sigma: readonly Logsource[];
  /** Sigma field names that are not simply dotted paths into the record. */
  readonly sigmaFields?: Readonly<Record<string, Path>>;
}

export const defineSource = (source: Source): Source => source;

export const at = (dotted: string): Expression => ({ make: 'at', path: dotted.split('.') });
export const constant = (text: string): Expression => ({ make: 'constant', text });
export const first = (...of: readonly Expression[]): Expression => ({ make: 'first', of });
export const instant = (of: string | Expression): Expression => ({ make: 'instant', of: typeof of === 'string' ? at(of) : of });
export const capture = (of: Expression, pattern: string): Expression => ({ make: 'capture', of, pattern });
export const part = (of: Expression, separator: string, number: number): Expression => ({ make: 'part', of, separator, number });
export const filled = (of: Expression): Expression => ({ make: 'filled', of });
export const join = (...of: readonly Expression[]): Expression => ({ make: 'join', of });
export const by = (dotted: string, cases: Readonly<Record<string, Expression>>, otherwise?: Expression): Expression => ({
  make: 'by',
  path: dotted.split('.'),
  cases,
  ...(otherwise && { otherwise }),
});
