import { JsonScanner } from './scan-json.ts';
import { TextWindow } from './text-window.ts';

/** One candidate for a record, cut out of damaged or loosely written text. */
export interface Piece {
  /** Bytes from the start of the text. */
  readonly offset: number;
  readonly bytes: Buffer;
  /** Why it cannot be a record, where that is already known. */
  readonly fault: string | null;
}

export interface CutOptions {
  readonly maxRecordBytes: number;
  readonly arrayKeys: readonly string[];
}

const newline = 0x0a;
const quote = 0x22;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const punctuation = new Set([0x20, 0x09, newline, 0x0d, 0x2c, openBracket, closeBracket, closeBrace]);
const openRecord = Buffer.from('{"');
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
/** What the next record seems to begin with: after another one, or on a line of its own. */
const nextRecord = /(?:[},][\s,]{0,128}|\n[ \t]{0,128})(?=\{)/g;
/** How much text may be looked at again after records without an end, beyond its own length, before cutting becomes coarse. */
const patienceBytes = 64 * 1024 * 1024;

/** Among records, in an envelope's array of them, or behind that array and still in the envelope. */
type Place = 'records' | 'envelope' | 'behind';

/**
 * Cuts text into records where the engine's reader has failed or cannot read: records of an array, of
 * an envelope, on lines, or printed one after another over many lines. A damaged record costs itself,
 * not its neighbours: cutting resumes where the next record seems to begin. Every byte ends in some
 * piece but punctuation between records and what an envelope says beside them. Time is linear in the text.
 */
export async function* cutRecords(text: AsyncIterable<Buffer>, options: CutOptions): AsyncGenerator<Piece> {
  const window = new TextWindow(text);
  let patience = patienceBytes;
  let place: Place = 'records';
  // From then on a part of a record may look like an envelope: what it says is kept, not dropped.
  let isWrecked = false;
  await window.at(byteOrderMark.length - 1);
  if (window.bytes.subarray(0, byteOrderMark.length).equals(byteOrderMark)) window.drop(byteOrderMark.length);
  for (;;) {
    place = dropPunctuation(window, place);
    const byte = await window.at(0);
    if (byte === null) return;
    if (punctuation.has(byte)) continue;
    if (place === 'behind') {
      place = byte === quote ? await dropRestOfEnvelope(window, options, isWrecked) : 'records';
      continue;
    }
    if (byte !== openBrace) {
      yield take(window, await junkLength(window, options.maxRecordBytes), 'not a JSON object');
      continue;
    }
    const found = await measure(window, new JsonScanner(options.arrayKeys), options.maxRecordBytes);
    isWrecked ||= found.is === 'broken' || found.is === 'endless';
    if (found.is === 'broken')
      yield take(window, await resumeAfter(window, found, options.maxRecordBytes), 'not valid JSON');
    else if (found.is === 'endless') {
      const resume = patience > 0 ? resumeWithin(window, found.length) : found.length;
      patience -= found.length;
      yield take(window, resume, found.fault);
    } else if (found.is === 'whole') yield take(window, found.length, null);
    else {
      place = 'envelope';
      if (isWrecked) yield take(window, found.length, 'not a JSON object');
      else window.drop(found.length);
    }
  }
}

function take(window: TextWindow, length: number, fault: string | null): Piece {
  const piece = { offset: window.offset, bytes: window.bytes.subarray(0, length), fault };
  window.drop(length);
  return piece;
}

function dropPunctuation(window: TextWindow, before: Place): Place {
  let place = before;
  let length = 0;
  for (; length < window.bytes.length; length += 1) {
    const byte = window.bytes[length] ?? 0;
    if (!punctuation.has(byte)) break;
    if (byte === closeBracket && place === 'envelope') place = 'behind';
    // A closing brace may be that of an envelope inside of another, which has more to say.
    else if (byte === openBracket && place === 'behind') place = 'records';
  }
  window.drop(length);
  return place;
}

/**
 * What an envelope says behind its records is dropped, if it is in order; else it is looked at like any text.
 * Amid wreckage it may be the rest of a broken record: there it must be the last of the text, or of its line.
 */
async function dropRestOfEnvelope(window: TextWindow, options: CutOptions, isWrecked: boolean): Promise<Place> {
  const found = await measure(window, JsonScanner.inObject(options.arrayKeys), options.maxRecordBytes);
  if (found.is !== 'whole' && found.is !== 'records') return 'records';
  if (isWrecked && !(found.is === 'whole' && (await endsLine(window, found.length)))) return 'records';
  window.drop(found.length);
  return found.is === 'whole' ? 'behind' : 'envelope';
}

async function endsLine(window: TextWindow, from: number): Promise<boolean> {
  for (let index = from; ; index += 1) {
    const byte = await window.at(index);
    if (byte === null || byte === newline) return true;
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) return false;
  }
}

