/** RE2 counts `x{n}`, and products of nested counts, up to this. */
const maxRepeats = 1000;

/**
 * RE2 never backtracks, but its time for each character grows with the expression written out. Within
 * these bounds a value of 150 characters took 0.06 ms at worst, beyond them up to 33 ms.
 */
const maxSize = { atoms: 5_000, copies: 1_000, loops: 200 } as const;

/** What stands before the scanner: nothing that could be repeated, an atom, or a repetition. */
interface Before {
  readonly kind: 'nothing' | 'atom' | 'repetition';
  readonly repeats: number;
}

interface Step {
  /** Where the next piece begins. */
  readonly to: number;
  readonly trouble?: string;
}

/**
 * Why RE2 would refuse an expression, in a few words, or null where it accepts it (as far as the
 * tests could find out; https://github.com/google/re2/wiki/Syntax). Sigma's own flavour, a subset of
 * PCRE (specification 2.1.0, modifiers appendix), lies inside RE2's, but rules in use go beyond it.
 */
export function regexTrouble(pattern: string): string | null {
  /** Of each open group, and of the whole, the largest product of counts inside. */
  const groups = [1];
  let before: Before = { kind: 'nothing', repeats: 1 };
  let at = 0;
  while (at < pattern.length) {
    const character = pattern.charAt(at);
    if (character === '(') {
      const opened = openGroup(pattern, at);
      if (opened.trouble !== undefined) return opened.trouble;
      at = opened.to;
      if (opened.isFlags) {
        before = { kind: before.kind === 'nothing' ? 'nothing' : 'atom', repeats: before.repeats };
        continue;
      }
      groups.push(1);
      before = { kind: 'nothing', repeats: 1 };
      continue;
    }
    if (character === ')') {
      const closed = groups.pop();
      if (closed === undefined || groups.length === 0) return 'a ) without its (';
      before = { kind: 'atom', repeats: closed };
      noteRepeats(groups, closed);
      at += 1;
      continue;
    }
    if (character === '|') {
      before = { kind: 'nothing', repeats: 1 };
      at += 1;
      continue;
    }
    const repetition = repetitionAt(pattern, at);
    if (repetition !== null) {
      const repeats = repetition.times * before.repeats;
      const trouble = troubleOfRepetition(repetition, before, repeats);
      if (trouble !== null) return trouble;
      before = { kind: 'repetition', repeats };
      noteRepeats(groups, repeats);
      at = repetition.to;
      continue;
    }
    const atom =
      character === '[' ? classAt(pattern, at) : character === '\\' ? escapeAt(pattern, at, false) : { to: at + 1 };
    if (atom.trouble !== undefined) return atom.trouble;
    before = { kind: 'atom', repeats: 1 };
    at = atom.to;
  }
  return groups.length === 1 ? troubleOfSize(sizeOf(pattern)) : 'a ( without its )';
}

interface Size {
  /** Characters and classes, with those under a count as often as it says. */
  readonly atoms: number;
  /** How many of them stand under a count. */
  readonly copies: number;
  readonly loops: number;
}

function troubleOfSize({ atoms, copies, loops }: Size): string | null {
  if (atoms > maxSize.atoms) return `${atoms} characters to match when it is written out, over ${maxSize.atoms}`;
  if (copies > maxSize.copies) return `counts that add up to ${copies} characters, over ${maxSize.copies}`;
  return loops > maxSize.loops ? `${loops} unbounded repetitions, over ${maxSize.loops}` : null;
}

type Part = Pick<Size, 'atoms' | 'copies'>;

const sum = (a: Part, b: Part): Part => ({ atoms: a.atoms + b.atoms, copies: a.copies + b.copies });
const nothing: Part = { atoms: 0, copies: 0 };

