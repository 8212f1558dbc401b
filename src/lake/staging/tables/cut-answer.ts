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

/** The rows of JSON answers such as `{…, "<key>": [[{"a": "1"}, {"b": "2"}], …], …}`, one answer after another. */
export async function* cutAnswer(
  text: AsyncIterable<Buffer>,
  key: string,
  maxRowBytes: number,
): AsyncGenerator<AnswerRow> {
  const window = new TextWindow(text);
  let isAmongRows = false;
  for (;;) {
    const byte = await nextByte(window);
    if (byte === null) return;
    if (isAmongRows && byte === closeBracket) {
      window.drop(1);
      isAmongRows = false;
      if ((await measure(window, JsonScanner.inObject([]), maxRowBytes)) !== 'whole') break;
    } else if (isAmongRows && byte === openBracket) {
      const scanner = new JsonScanner([]);
      const { offset } = window;
      if ((await scan(window, scanner, maxRowBytes)) !== 'whole') break;
      const bytes = window.bytes.subarray(0, scanner.position);
      window.drop(scanner.position);
      const columns = columnsOf(bytes);
      yield { offset, bytes, columns, fault: columns === null ? 'not a row of a query result' : null };
    } else if (!isAmongRows && byte === openBrace) {
      const found = await measure(window, new JsonScanner([key]), maxRowBytes);
      if (found === 'broken') break;
      isAmongRows = found === 'records';
    } else break;
  }
  yield* rest(window, maxRowBytes);
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
