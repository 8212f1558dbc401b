/**
 * The meaning of the predicate form in plain JavaScript, for tests: what an emitter's SQL must say of
 * a record, without an engine. Columns are looked up in `columns`, paths in the record.
 */
import ipaddr from 'ipaddr.js';
import type { Field, PatternPart, Predicate, Test } from '../../src/lake/predicate.ts';

export type Columns = Readonly<Record<string, string | null>>;

interface Event {
  readonly record: unknown;
  readonly columns: Columns;
}

/** Whether the predicate is true of the record (as `JSON.parse` makes it). */
export function holds(predicate: Predicate, record: unknown, columns: Columns = {}): boolean {
  return isTrue(predicate, { record, columns });
}

function isTrue(predicate: Predicate, event: Event): boolean {
  switch (predicate.is) {
    case 'all':
      return predicate.of.every((part) => isTrue(part, event));
    case 'any':
      return predicate.of.some((part) => isTrue(part, event));
    case 'not':
      return !isTrue(predicate.of, event);
    case 'null':
      return valuesOf(predicate.field, event).length === 0;
    case 'exists':
      return stands(predicate.field, event);
    case 'anywhere':
      return leavesOf(event.record).some((text) => passes(text, predicate.test, event));
    case 'test':
      return valuesOf(predicate.field, event).some((text) => passes(text, predicate.test, event));
  }
}

/** The values of a field as text. JSON null is no value; nor is an empty array. */
function valuesOf(field: Field, { record, columns }: Event): readonly string[] {
  if ('column' in field) return [columns[field.column] ?? []].flat();
  let found: readonly unknown[] = spread(record);
  for (const key of field.path) found = found.flatMap((value) => (hasKey(value, key) ? spread(value[key]) : []));
  return found.filter((value) => value !== null).map(textOf);
}

const spread = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value.flatMap(spread) : [value]);

const hasKey = (value: unknown, key: string): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, key);

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function stands(field: Field, event: Event): boolean {
  if ('column' in field) return valuesOf(field, event).length > 0;
  const last = field.path.at(-1);
  if (last === undefined) return true;
  let found: readonly unknown[] = spread(event.record);
  for (const key of field.path.slice(0, -1))
    found = found.flatMap((value) => (hasKey(value, key) ? spread(value[key]) : []));
  return found.some((value) => hasKey(value, last));
}

function leavesOf(value: unknown): readonly string[] {
  if (value === null) return [];
  if (typeof value === 'object') return Object.values(value).flatMap(leavesOf);
  return [textOf(value)];
}

function passes(text: string, test: Test, event: Event): boolean {
  switch (test.op) {
    case 'equals':
    case 'contains':
    case 'starts':
    case 'ends':
      return related(test.op, folded(text, test.cased), folded(test.text, test.cased));
    case 'like':
      return isLike(folded(text, test.cased), test.parts, test.cased);
    case 'regex':
      return regexFor(test).test(text);
    case 'cidr':
      return isInside(text, test.network);
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return text.trim() !== '' && compares(Number(text), test.op, test.number);
    case 'time-part':
      return partOf(text, test.part) === test.number;
    case 'equals-field':
    case 'contains-field':
    case 'starts-field':
    case 'ends-field': {
      const relation = fieldRelations[test.op];
      return valuesOf(test.field, event).some((other) =>
        related(relation, folded(text, test.cased), folded(other, test.cased)),
      );
    }
  }
}

type Relation = 'equals' | 'contains' | 'starts' | 'ends';
const fieldRelations = {
  'equals-field': 'equals',
  'contains-field': 'contains',
  'starts-field': 'starts',
  'ends-field': 'ends',
} as const;

function related(relation: Relation, text: string, other: string): boolean {
  if (relation === 'equals') return text === other;
  if (relation === 'contains') return text.includes(other);
  return relation === 'starts' ? text.startsWith(other) : text.endsWith(other);
}

const folded = (text: string, cased: boolean): string => (cased ? text : text.toLowerCase());

/** Keeps every place in the text that the parts so far can end at. */
function isLike(text: string, parts: readonly PatternPart[], cased: boolean): boolean {
  const characters = [...text];
  let ends: readonly number[] = [0];
  for (const part of parts) ends = [...new Set(ends.flatMap((end) => endsAfter(part, end)))];
  return ends.includes(characters.length);

  function endsAfter(part: PatternPart, from: number): readonly number[] {
    const rest = characters.length - from;
    if (part === 'any-run') return Array.from({ length: rest + 1 }, (_, length) => from + length);
    if (part === 'any-one') return rest > 0 ? [from + 1] : [];
    const wanted = [...folded(part.text, cased)];
    return wanted.every((character, at) => characters[from + at] === character) ? [from + wanted.length] : [];
  }
}

function regexFor({ pattern, flags }: Extract<Test, { op: 'regex' }>): RegExp {
  return new RegExp(pattern, `${flags.i ? 'i' : ''}${flags.m ? 'm' : ''}${flags.s ? 's' : ''}`);
}

function isInside(text: string, network: string): boolean {
  const isText4 = ipaddr.IPv4.isValidFourPartDecimal(text);
  if (!isText4 && !ipaddr.IPv6.isValid(text)) return false;
  const address = isText4 ? ipaddr.IPv4.parse(text) : ipaddr.IPv6.parse(text);
  const [base, bits] = ipaddr.parseCIDR(network);
  return address.kind() === base.kind() && address.match(base, bits);
}

function compares(value: number, op: 'lt' | 'lte' | 'gt' | 'gte', number: number): boolean {
  if (op === 'lt') return value < number;
  if (op === 'lte') return value <= number;
  return op === 'gt' ? value > number : value >= number;
}

function partOf(text: string, part: Extract<Test, { op: 'time-part' }>['part']): number | null {
  const time = /^\d{4}-/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) return null;
  const date = new Date(time);
  const numbers = {
    minute: date.getUTCMinutes(),
    hour: date.getUTCHours(),
    day: date.getUTCDate(),
    month: date.getUTCMonth() + 1,
    year: date.getUTCFullYear(),
  };
  return part === 'week' ? isoWeek(date) : numbers[part];
}

/** Weeks begin on Monday; the first has the year's first Thursday. */
function isoWeek(date: Date): number {
  const dayMs = 86_400_000;
  const midnight = Math.floor(date.getTime() / dayMs) * dayMs;
  const mondayOf = (time: number): number => time - ((new Date(time).getUTCDay() + 6) % 7) * dayMs;
  const thursday = mondayOf(midnight) + 3 * dayMs;
  const firstMonday = mondayOf(Date.UTC(new Date(thursday).getUTCFullYear(), 0, 4));
  return 1 + Math.round((mondayOf(midnight) - firstMonday) / (7 * dayMs));
}
