/**
 * How the records of an object stand in its bytes. `array` and `lines` are handed to the engine as
 * they are, less the first `skip` bytes and what `tail` matches at the end; `cut` needs the record
 * cutter, which finds its own way.
 */
export type Framing =
  | { readonly form: 'array'; readonly skip: number; readonly tail: RegExp; readonly separator: Buffer | null }
  | { readonly form: 'lines'; readonly skip: number }
  | { readonly form: 'cut'; readonly skip: number };

export type FramingOrReason = Framing | { readonly form: 'none'; readonly reason: string };

/** The longest end of an object that a tail may match: closing brackets amid white space. */
export const tailBytes = 4096;

/** A line below a first one that is no JSON, such as a banner or `null`, on which records begin. */
const recordsBelow = /\n[ \t]{0,128}(?:\{\s{0,128}"|\[\s{0,128}\{)/;

/** What lines of text may begin with, but no array: `[INFO]`. */
const bracketedWord = /^\[(?!true|false|null)[A-Za-z]/;

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
  if (start === head.length)
    return { form: 'none', reason: head.length === 0 ? 'empty' : 'nothing but white space where it begins' };
  const opening = head[start];
  const isBracket = opening === 0x5b && !bracketedWord.test(head.toString('latin1', start, start + 8));
  if (isBracket) return arrayFrom(head, start + 1, arrayTail);
  if (opening !== 0x7b)
    return recordsBelow.test(head.toString('latin1', start))
      ? { form: 'cut', skip: start }
      : { form: 'none', reason: 'not JSON, nor lines of a known log' };
  const wrapped = wrappedArrayStart(head, start, arrayKeys);
  if (wrapped !== null) return arrayFrom(head, wrapped, objectTail);
  return firstLineIsRecord(head, start, arrayKeys) ? { form: 'lines', skip: start } : { form: 'cut', skip: start };
}

/**
 * In text without line breaks every record begins with the same key, so that `},{"key":` parts them, or, as some
 * write it, `}, {"key":`. Which of the two is told by the second record.
 */
function arrayFrom(head: Buffer, skip: number, tail: RegExp): Framing {
  const first = /^\{("[^"\\\p{Cc}]{1,64}":)/u.exec(head.toString('utf8', skip, skip + tailBytes));
  if (first === null) return { form: 'array', skip, tail, separator: null };
  const [compact, spaced] = [Buffer.from(`},{${first[1]}`), Buffer.from(`}, {${first[1]}`)];
  const [near, far] = [head.indexOf(compact, skip), head.indexOf(spaced, skip)];
  return { form: 'array', skip, tail, separator: far !== -1 && (near === -1 || far < near) ? spaced : compact };
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

/** A member of an envelope beside its records: a token, a count, a short list. */
const plainMember = /"[^"\\]{0,256}"\s*:\s*(?:"[^"\\]*"|[-\w.+]+|\[[^[\]{}]*\]|\{[^[\]{}]*\})/.source;
const arrayOpening = new RegExp(`^\\{\\s*(?:${plainMember}\\s*,\\s*){0,32}"([^"\\\\]{1,64})"\\s*:\\s*\\[`);
const plainEnding = new RegExp(`\\]\\s*(?:,\\s*${plainMember}\\s*){1,32}\\}\\s*$`);

/** Where the array of `{"Records": [` begins: that key comes first, as providers deliver it, or after plain members. */
function wrappedArrayStart(head: Buffer, start: number, arrayKeys: readonly string[]): number | null {
  const opening = arrayOpening.exec(head.toString('latin1', start, start + tailBytes));
  if (opening === null || !arrayKeys.includes(opening[1] ?? '')) return null;
  return start + opening[0].length;
}

/** Whether an envelope seems to end here, with more to say behind its array: not cut off, but for the record cutter. */
export const endsWithPlainMembers = (end: string): boolean => plainEnding.test(end);

/** A first line longer than the head is taken at its word; if it is no record, the record cutter will see. */
function firstLineIsRecord(head: Buffer, start: number, arrayKeys: readonly string[]): boolean {
  const end = head.indexOf(0x0a, start);
  // A head that ends before its first line does is all there is of a small object, or the beginning of a long one.
  const line = parsed(head.toString('utf8', start, end === -1 ? head.length : end));
  if (line === undefined) return end === -1;
  return isObject(line) && !arrayKeys.some((key) => Array.isArray(line[key]));
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
