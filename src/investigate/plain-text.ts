const control = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const longest = 120;

/** Foreign text inside a sentence of ours: one line, no control characters, not endless. */
export const plainText = (text: string): string => plainTextUpTo(longest, text);

/** The same of another length. */
export function plainTextUpTo(most: number, text: string): string {
  const line = text.replaceAll(control, '\u{FFFD}');
  return line.length <= most ? line : `${line.slice(0, most - 1)}…`;
}

/** `1 instance`, `34 instances`. */
export function counted(count: number, noun: string): string {
  if (count === 1) return `1 ${noun}`;
  const plural = /(?:[sx]|ch|sh)$/.test(noun)
    ? `${noun}es`
    : /[^aeiou]y$/.test(noun)
      ? `${noun.slice(0, -1)}ies`
      : `${noun}s`;
  return `${count} ${plural}`;
}

/** `a, b and c`; of more than `most` the rest as a number. */
export function listed(items: readonly string[], most = 5): string {
  if (items.length > most) return `${items.slice(0, most).join(', ')} and ${items.length - most} more`;
  return items.length <= 1 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
