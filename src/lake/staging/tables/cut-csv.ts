import type { Piece } from '../cut-records.ts';
import { TextWindow } from '../text-window.ts';
import { csvFields } from './csv-fields.ts';

const quote = 0x22;
const newline = 0x0a;
/** How much text may be looked at again behind quotes that never close, or close in another row. */
const patienceBytes = 256 * 1024 * 1024;

/** A row of CSV, whose fields are null where it cannot be read. */
export interface CsvRow extends Piece {
  readonly fields: readonly string[] | null;
}

/** The rows of CSV text, blank ones left out. A quote that does not close, or closes where none can, costs its line only. */
export async function* cutCsv(text: AsyncIterable<Buffer>, maxRowBytes: number): AsyncGenerator<CsvRow> {
  const window = new TextWindow(text);
  let patience = patienceBytes;
  while ((await window.at(0)) !== null) {
    const { offset } = window;
    const { length, isClosed } = await rowLength(window, maxRowBytes);
    const fields = isClosed ? fieldsOf(trimmed(window.bytes.subarray(0, length))) : null;
    if (fields === null) patience -= length;
    const line = window.bytes.indexOf(newline) + 1;
    const taken = fields !== null || patience <= 0 || line === 0 ? length : Math.min(length, line);
    const bytes = trimmed(window.bytes.subarray(0, taken));
    window.drop(taken);
    if (bytes.length === 0) continue;
    yield {
      offset,
      bytes,
      fields,
      fault: fields === null ? (isClosed ? 'not a row of CSV' : 'a quote that is not closed') : null,
    };
  }
}

/** Up to and with the line break that ends the row that begins here. */
async function rowLength(window: TextWindow, limit: number): Promise<{ length: number; isClosed: boolean }> {
  let isQuoted = false;
  let bytes = window.bytes;
  for (let at = 0; at < limit; at += 1) {
    if (at >= bytes.length && !(await window.more())) return { length: bytes.length, isClosed: !isQuoted };
    if (at >= bytes.length) bytes = window.bytes;
    const byte = bytes[at];
    if (byte === quote) isQuoted = !isQuoted;
    else if (byte === newline && !isQuoted) return { length: at + 1, isClosed: true };
  }
  return { length: limit, isClosed: false };
}

function trimmed(row: Buffer): Buffer {
  let end = row.length;
  while (end > 0 && (row[end - 1] === newline || row[end - 1] === 0x0d)) end -= 1;
  return row.subarray(0, end);
}

function fieldsOf(bytes: Buffer): readonly string[] | null {
  try {
    return csvFields(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
}
