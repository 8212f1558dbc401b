import ipaddr from 'ipaddr.js';
import type { Field, PatternPart, Predicate, Test } from '../../src/lake/predicate.ts';

/**
 * What a predicate means, in plain words of JavaScript: the oracle that emitters are tested against.
 * Only tests use it; events never come this way.
 */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A record as the oracle sees it: its parsed JSON, and the columns that were made from it. */
export interface PlainRecord {
  readonly raw: Json;
  readonly columns: Readonly<Record<string, string | null>>;
}

export function evaluatePredicate(predicate: Predicate, record: PlainRecord): boolean {
  switch (predicate.is) {
    case 'test':
      return valuesOf(record, predicate.field).some((value) => passes(record, value, predicate.test));
    case 'null':
      return valuesOf(record, predicate.field).length === 0;
    case 'exists':
      return existsIn(record, predicate.field);
    case 'anywhere':
      return scalarsOf(record.raw).some((value) => passes(record, value, predicate.test));
    case 'all':
      return predicate.of.every((part) => evaluatePredicate(part, record));
    case 'any':
      return predicate.of.some((part) => evaluatePredicate(part, record));
    case 'not':
      return !evaluatePredicate(predicate.of, record);
  }
}

function valuesOf(record: PlainRecord, field: Field): readonly string[] {
  if ('column' in field) return [record.columns[field.column] ?? null].filter((value) => value !== null);
  return walk(record.raw, field.path)
    .filter((value) => value !== null)
    .map(textOf);
}

const textOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

const unfold = (value: Json): readonly Json[] => (Array.isArray(value) ? value.flatMap(unfold) : [value]);

function walk(value: Json, path: readonly string[]): readonly Json[] {
  const [key, ...rest] = path;
  if (key === undefined) return unfold(value);
  return unfold(value).flatMap((one) => (holds(one, key) ? walk(one[key] as Json, rest) : []));
}

function holds(value: Json, key: string): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key);
}

function existsIn(record: PlainRecord, field: Field): boolean {
  if ('column' in field) return (record.columns[field.column] ?? null) !== null;
  const key = field.path.at(-1) ?? '';
  return walk(record.raw, field.path.slice(0, -1)).some((parent) => holds(parent, key));
}

function scalarsOf(value: Json): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(scalarsOf);
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(scalarsOf);
  return value === null ? [] : [textOf(value)];
}

/** Lower case of each code point by itself, as engines do it. */
const fold = (text: string): string =>
  Array.from(text, (one) => String.fromCodePoint(one.toLowerCase().codePointAt(0) ?? 0)).join('');

function passes(record: PlainRecord, value: string, test: Test): boolean {
  const folded = 'cased' in test && !test.cased ? fold : (text: string) => text;
  switch (test.op) {
    case 'equals':
    case 'contains':
    case 'starts':
    case 'ends':
      return compare(test.op, folded(value), folded(test.text));
    case 'like':
      return patternOf(test.parts, folded).test(folded(value));
    case 'regex':
      return new RegExp(
        test.pattern,
        `u${test.flags.i ? 'i' : ''}${test.flags.m ? 'm' : ''}${test.flags.s ? 's' : ''}`,
      ).test(value);
    case 'cidr':
      return isInside(value, test.network);
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return (
        /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(value) && compareNumbers(test.op, Number(value), test.number)
      );
    case 'time-part':
      return timePart(value, test.part) === test.number;
    case 'equals-field':
    case 'contains-field':
    case 'starts-field':
    case 'ends-field': {
      const how = test.op.replace('-field', '') as 'equals' | 'contains' | 'starts' | 'ends';
      return valuesOf(record, test.field).some((other) => compare(how, folded(value), folded(other)));
    }
  }
}

function compare(how: 'equals' | 'contains' | 'starts' | 'ends', value: string, other: string): boolean {
  if (how === 'equals') return value === other;
  if (how === 'contains') return value.includes(other);
  return how === 'starts' ? value.startsWith(other) : value.endsWith(other);
}

function compareNumbers(how: 'lt' | 'lte' | 'gt' | 'gte', value: number, other: number): boolean {
  if (how === 'lt') return value < other;
  if (how === 'lte') return value <= other;
  return how === 'gt' ? value > other : value >= other;
}

function patternOf(parts: readonly PatternPart[], folded: (text: string) => string): RegExp {
  const pieces = parts.map((part) => {
    if (typeof part === 'string') return part === 'any-run' ? '.*' : '.';
    return folded(part.text).replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  });
  return new RegExp(`^${pieces.join('')}$`, 'su');
}

function isInside(value: string, network: string): boolean {
  const address = addressOf(value);
  const [text = '', length] = network.split('/');
  const base = addressOf(text);
  if (!address || !base) return false;
  const isSmall = base.isShort && !text.includes(':');
  const prefix = length === undefined ? 128 : Number(length) + (isSmall ? 96 : 0);
  // A network written wider than ::ffff:0:0/96 is one of IPv6 alone: dotted addresses are not in it.
  if (!value.includes(':') && prefix < 96) return false;
  const bits = (bytes: readonly number[]) => bytes.map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return bits(address.bytes).slice(0, prefix) === bits(base.bytes).slice(0, prefix);
}

function addressOf(text: string): { readonly bytes: readonly number[]; readonly isShort: boolean } | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) {
    return { bytes: ipaddr.IPv4.parse(text).toIPv4MappedAddress().toByteArray(), isShort: true };
  }
  if (!text.includes(':') || text.includes('%') || !ipaddr.IPv6.isValid(text)) return null;
  return { bytes: ipaddr.IPv6.parse(text).toByteArray(), isShort: false };
}

function timePart(value: string, part: 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year'): number | null {
  const isTime = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[-+]\d{2}(:?\d{2})?)?)?$/.test(value);
  const hasOffset = /(Z|\d[-+]\d{2}:?\d{2})$/.test(value) && value.length > 10;
  const time = new Date(value.length === 10 ? `${value}T00:00:00Z` : hasOffset ? value : `${value}Z`);
  if (!isTime || Number.isNaN(time.getTime())) return null;
  if (part === 'minute') return time.getUTCMinutes();
  if (part === 'hour') return time.getUTCHours();
  if (part === 'day') return time.getUTCDate();
  if (part === 'month') return time.getUTCMonth() + 1;
  return part === 'year' ? time.getUTCFullYear() : isoWeek(time);
}

function isoWeek(time: Date): number {
  const thursday = new Date(
    Date.UTC(time.getUTCFullYear(), time.getUTCMonth(), time.getUTCDate() + 4 - (time.getUTCDay() || 7)),
  );
  return Math.ceil(((thursday.getTime() - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / 86_400_000 + 1) / 7);
}
