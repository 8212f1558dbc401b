import { createHash } from 'node:crypto';

/** Passes text on and, once all of it has come by, tells its SHA-256 in lower-case hex. Whoever takes a piece may change it. */
export async function* hashed(text: AsyncIterable<Buffer>, tell: (sha256: string) => void): AsyncGenerator<Buffer> {
  const digest = createHash('sha256');
  for await (const chunk of text) {
    digest.update(chunk);
    yield chunk;
  }
  tell(digest.digest('hex'));
}
