import {
  arrayKeysOf,
  pathOfSign,
  type Envelope,
  type ObjectEnvelope,
  type Sign,
  type Source,
} from '../../model/source.ts';
import { carrierPaths, mostCarriers } from '../../model/carriers.ts';
import { camelAt } from '../canonical-json.ts';
import type { Framing } from './framing.ts';
import { lineSource } from './line-source.ts';
import { JsonScanner } from './scan-json.ts';

type JsonObject = Readonly<Record<string, unknown>>;

const lineBreak = 0x0a;
const openBrace = 0x7b;

/** What the first record of an object is of, and the object that it stands in, if any. */
export interface Told {
  readonly source: Source;
  readonly wrapping: ObjectEnvelope | null;
  /** How many carriers it stands in. */
  readonly carriers: number;
}

/**
 * The source that the first record of an object is of, out of whatever it is wrapped in; null where none
 * knows it, or where it is longer than the head. Others of the object's records may be of other sources.
 * @param head the first bytes of the object's text
 */
export function sourceOf(head: Buffer, framing: Framing, sources: readonly Source[]): Told | null {
  const first = framing.form === 'cut' ? cutRecord(head, framing.skip, sources) : firstRecord(head, framing);
  return toldOf(objectOf(first), 0, sources);
}

function toldOf(record: JsonObject | string | null, carriers: number, sources: readonly Source[]): Told | null {
  if (record === null || carriers > mostCarriers) return null;
  const found = typeof record === 'string' ? lineOf(record, sources) : recordOf(record, sources);
  if (found !== null) return { ...found, carriers };
  if (typeof record === 'string' || sources.some((source) => isLineOf(record, source))) return null;
  return toldOf(carriedIn(record), carriers + 1, sources);
}

type Found = Omit<Told, 'carriers'>;

function lineOf(line: string, sources: readonly Source[]): Found | null {
  const source = lineSource(Buffer.from(line), sources);
  return source === null ? null : { source, wrapping: null };
}

function recordOf(record: JsonObject, sources: readonly Source[]): Found | null {
  for (const source of sources) {
    if (isOf(record, source)) return { source, wrapping: null };
    const envelope = source.envelopes.find((each) => {
      const inner = unwrapped(record, each);
      return inner !== null && isOf(inner, source);
    });
    if (envelope !== undefined) return { source, wrapping: envelope.wrap === 'object' ? envelope : null };
  }
  return null;
}

/** What a record carries: another one, a line, or nothing. */
function carriedIn(record: JsonObject): JsonObject | string | null {
  for (const path of carrierPaths) {
    const value = path.reduce<unknown>((inside, key) => asObject(inside)?.[key], record);
    if (typeof value === 'string') return objectOf(value) ?? value;
    const inner = asObject(value);
    if (inner !== null) return inner;
  }
  return null;
}

function firstRecord(head: Buffer, framing: Exclude<Framing, { form: 'cut' }>): string {
  const { skip } = framing;
  if (framing.form === 'lines') return head.toString('utf8', skip, endAt(head, head.indexOf(lineBreak, skip)));
  // Up to the bracket that closes the record: the separator is `},{"key":`.
  const separator = framing.separator === null ? -1 : head.indexOf(framing.separator, skip);
  if (separator !== -1) return head.toString('utf8', skip, separator + 1);
  const scanner = new JsonScanner([]);
  scanner.position = skip;
  return scanner.scan(head, head.length) === 'whole' ? head.toString('utf8', skip, scanner.position) : '';
}

/** The first record of loosely written text: of an envelope's array, or the object itself. */
function cutRecord(head: Buffer, skip: number, sources: readonly Source[]): string {
  const outer = new JsonScanner(arrayKeysOf(sources));
  outer.position = skip;
  const outcome = outer.scan(head, head.length);
  if (outcome === 'whole') return head.toString('utf8', skip, outer.position);
  const start = outcome === 'records' ? head.indexOf(openBrace, outer.position) : -1;
  if (start === -1) return '';
  const inner = new JsonScanner([]);
  inner.position = start;
  return inner.scan(head, head.length) === 'whole' ? head.toString('utf8', start, inner.position) : '';
}

const endAt = (head: Buffer, index: number): number => (index === -1 ? head.length : index);

const isOf = (record: JsonObject, source: Source): boolean =>
  [record, ...respelled(record, source)].some((one) =>
    source.recognise.some((signs) => signs.every((sign) => shows(one, sign))),
  );

/** Whether a source of lines reads more than a line of it: it is not to be opened. */
const isLineOf = (record: JsonObject, { lines }: Source): boolean =>
  lines?.objects?.recognise.some((signs) => signs.every((sign) => shows(record, sign))) === true;

/** The record as its source spells its keys, where a tool wrote them otherwise. */
const respelled = (record: JsonObject, source: Source): readonly JsonObject[] =>
  source.respelled === undefined || !Object.keys(record).some((key) => /[-_]/.test(key))
    ? []
    : [objectOf(camelAt(JSON.stringify(record), source.respelled)) ?? {}];

function unwrapped(record: JsonObject, envelope: Envelope): JsonObject | null {
  if (envelope.wrap === 'array' || envelope.wrap === 'rows') return null;
  const inner = record[envelope.key];
  return envelope.wrap === 'text' ? objectOf(inner) : asObject(inner);
}

function shows(record: JsonObject, sign: Sign): boolean {
  const value = pathOfSign(sign).reduce<unknown>((inside, key) => asObject(inside)?.[key], record) ?? null;
  if (value === null || typeof sign === 'string' || 'within' in sign) return value !== null;
  return new RegExp(sign.matches, 'u').test(typeof value === 'string' ? value : JSON.stringify(value));
}

function objectOf(text: unknown): JsonObject | null {
  if (typeof text !== 'string' || text === '') return null;
  try {
    return asObject(JSON.parse(text));
  } catch {
    return null;
  }
}

const asObject = (value: unknown): JsonObject | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
