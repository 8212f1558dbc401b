import { closeSync, createReadStream, ftruncateSync, openSync, writeSync } from 'node:fs';
import { storageError } from '../system-reason.ts';
import type { Told } from './source-of.ts';

/** An object that stands in a batch; its sentinel carries its place among the batch's objects. */
export interface StagedObject {
  readonly path: string;
  readonly sha256: string;
  /** Where its records stand in the batch file, envelope and sentinel left out. */
  readonly start: number;
  readonly end: number;
  /** What stood between its records, if its comma was made a line break. */
  readonly separator: Buffer | null;
}

/**
 * A file of records in a form that the engine reads at once: `array` and `lines` hold many objects,
 * each behind its sentinel; `text` holds one object whose records have yet to be cut apart, `rows` one
 * whose records are rows of query results.
 */
export interface Batch {
  readonly file: string;
  readonly form: 'array' | 'lines' | 'text' | 'rows';
  /** What the first record of each object is of, where that is known. */
  readonly told: Told | null;
  readonly objects: readonly StagedObject[];
}

/** What the objects of one batch have in common. */
export type Kind = Pick<Batch, 'form' | 'told'>;

/** Whether a batch of this form is closed after one object. */
export const holdsOneObject = (form: Batch['form']): form is 'text' | 'rows' => form === 'text' || form === 'rows';

const waitingBytes = 64 * 1024;

type NewObject = Pick<StagedObject, 'path' | 'sha256' | 'separator'>;

/**
 * Writes a batch: the records of each object behind a sentinel `{"<key>": <number>}`, whose key is
 * random for the run so that no record can pass for one. Bytes go through; nothing is parsed.
 */
export class BatchWriter {
  readonly #descriptor: number;
  readonly #file: string;
  readonly #kind: Kind;
  readonly #sentinelKey: string;
  readonly #objects: StagedObject[] = [];
  /** What waits to be written: small pieces go to the disk together. */
  readonly #waiting = Buffer.allocUnsafeSlow(waitingBytes);
  #waited = 0;
  /** Bytes of the batch, of those that wait as well. */
  #length = 0;

  constructor(file: string, kind: Kind, sentinelKey: string) {
    this.#file = file;
    this.#kind = kind;
    this.#sentinelKey = sentinelKey;
    this.#descriptor = openSync(file, 'wx', 0o600);
    if (kind.form === 'array') this.#write(Buffer.from('[\n'));
  }

  get form(): Batch['form'] {
    return this.#kind.form;
  }

  get bytes(): number {
    return this.#length;
  }

  /** Adds one object's records. Throws what `body` throws, after taking back what was written. */
  async add(object: NewObject, body: AsyncIterable<Buffer>): Promise<void> {
    const before = this.#length;
    try {
      this.#write(Buffer.from(this.#sentinel(this.#objects.length)));
      const start = this.#length;
      for await (const chunk of body) this.#write(chunk);
      this.#objects.push({ ...object, start, end: this.#length });
      if (this.#kind.form === 'lines') this.#write(Buffer.from('\n'));
    } catch (error) {
      this.#takeBack(before);
      throw error;
    }
  }

  #sentinel(number: number): string {
    if (holdsOneObject(this.#kind.form)) return '';
    const sentinel = `{"${this.#sentinelKey}":${number}}`;
    if (this.#kind.form === 'lines') return `${sentinel}\n`;
    return this.#objects.length > 0 ? `\n,${sentinel}` : sentinel;
  }

  #write(bytes: Buffer): void {
    if (bytes.length > waitingBytes - this.#waited) this.#flush();
    if (bytes.length > waitingBytes) this.#writeAt(bytes, this.#length);
    else this.#waited += bytes.copy(this.#waiting, this.#waited);
    this.#length += bytes.length;
  }

  #flush(): void {
    this.#writeAt(this.#waiting.subarray(0, this.#waited), this.#length - this.#waited);
    this.#waited = 0;
  }

  #writeAt(bytes: Buffer, place: number): void {
    try {
      for (let written = 0; written < bytes.length;)
        written += writeSync(this.#descriptor, bytes, written, bytes.length - written, place + written);
    } catch (error) {
      throw storageError(error, this.#file);
    }
  }

  #takeBack(length: number): void {
    const onDisk = this.#length - this.#waited;
    if (length < onDisk) ftruncateSync(this.#descriptor, length);
    this.#waited = Math.max(0, length - onDisk);
    this.#length = length;
  }

  close(): Batch {
    if (this.#kind.form === 'array') this.#write(Buffer.from('\n]\n'));
    this.#flush();
    closeSync(this.#descriptor);
    const { form, told } = this.#kind;
    return { file: this.#file, form, told, objects: this.#objects };
  }
}

/** A new batch in `file` of some objects of another. */
export async function partOf(batch: Batch, file: string, sentinelKey: string): Promise<Batch> {
  const writer = new BatchWriter(file, batch, sentinelKey);
  for (const object of batch.objects) {
    const isEmpty = object.end <= object.start;
    const body = createReadStream(batch.file, {
      start: object.start,
      end: Math.max(object.start, object.end - 1),
      highWaterMark: 1024 * 1024,
    });
    await writer.add(object, isEmpty ? none() : body);
  }
  return writer.close();
}

async function* none(): AsyncGenerator<Buffer> {}
