import { inert } from './inert.ts';

const plain = /^[\w@%+:,./-][\w@%+=:,./-]*$/;

/** Beyond this no provider gives a name: what is longer is no name, but an attack on the reader. */
const longestName = 1024;

/**
 * Any text as one word of bash or zsh: nothing in it is expanded, and what acts on a terminal is written
 * as bytes in `$'…'`, so that a line can be read and copied as it stands.
 */
export function shellWord(text: string): string {
  if (plain.test(text)) return text;
  if (inert(text) === text) return `'${text.replaceAll(`'`, String.raw`'\''`)}'`;
  const bytes = [...new TextEncoder().encode(text)].map((byte) =>
    /[\w @%+=:,./-]/.test(String.fromCharCode(byte))
      ? String.fromCharCode(byte)
      : String.raw`\x${byte.toString(16).padStart(2, '0')}`,
  );
  return `$'${bytes.join('')}'`;
}

/**
 * Whether a command-line program would take the text for a name and nothing else: several of them read
 * a value that begins like an address of a file or page from there, and quotes do not keep them from it.
 */
export const isPlainArgument = (text: string): boolean =>
  text !== '' && text.length <= longestName && !/^\s*[A-Za-z]+:\/\//.test(text);
