/**
 * A plain evaluator of Sigma rules, to hold the compiler and the engines against: written from the
 * specification (sigma-rules-specification 2.0.0 and modifiers appendix 2.1.0), slow, and without a
 * line of src/. A rule is what `yaml` makes of its file, a record what `JSON.parse` makes of a line.
 */
import { BlockList, isIP } from 'node:net';

export type OraclePlaceholders = Readonly<Record<string, readonly string[]>>;

type Json = unknown;
type JsonMap = Readonly<Record<string, Json>>;

const isMap = (value: Json): value is JsonMap => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether the rule fires on the record. Throws on a rule that it does not understand. */
export function oracleMatches(rule: Json, record: Json, placeholders: OraclePlaceholders = {}): boolean {
  if (!isMap(rule) || !isMap(rule['detection'])) throw new Error('oracle: no detection');
  const { condition, ...identifiers } = rule['detection'];
  const truth = (name: string): boolean => {
    if (!Object.hasOwn(identifiers, name)) throw new Error(`oracle: unknown identifier ${name}`);
    return searchHolds(identifiers[name], record, placeholders);
  };
  const conditions = Array.isArray(condition) ? condition : [condition];
  return conditions.some((text) => conditionHolds(String(text), Object.keys(identifiers), truth));
}

// Conditions: shunting-yard into a stack of truths.

const strength: Readonly<Record<string, number>> = { or: 1, and: 2, not: 3 };

function conditionHolds(text: string, names: readonly string[], truth: (name: string) => boolean): boolean {
  const quantified = text.replace(/\b(1|any|all)\s+of\s+([\w*-]+)/g, (_, quantifier: string, pattern: string) => {
    const form = new RegExp(`^${pattern === 'them' ? '.*' : pattern.replaceAll('*', '.*')}$`);
    const chosen = names.filter((name) => form.test(name) && !name.startsWith('_'));
    if (chosen.length === 0) throw new Error(`oracle: nothing matches ${pattern}`);
    return `( ${chosen.join(quantifier === 'all' ? ' and ' : ' or ')} )`;
  });
  const truths: boolean[] = [];
  const operators: string[] = [];
  const pop = (): boolean => {
    const value = truths.pop();
    if (value === undefined) throw new Error(`oracle: condition ${text}`);
    return value;
  };
  const apply = (operator: string): void => {
    if (operator === 'not') return void truths.push(!pop());
    const [right, left] = [pop(), pop()];
    truths.push(operator === 'and' ? left && right : left || right);
  };
  const unwind = (until: (operator: string) => boolean): void => {
    for (let top = operators.at(-1); top !== undefined && !until(top); top = operators.at(-1)) {
      operators.pop();
      apply(top);
    }
  };
  for (const word of quantified.match(/[()]|[^\s()]+/g) ?? []) {
    if (word === '(' || word === 'not') operators.push(word);
    else if (word === ')') {
      unwind((top) => top === '(');
      operators.pop();
    } else if (word in strength) {
      unwind((top) => top === '(' || (strength[top] ?? 0) < (strength[word] ?? 0));
      operators.push(word);
    } else truths.push(truth(word));
  }
  unwind(() => false);
  return pop();
}

// Search identifiers.

function searchHolds(search: Json, record: Json, placeholders: OraclePlaceholders): boolean {
  if (Array.isArray(search)) return search.some((item) => searchHolds(item, record, placeholders));
  if (!isMap(search)) return itemHolds('', search, record, placeholders);
  return Object.entries(search).every(([key, value]) => itemHolds(key, value, record, placeholders));
}

function itemHolds(key: string, given: Json, record: Json, placeholders: OraclePlaceholders): boolean {
  const [field = '', ...modifiers] = key.split('|');
  const values: readonly Json[] = Array.isArray(given) ? given : [given];
  const holds = (value: Json): boolean => valueHolds(value, { field, modifiers, record, placeholders });
  const linked = modifiers.includes('all') ? values.every(holds) : values.some(holds);
  return modifiers.includes('neq') ? !linked : linked;
}

interface Asked {
  readonly field: string;
  readonly modifiers: readonly string[];
  readonly record: Json;
  readonly placeholders: OraclePlaceholders;
}

const timeParts = ['minute', 'hour', 'day', 'week', 'month', 'year'];
const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  lt: (a, b) => a < b,
  lte: (a, b) => a <= b,
  gt: (a, b) => a > b,
  gte: (a, b) => a >= b,
};

