import type { Piece } from '../cut-records.ts';
import { JsonScanner } from '../scan-json.ts';
import { TextWindow } from '../text-window.ts';

/** A row of an answer: its columns, or null where it is none. */
export interface AnswerRow extends Piece {
  readonly columns: readonly (readonly [string, string | null])[] | null;
}

const separators = new Set([0x20, 0x09, 0x0a, 0x0d, 0x2c]);
const openBrace = 0x7b;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
/** What a row begins with; inside of texts the quote would be escaped. */
const rowStart = /\[\s{0,64}\{\s{0,64}"/;
const rowStartBytes = 131;
/** How much text may be looked at again behind broken rows, before what follows is given up. */
const patienceBytes = 64 * 1024 * 1024;

/**
 * The rows of JSON answers such as `{…, "<key>": [[{"a": "1"}, {"b": "2"}], …], …}`, one answer after
 * another. A row that is none costs itself: the next one is found by what it begins with.
 */
export async function* cutAnswer(
  text: AsyncIterable<Buffer>,
  key: string,
  maxRowBytes: number,
): AsyncGenerator<AnswerRow> {
  const window = new TextWindow(text);
  let isAmongRows = false;
  let patience = patienceBytes;
  await window.at(byteOrderMark.length - 1);
  if (window.bytes.subarray(0, byteOrderMark.length).equals(byteOrderMark)) window.drop(byteOrderMark.length);
  for (;;) {
    const byte = await nextByte(window);
    if (byte === null) return;
    if (isAmongRows && byte === closeBracket) {
      window.drop(1);
      isAmongRows = false;
      if ((await measure(window, JsonScanner.inObject([]), maxRowBytes)) !== 'whole') break;
    } else if (isAmongRows && patience > 0) {
      const scanner = new JsonScanner([]);
      const isWhole = byte === openBracket && (await scan(window, scanner, maxRowBytes)) === 'whole';
      if (!isWhole) patience -= scanner.position;
      yield take(window, isWhole ? scanner.position : await nextRow(window, maxRowBytes), isWhole);
    } else if (!isAmongRows && byte === openBrace) {
      const found = await measure(window, new JsonScanner([key]), maxRowBytes);
      if (found === 'broken') break;
      isAmongRows = found === 'records';
    } else break;
  }
  yield* rest(window, maxRowBytes);
}

function take(window: TextWindow, length: number, isWhole: boolean): AnswerRow {
  const { offset } = window;
  const bytes = window.bytes.subarray(0, length);
  window.drop(length);
  const columns = isWhole ? columnsOf(bytes) : null;
  if (columns !== null) return { offset, bytes, columns, fault: null };
  return { offset, bytes, columns, fault: isWhole ? 'not a row of a query result' : 'not valid JSON' };
}

/** Where the next row begins, or all that there is. */
async function nextRow(window: TextWindow, limit: number): Promise<number> {
  for (let from = 1; ;) {
    const end = Math.min(window.bytes.length, limit);
    const found = rowStart.exec(window.bytes.toString('latin1', from, end));
    if (found !== null) return from + found.index;
    if (end === limit || !(await window.more())) return end;
    from = Math.max(1, end - rowStartBytes);
  }
}

async function nextByte(window: TextWindow): Promise<number | null> {
  for (;;) {
    const byte = await window.at(0);
    if (byte === null || !separators.has(byte)) return byte;
    window.drop(1);
  }
}

/** Scans from here and drops what was scanned, unless it broke. */
async function measure(
  window: TextWindow,
  scanner: JsonScanner,
  limit: number,
): Promise<'whole' | 'records' | 'broken'> {
  const outcome = await scan(window, scanner, limit);
  if (outcome !== 'broken') window.drop(scanner.position);
  return outcome;
}

async function scan(window: TextWindow, scanner: JsonScanner, limit: number): Promise<'whole' | 'records' | 'broken'> {
  for (;;) {
    const outcome = scanner.scan(window.bytes, Math.min(window.bytes.length, limit));
    if (outcome === 'whole' || outcome === 'records' || outcome === 'broken') return outcome;
    if (scanner.position >= limit || !(await window.more())) return 'broken';
  }
}

/** What cannot be read any more, in one piece; only its beginning is held. */
async function* rest(window: TextWindow, limit: number): AsyncGenerator<AnswerRow> {
  while (window.bytes.length < limit && (await window.more()));
  if (window.bytes.length > 0)
    yield { offset: window.offset, bytes: window.bytes.subarray(0, limit), columns: null, fault: 'not valid JSON' };
}

function columnsOf(bytes: Buffer): readonly (readonly [string, string | null])[] | null {
  try {
    const row: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (!Array.isArray(row)) return null;
    return row
      .flatMap((cell: unknown) => Object.entries(typeof cell === 'object' && cell !== null ? cell : {}))
      .map(([column, value]: [string, unknown]) => [column, textOf(value)]);
  } catch {
    return null;
  }
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
