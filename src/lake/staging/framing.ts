/**
 * How the records of an object stand in its bytes. `array` and `lines` are handed to the engine as
 * they are, less the first `skip` bytes and what `tail` matches at the end; `cut` needs the record
 * cutter, which finds its own way.
 */
export type Framing =
  | { readonly form: 'array'; readonly skip: number; readonly tail: RegExp }
  | { readonly form: 'lines'; readonly skip: number }
  | { readonly form: 'cut'; readonly skip: number };

export type FramingOrReason = Framing | { readonly form: 'none'; readonly reason: string };

/** The longest end of an object that a tail may match: closing brackets amid white space. */
export const tailBytes = 4096;

const arrayTail = /\]\s*$/;
const objectTail = /\]\s*\}\s*$/;

/**
 * Tells the framing from the first bytes of an object's text.
 * @param head the first bytes: all of a small object, a mebibyte or so of a large one
 * @param arrayKeys keys whose value holds the records, such as `Records`
 */
export function framingOf(head: Buffer, arrayKeys: readonly string[]): FramingOrReason {
  const encoding = foreignEncoding(head);
  if (encoding !== null) return { form: 'none', reason: `text in ${encoding}, expected UTF-8` };
  const start = textStart(head);
  if (start === head.length) return { form: 'none', reason: 'empty' };
  const opening = head[start];
  if (opening === 0x5b) return { form: 'array', skip: start + 1, tail: arrayTail };
  if (opening !== 0x7b) return { form: 'none', reason: 'not JSON' };
  const wrapped = wrappedArrayStart(head, start, arrayKeys);
  if (wrapped !== null) return { form: 'array', skip: wrapped, tail: objectTail };
  return firstLineIsRecord(head, start) ? { form: 'lines', skip: start } : { form: 'cut', skip: start };
}

function foreignEncoding(head: Buffer): string | null {
  if (head.length < 2) return null;
  const mark = head.readUInt16BE(0);
  if (mark === 0xfffe || (head[1] === 0 && head[0] !== 0)) return 'UTF-16 (little-endian)';
  if (mark === 0xfeff || (head[0] === 0 && head[1] !== 0)) return 'UTF-16 (big-endian)';
  return null;
}

/** Past the byte-order mark and white space. */
function textStart(head: Buffer): number {
  let at = head.length >= 3 && head.readUIntBE(0, 3) === 0xefbbbf ? 3 : 0;
  while (at < head.length && isSpace(head[at])) at += 1;
  return at;
}

const isSpace = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** Where the array of `{"Records": [` begins when that key comes first, as providers deliver it. */
function wrappedArrayStart(head: Buffer, start: number, arrayKeys: readonly string[]): number | null {
  const opening = /^\{\s*"([^"\\]{1,64})"\s*:\s*\[/.exec(head.toString('latin1', start, start + tailBytes));
  if (opening === null || !arrayKeys.includes(opening[1] ?? '')) return null;
  return start + opening[0].length;
}

/** A first line longer than the head is taken at its word; if it is no record, the record cutter will see. */
function firstLineIsRecord(head: Buffer, start: number): boolean {
  const end = head.indexOf(0x0a, start);
  return end === -1 || isObject(head.toString('utf8', start, end));
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