/** The size of an expression without trouble. Of open groups, what came before the last piece is kept apart. */
function sizeOf(pattern: string): Size {
  const groups: Part[] = [nothing];
  let last = nothing;
  let loops = 0;
  const finish = (): void => void groups.push(sum(groups.pop() ?? nothing, last));
  for (let at = 0; at < pattern.length;) {
    const repetition = repetitionAt(pattern, at);
    if (repetition !== null) {
      const { times } = repetition;
      if (repetition.isUnbounded) loops += 1;
      if (times > 1) last = { atoms: last.atoms * times, copies: last.atoms * times };
      at = repetition.to;
      continue;
    }
    if (pattern.charAt(at) === ')') {
      finish();
      last = groups.pop() ?? nothing;
      at += 1;
      continue;
    }
    finish();
    const piece = pieceAt(pattern, at);
    if (piece.opens) groups.push(nothing);
    last = { atoms: piece.atoms, copies: 0 };
    at = piece.to;
  }
  finish();
  return { ...(groups[0] ?? nothing), loops };
}

/** What stands at a place where no repetition and no end of a group does. */
function pieceAt(
  pattern: string,
  at: number,
): { readonly to: number; readonly atoms: number; readonly opens: boolean } {
  const character = pattern.charAt(at);
  if (character === '(') {
    const { to, isFlags } = openGroup(pattern, at);
    return { to, atoms: 0, opens: !isFlags };
  }
  if (character === '[') return { to: classAt(pattern, at).to, atoms: 1, opens: false };
  if (character !== '\\') return { to: at + 1, atoms: character === '|' ? 0 : 1, opens: false };
  const { to } = escapeAt(pattern, at, false);
  // Quoted text, \Q…\E, is as many characters as it holds.
  return { to, atoms: pattern.startsWith('\\Q', at) ? to - at : 1, opens: false };
}

function noteRepeats(groups: number[], repeats: number): void {
  groups.push(Math.max(groups.pop() ?? 1, repeats));
}

interface Repetition {
  readonly text: string;
  readonly times: number;
  readonly isBackwards: boolean;
  readonly isCounted: boolean;
  readonly isUnbounded: boolean;
  readonly to: number;
}

const repetitionForm = /(?:[*+?]|\{(\d+)(?:(,)(\d*))?\})\??/y;

function repetitionAt(pattern: string, at: number): Repetition | null {
  repetitionForm.lastIndex = at;
  const found = repetitionForm.exec(pattern);
  if (found === null) return null;
  const [text, least, comma, most] = found;
  const low = Number(least ?? 0);
  const high = most === undefined || most === '' ? low : Number(most);
  const isBackwards = high < low;
  return {
    text,
    times: Math.max(low, high, 1),
    isBackwards,
    isCounted: least !== undefined,
    isUnbounded: /^[*+]/.test(text) || (comma !== undefined && most === ''),
    to: at + text.length,
  };
}

function troubleOfRepetition(repetition: Repetition, before: Before, repeats: number): string | null {
  const { text } = repetition;
  if (before.kind === 'nothing') return `nothing stands before ${text}`;
  if (before.kind === 'repetition') return `a repetition of a repetition, ${text} (possessive ones are not supported)`;
  if (repetition.isBackwards) return `the repeat ${text} counts backwards`;
  if (repetition.isCounted && repeats > maxRepeats)
    return `the repeat ${text} counts to ${repeats}, over ${maxRepeats}`;
  return null;
}

const groupHead = /\((?:\?(?:P<(\w+)>|[imsU]*(?:-[imsU]+)?([:)])))?/y;

