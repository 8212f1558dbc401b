const lineFeed = 0x0a;
const byteOrderMark = '\uFEFF';

/**
 * Lines of text as the engine's reader takes them up: each as a JSON string on a line of its own, whatever
 * stands in it, so that nothing in a line can pass for the end of it. Blank lines are no records. What is
 * not UTF-8 is replaced; a line that is too long is parted.
 */
export async function* lineText(text: AsyncIterable<Buffer>, maxLineBytes: number): AsyncGenerator<Buffer> {
  let held: Buffer = Buffer.alloc(0);
  let isFirst = true;
  for await (const chunk of text) {
    const whole = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    const end = whole.lastIndexOf(lineFeed) + 1 || (whole.length > maxLineBytes ? whole.length : 0);
    // The chunk's memory may be used anew once the next one is asked for.
    held = Buffer.from(whole.subarray(end));
    if (end === 0) continue;
    yield asStrings(whole.toString('utf8', 0, end), isFirst);
    isFirst = false;
  }
  yield asStrings(held.toString('utf8'), isFirst);
}

/** Between two JSON strings of a list stands `","`, and nowhere else: inside of one every quote has a backslash before it. */
function asStrings(text: string, isFirst: boolean): Buffer {
  const lines = (isFirst ? withoutMark(text) : text).split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines.length === 0) return Buffer.alloc(0);
  return Buffer.from(`${JSON.stringify(lines).slice(1, -1).replaceAll('","', '"\n"')}\n`);
}

const withoutMark = (text: string): string => (text.startsWith(byteOrderMark) ? text.slice(1) : text);