function valueHolds(value: Json, asked: Asked): boolean {
  const { field, modifiers, record } = asked;
  const has = (modifier: string): boolean => modifiers.includes(modifier);
  if (has('exists')) return keyStands(record, field.split('.')) === value;
  const found = field === '' ? leaves(record) : reached(record, field.split('.')).filter((one) => one !== null);
  if (value === null) return found.length === 0;
  const texts = found.map(textOf);
  const comparison = Object.keys(comparisons).find(has);
  if (comparison !== undefined) {
    return texts.some((text) => isNumeric(text) && (comparisons[comparison]?.(Number(text), Number(value)) ?? false));
  }
  const part = timeParts.find(has);
  if (part !== undefined) return texts.some((text) => timePart(text, part) === value);
  if (has('cidr')) return texts.some((text) => inNetwork(text, textOf(value)));
  if (has('fieldref'))
    return texts.some((text) =>
      reached(record, textOf(value).split('.')).some(
        (other) => other !== null && comparedTo(text, textOf(other), modifiers),
      ),
    );
  const forms = has('re') ? [regexOf(textOf(value), modifiers)] : formsOf(value, asked);
  return texts.some((text) => forms.some((form) => form.test(text)));
}

// Records: arrays are transparent, objects count as JSON text.

function reached(value: Json, path: readonly string[]): readonly Json[] {
  if (Array.isArray(value)) return value.flatMap((item: Json) => reached(item, path));
  const [key, ...rest] = path;
  if (key === undefined) return [value];
  return isMap(value) && Object.hasOwn(value, key) ? reached(value[key], rest) : [];
}

function keyStands(value: Json, [key, ...rest]: readonly string[]): boolean {
  if (Array.isArray(value)) return value.some((item: Json) => keyStands(item, [key ?? '', ...rest]));
  if (key === undefined || !isMap(value) || !Object.hasOwn(value, key)) return false;
  return rest.length === 0 || keyStands(value[key], rest);
}

function leaves(value: Json): readonly Json[] {
  if (Array.isArray(value)) return value.flatMap(leaves);
  if (isMap(value)) return Object.values(value).flatMap(leaves);
  return value === null ? [] : [value];
}

const textOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));
const isNumeric = (text: string): boolean => /^-?\d+(\.\d+)?$/.test(text);

function inNetwork(text: string, network: string): boolean {
  const { family, list } = networkOf(network);
  return isIP(text) === (family === 'ipv6' ? 6 : 4) && list.check(text, family);
}

interface Network {
  readonly family: 'ipv4' | 'ipv6';
  readonly list: BlockList;
}

/** Networks that were asked for: making one costs far more than looking into it. */
const networks = new Map<string, Network>();

function networkOf(network: string): Network {
  const known = networks.get(network);
  if (known !== undefined) return known;
  const [address = '', bits] = network.split('/');
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  const list = new BlockList();
  list.addSubnet(address, bits === undefined ? (family === 'ipv6' ? 128 : 32) : Number(bits), family);
  networks.set(network, { family, list });
  return { family, list };
}

function comparedTo(text: string, other: string, modifiers: readonly string[]): boolean {
  const [a, b] = modifiers.includes('cased') ? [text, other] : [text.toLowerCase(), other.toLowerCase()];
  if (modifiers.includes('contains')) return a.includes(b);
  if (modifiers.includes('startswith')) return a.startsWith(b);
  if (modifiers.includes('endswith')) return a.endsWith(b);
  return a === b;
}

function timePart(text: string, part: string): number | null {
  const date = new Date(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text) ? text : Number.NaN);
  if (Number.isNaN(date.getTime())) return null;
  if (part === 'minute') return date.getUTCMinutes();
  if (part === 'hour') return date.getUTCHours();
  if (part === 'day') return date.getUTCDate();
  if (part === 'month') return date.getUTCMonth() + 1;
  if (part === 'year') return date.getUTCFullYear();
  const thursday = new Date(
    Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate() + 4 - (date.getUTCDay() || 7)),
  );
  return Math.ceil(((thursday.getTime() - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / 86_400_000 + 1) / 7);
}

// Text values: a list of characters and wildcards, at last a regular expression.

const anyRun = Symbol('*');
const anyOne = Symbol('?');
const anyDash = Symbol('dash');
type Sign = string | typeof anyRun | typeof anyOne | typeof anyDash;

function signsOf(text: string): readonly Sign[] {
  return [...text.matchAll(/\\([*?\\])|([*])|([?])|([^])/gu)].map(([, escaped, run, one, plain]) => {
    if (run !== undefined) return anyRun;
    return one === undefined ? (escaped ?? plain ?? '') : anyOne;
  });
}

/** Rules are asked of many records: their expressions are made once. */
const knownForms = new Map<string, readonly RegExp[]>();

function formsOf(value: Json, asked: Asked): readonly RegExp[] {
  const key = JSON.stringify([
    value,
    asked.field === '',
    asked.modifiers,
    asked.modifiers.includes('expand') && asked.placeholders,
  ]);
  const forms = knownForms.get(key) ?? newForms(value, asked);
  knownForms.set(key, forms);
  return forms;
}