function openGroup(pattern: string, at: number): Step & { readonly isFlags: boolean } {
  groupHead.lastIndex = at;
  const [head = '(', , end] = groupHead.exec(pattern) ?? [];
  const to = at + head.length;
  if (head !== '(') return { to, isFlags: end === ')' };
  const special = /^\(\?(?:<[=!]|[=!>#|(]|P?<|P|.|$)/s.exec(pattern.slice(at, at + 4))?.[0];
  return special === undefined ? { to, isFlags: false } : { to, isFlags: false, trouble: nameOfGroup(special) };
}

function nameOfGroup(special: string): string {
  if (['(?=', '(?!', '(?<=', '(?<!'].includes(special)) return `look-around, ${special}…)`;
  if (special === '(?>') return 'an atomic group, (?>…)';
  if (special === '(?<' || special === '(?P<') return 'a named group that is not written (?P<name>…)';
  return `the group ${special}…)`;
}

const plainEscapes = 'aAbBdDsSwWfnrtvz';
const classEscapes = 'adDsSwWfnrtv';

function escapeAt(pattern: string, at: number, inClass: boolean): Step {
  const letter = pattern.charAt(at + 1);
  const rest = pattern.slice(at + 1, at + 64);
  if (letter === '') return { to: at + 1, trouble: 'a backslash at the end' };
  if ((inClass ? classEscapes : plainEscapes).includes(letter)) return { to: at + 2 };
  if (!inClass && letter === 'Q') {
    const end = pattern.indexOf('\\E', at + 2);
    return { to: end === -1 ? pattern.length : end + 2 };
  }
  const long = /^(?:x(?:[\da-fA-F]{2}|\{0*[\da-fA-F]{1,6}\})|0[0-7]{0,2}|[1-7][0-7]{1,2})/.exec(rest)?.[0];
  if (long !== undefined && !/\{0*(?:1[1-9a-fA-F]|[2-9a-fA-F].)[\da-fA-F]{4}\}/.test(long))
    return { to: at + 1 + long.length };
  const property = /^[pP](?:\{\^?(\w+)\}|(\w))/.exec(rest);
  if (property !== null && isProperty(property[1] ?? property[2] ?? '')) return { to: at + 1 + property[0].length };
  if (/^[1-9k]/.test(letter)) return { to: at + 2, trouble: `a back-reference, \\${letter}` };
  if (/^[!-/:-@[-`{-~ ]/.test(letter)) return { to: at + 2 };
  return { to: at + 2, trouble: `the escape \\${letter}` };
}

/** RE2 knows the general categories by their letters, and scripts. */
function isProperty(name: string): boolean {
  if (name === 'Any') return true;
  const isCategory = /^[A-Z][a-z]?$/.test(name);
  try {
    return new RegExp(isCategory ? `\\p{${name}}` : `\\p{Script=${name}}`, 'u').source !== '';
  } catch {
    return false;
  }
}

const posixNames = 'alnum alpha ascii blank cntrl digit graph lower print punct space upper word xdigit'.split(' ');

function classAt(pattern: string, at: number): Step {
  let to = at + (pattern.charAt(at + 1) === '^' ? 2 : 1);
  let isFirst = true;
  let low: string | null = null;
  while (to < pattern.length) {
    const character = pattern.charAt(to);
    if (character === ']' && !isFirst) return { to: to + 1 };
    isFirst = false;
    const posix = /^\[:\^?(\w*):\]/.exec(pattern.slice(to, to + 16));
    if (posix !== null) {
      if (!posixNames.includes(posix[1] ?? '')) return { to, trouble: `the character class ${posix[0]}` };
      to += posix[0].length;
      low = null;
      continue;
    }
    const isRange: boolean = character === '-' && low !== null && pattern.charAt(to + 1) !== ']';
    const from: number = isRange ? to + 1 : to;
    const item = pattern.charAt(from) === '\\' ? escapeAt(pattern, from, true) : { to: from + 1 };
    if (item.trouble !== undefined) return item;
    const text = pattern.slice(from, item.to);
    if (isRange && /^\\[dDsSwWpP]/.test(text)) return { to, trouble: `a range that ends in the class ${text}` };
    const literal = /^\\?([^\\\w]|\\)$|^(\w)$/.exec(text)?.slice(1).join('') ?? null;
    if (isRange && literal !== null && low !== null && low > literal) {
      return { to, trouble: `the range ${low}-${literal} runs backwards` };
    }
    low = isRange ? null : literal;
    to = item.to;
  }
  return { to, trouble: 'a [ without its ]' };
}
