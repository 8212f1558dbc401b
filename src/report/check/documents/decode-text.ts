/** Bytes as text: by their mark of order, else as UTF-8, else as Windows wrote it. Null for what is no text. */
export function decodeText(bytes: Uint8Array): string | null {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return decoded(bytes, 'utf-16le');
  if (first === 0xfe && second === 0xff) return decoded(bytes, 'utf-16be');
  const wide = withoutMark(bytes);
  if (wide !== null) return decoded(bytes, wide);
  const text = utf8(bytes) ?? decoded(bytes, 'windows-1252');
  return isText(text) ? text : null;
}

function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

const decoded = (bytes: Uint8Array, encoding: string): string => new TextDecoder(encoding).decode(bytes);

/** UTF-16 without a mark shows by its zeros, every second byte in a text of Latin letters. */
function withoutMark(bytes: Uint8Array): string | null {
  const begin = bytes.subarray(0, 400);
  const zeros = [0, 1].map((odd) => begin.filter((byte, at) => byte === 0 && at % 2 === odd).length);
  const [even = 0, odd = 0] = zeros;
  if (odd > begin.length * 0.35 && even === 0) return 'utf-16le';
  return even > begin.length * 0.35 && odd === 0 ? 'utf-16be' : null;
}

/** A text has next to no controls, however it was written. */
function isText(text: string): boolean {
  const begin = text.slice(0, 20_000);
  if (begin.includes('\u0000')) return false;
  // oxlint-disable-next-line no-control-regex -- controls are what is counted
  const controls = begin.match(/[\u0001-\u0008\u000e-\u001a\u001c-\u001f\u007f-\u009f\ufffd]/g)?.length ?? 0;
  return controls <= begin.length / 50;
}
