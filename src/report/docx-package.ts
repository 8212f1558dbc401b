import type { Instant } from '../model/instant.ts';
import { escapeHtml } from './html-text.ts';

/** Title and date of the document, without a clock or a name of a machine. */
export function coreProperties(title: string, date: Instant): string {
  const when = `${date.slice(0, 19)}Z`;
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escapeHtml(title)}</dc:title><dc:creator>Beewolf</dc:creator><dc:language>en-US</dc:language><cp:lastModifiedBy>Beewolf</cp:lastModifiedBy><cp:revision>1</cp:revision><dcterms:created xsi:type="dcterms:W3CDTF">${when}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">${when}</dcterms:modified></cp:coreProperties>`;
}

const directoryEntry = 0x02014b50;
const directoryEnd = 0x06054b50;
/** 1980-01-01 00:00, where dates of ZIP begin. */
const begin = 0x0021_0000;

/** The archive with the same date at every entry. Throws RangeError where it is no archive with a directory. */
export function withoutClock(archive: Uint8Array): Uint8Array {
  const bytes = Buffer.from(archive);
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || bytes.readUInt32LE(end) !== directoryEnd)
    throw new RangeError('no directory at the end of the archive');
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (bytes.readUInt32LE(at) !== directoryEntry) throw new RangeError('an entry of the directory is missing');
    const lengths = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    bytes.writeUInt32LE(begin, at + 12);
    bytes.writeUInt32LE(begin, bytes.readUInt32LE(at + 42) + 10);
    at += 46 + lengths.reduce((sum, length) => sum + length, 0);
  }
  return bytes;
}
