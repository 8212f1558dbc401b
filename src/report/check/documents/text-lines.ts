/** A line that is not empty. */
export interface TextLine {
  readonly text: string;
  /** From 1. */
  readonly line: number;
  readonly indent: number;
  /** Whether an empty line stands before it. */
  readonly isAfterGap: boolean;
}

/** The lines of a text that hold something, with their numbers; white space at their ends is gone. */
export function textLines(text: string): readonly TextLine[] {
  const found: TextLine[] = [];
  let isAfterGap = true;
  for (const [index, whole] of text.split(/\r\n|[\n\r\f\v\u0085\u2028\u2029]/).entries()) {
    const line = whole.trim();
    if (line === '') {
      isAfterGap = true;
      continue;
    }
    const blank = /^\s*/.exec(whole)?.[0] ?? '';
    found.push({ text: line, line: index + 1, indent: blank.replaceAll('\t', '    ').length, isAfterGap });
    isAfterGap = false;
  }
  return found;
}

/** A line that only parts what stands above from what stands below. */
export const isRule = (text: string): boolean =>
  /^([=\-_*~#─━═])\1{2,}$/.test(text) || /^[+├┼┌└╔╠╚|][-=+─━═┼┬┴┤┐┘├╬╗╣╝╦╩|: ]{3,}$/.test(text);

/** What begins an item of a list: a dash or a dot, or a number. */
const itemMark = /^(?:[-–—•*·▪◦‣●○■]|\(?\d{1,3}[.)])\s+(?=\S)/;

export const itemText = (text: string): string | null => (itemMark.test(text) ? text.replace(itemMark, '') : null);

/** Lines that begin what is new, whatever stands above: an item, a time, a field. */
const beginsAnew =
  /^(?:[-–—•*·▪◦‣●○■#|>]|\[\d{1,2}:\d{2}|\(?\d{1,3}[.)]\s|\d{1,2}:\d{2}|\d{4}-\d{2}|\p{L}[^:.]{0,40}:\s|\p{L}[\w. -]{0,30}\s\d{1,2}:\d{2}(?: ?[AP]M)?$)/u;

/** An address, a path or a name with dots: each line of a list of such is its own. */
const indicatorStart = /^(?:\/\S|h(?:tt|xx)ps?:|\S+(?:\[\.\]|\.)\S)/;

/** `raised at` is no end of a sentence: the time below belongs to it. */
const beginsWithTime = /^(?:\d{1,2}:\d{2}|\d{4}-\d{2})/;
const awaitsTime = /\b(?:at|by|on|from|until|till|to|before|after|since|between|around|about|near|and)$/i;

/**
 * Whether a line goes on with the sentence above: that one ends in the middle and was as long as lines are
 * here, so that the next word did not fit. `width` is the longest line; texts of long lines are not wrapped.
 */
export function goesOn(above: TextLine, next: TextLine, width: number): boolean {
  if (next.isAfterGap || width > 140 || /[.:;!?]["”’)]?$/.test(above.text)) return false;
  if (beginsAnew.test(next.text) && !(beginsWithTime.test(next.text) && awaitsTime.test(above.text))) return false;
  const [word = ''] = next.text.split(/\s/, 1);
  const isOfList = indicatorStart.test(word) && indicatorStart.test(above.text);
  // Nobody breaks lines to the letter: a small word that begins a long text's line goes on with it.
  if (above.text.length >= Math.max(50, width * 0.8) && /^\p{Ll}+[,;.]?$/u.test(word)) return true;
  return !isOfList && above.text.length >= 40 && above.indent + above.text.length + 1 + word.length > width;
}

export const widthOf = (lines: readonly TextLine[]): number =>
  lines.reduce((most, { indent, text }) => Math.max(most, indent + text.length), 0);
