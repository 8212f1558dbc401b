import { fromBuffer, type Entry, type ZipFile } from 'yauzl';
import { AppError } from '../../../model/errors.ts';

/** What is kept of a .docx: the parts that hold text, and the names of all. */
export interface DocxParts {
  readonly names: readonly string[];
  readonly texts: ReadonlyMap<string, string>;
}

/** A document of 500 pages has some 20 MB of text parts; what is beyond is built to fill a memory. */
const mostBytes = 64 * 2 ** 20;
const mostEntries = 5000;
const mostRatio = 250;
/** Small parts of nothing but spaces shrink to almost nothing. */
const smallBytes = 2 ** 20;

const isRead = (name: string): boolean =>
  /^(?:word\/(?:document\d*|styles|footnotes|endnotes|comments)\.xml|(?:word\/)?_rels\/[^/]+\.rels|mimetype|\[Content_Types\]\.xml)$/i.test(
    name,
  );

/**
 * Opens a zip of bytes and inflates only the parts that hold text, counting what comes out.
 * @throws AppError input.unreadable where it is damaged, encrypted, or swells beyond measure
 */
export async function docxParts(bytes: Uint8Array): Promise<DocxParts> {
  const zip = await opened(bytes);
  try {
    const entries = await entriesOf(zip);
    const texts = new Map<string, string>();
    let left = mostBytes;
    for (const entry of entries.filter(({ fileName }) => isRead(fileName))) {
      const part = await inflated(zip, entry, left);
      left -= part.length;
      texts.set(entry.fileName, new TextDecoder(encodingOf(part)).decode(part));
    }
    return { names: entries.map(({ fileName }) => fileName), texts };
  } finally {
    zip.close();
  }
}

const encodingOf = ([first, second]: Uint8Array): string =>
  first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';

const damaged = (cause: unknown): AppError =>
  new AppError('input.unreadable', 'the file is a damaged zip archive', { cause });

const tooLarge = (name: string): AppError =>
  new AppError('input.unreadable', `${name} swells beyond what a report can hold: this looks like a zip bomb`);

async function opened(bytes: Uint8Array): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    fromBuffer(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), { lazyEntries: true }, (error, zip) => {
      if (error === null && zip !== undefined) resolve(zip);
      else reject(damaged(error));
    });
  });
}

async function entriesOf(zip: ZipFile): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  return new Promise((resolve, reject) => {
    zip.on('error', (error) => reject(damaged(error)));
    zip.on('end', () => resolve(entries));
    zip.on('entry', (entry: Entry) => {
      entries.push(entry);
      if (entries.length > mostEntries) reject(tooLarge(`an archive of over ${mostEntries} entries`));
      else zip.readEntry();
    });
    zip.readEntry();
  });
}

async function inflated(zip: ZipFile, entry: Entry, most: number): Promise<Uint8Array> {
  const { fileName: name, compressedSize, uncompressedSize } = entry;
  const isSwollen = (size: number): boolean =>
    size > most || (size > smallBytes && size > mostRatio * Math.max(1, compressedSize));
  if (isSwollen(uncompressedSize)) throw tooLarge(name);
  if (entry.isEncrypted()) throw new AppError('input.unreadable', `${name} is encrypted`);
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error !== null || stream === undefined) return reject(damaged(error));
      const chunks: Buffer[] = [];
      let size = 0;
      stream.on('error', (cause) => reject(damaged(cause)));
      stream.on('end', () => resolve(Buffer.concat(chunks)));
      stream.on('data', (chunk: Buffer) => {
        size += chunk.length;
        chunks.push(chunk);
        if (!isSwollen(size)) return;
        stream.destroy();
        reject(tooLarge(name));
      });
    });
  });
}
