import type { Piece } from './cut-records.ts';

const lineFeed = 0x0a;

/** The lines of a text, one a piece: for what `lineText` has written, in which no line is longer than a record may be. */
export async function* cutLines(text: AsyncIterable<Buffer>): AsyncGenerator<Piece> {
  let held: Buffer = Buffer.alloc(0);
  let offset = 0;
  for await (const chunk of text) {
    const whole = Buffer.concat([held, chunk]);
    let start = 0;
    for (let end = whole.indexOf(lineFeed); end !== -1; end = whole.indexOf(lineFeed, start)) {
      if (end > start) yield { offset: offset + start, bytes: whole.subarray(start, end), fault: null };
      start = end + 1;
    }
    offset += start;
    held = whole.subarray(start);
  }
  if (held.length > 0) yield { offset, bytes: held, fault: null };
}
