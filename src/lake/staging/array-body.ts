import { endsWithPlainMembers, tailBytes } from './framing.ts';
import { Cut } from './cut.ts';

/** Thrown when the array of records is not the last that its envelope says: the record cutter reads such an object. */
export class LooseEnvelope extends Error {}

const lineBreak = 0x0a;
const comma = 0x2c;

/** An array of records: where it begins, how it ends, and what stands between two records if that is always the same. */
interface ArrayFraming {
  readonly skip: number;
  readonly tail: RegExp;
  readonly separator: Buffer | null;
}

/**
 * The elements of an array from the text of an object, the closing brackets taken off: one a line where
 * the separator is known, else as they are with a comma before them, unless there are none.
 * @throws Cut where the text does not end as its beginning promises, LooseEnvelope where it says more than that
 */
export async function* arrayBody(
  text: AsyncIterable<Buffer>,
  { skip, tail, separator }: ArrayFraming,
): AsyncGenerator<Buffer> {
  let toSkip = skip;
  let held: Buffer = Buffer.alloc(0);
  let isCommaDue = separator === null;
  for await (const chunk of text) {
    const skipped = Math.min(toSkip, chunk.length);
    toSkip -= skipped;
    const whole = held.length === 0 ? chunk.subarray(skipped) : Buffer.concat([held, chunk.subarray(skipped)]);
    if (separator !== null) breakLines(whole, separator);
    const end = Math.max(0, whole.length - tailBytes);
    held = whole.subarray(end);
    if (end === 0) continue;
    if (isCommaDue) yield Buffer.from('\n,');
    isCommaDue = false;
    yield whole.subarray(0, end);
  }
  const ending = held.toString('latin1');
  // First, as a list among those members ends like the array itself.
  if (endsWithPlainMembers(ending)) throw new LooseEnvelope();
  const closing = tail.exec(ending);
  if (closing === null) throw new Cut('the array of records is not closed');
  const rest = held.subarray(0, closing.index);
  if (isCommaDue && !isBlank(rest)) yield Buffer.from('\n,');
  yield rest;
}

/**
 * Puts a line break in place of the comma between records, in place: a reader of lines need not parse
 * to find where a record ends. Where the separator stands inside a record after all, the halves are no
 * JSON, the batch fails, and the record cutter puts it right with the help of `withCommas`.
 */
function breakLines(bytes: Buffer, separator: Buffer): void {
  for (let at = bytes.indexOf(separator); at !== -1; at = bytes.indexOf(separator, at + 2)) bytes[at + 1] = lineBreak;
}

/** Takes back what `breakLines` did. */
export async function* withCommas(text: AsyncIterable<Buffer>, separator: Buffer): AsyncGenerator<Buffer> {
  const broken = Buffer.from(separator);
  broken[1] = lineBreak;
  let held: Buffer = Buffer.alloc(0);
  for await (const chunk of text) {
    const whole = Buffer.concat([held, chunk]);
    for (let at = whole.indexOf(broken); at !== -1; at = whole.indexOf(broken, at + 2)) whole[at + 1] = comma;
    const end = Math.max(0, whole.length - broken.length);
    held = whole.subarray(end);
    if (end > 0) yield whole.subarray(0, end);
  }
  yield held;
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
