import type { Test } from '../../lake/predicate.ts';

type TextTest = Extract<Test, { readonly op: 'equals' | 'contains' | 'starts' | 'ends' }>;

const isTextTest = (test: Test): test is TextTest =>
  test.op === 'equals' || test.op === 'contains' || test.op === 'starts' || test.op === 'ends';

// Engines fold letters beyond ASCII each in their own way.
const isPlain = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);

/** Whether a value with this text passes; null where that is not sure here. Without `cased`, case is folded. */
export function passes(test: Test, text: string, cased: boolean): boolean | null {
  if (isTextTest(test)) return passesText(test, text, cased && test.cased);
  if (test.op === 'lt' || test.op === 'lte' || test.op === 'gt' || test.op === 'gte') return passesNumber(test, text);
  return null;
}

function passesText(test: TextTest, text: string, cased: boolean): boolean | null {
  if (!isPlain(test.text) || !isPlain(text)) return null;
  const [whole, piece] = cased ? [text, test.text] : [text.toLowerCase(), test.text.toLowerCase()];
  if (test.op === 'equals') return whole === piece;
  if (test.op === 'starts') return whole.startsWith(piece);
  return test.op === 'ends' ? whole.endsWith(piece) : whole.includes(piece);
}

type NumberTest = Extract<Test, { readonly op: 'lt' | 'lte' | 'gt' | 'gte' }>;

function passesNumber({ op, number }: NumberTest, text: string): boolean | null {
  // What else the engine takes for a number is not for us to say.
  if (!/^-?\d{1,15}$/.test(text)) return /^[A-Za-z]+$/.test(text) ? false : null;
  const value = Number(text);
  if (op === 'lt') return value < number;
  if (op === 'lte') return value <= number;
  return op === 'gt' ? value > number : value >= number;
}

/** Whether it is sure that every value that passes `a` passes `b`. */
export function implies(a: Test, b: Test): boolean {
  if (JSON.stringify(a) === JSON.stringify(b)) return true;
  if (!isTextTest(a)) return false;
  if (isTextTest(b) && b.cased && !a.cased) return false;
  if (a.op === 'equals') return passes(b, a.text, true) === true;
  if (!isTextTest(b)) return false;
  if (b.op !== 'contains' && b.op !== a.op) return false;
  return passes(b, a.text, true) === true;
}

/** Whether it is sure that no value passes both. */
export function excludes(a: Test, b: Test): boolean {
  if (!isTextTest(a)) return isTextTest(b) && b.op === 'equals' && excludes(b, a);
  const bothCased = isTextTest(b) && a.cased && b.cased;
  if (a.op === 'equals') return passes(b, a.text, bothCased) === false;
  if (!isTextTest(b)) return false;
  if (b.op === 'equals') return passes(a, b.text, bothCased) === false;
  if (a.op !== b.op || a.op === 'contains') return false;
  return passes(a, b.text, bothCased) === false && passes(b, a.text, bothCased) === false;
}
