import type { PatternPart } from '../../lake/predicate.ts';

/** Text as bytes, a character a byte (Latin-1), so that it can still stand between wildcards. */
export type ByteText = string;

export type Utf16 = 'utf16le' | 'utf16be' | 'utf16';

/** The literal texts of a pattern in UTF-16, as bytes; `utf16` is little-endian behind a byte order mark. */
export function toUtf16(parts: readonly PatternPart[], form: Utf16): readonly PatternPart[] {
  const encoded = parts.map((part) => (typeof part === 'string' ? part : { text: utf16Bytes(part.text, form) }));
  return form === 'utf16' ? [{ text: 'ÿþ' }, ...encoded] : encoded;
}

function utf16Bytes(text: string, form: Utf16): ByteText {
  const bytes = Buffer.from(text, 'utf16le');
  return (form === 'utf16be' ? bytes.swap16() : bytes).toString('latin1');
}

/** The bytes of a text; `isBytes` where `toUtf16` has made it. */
export const bytesOf = (text: string, isBytes: boolean): Buffer => Buffer.from(text, isBytes ? 'latin1' : 'utf8');

/** The text that bytes are in UTF-8, or null where they are none. */
export function textOfBytes(bytes: ByteText): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(bytes, 'latin1'));
  } catch {
    return null;
  }
}

const offsets = [
  { padding: 0, skip: 0 },
  { padding: 1, skip: 2 },
  { padding: 2, skip: 3 },
] as const;

/**
 * The three texts that stand for the bytes inside a longer Base64 text, by their offset in it
 * modulo three: what is left after the characters that neighbouring bytes share.
 */
export function base64Offsets(bytes: Buffer): readonly string[] {
  return offsets.map(({ padding, skip }) => {
    const encoded = Buffer.concat([Buffer.alloc(padding, ' '), bytes]).toString('base64');
    const rest = (bytes.length + padding) % 3;
    const drop = rest === 0 ? 0 : rest === 1 ? 3 : 2;
    return encoded.slice(skip, encoded.length - drop);
  });
}
