import type { Source } from '../../model/source.ts';

const linesLooked = 200;

/**
 * The source whose lines an object seems to hold: most of the first lines of its text that any knows,
 * and a quarter of those that are not blank: a log may hold junk. Null where there is none.
 * @param head the first bytes of the object's text
 */
export function lineSource(head: Buffer, sources: readonly Source[]): Source | null {
  const lines = head
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/, linesLooked)
    .filter((line) => line.trim() !== '');
  const counted = sources.flatMap((source) => {
    const patterns = source.lines?.recognise.map((pattern) => new RegExp(pattern, 'u')) ?? [];
    const count =
      patterns.length === 0 ? 0 : lines.filter((line) => patterns.some((pattern) => pattern.test(line))).length;
    return count > 0 && 4 * count >= lines.length ? [{ source, count }] : [];
  });
  return counted.toSorted((a, b) => b.count - a.count)[0]?.source ?? null;
}
