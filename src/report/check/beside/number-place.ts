import { quantitiesIn } from '../readers/quantities.ts';

/** Where a number stands in a sentence, as digits or as words; the end of the sentence where it does not. */
export function numberPlace(text: string, said: number): { readonly start: number; readonly end: number } {
  const found = quantitiesIn(text).find(({ bounds }) => bounds.said === said);
  return found ?? { start: text.length, end: text.length };
}
