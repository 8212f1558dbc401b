const lineFeed = 0x0a;
const byteOrderMark = '\uFEFF';

/** Records whose lines others come between are rarely further apart. */
const openRecords = 256;

interface LineTextOptions {
  readonly maxLineBytes: number;
  /** A regular expression by whose groups lines belong to one record. */
  readonly joinedBy?: string | undefined;
}

/**
 * Lines of text as the engine's reader takes them up: each record as a JSON string on a line of its own, whatever
 * stands in it, so that nothing in it can pass for its end. Blank lines are no records. What is not UTF-8 is
 * replaced; a line that is too long is parted.
 */
export async function* lineText(
  text: AsyncIterable<Buffer>,
  { maxLineBytes, joinedBy }: LineTextOptions,
): AsyncGenerator<Buffer> {
  const joiner = joinedBy === undefined ? null : new LineJoiner(new RegExp(joinedBy, 'u'));
  let held: Buffer = Buffer.alloc(0);
  let isFirst = true;
  for await (const chunk of text) {
    const whole = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    const end = whole.lastIndexOf(lineFeed) + 1 || (whole.length > maxLineBytes ? whole.length : 0);
    // The chunk's memory may be used anew once the next one is asked for.
    held = Buffer.from(whole.subarray(end));
    if (end === 0) continue;
    const lines = linesIn(whole.toString('utf8', 0, end), isFirst);
    yield asStrings(joiner === null ? lines : joiner.add(lines));
    isFirst = false;
  }
  const rest = linesIn(held.toString('utf8'), isFirst);
  yield asStrings(joiner === null ? rest : [...joiner.add(rest), ...joiner.end()]);
}

function linesIn(text: string, isFirst: boolean): readonly string[] {
  const whole = isFirst && text.startsWith(byteOrderMark) ? text.slice(1) : text;
  return whole.split(/\r?\n/).filter((line) => line.trim() !== '');
}

/** Between two JSON strings of a list stands `","`, and nowhere else: inside of one every quote has a backslash before it. */
const asStrings = (records: readonly string[]): Buffer =>
  records.length === 0
    ? Buffer.alloc(0)
    : Buffer.from(`${JSON.stringify(records).slice(1, -1).replaceAll('","', '"\n"')}\n`);

/** Brings together lines of one record between which those of others stand. */
class LineJoiner {
  readonly #id: RegExp;
  /** By id, in the order in which they began. */
  readonly #open = new Map<string, string[]>();

  constructor(id: RegExp) {
    this.#id = id;
  }

  /** @returns records that nothing is to be added to any more; a line without an id is one by itself */
  add(lines: readonly string[]): readonly string[] {
    const whole: string[] = [];
    for (const line of lines) {
      const groups = this.#id.exec(line)?.slice(1);
      if (groups === undefined) {
        whole.push(line);
        continue;
      }
      const id = groups.join('\0');
      const found = this.#open.get(id);
      if (found) found.push(line);
      else this.#open.set(id, [line]);
      if (this.#open.size > openRecords) whole.push(...this.#close());
    }
    return whole;
  }

  end(): readonly string[] {
    const rest = [...this.#open.values()].map((lines) => lines.join('\n'));
    this.#open.clear();
    return rest;
  }

  #close(): readonly string[] {
    for (const [id, lines] of this.#open) {
      this.#open.delete(id);
      return [lines.join('\n')];
    }
    return [];
  }
}
