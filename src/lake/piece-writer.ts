import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { Piece } from './staging/cut-records.ts';
import { storageError } from './system-reason.ts';

/** A piece as it stands in its file. */
interface PieceLine {
  readonly object: string;
  /** The index of the piece in its object. */
  readonly record: number;
  readonly fault: string | null;
  readonly text: string;
}

/** Faulty pieces are kept aside up to this length: the object itself is not touched. */
const faultyTextLength = 65_536;
const bufferBytes = 1024 * 1024;

/** A file of pieces, one JSON object a line, as `piecesIn` of convert.ts reads it. */
export interface PieceFile {
  readonly file: string;
  /** Of the longest line. */
  readonly maxLineBytes: number;
}

/** Writes what the record cutters found in an object to a file that the engine reads. */
export class PieceWriter {
  readonly #file: string;
  readonly #descriptor: number;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #maxLineBytes = 0;
  bytes = 0;
  count = 0;

  constructor(file: string) {
    this.#file = file;
    this.#descriptor = openSync(file, 'wx', 0o600);
  }

  /** @param record the index of the piece in its object */
  write(piece: Piece, sha256: string, record: number): void {
    const text = decode(piece.bytes);
    const fault = piece.fault ?? text.fault;
    this.add({
      object: sha256,
      record,
      fault: fault === null ? null : `${fault} (byte ${piece.offset})`,
      text: text.value,
    });
  }

  add(line: PieceLine): void {
    const text = line.fault === null ? line.text : line.text.slice(0, faultyTextLength).toWellFormed();
    const bytes = Buffer.from(`${JSON.stringify({ ...line, text })}\n`);
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    this.#maxLineBytes = Math.max(this.#maxLineBytes, bytes.length);
    this.bytes += bytes.length;
    this.count += 1;
    if (this.#waitingBytes > bufferBytes) this.#flush();
  }

  #flush(): void {
    try {
      writeSync(this.#descriptor, Buffer.concat(this.#waiting));
    } catch (error) {
      throw storageError(error, this.#file);
    }
    this.#waiting = [];
    this.#waitingBytes = 0;
  }

  close(): PieceFile {
    this.#flush();
    closeSync(this.#descriptor);
    return { file: this.#file, maxLineBytes: this.#maxLineBytes };
  }
}

/** The pieces of a file in two halves; a single piece comes back as one that is too long. */
export function splitPieces({ file }: PieceFile, newFile: () => string): readonly PieceFile[] {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  const middle = Math.ceil(lines.length / 2);
  return [lines.slice(0, middle), lines.slice(middle)]
    .filter((half) => half.length > 0)
    .map((half) => {
      const writer = new PieceWriter(newFile());
      for (const line of half) {
        const piece = JSON.parse(line) as PieceLine;
        writer.add(lines.length > 1 ? piece : { ...piece, fault: 'too long to be taken apart' });
      }
      return writer.close();
    });
}

function decode(bytes: Buffer): { readonly value: string; readonly fault: string | null } {
  try {
    return { value: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), fault: null };
  } catch {
    return { value: bytes.toString('utf8').toWellFormed(), fault: 'not UTF-8' };
  }
}