/** Text between records that is none: up to the next thing that could begin one. */
async function junkLength(window: TextWindow, limit: number): Promise<number> {
  for (let index = 1; index < limit; index += 1) {
    const byte = index < window.bytes.length ? window.bytes[index] : await window.at(index);
    if (byte === null || byte === newline || byte === openBrace || byte === openBracket) return index;
  }
  return limit;
}

type Measured =
  /** The object ends after `length` bytes, or its array of records begins there. */
  | { readonly is: 'whole' | 'records'; readonly length: number }
  /** The byte at `length` cannot stand there; the token before it, or around it, begins at `tokenStart`. */
  | { readonly is: 'broken'; readonly length: number; readonly tokenStart: number }
  | { readonly is: 'endless'; readonly length: number; readonly fault: string };

async function measure(window: TextWindow, scanner: JsonScanner, limit: number): Promise<Measured> {
  for (;;) {
    const outcome = scanner.scan(window.bytes, Math.min(window.bytes.length, limit));
    if (outcome === 'broken') return { is: outcome, length: scanner.position, tokenStart: scanner.tokenStart };
    if (outcome !== 'more') return { is: outcome, length: scanner.position };
    if (scanner.position >= limit) return { is: 'endless', length: limit, fault: `longer than ${limit} bytes` };
    if (!(await window.more())) {
      return { is: 'endless', length: window.bytes.length, fault: 'the object ends in the middle of this record' };
    }
  }
}

/**
 * How much of a broken record to give up. A record on a line of its own begins in the first column,
 * also where the broken one took it for a part of itself; others begin at or behind the broken token.
 */
async function resumeAfter(
  window: TextWindow,
  broken: { length: number; tokenStart: number },
  limit: number,
): Promise<number> {
  await window.at(broken.length + 1);
  const line = lineStart(window.bytes.subarray(0, broken.length + 2));
  if (line !== null) return line;
  if (window.bytes.subarray(broken.length, broken.length + 2).equals(openRecord)) return broken.length;
  const first = Math.max(1, broken.tokenStart);
  for (let from = Math.max(1, first - 128), step = 4096; ; step *= 2) {
    const end = Math.min(window.bytes.length, from + step, broken.length + limit);
    for (const found of window.bytes.toString('latin1', from, end).matchAll(nextRecord)) {
      const start = from + found.index + found[0].length;
      if (start >= first) return start;
    }
    if (end === broken.length + limit) return end;
    if (end === window.bytes.length && !(await window.more())) return end;
    from = Math.max(from, end - 130);
  }
}

function lineStart(text: Buffer): number | null {
  const found = text.indexOf('\n{', 1);
  return found === -1 ? null : found + 1;
}

/**
 * How much to give up of a record that does not end. If it has swallowed others, they begin a line
 * or with the same key as itself; else all of it is one record, cut off or too long.
 */
function resumeWithin(window: TextWindow, looked: number): number {
  const line = lineStart(window.bytes.subarray(0, looked));
  if (line !== null) return line;
  const head = /^\{\s{0,128}"[^"\\]{1,128}"/.exec(window.bytes.toString('latin1', 0, 512));
  const key = head?.[0].slice(head[0].indexOf('"'));
  if (key === undefined) return looked;
  const text = window.bytes.subarray(0, looked);
  for (let at = text.indexOf(key, 2 + key.length); at !== -1; at = text.indexOf(key, at + 1)) {
    const before = /[^:\s]\s*\{\s*$/.exec(text.toString('latin1', Math.max(0, at - 128), at))?.[0];
    if (before !== undefined) return at - before.length + before.indexOf('{');
  }
  return looked;
}
