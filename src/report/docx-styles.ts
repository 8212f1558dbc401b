/** Families that Word and LibreOffice have, or have twins of with the same widths. */
const families = { text: 'Arial', data: 'Courier New' } as const;

const fonts = (family: string): string => `<w:rFonts w:ascii="${family}" w:hAnsi="${family}" w:cs="${family}"/>`;

interface ParagraphLook {
  /** Half points. */
  readonly size: number;
  /** Twentieths of a point before and after. */
  readonly space: readonly [before: number, after: number];
  readonly color?: string;
  readonly isBold?: boolean;
  readonly keepsNext?: boolean;
  /** Left and hanging indent, twentieths of a point. */
  readonly indent?: readonly [left: number, hanging: number];
  /** From 0, for headings. */
  readonly level?: number;
}

function paragraphStyle(id: string, name: string, look: ParagraphLook): string {
  const { size, space, color = '16191D', isBold = false, keepsNext = false, indent, level } = look;
  const properties = [
    keepsNext ? '<w:keepNext/>' : '',
    `<w:spacing w:before="${space[0]}" w:after="${space[1]}"/>`,
    indent === undefined ? '' : `<w:ind w:left="${indent[0]}" w:hanging="${indent[1]}"/>`,
    level === undefined ? '' : `<w:outlineLvl w:val="${level}"/>`,
  ];
  const based = id === 'Normal' ? '' : '<w:basedOn w:val="Normal"/>';
  const usual = id === 'Normal' ? ' w:default="1"' : '';
  return `<w:style w:type="paragraph"${usual} w:styleId="${id}"><w:name w:val="${name}"/>${based}<w:qFormat/><w:pPr>${properties.join('')}</w:pPr><w:rPr>${isBold ? '<w:b/>' : ''}<w:color w:val="${color}"/><w:sz w:val="${size}"/><w:szCs w:val="${size}"/></w:rPr></w:style>`;
}

const letterStyle = (id: string, properties: string): string =>
  `<w:style w:type="character" w:customStyle="1" w:styleId="${id}"><w:name w:val="${id}"/><w:rPr>${properties}</w:rPr></w:style>`;

const soft = '4C545D';
/** `word/styles.xml` without its declaration: how report.docx looks. */
export const stylesXml = `<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr>${fonts(families.text)}<w:color w:val="16191D"/><w:sz w:val="19"/><w:szCs w:val="19"/><w:lang w:val="en-US"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="100" w:line="252" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>${[
  paragraphStyle('Normal', 'Normal', { size: 19, space: [0, 100] }),
  paragraphStyle('Title', 'Title', { size: 30, space: [40, 100], isBold: true }),
  paragraphStyle('Heading1', 'heading 1', { size: 28, space: [280, 100], isBold: true, keepsNext: true, level: 0 }),
  paragraphStyle('Heading2', 'heading 2', { size: 21, space: [120, 40], isBold: true, keepsNext: true, level: 1 }),
  paragraphStyle('ListParagraph', 'List Paragraph', { size: 19, space: [0, 30] }),
  paragraphStyle('CardLine', 'Card line', { size: 15, space: [0, 20] }),
  paragraphStyle('Summary', 'Summary', { size: 17, space: [0, 60] }),
  paragraphStyle('Fact', 'Fact', { size: 18, space: [0, 30], indent: [240, 240] }),
  paragraphStyle('Note', 'Note', { size: 16, space: [0, 80], color: soft }),
  paragraphStyle('Caption', 'caption', { size: 16, space: [120, 60], color: soft, keepsNext: true }),
  paragraphStyle('Cell', 'Cell', { size: 15, space: [0, 0] }),
  paragraphStyle('Head', 'Head', { size: 15, space: [0, 0], isBold: true, keepsNext: true }),
  paragraphStyle('Reference', 'Reference', { size: 14, space: [0, 20], indent: [300, 300] }),
  paragraphStyle('SectionEnd', 'Section end', { size: 2, space: [0, 0] }),
  letterStyle('Data', `${fonts(families.data)}<w:noProof/>`),
  letterStyle('Strong', '<w:b/>'),
  letterStyle('Mark', `<w:color w:val="${soft}"/><w:sz w:val="14"/><w:szCs w:val="14"/>`),
  letterStyle('Doubt', '<w:color w:val="7A4800"/>'),
  letterStyle('Badge', '<w:b/><w:color w:val="B3121D"/>'),
].join('')}</w:styles>`;
