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

const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const separators = new Set([0x20, 0x09, 0x0a, 0x0d, 0x2c]);
const nextRecord = /(?:\}\s{0,64},\s{0,64}|\n\s{0,64})(?=\{)/g;
/** How much text may be looked at again after wrong starts, beyond its own length, before cutting becomes coarse. */
const patienceBytes = 256 * 1024 * 1024;

/**
 * Cuts text into records where the engine's reader has failed or cannot read: records of an array, of
 * an envelope, on lines, or printed one after another over many lines. A damaged record costs itself,
 * not its neighbours: cutting resumes where the next record seems to begin. Every byte ends in some
 * piece but punctuation between records and what an envelope says beside them. Time is linear in the text.
 */
export async function* cutRecords(text: AsyncIterable<Buffer>, options: CutOptions): AsyncGenerator<Piece> {
  const window = new Window(text);
  let patience = patienceBytes;
  let place: 'records' | 'envelope' | 'behind' = 'records';
  for (;;) {
    const byte = await window.at(0);
    if (byte === null) return;
    if (byte === closeBracket && place === 'envelope') place = 'behind';
    if (byte === closeBrace && place === 'behind') place = 'records';
    if (separators.has(byte) || byte === openBracket || byte === closeBracket || byte === closeBrace) {
      window.drop(1);
      continue;
    }
    if (byte !== openBrace) {
      const junk = window.take(await junkLength(window, options.maxRecordBytes), 'not a JSON object');
      if (place !== 'behind') yield junk;
      continue;
    }
    const found = await measureRecord(window, options);
    if (found.is === 'envelope') {
      place = 'envelope';
      window.drop(found.length);
      continue;
    }
    if (place === 'behind') {
      window.drop(found.length);
      continue;
    }
    if (found.is === 'record' && isJson(window.peek(found.length))) {
      yield window.take(found.length, null);
      continue;
    }
    const resume = patience > 0 ? await resumeAfter(window, found.length) : found.length;
    patience -= found.length;
    yield window.take(resume, found.is === 'record' ? 'not valid JSON' : found.fault);
  }
}

/** A view of the text from where cutting stands, filled as far as is asked for. */
class Window {
  readonly #source: AsyncIterator<Buffer>;
  #buffer: Buffer = Buffer.alloc(0);
  #offset = 0;
  #isDone = false;

  constructor(text: AsyncIterable<Buffer>) {
    this.#source = text[Symbol.asyncIterator]();
  }

  get length(): number {
    return this.#buffer.length;
  }

  get buffer(): Buffer {
    return this.#buffer;
  }

  async at(index: number): Promise<number | null> {
    while (index >= this.#buffer.length) if (!(await this.more())) return null;
    return this.#buffer[index] ?? null;
  }

  async more(): Promise<boolean> {
    if (this.#isDone) return false;
    const next = await this.#source.next();
    if (next.done) {
      this.#isDone = true;
      return false;
    }
    this.#buffer = this.#buffer.length === 0 ? next.value : Buffer.concat([this.#buffer, next.value]);
    return true;
  }

  peek(length: number): Buffer {
    return this.#buffer.subarray(0, length);
  }

  drop(length: number): void {
    this.#buffer = this.#buffer.subarray(length);
    this.#offset += length;
  }

  take(length: number, fault: string | null): Piece {
    const piece = { offset: this.#offset, bytes: this.peek(length), fault };
    this.drop(length);
    return piece;
  }
}

/** Text between records that is none: up to the next thing that could begin or part records. */
async function junkLength(window: Window, limit: number): Promise<number> {
  for (let index = 1; index < limit; index += 1) {
    const byte = index < window.length ? window.buffer[index] : await window.at(index);
    if (byte === null || byte === 0x0a || byte === 0x2c || byte === openBrace || byte === openBracket) return index;
  }
  return limit;
}

type Measured =
  | { readonly is: 'record'; readonly length: number }
  /** The object only wraps the records, which begin after `length` bytes. */
  | { readonly is: 'envelope'; readonly length: number }
  | { readonly is: 'broken'; readonly length: number; readonly fault: string };

async function measureRecord(window: Window, options: CutOptions): Promise<Measured> {
  let depth = 0;
  let inString = false;
  let stringStart = 0;
  for (let index = 0; ; index += 1) {
    if (index >= window.length && !(await window.more())) {
      return { is: 'broken', length: index, fault: 'the object ends in the middle of this record' };
    }
    if (index >= options.maxRecordBytes) {
      return { is: 'broken', length: index, fault: `longer than ${options.maxRecordBytes} bytes` };
    }
    const byte = window.buffer[index];
    if (inString) {
      if (byte === backslash) index += 1;
      else if (byte === quote) {
        inString = false;
        const envelope = depth === 1 ? await envelopeLength(window, stringStart, index, options.arrayKeys) : null;
        if (envelope !== null) return { is: 'envelope', length: envelope };
      }
    } else if (byte === quote) {
      inString = true;
      stringStart = index + 1;
    } else if (byte === openBrace || byte === openBracket) depth += 1;
    else if (byte === closeBrace || byte === closeBracket) {
      depth -= 1;
      if (depth === 0) return { is: 'record', length: index + 1 };
    }
  }
}

/** Where the array begins, if the string just read is a key that holds the records. */
async function envelopeLength(window: Window, start: number, end: number, arrayKeys: readonly string[]): Promise<number | null> {
  if (!arrayKeys.includes(window.buffer.toString('latin1', start, end))) return null;
  let hasColon = false;
  for (let index = end + 1; index < end + 256; index += 1) {
    const byte = await window.at(index);
    if (byte === openBracket && hasColon) return index + 1;
    if (byte === 0x3a && !hasColon) hasColon = true;
    else if (byte === null || !separators.has(byte) || byte === 0x2c) return null;
  }
  return null;
}

/** How much to give up: up to where the next record seems to begin, at most all that was looked at. */
async function resumeAfter(window: Window, looked: number): Promise<number> {
  await window.at(looked + 128);
  nextRecord.lastIndex = 1;
  const found = nextRecord.exec(window.buffer.toString('latin1', 0, Math.min(window.length, looked + 128)));
  return found === null ? looked : found.index + found[0].length;
}

function isJson(bytes: Buffer): boolean {
  try {
    JSON.parse(bytes.toString('utf8'));
    return true;
  } catch {
    return false;
  }
}