function newForms(value: Json, { field, modifiers, placeholders }: Asked): readonly RegExp[] {
  let forms: readonly (readonly Sign[])[] = [signsOf(textOf(value))];
  for (const modifier of modifiers) forms = forms.flatMap((signs) => changed(signs, modifier, placeholders));
  const isSearched = field === '' && !modifiers.includes('startswith') && !modifiers.includes('endswith');
  const flags = modifiers.includes('cased') ? 'su' : 'isu';
  const whole = (signs: readonly Sign[]): readonly Sign[] => (isSearched ? [anyRun, ...signs, anyRun] : signs);
  return forms.map((signs) => new RegExp(`^${whole(signs).map(regexSign).join('')}$`, flags));
}

function regexSign(sign: Sign): string {
  if (sign === anyRun) return '.*';
  if (sign === anyOne) return '.';
  if (sign === anyDash) return '[-/–—―]';
  return String(sign).replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}

function changed(
  signs: readonly Sign[],
  modifier: string,
  placeholders: OraclePlaceholders,
): readonly (readonly Sign[])[] {
  if (modifier === 'contains') return [[anyRun, ...signs, anyRun]];
  if (modifier === 'startswith') return [[...signs, anyRun]];
  if (modifier === 'endswith') return [[anyRun, ...signs]];
  if (modifier === 'windash')
    return [
      signs.map((sign, at) => (isDash(sign) && !isWord(signs[at - 1]) && isWord(signs[at + 1]) ? anyDash : sign)),
    ];
  if (modifier === 'expand') return expanded(signs, placeholders);
  if (modifier === 'wide' || modifier === 'utf16le') return [encoded(signs, (text) => Buffer.from(text, 'utf16le'))];
  if (modifier === 'utf16be') return [encoded(signs, (text) => Buffer.from(text, 'utf16le').swap16())];
  if (modifier === 'utf16') return [bytes(Buffer.from(`\uFEFF${textOfSigns(signs)}`, 'utf16le'))];
  if (modifier === 'base64') return [[...bufferOf(signs).toString('base64')]];
  if (modifier === 'base64offset') return [0, 1, 2].map((offset) => stableBase64(bufferOf(signs), offset));
  if (['all', 'neq', 'cased'].includes(modifier)) return [signs];
  throw new Error(`oracle: unknown modifier ${modifier}`);
}

/** What is written is encoded, wildcards stay. */
const encoded = (signs: readonly Sign[], encode: (text: string) => Buffer): readonly Sign[] =>
  signs.flatMap((sign) => (typeof sign === 'string' ? bytes(encode(sign)) : [sign]));

const textOfSigns = (signs: readonly Sign[]): string => signs.map((sign) => String(sign)).join('');

const isDash = (sign: Sign | undefined): boolean => typeof sign === 'string' && '-/–—―'.includes(sign);
const isWord = (sign: Sign | undefined): boolean => typeof sign === 'string' && /^[\p{L}\p{N}_]$/u.test(sign);

function expanded(signs: readonly Sign[], placeholders: OraclePlaceholders): readonly (readonly Sign[])[] {
  const at = signs.findIndex(
    (sign, index) => sign === '%' && signs[index - 1] !== '\\' && closing(signs, index) > index + 1,
  );
  if (at === -1) return [signs.filter((sign, index) => !(sign === '\\' && signs[index + 1] === '%'))];
  const end = closing(signs, at);
  const values = placeholders[textOfSigns(signs.slice(at + 1, end))];
  if (values === undefined) throw new Error('oracle: placeholder without value');
  const head = signs.slice(0, at).filter((sign, index) => !(sign === '\\' && signs[index + 1] === '%'));
  return values.flatMap((value) =>
    expanded(signs.slice(end + 1), placeholders).map((tail) => [...head, ...signsOf(value), ...tail]),
  );
}

/** The index of the percent sign that closes a name begun at `from`, or -1. */
function closing(signs: readonly Sign[], from: number): number {
  let at = from + 1;
  while (isWord(signs[at])) at += 1;
  return signs[at] === '%' ? at : -1;
}

/** Bytes as signs of one character each, marked by living in the private use area. */
const bytes = (buffer: Buffer): readonly Sign[] => [...buffer].map((byte) => String.fromCodePoint(0xf0000 + byte));

function bufferOf(signs: readonly Sign[]): Buffer {
  const text = textOfSigns(signs);
  const codes = [...text].map((character) => character.codePointAt(0) ?? 0);
  return codes.length > 0 && codes.every((code) => code >= 0xf0000)
    ? Buffer.from(codes.map((code) => code - 0xf0000))
    : Buffer.from(text);
}

/** The characters that stay the same whatever stands around the bytes. */
function stableBase64(data: Buffer, offset: number): readonly Sign[] {
  const [low = '', high = ''] = [0x00, 0xff].map((byte) => {
    const after = Buffer.alloc((3 - ((offset + data.length) % 3)) % 3, byte);
    return Buffer.concat([Buffer.alloc(offset, byte), data, after]).toString('base64');
  });
  return [...low].filter((character, at) => character === high[at]);
}

function regexOf(pattern: string, modifiers: readonly string[]): RegExp {
  const flags = ['i', 'm', 's'].filter((flag) => modifiers.includes(flag)).join('');
  return new RegExp(pattern, flags);
}
