import type { PatternPart } from '../../lake/predicate.ts';
import { base64Offsets, bytesOf, toUtf16, type Utf16 } from './encoding.ts';
import { cutPlaceholders, fillPlaceholders, varyDashes, type Placeholders } from './expand.ts';
import { readNetwork } from './network.ts';
import { invalid, quote, unsupported, type Place } from './place.ts';
import { regexTrouble } from './regex.ts';
import {
  asText,
  type Comparison,
  type FieldMatch,
  type RegexFlags,
  type TextValue,
  type TimePart,
  type Value,
} from './value.ts';
import { literalOf, tidy } from './wildcard.ts';

/** What a modifier knows beside the value. `isFirst`: no modifier has changed the value yet. */
export interface ModifierContext {
  readonly modifier: string;
  readonly place: Place;
  readonly isFirst: boolean;
  readonly placeholders: Placeholders;
}

/** Turns one value into the values that it stands for; any of them may match. Throws `rule.*` with the place. */
type Modifier = (value: Value, context: ModifierContext) => readonly Value[];

/** One value becomes at most so many; more would make a query that no engine takes. Lists for placeholders are long. */
const maxDashes = 1000;
const maxAlternatives = 10_000;

const contains: Modifier = (value, context) =>
  around(value, context, { before: ['any-run'], after: ['any-run'], match: 'contains-field' });
const startswith: Modifier = (value, context) =>
  around(value, context, { before: [], after: ['any-run'], match: 'starts-field' });
const endswith: Modifier = (value, context) =>
  around(value, context, { before: ['any-run'], after: [], match: 'ends-field' });

interface Surroundings {
  readonly before: readonly PatternPart[];
  readonly after: readonly PatternPart[];
  readonly match: FieldMatch;
}

function around(value: Value, context: ModifierContext, { before, after, match }: Surroundings): readonly Value[] {
  if (value.kind === 'field') return [{ ...value, match }];
  if (value.kind === 'regex') return [anchored(value, context, match)];
  const text = textFor(value, context);
  return [{ ...text, parts: tidy([...before, ...text.parts, ...after]) }];
}

/** A regular expression is searched for anyway, so `contains` changes nothing. */
function anchored(value: Extract<Value, { kind: 'regex' }>, context: ModifierContext, match: FieldMatch): Value {
  if (match === 'contains-field') return value;
  if (value.flags.m)
    throw unsupported(context.place, `\`${context.modifier}\` of a regular expression with the flag m`);
  // The engine takes an empty group between anchors for an empty text.
  if (value.pattern === '') return value;
  return { ...value, pattern: match === 'starts-field' ? `^(?:${value.pattern})` : `(?:${value.pattern})$` };
}

const re: Modifier = (value, context) => {
  demandUnchanged(context);
  const { source } = textFor(value, context);
  const trouble = regexTrouble(source);
  if (trouble !== null) {
    throw invalid(
      context.place,
      `the regular expression ${quote(source)} has ${trouble}`,
      'rules use the syntax of RE2',
    );
  }
  return [{ kind: 'regex', pattern: source, flags: { i: false, m: false, s: false } }];
};

const flag =
  (name: keyof RegexFlags): Modifier =>
  (value, context) => {
    if (value.kind !== 'regex')
      throw invalid(context.place, `\`${context.modifier}\` is a flag of \`re\`, which must stand before it`);
    return [{ ...value, flags: { ...value.flags, [name]: true } }];
  };

const cidr: Modifier = (value, context) => {
  demandUnchanged(context);
  const { source } = textFor(value, context);
  return [{ kind: 'network', network: readNetwork(source, context.place) }];
};

const base64: Modifier = (value, context) => {
  const bytes = bytesFor(value, context);
  return [encodedText(bytes.toString('base64'))];
};

const base64offset: Modifier = (value, context) => {
  const bytes = bytesFor(value, context);
  if (bytes.length === 0) throw invalid(context.place, '`base64offset` of an empty text would match anything');
  return base64Offsets(bytes).map(encodedText);
};

const encodedText = (text: string): TextValue => ({ kind: 'text', source: text, parts: [{ text }], isBytes: false });

function bytesFor(value: Value, context: ModifierContext): Buffer {
  const text = textFor(value, context);
  const literal = literalOf(text.parts);
  if (literal === null) {
    throw invalid(
      context.place,
      `\`${context.modifier}\` cannot encode wildcards`,
      '`contains` and the like stand after it',
    );
  }
  return bytesOf(literal, text.isBytes);
}

const utf16 =
  (form: Utf16): Modifier =>
  (value, context) => {
    const text = plainTextFor(value, context);
    return [{ ...text, parts: toUtf16(text.parts, form), isBytes: true }];
  };

const windash: Modifier = (value, context) => {
  const text = plainTextFor(value, context);
  return spread(text, varyDashes(text.parts, maxDashes), context);
};

