/** A view of text that arrives in pieces, from where its reader stands, filled as far as is asked for. */
export class TextWindow {
  readonly #source: AsyncIterator<Buffer>;
  #buffer: Buffer = Buffer.alloc(0);
  #isDone = false;
  /** Bytes of the text before the window. */
  offset = 0;

  constructor(text: AsyncIterable<Buffer>) {
    this.#source = text[Symbol.asyncIterator]();
  }

  /** What has arrived and was not dropped. */
  get bytes(): Buffer {
    return this.#buffer;
  }

  /** The byte at an index, or null behind the end of the text. */
  async at(index: number): Promise<number | null> {
    while (index >= this.#buffer.length) if (!(await this.more())) return null;
    return this.#buffer[index] ?? null;
  }

  /** Takes in the next piece; false at the end. */
  async more(): Promise<boolean> {
    if (this.#isDone) return false;
    const next = await this.#source.next();
    if (next.done) this.#isDone = true;
    else this.#buffer = this.#buffer.length === 0 ? next.value : Buffer.concat([this.#buffer, next.value]);
    return !this.#isDone;
  }

  drop(length: number): void {
    this.#buffer = this.#buffer.subarray(length);
    this.offset += length;
  }
}
