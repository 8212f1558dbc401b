/** The same text with some of it blanked out, so that places stay where they are. */
export function blank(text: string, parts: readonly { readonly start: number; readonly end: number }[]): string {
  let result = '';
  let at = 0;
  for (const { start, end } of parts.toSorted((a, b) => a.start - b.start)) {
    if (end <= at) continue;
    result += text.slice(at, Math.max(at, start)) + '_'.repeat(end - Math.max(at, start));
    at = end;
  }
  return result + text.slice(at);
}
