import type { Field, Predicate, Test } from '../../lake/predicate.ts';
import { all, any, not } from './combine.ts';
import { textOfBytes } from './encoding.ts';
import type { Placeholders } from './expand.ts';
import { demandReachable } from './fields.ts';
import { modifiers } from './modifiers.ts';
import { invalid, quote, unsupported, type Place } from './place.ts';
import type { Entry, ScalarTree } from './tree.ts';
import { asText, readValue, type TextValue, type Value } from './value.ts';
import { isAnything, tidy, testOf } from './wildcard.ts';

/** What an item needs to know of the rule around it. `field` notes and resolves a Sigma field name. */
export interface ItemContext {
  readonly path: string;
  readonly field: (name: string, line: number) => Field;
  readonly placeholders: Placeholders;
  /** Told of values as they are made; throws when a rule makes too many. */
  readonly spend?: (tests: number, place: Place) => void;
}

/** What the modifiers of an item say of the item as a whole. */
interface Item {
  readonly field: Field | null;
  readonly place: Place;
  readonly isCased: boolean;
  /** The keyword stands alone: it may be found anywhere in a value. */
  readonly isSearched: boolean;
  readonly resolve: (name: string) => Field;
}

/**
 * One `field|modifier|…: value` of a map. Values of a list are alternatives, with `all` each must
 * match; `neq` is true where the item without it is false. Without a field the values are keywords.
 */
export function compileItem(entry: Entry, context: ItemContext): Predicate {
  const place = { path: context.path, line: entry.line };
  const [name = '', ...names] = entry.key.split('|');
  const unknown = names.find((modifier) => !modifiers.has(modifier) && !wholeItem.has(modifier));
  if (unknown !== undefined)
    throw unsupported(place, `the modifier ${quote(unknown)} of ${quote(entry.key)} is not one of Sigma 2.1`);
  const item: Item = {
    field: name === '' ? null : context.field(demandReachable(name, place), entry.line),
    place,
    isCased: names.includes('cased'),
    isSearched: !names.includes('startswith') && !names.includes('endswith'),
    resolve: (other) => context.field(demandReachable(other, place), entry.line),
  };
  const asked = scalarsOf(entry, place).map((scalar) => {
    const at = { path: context.path, line: scalar.line };
    const values = applyModifiers(scalar, names, { ...context, place: at });
    context.spend?.(values.length, at);
    return any(values.map((value) => ask(value, { ...item, place: at })));
  });
  const linked = names.includes('all') ? all(asked) : any(asked);
  return names.includes('neq') ? not(linked) : linked;
}

/** A keyword of a list: text that may stand anywhere in any value of the record. */
export function compileKeyword(keyword: ScalarTree, context: ItemContext): Predicate {
  return compileItem({ key: '', line: keyword.line, value: keyword }, context);
}

const wholeItem: ReadonlySet<string> = new Set(['all', 'neq', 'cased']);

function scalarsOf(entry: Entry, place: Place): readonly ScalarTree[] {
  const { value } = entry;
  if (value.kind === 'scalar') return [value];
  if (value.kind === 'map')
    throw invalid(place, `${quote(entry.key)} has a map as its value`, 'write nested fields as a.b.c');
  if (value.items.length === 0) throw invalid(place, `${quote(entry.key)} has an empty list`);
  return value.items.map((item) => {
    const at = { path: place.path, line: item.line };
    if (item.kind !== 'scalar') throw invalid(at, `${quote(entry.key)} has a ${item.kind} in its list`);
    if (item.value !== null) return item;
    throw invalid(
      at,
      `${quote(entry.key)} has null in its list`,
      'write `field: null` in a search identifier of its own',
    );
  });
}

function applyModifiers(
  scalar: ScalarTree,
  names: readonly string[],
  context: ItemContext & { readonly place: Place },
): readonly Value[] {
  let values: readonly Value[] = [readValue(scalar)];
  let isFirst = true;
  for (const modifier of names) {
    const change = modifiers.get(modifier);
    if (change === undefined) continue;
    const about = { modifier, isFirst, place: context.place, placeholders: context.placeholders };
    values = values.flatMap((value) => change(value, about));
    isFirst = false;
  }
  return values;
}

/** What a finished value asks of the field, or of any value where there is none. */
function ask(value: Value, item: Item): Predicate {
  const text = asText(value);
  if (text !== null) return askText(text, item);
  if (item.isCased && value.kind !== 'field') throw invalid(item.place, '`cased` is for text');
  const test = testFor(value);
  if (test !== null) return askTest(test, item);
  if (item.field !== null) return askOfField(value, item.field, item);
  throw invalid(item.place, `a keyword cannot be ${value.kind === 'field' ? 'compared with a field' : value.kind}`);
}

function askText(value: TextValue, item: Item): Predicate {
  const parts = value.isBytes ? value.parts.map((part) => decoded(part, item.place)) : value.parts;
  if (item.field !== null) {
    return isAnything(parts) ? not({ is: 'null', field: item.field }) : askTest(testOf(parts, item.isCased), item);
  }
  const searched = item.isSearched ? tidy(['any-run', ...parts, 'any-run']) : parts;
  return askTest(testOf(searched, item.isCased), item);
}

type Part = TextValue['parts'][number];

function decoded(part: Part, place: Place): Part {
  if (typeof part === 'string') return part;
  const text = textOfBytes(part.text);
  if (text === null)
    throw invalid(place, 'the UTF-16 bytes are no text', 'put base64 or base64offset after the encoding');
  return { text };
}

const askTest = (test: Test, { field }: Item): Predicate =>
  field === null ? { is: 'anywhere', test } : { is: 'test', field, test };

function askOfField(value: Value, field: Field, item: Item): Predicate {
  if (value.kind === 'exists') return value.exists ? { is: 'exists', field } : not({ is: 'exists', field });
  if (value.kind !== 'field') return { is: 'null', field };
  return { is: 'test', field, test: { op: value.match, field: item.resolve(value.name), cased: item.isCased } };
}

/** What is asked of a value by itself; null for what only a field can be asked. */
function testFor(value: Value): Test | null {
  if (value.kind === 'regex') return { op: 'regex', pattern: value.pattern, flags: value.flags };
  if (value.kind === 'network') return { op: 'cidr', network: value.network };
  if (value.kind === 'comparison') return { op: value.op, number: value.number };
  return value.kind === 'time' ? { op: 'time-part', part: value.part, number: value.number } : null;
}
