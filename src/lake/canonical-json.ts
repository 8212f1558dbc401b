/** A value as canonical text, with its key where it is a member of an object. */
interface Part {
  readonly key: string;
  readonly text: string;
}

/** An object or array that is still open: its finished parts, and the key whose value comes next. */
interface Open {
  readonly isObject: boolean;
  readonly parts: Part[];
  key: string | null;
}

/**
 * A JSON text without white space, the members of every object in the order of their keys, a key that
 * stands twice included, every string escaped in one way. Numbers stay as they are written. Nesting may
 * be as deep as it likes. What is no JSON comes back as it is.
 */
export function canonicalJson(text: string): string {
  const root = rootOf(text);
  if (root === null) return text;
  return typeof root === 'string' ? root : closed(root);
}

/** The canonical text of what stands at each of some paths in a JSON object; null where nothing does. Of a key that stands twice the first counts. */
export function canonicalAt(text: string, paths: readonly (readonly string[])[]): readonly (string | null)[] {
  const root = rootOf(text);
  const parts = root === null || typeof root === 'string' || !root.isObject ? [] : root.parts;
  const texts = new Map(parts.toReversed().map(({ key, text: value }) => [key, value]));
  return paths.map(([key = '', ...rest]) => {
    const value = texts.get(JSON.stringify(key)) ?? null;
    return value === null || rest.length === 0 ? value : (canonicalAt(value, [rest])[0] ?? null);
  });
}

/**
 * The canonical text of a JSON object in which the keys of the objects at some paths, an empty one for the
 * outermost, are written in camel case where they were in kebab-case or snake_case. What is no object comes back as it is.
 */
export function camelAt(text: string, paths: readonly (readonly string[])[]): string {
  const root = rootOf(text);
  if (root === null || typeof root === 'string' || !root.isObject) return text;
  const isMeant = paths.some((path) => path.length === 0);
  const parts = root.parts.map((part) => {
    const key = isMeant ? part.key.replaceAll(/[-_]([a-z])/g, (_, letter: string) => letter.toUpperCase()) : part.key;
    const within = paths.filter(([head]) => JSON.stringify(head) === key).map(([, ...rest]) => rest);
    return { key, text: within.length === 0 ? part.text : camelAt(part.text, within) };
  });
  return closed({ ...root, parts });
}

/** The outermost value of a text: an object or array with its parts, or else its text; null for what is no JSON. */
function rootOf(text: string): Open | string | null {
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
    if (end === null || (isClosing && open === undefined)) return null;
    const from = at;
    at = end;
    if (isClosing) stack.pop();
    const around = stack.at(-1);
    if (around === undefined) {
      if (skipSpace(text, at) !== text.length) return null;
      return isClosing && open !== undefined ? open : token(text, from, end);
    }
    const value = isClosing && open !== undefined ? closed(open) : token(text, from, end);
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

function token(text: string, from: number, end: number): string {
  const found = text.slice(from, end);
  if (!found.startsWith('"') || !found.includes('\\')) return found;
  try {
    return JSON.stringify(JSON.parse(found));
  } catch {
    return found;
  }
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
