import type { Random } from '../../src/model/simulation.ts';
import type { Span, Written } from './forms.ts';

/** A piece of the text gives way to other bytes. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly bytes: Buffer;
  readonly what: string;
}

/** Applies edits that do not overlap, given by places in the text before. */
export function edited(text: Buffer, edits: readonly Edit[]): Buffer {
  const pieces: Buffer[] = [];
  let at = 0;
  for (const { from, to, bytes } of edits.toSorted((a, b) => a.from - b.from)) {
    pieces.push(text.subarray(at, from), bytes);
    at = to;
  }
  return Buffer.concat([...pieces, text.subarray(at)]);
}

/** What structure is made of, and what readers stumble over. */
const tokens: readonly string[] = [
  '"',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '\\',
  '\n',
  '\r',
  '\0',
  '\u001b[2J',
  '{"',
  '"}',
  '},{',
  '},{"eventVersion":',
  '{"Records":[',
  ']}',
  '"},"x":{"',
  '\\u',
  '\\ud800',
  '\uFEFF',
  'null',
  'NaN',
  '1e999',
  '//',
  '\u2028',
  '\u00a0',
  '""',
  "'",
  '\n{',
  '\n\n\n',
];

type Editor = (text: Buffer, random: Random) => Edit;

const placeIn = (text: Buffer, random: Random): number => random.between(0, Math.max(0, text.length - 1));

function replacing(what: string, bytesFor: (byte: number, random: Random) => number): Editor {
  return (text, random) => {
    const from = placeIn(text, random);
    const byte = bytesFor(text[from] ?? 0, random);
    return { from, to: from + 1, bytes: Buffer.from([byte]), what: `${what} at byte ${from}` };
  };
}

const inserting: Editor = (text, random) => {
  const from = placeIn(text, random);
  const token = random.pick(tokens);
  return { from, to: from, bytes: Buffer.from(token), what: `${JSON.stringify(token)} put in at byte ${from}` };
};

const flooding: Editor = (text, random) => {
  const from = placeIn(text, random);
  const [token, times] = [random.pick(tokens), random.pick([100, 5_000, 200_000])];
  const what = `${JSON.stringify(token)} put in ${times} times at byte ${from}`;
  return { from, to: from, bytes: Buffer.from(token.repeat(times)), what };
};

const noise: Editor = (text, random) => {
  const from = placeIn(text, random);
  const bytes = Buffer.from(random.hex(2 * random.between(1, 64)), 'hex');
  return { from, to: from, bytes, what: `${bytes.length} random bytes put in at byte ${from}` };
};

function taking(most: number): Editor {
  return (text, random) => {
    const from = placeIn(text, random);
    const to = Math.min(text.length, from + random.between(1, most));
    return { from, to, bytes: Buffer.alloc(0), what: `bytes ${from} to ${to} taken out` };
  };
}

const zeroing: Editor = (text, random) => {
  const from = placeIn(text, random);
  const to = Math.min(text.length, from + random.pick([1, 16, 512]));
  return { from, to, bytes: Buffer.alloc(to - from), what: `bytes ${from} to ${to} zeroed` };
};

const copying: Editor = (text, random) => {
  const [start, from] = [placeIn(text, random), placeIn(text, random)];
  const bytes = Buffer.from(text.subarray(start, start + random.between(1, 2_000)));
  return { from, to: from, bytes, what: `${bytes.length} bytes from ${start} put in at ${from}` };
};

const cutting: Editor = (text, random) => {
  const from = placeIn(text, random);
  return { from, to: text.length, bytes: Buffer.alloc(0), what: `cut at byte ${from}` };
};

/** One of the marks of the form itself gives way to another byte. */
const unmarking: Editor = (text, random) => {
  const start = placeIn(text, random);
  const found = text.subarray(start).findIndex((byte) => '{}[]",:\n\\'.includes(String.fromCharCode(byte)));
  const from = found === -1 ? start : start + found;
  const bytes = Buffer.from(random.pick(['', ' ', 'x', '"', '{', '}', '[', ']', ',', ':', '\n']));
  return { from, to: from + 1, bytes, what: `${JSON.stringify(bytes.toString())} for the mark at byte ${from}` };
};

const editors: readonly Editor[] = [
  replacing('a bit flipped', (byte, random) => byte ^ (1 << random.between(0, 7))),
  replacing('a random byte', (_, random) => random.between(0, 255)),
  unmarking,
  unmarking,
  inserting,
  inserting,
  flooding,
  noise,
  taking(4),
  taking(3_000),
  zeroing,
  copying,
  cutting,
];

/** One random edit of any bytes. */
export const editOf = (text: Buffer, random: Random): Edit => random.pick(editors)(text, random);

/**
 * Places of the records that edits leave alone. What strikes between two records may swallow either, if
 * it brings structure of its own, or takes the end of one along with what parts them; structure that ends
 * everything leaves those behind it outside; what strikes before the first may make all of it something else.
 */
export function untouched({ spans }: Pick<Written, 'spans'>, edits: readonly Edit[]): readonly number[] {
  const first = spans[0]?.from ?? 0;
  if (edits.some(({ from }) => from < first)) return [];
  return spans.flatMap((span, index) => (edits.some((edit) => touches(edit, span, spans)) ? [] : [index]));
}

function touches({ from, to, bytes }: Edit, span: Span, spans: readonly Span[]): boolean {
  if (from === to ? from > span.from && from < span.to : from < span.to && to > span.from) return true;
  const end = spans.findLast((other) => other.to <= span.from)?.to ?? 0;
  if (from < end && to > end && to <= span.from) return true;
  if (to <= span.from && /\][\s\]]*\}/.test(bytes.toString('latin1'))) return true;
  if (!/["'{}[\]\\]/.test(bytes.toString('latin1'))) return false;
  const before = spans.findLast((other) => other.to <= from);
  const after = spans.find((other) => other.from >= to);
  return before === span || after === span;
}

/** One edit, or a few that do not overlap. */
export function editsOf(text: Buffer, random: Random): readonly Edit[] {
  const edits: Edit[] = [];
  for (let left = random.chance(0.7) ? 1 : random.between(2, 4); left > 0; left -= 1) {
    const edit = editOf(text, random);
    if (edits.every(({ from, to }) => edit.to < from || edit.from > to)) edits.push(edit);
  }
  return edits;
}