const expand: Modifier = (value, context) => {
  if (value.kind === 'regex') throw unsupported(context.place, '`expand` of a regular expression');
  const text = plainTextFor(value, context);
  const valuesOf = (name: string): readonly string[] => {
    const values = context.placeholders.get(name);
    if (values !== undefined && values.length > 0) return values;
    throw unsupported(
      context.place,
      `the placeholder %${name}% has no value`,
      `give %${name}% its values in a file of --placeholders, or leave this rule out`,
    );
  };
  return spread(text, fillPlaceholders(cutPlaceholders(text.parts), valuesOf, maxAlternatives), context);
};

function spread(
  text: TextValue,
  patterns: readonly (readonly PatternPart[])[] | null,
  context: ModifierContext,
): readonly Value[] {
  if (patterns !== null) return patterns.map((parts) => ({ ...text, parts }));
  const message = `\`${context.modifier}\` makes too many values of ${quote(text.source)}`;
  throw unsupported(context.place, message);
}

const fieldref: Modifier = (value, context) => {
  const name = literalOf(plainTextFor(value, context).parts);
  if (name === null || name === '')
    throw invalid(context.place, '`fieldref` needs the name of a field, without wildcards');
  return [{ kind: 'field', name, match: 'equals-field' }];
};

const exists: Modifier = (value, context) => {
  demandUnchanged(context);
  if (value.kind !== 'boolean') throw invalid(context.place, '`exists` needs true or false');
  return [{ kind: 'exists', exists: value.boolean }];
};

const compare =
  (op: Comparison): Modifier =>
  (value, context) => {
    if (value.kind === 'time')
      throw unsupported(context.place, `\`${context.modifier}\` of a part of a time`, 'list the numbers instead');
    return [{ kind: 'comparison', op, number: numberFor(value, context) }];
  };

const timePart =
  (part: TimePart, least: number, most: number): Modifier =>
  (value, context) => {
    if (value.kind === 'comparison')
      throw unsupported(context.place, `\`${context.modifier}\` of a comparison`, 'list the numbers instead');
    const number = numberFor(value, context);
    if (!Number.isInteger(number) || number < least || number > most) {
      throw invalid(context.place, `${number} is no ${part}: whole numbers from ${least} to ${most} are`);
    }
    return [{ kind: 'time', part, number }];
  };

function numberFor(value: Value, context: ModifierContext): number {
  if (value.kind === 'number' && Number.isFinite(value.number)) return value.number;
  throw invalid(
    context.place,
    `\`${context.modifier}\` needs a number, not ${kindOf(value)}`,
    'a number stands without quotes',
  );
}

function textFor(value: Value, context: ModifierContext): TextValue {
  const text = asText(value);
  if (text === null) throw invalid(context.place, `\`${context.modifier}\` needs text, not ${kindOf(value)}`);
  return text;
}

function plainTextFor(value: Value, context: ModifierContext): TextValue {
  const text = textFor(value, context);
  if (text.isBytes) throw invalid(context.place, `\`${context.modifier}\` cannot stand after a UTF-16 encoding`);
  return text;
}

function demandUnchanged(context: ModifierContext): void {
  if (!context.isFirst)
    throw invalid(context.place, `\`${context.modifier}\` must be the first modifier that changes the value`);
}

const kinds: Readonly<Record<Value['kind'], string>> = {
  text: 'text',
  number: 'a number',
  boolean: 'a boolean',
  null: 'null',
  exists: 'the result of `exists`',
  regex: 'a regular expression',
  network: 'a network',
  comparison: 'a comparison',
  time: 'a part of a time',
  field: 'the name of a field',
};
const kindOf = (value: Value): string => kinds[value.kind];

/**
 * The modifiers that change values (specification 2.1.0, modifiers appendix), applied in the order
 * given; long names of flags are pySigma's. `all`, `neq` and `cased` speak of the whole item: see item.ts.
 */
export const modifiers: ReadonlyMap<string, Modifier> = new Map(
  Object.entries({
    contains,
    startswith,
    endswith,
    re,
    cidr,
    base64,
    base64offset,
    windash,
    expand,
    fieldref,
    exists,
    i: flag('i'),
    ignorecase: flag('i'),
    m: flag('m'),
    multiline: flag('m'),
    s: flag('s'),
    dotall: flag('s'),
    wide: utf16('utf16le'),
    utf16le: utf16('utf16le'),
    utf16be: utf16('utf16be'),
    utf16: utf16('utf16'),
    lt: compare('lt'),
    lte: compare('lte'),
    gt: compare('gt'),
    gte: compare('gte'),
    minute: timePart('minute', 0, 59),
    hour: timePart('hour', 0, 23),
    day: timePart('day', 1, 31),
    week: timePart('week', 1, 53),
    month: timePart('month', 1, 12),
    year: timePart('year', 1, 9999),
  }),
);
