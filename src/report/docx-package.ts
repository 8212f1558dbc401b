import { crc32, deflateRawSync } from 'node:zlib';
import type { Instant } from '../model/instant.ts';
import { pointsList } from './docx-blocks.ts';
import { stylesXml } from './docx-styles.ts';
import { escapeXml, paragraph, run } from './docx-xml.ts';

interface WordContent {
  readonly title: string;
  /** Stands on every page, beside its number. */
  readonly footer: string;
  readonly date: Instant;
  /** What stands within `w:body`. */
  readonly body: string;
  /** How many lists there are; all but the first count from one. */
  readonly lists: number;
}

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packaged = 'http://schemas.openxmlformats.org/package/2006';
const wordType = 'application/vnd.openxmlformats-officedocument.wordprocessingml';

// oxlint-disable-next-line beewolf/provider-names -- the namespace in which the format keeps this setting
const newest = 'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"';
const settingsXml = `<w:settings ${word}><w:compat><w:compatSetting ${newest}/></w:compat></w:settings>`;

/** A document of Word (ECMA-376, Open Packaging Conventions) without a clock, a path or a name of a machine. */
export function packWord({ title, footer, date, body, lists }: WordContent): Uint8Array {
  const parts = {
    '[Content_Types].xml': contentTypes,
    '_rels/.rels': relations([
      ['document', `${office}/officeDocument`, 'word/document.xml'],
      ['core', `${packaged}/relationships/metadata/core-properties`, 'docProps/core.xml'],
    ]),
    'docProps/core.xml': coreXml(title, date),
    'word/document.xml': `<w:document ${word} xmlns:r="${office}"><w:body>${body}</w:body></w:document>`,
    'word/styles.xml': stylesXml,
    'word/numbering.xml': numberingXml(lists),
    'word/settings.xml': settingsXml,
    'word/footer1.xml': footerXml(footer),
    'word/_rels/document.xml.rels': relations([
      ['styles', `${office}/styles`, 'styles.xml'],
      ['numbering', `${office}/numbering`, 'numbering.xml'],
      ['settings', `${office}/settings`, 'settings.xml'],
      ['footer', `${office}/footer`, 'footer1.xml'],
    ]),
  };
  return zip(Object.entries(parts).map(([path, xml]) => ({ path, content: Buffer.from(`${declaration}${xml}`) })));
}

const contentTypes = `<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${[
  ['word/document.xml', `${wordType}.document.main+xml`],
  ['word/styles.xml', `${wordType}.styles+xml`],
  ['word/numbering.xml', `${wordType}.numbering+xml`],
  ['word/settings.xml', `${wordType}.settings+xml`],
  ['word/footer1.xml', `${wordType}.footer+xml`],
  ['docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties+xml'],
]
  .map(([path, type]) => `<Override PartName="/${path}" ContentType="${type}"/>`)
  .join('')}</Types>`;

const relations = (all: readonly (readonly [id: string, type: string, target: string])[]): string =>
  `<Relationships xmlns="${packaged}/relationships">${all.map(([id, type, target]) => `<Relationship Id="${id}" Type="${type}" Target="${target}"/>`).join('')}</Relationships>`;

function coreXml(title: string, date: Instant): string {
  const when = `${date.slice(0, 19)}Z`;
  return `<cp:coreProperties xmlns:cp="${packaged}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escapeXml(title)}</dc:title><dc:creator>Beewolf</dc:creator><dc:language>en-US</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">${when}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">${when}</dcterms:modified></cp:coreProperties>`;
}

const level = (format: string, text: string): string =>
  `<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="360" w:hanging="260"/></w:pPr></w:lvl>`;

function numberingXml(lists: number): string {
  const numbers = Array.from({ length: lists }, (_, index) => {
    const number = index + pointsList;
    const anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>';
    return `<w:num w:numId="${number}"><w:abstractNumId w:val="${number === pointsList ? 0 : 1}"/>${number === pointsList ? '' : anew}</w:num>`;
  });
  return `<w:numbering ${word}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/>${level('bullet', '•')}</w:abstractNum><w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="singleLevel"/>${level('decimal', '%1.')}</w:abstractNum>${numbers.join('')}</w:numbering>`;
}

/** The one kind of field there is: numbers of pages. */
const field = (name: 'PAGE' | 'NUMPAGES'): string => `<w:fldSimple w:instr=" ${name} ">${run('1')}</w:fldSimple>`;

const footerXml = (text: string): string =>
  `<w:ftr ${word}>${paragraph('Note', `${run(`${text} · page `)}${field('PAGE')}${run(' of ')}${field('NUMPAGES')}`)}</w:ftr>`;

interface Part {
  readonly path: string;
  readonly content: Buffer;
}

/** 1980-01-01 00:00, where dates of ZIP begin. */
const noDate = 0x0021_0000;

/** A ZIP archive of deflated entries, all of the same date. */
function zip(parts: readonly Part[]): Uint8Array {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { path, content } of parts) {
    const name = Buffer.from(path);
    const packed = deflateRawSync(content);
    // Version, flags, method, date, checksum, sizes, length of the name, no extra field: alike in both headers.
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(0x0800, 2);
    facts.writeUInt16LE(8, 4);
    facts.writeUInt32LE(noDate, 6);
    facts.writeUInt32LE(crc32(content), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(content.length, 18);
    facts.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), facts, name, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    locals.push(local);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), facts, tail, name]));
    at += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...locals, listed, Buffer.from('PK\x05\x06'), end]);
}
