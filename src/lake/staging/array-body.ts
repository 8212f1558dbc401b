import { tailBytes } from './framing.ts';
import { Cut } from './inflate.ts';

/**
 * The elements of an array from the text of an object, as they follow a sentinel in a batch: a comma
 * before them, unless there are none, and the closing brackets taken off.
 * @throws Cut where the text does not end as its beginning promises
 */
export async function* arrayBody(text: AsyncIterable<Buffer>, skip: number, tail: RegExp): AsyncGenerator<Buffer> {
  let toSkip = skip;
  let held: Buffer = Buffer.alloc(0);
  let hasBegun = false;
  const opened = (part: Buffer): Buffer => {
    if (hasBegun || isBlank(part)) return part;
    hasBegun = true;
    return Buffer.concat([Buffer.from('\n,'), part]);
  };
  for await (const chunk of text) {
    const skipped = Math.min(toSkip, chunk.length);
    toSkip -= skipped;
    const whole = held.length === 0 ? chunk.subarray(skipped) : Buffer.concat([held, chunk.subarray(skipped)]);
    const keep = Math.min(whole.length, tailBytes);
    held = whole.subarray(whole.length - keep);
    if (keep < whole.length) yield opened(whole.subarray(0, whole.length - keep));
  }
  const closing = tail.exec(held.toString('latin1'));
  if (closing === null) throw new Cut('the array of records is not closed');
  const rest = held.subarray(0, closing.index);
  if (rest.length > 0) yield opened(rest);
}

function isBlank(bytes: Buffer): boolean {
  return bytes.length <= tailBytes && bytes.toString('latin1').trim() === '';
}

/** The text of an object less its first bytes. */
export async function* withoutHead(text: AsyncIterable<Buffer>, skip: number): AsyncGenerator<Buffer> {
  let toSkip = skip;
  for await (const chunk of text) {
    const skipped = Math.min(toSkip, chunk.length);
    toSkip -= skipped;
    if (skipped < chunk.length) yield chunk.subarray(skipped);
  }
}
