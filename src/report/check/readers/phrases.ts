/**
 * One group of alternatives, the source of a regular expression, from a template of phrases, a line each.
 * The text is raw (`\b` stands for a word's edge); space at a line's ends is layout, so a space that counts there
 * is written `[ ]`. Groups may stand in groups, as `${anyOf`…`}`.
 */
export function anyOf(text: TemplateStringsArray, ...pieces: readonly string[]): string {
  const phrases = String.raw(text, ...pieces)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return `(?:${phrases.join('|')})`;
}
