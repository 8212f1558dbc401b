import { inflateRawSync } from 'node:zlib';

const entrySignature = 0x02014b50;

/** The parts of a document of Word by their paths, as text, in the order of its directory. */
export function filesIn(archive: Uint8Array): ReadonlyMap<string, string> {
  const bytes = Buffer.from(archive);
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  const files = new Map<string, string>();
  let at = bytes.readUInt32LE(end + 16);
  while (bytes.readUInt32LE(at) === entrySignature) {
    const [name = 0, extra = 0, comment = 0] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    const path = bytes.toString('utf8', at + 46, at + 46 + name);
    if (!path.endsWith('/')) files.set(path, contentAt(bytes, at));
    at += 46 + name + extra + comment;
  }
  return files;
}

function contentAt(bytes: Buffer, entry: number): string {
  const local = bytes.readUInt32LE(entry + 42);
  const begin = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  const data = bytes.subarray(begin, begin + bytes.readUInt32LE(entry + 20));
  return (bytes.readUInt16LE(entry + 10) === 0 ? data : inflateRawSync(data)).toString('utf8');
}

const token = /<\?xml [^<>]*\?>|<(\/?)([\w:.-]+)((?:\s+[\w:.-]+="[^"<]*")*)\s*(\/?)>|[^<]+/y;
const bareAmpersand = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-fA-F]+);)/;

/** Elements of an XML text with the names of their attributes. Throws where the text is not well-formed. */
export function elementsOf(xml: string): ReadonlySet<string> {
  if (bareAmpersand.test(xml)) throw new Error('an ampersand stands alone');
  const elements = new Set<string>();
  const open: string[] = [];
  token.lastIndex = 0;
  for (let at = 0; at < xml.length; at = token.lastIndex) {
    const found = token.exec(xml);
    if (found === null) throw new Error(`neither text nor a tag: ${xml.slice(at, at + 60)}`);
    const [, end, name, attributes = '', empty] = found;
    if (name === undefined) continue;
    if (end === '/' && open.pop() !== name) throw new Error(`</${name}> closes nothing`);
    if (end === '' && empty === '') open.push(name);
    elements.add(name);
    for (const [, attribute] of attributes.matchAll(/([\w:.-]+)="/g)) elements.add(`${name} ${attribute}`);
  }
  if (open.length > 0) throw new Error(`not closed: ${open.join(', ')}`);
  return elements;
}
