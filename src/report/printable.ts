import { inert } from '../model/inert.ts';

/**
 * Left-to-right letters, signs and drawings that both the regular and the bold face of DejaVu Sans Mono hold, which
 * the compiler brings along; a test sets every one of them. Marks that combine are not among them.
 */
const covered =
  /[\u{20}-\u{7e}\u{a1}-\u{ac}\u{ae}-\u{1c3}\u{1cd}-\u{1e3}\u{1e6}-\u{1f0}\u{1f4}-\u{1f6}\u{1f8}\u{1f9}\u{1fc}-\u{221}\u{224}-\u{241}\u{250}-\u{2af}\u{37e}\u{386}-\u{38a}\u{38c}\u{38e}-\u{3a1}\u{3a3}-\u{3ce}\u{400}-\u{45f}\u{490}-\u{49b}\u{4a2}-\u{4a5}\u{4aa}-\u{4b3}\u{4cf}-\u{4f9}\u{531}-\u{556}\u{561}-\u{587}\u{10d0}-\u{10fc}\u{1e00}-\u{1e13}\u{1e80}-\u{1e85}\u{1ea0}\u{1ea1}\u{1eac}\u{1ead}\u{1eb0}\u{1eb1}\u{1eb6}-\u{1eb9}\u{1ebc}\u{1ebd}\u{1ec6}\u{1ec7}\u{1eca}-\u{1ecd}\u{1ed8}-\u{1edd}\u{1ee0}-\u{1ee5}\u{1ee8}-\u{1eeb}\u{1eee}-\u{1ef5}\u{1ef8}\u{1ef9}\u{2010}-\u{2023}\u{2026}\u{2030}-\u{2037}\u{2039}\u{203a}\u{20a0}-\u{20b5}\u{20b8}-\u{20ba}\u{20bd}\u{2116}\u{2117}\u{2122}\u{2190}-\u{2213}\u{2215}\u{2217}-\u{2220}\u{2248}\u{2260}\u{2264}\u{2265}\u{2500}-\u{25ff}\u{2605}\u{2606}\u{2713}\u{2714}\u{2717}\u{2718}]/u;

/** The text in letters that the PDF's fonts have; every other one as a visible escape such as \u{4e2d}. */
export function printable(text: string): string {
  const safe = inert(text).normalize('NFC');
  return [...safe].map((sign) => (covered.test(sign) ? sign : `\\u{${sign.codePointAt(0)?.toString(16)}}`)).join('');
}

/** The text cut where a line may end within a word longer than `most`: behind signs that join, else anywhere. Joined, it is the same. */
export function breakable(text: string, most: number): readonly string[] {
  if (text.length <= most) return [text];
  return (text.match(/ +|[^ ]+/g) ?? []).reduce<readonly string[]>((pieces, word) => {
    const [first = '', ...rest] = word.length <= most ? [word] : piecesOf(word, most);
    return [...pieces.slice(0, -1), (pieces.at(-1) ?? '') + first, ...rest];
  }, []);
}

/** As few pieces as may be, none longer than half of `most`, so that a short line is left by none. */
function piecesOf(word: string, most: number): readonly string[] {
  const half = most / 2;
  const parts = (word.match(/[^/:._@=,+?&;|\\-]*[/:._@=,+?&;|\\-]*/g) ?? []).flatMap((part) => runsOf(part, half));
  return parts.reduce<readonly string[]>((pieces, part) => {
    const open = pieces.at(-1);
    const isRoom = open !== undefined && open.length + part.length <= half;
    return isRoom ? [...pieces.slice(0, -1), open + part] : [...pieces, part];
  }, []);
}

const runsOf = (part: string, most: number): readonly string[] => {
  const signs = [...part];
  return Array.from({ length: Math.ceil(signs.length / most) }, (_, index) =>
    signs.slice(index * most, (index + 1) * most).join(''),
  );
};
