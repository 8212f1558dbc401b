import { closeSync, openSync, writeSync } from 'node:fs';
import type { Piece } from './staging/cut-records.ts';
import { storageError } from './system-reason.ts';

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

  constructor(file: string) {
    this.#file = file;
    this.#descriptor = openSync(file, 'wx', 0o600);
  }

  /** @param record the index of the piece in its object */
  write(piece: Piece, sha256: string, record: number): void {
    const text = decode(piece.bytes);
    const fault = piece.fault ?? text.fault;
    const line = {
      object: sha256,
      record,
      fault: fault === null ? null : `${fault} (byte ${piece.offset})`,
      text: fault === null ? text.value : text.value.slice(0, faultyTextLength).toWellFormed(),
    };
    const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    this.#maxLineBytes = Math.max(this.#maxLineBytes, bytes.length);
    this.bytes += bytes.length;
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

function decode(bytes: Buffer): { readonly value: string; readonly fault: string | null } {
  try {
    return { value: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), fault: null };
  } catch {
    return { value: bytes.toString('utf8').toWellFormed(), fault: 'not UTF-8' };
  }
}
