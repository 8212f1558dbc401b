/** An object or array that is still open: its finished parts, and the key whose value comes next. */
interface Open {
  readonly isObject: boolean;
  readonly parts: { readonly key: string; readonly text: string }[];
  key: string | null;
}

/**
 * A JSON text without white space, the members of every object in the order of their keys, a key that
 * stands twice included. Numbers and strings stay as they are written. Nesting may be as deep as it
 * likes. What is no JSON comes back as it is.
 */
export function canonicalJson(text: string): string {
  const stack: Open[] = [];
  let at = 0;
  for (;;) {
    at = skipSpace(text, at);
    const char = text[at];
    const open = stack.at(-1);
    if (char === '{' || char === '[') {
      stack.push({ isObject: char === '{', parts: [], key: null });
      at += 1;
      continue;
    }
    if (open !== undefined && (char === ',' || char === ':')) {
      at += 1;
      continue;
    }
    const isClosing = char === '}' || char === ']';
    const end = isClosing ? at + 1 : tokenEnd(text, at);
    if (end === null || (isClosing && open === undefined)) return text;
    if (isClosing) stack.pop();
    const value = isClosing && open !== undefined ? closed(open) : text.slice(at, end);
    at = end;
    const around = stack.at(-1);
    if (around === undefined) return skipSpace(text, at) === text.length ? value : text;
    if (around.isObject && around.key === null) around.key = value;
    else {
      around.parts.push({ key: around.key ?? '', text: value });
      around.key = null;
    }
  }
}

function closed({ isObject, parts }: Open): string {
  if (!isObject) return `[${parts.map(({ text }) => text).join(',')}]`;
  const sorted = parts.toSorted((a, b) => compare(a.key, b.key) || compare(a.text, b.text));
  return `{${sorted.map(({ key, text }) => `${key}:${text}`).join(',')}}`;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function skipSpace(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t') at += 1;
  return at;
}

/** Where a string, number or word ends, or null where none begins. */
function tokenEnd(text: string, from: number): number | null {
  if (text[from] === '"') return stringEnd(text, from);
  let at = from;
  while (/[^\s,:"{}[\]]/.test(text[at] ?? ' ')) at += 1;
  return at === from ? null : at;
}

function stringEnd(text: string, from: number): number | null {
  for (let at = text.indexOf('"', from + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let escapes = 0;
    while (text[at - 1 - escapes] === '\\') escapes += 1;
    if (escapes % 2 === 0) return at + 1;
  }
  return null;
}
