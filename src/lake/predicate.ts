import type { EventColumn } from '../model/event.ts';

/**
 * A value of an event: a column of the lake, or a path into the raw record. On a path, arrays are
 * transparent: the field then has several values, and a test holds when any value passes.
 * A value that is an object counts as its JSON text without blanks; numbers and booleans as their JSON
 * text, numbers in the engine's spelling (2.50 is 2.5, 1e3 is 1000.0). Keys are literal: a numeric key is
 * no index. Columns of time count as RFC 3339 in UTC with milliseconds.
 */
export type Field = { readonly column: EventColumn } | { readonly path: readonly string[] };

/** A piece of a wildcard pattern: literal text, any run of characters, or any one character, which is a code point; line ends are characters like others. */
export type PatternPart = { readonly text: string } | 'any-run' | 'any-one';

/** What is asked of a single present value. Without `cased`, case is folded by the engine on both sides. */
export type Test =
  | { readonly op: 'equals' | 'contains' | 'starts' | 'ends'; readonly text: string; readonly cased: boolean }
  | { readonly op: 'like'; readonly parts: readonly PatternPart[]; readonly cased: boolean }
  /** RE2 syntax, found anywhere in the value; always cased unless the flag `i` is given. */
  | {
      readonly op: 'regex';
      readonly pattern: string;
      readonly flags: { readonly i: boolean; readonly m: boolean; readonly s: boolean };
    }
  /**
   * The value is an address inside the network, IPv4 or IPv6; ::ffff:192.0.2.1 is 192.0.2.1. Text that is no
   * address never is, be it for a name, a port, a zone or a leading zero.
   */
  | { readonly op: 'cidr'; readonly network: string }
  /** Numeric comparison; a value that is no decimal number (`nan`, `1_000`) never passes. */
  | { readonly op: 'lt' | 'lte' | 'gt' | 'gte'; readonly number: number }
  /**
   * One part of a timestamp, in UTC; `week` is the ISO week. A value that is no ISO 8601 date or time
   * never passes; one without an offset is UTC.
   */
  | {
      readonly op: 'time-part';
      readonly part: 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';
      readonly number: number;
    }
  /** Compares with another field of the same record: any of its values. */
  | {
      readonly op: 'equals-field' | 'contains-field' | 'starts-field' | 'ends-field';
      readonly field: Field;
      readonly cased: boolean;
    };

/**
 * What a rule asks of one event. Two-valued: an atom over an absent value is false, so that `not`
 * means what a person expects. Emitters turn it into SQL; see duckdb/emit.ts for the one to copy.
 */
export type Predicate =
  | { readonly is: 'test'; readonly field: Field; readonly test: Test }
  /** No value: the key is absent, or its value is JSON null. */
  | { readonly is: 'null'; readonly field: Field }
  /** The key stands in the record, whatever its value, JSON null included. */
  | { readonly is: 'exists'; readonly field: Field }
  /** Any value anywhere in the record passes; keys are not looked at. */
  | { readonly is: 'anywhere'; readonly test: Test }
  | { readonly is: 'all' | 'any'; readonly of: readonly Predicate[] }
  | { readonly is: 'not'; readonly of: Predicate };
