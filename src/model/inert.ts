/**
 * What acts on a reader instead of being read: controls, bidi and other formats, line separators, lone
 * surrogates, private use, letters that take no room, and blanks that are no plain space.
 */
const active = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/gu;

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\t': '\\t', '\r': '\\r' };

/** The same text on one line, with every active character as a visible escape such as \x1b or \u{202e}. */
export function inert(text: string): string {
  return text.replace(active, (character) => short[character] ?? escapeOf(character.codePointAt(0) ?? 0));
}

function escapeOf(code: number): string {
  const digits = code.toString(16);
  return code < 0x1_00 ? `\\x${digits.padStart(2, '0')}` : `\\u{${digits}}`;
}
