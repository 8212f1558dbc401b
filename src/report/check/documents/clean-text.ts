/** Letters that take no room or turn the direction of others: nobody reads them, and they part what belongs together. */
const unseen = /[\p{Cf}\p{Variation_Selector}\u034f\u115f\u1160\u3164]/gu;

/** The marks of evidence in our own reports: `[E1–E6, E12, +223]`. */
const marks = /\s?\[E\d{1,6}(?:[–-]E\d{1,6})?(?:, (?:E\d{1,6}(?:[–-]E\d{1,6})?|\+\d{1,9}))*\]/g;

/** Text on one line, white space collapsed, without what nobody sees and without the marks of our own reports. */
export function cleanText(text: string): string {
  return text.replace(unseen, '').replace(/\s+/g, ' ').replace(marks, '').trim();
}

export const hasUnseen = (text: string): boolean => text.search(unseen) !== -1;
