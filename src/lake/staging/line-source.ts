import type { Source } from '../../model/source.ts';

const linesLooked = 200;

/**
 * The source whose lines an object seems to hold: it knows a quarter of the first that are not blank, as a log
 * may hold junk, and at least half as many as any other does. Null where there is none.
 * @param head the first bytes of the object's text
 * @param sources of two that know the same lines, the narrower one first: lines that it leaves go to the other
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
  const most = Math.max(0, ...counted.map(({ count }) => count));
  return counted.find(({ count }) => 2 * count >= most)?.source ?? null;
}
