import type { IStylesOptions } from 'docx';
import { wordFonts, wordInks } from './docx-text.ts';

/** Sizes are half points, spaces twentieths of a point. */
const paragraph = (id: string, run: object, space: object) => ({
  id,
  name: id,
  basedOn: 'Normal',
  quickFormat: true,
  run,
  paragraph: space,
});

const text = (size: number, color = '16191D') => ({ font: wordFonts.text, size, color });

/** How report.docx looks. */
export const wordStyles: IStylesOptions = {
  default: {
    document: {
      run: { ...text(19), language: { value: 'en-US' } },
      paragraph: { spacing: { after: 100, line: 252 } },
    },
    title: { run: { ...text(34), bold: true }, paragraph: { spacing: { before: 60, after: 140 } } },
    heading1: {
      run: { ...text(28), bold: true },
      paragraph: { spacing: { before: 360, after: 140 }, keepNext: true },
    },
    heading2: {
      run: { ...text(21), bold: true },
      paragraph: { spacing: { before: 150, after: 60 }, keepNext: true },
    },
    listParagraph: { run: text(19), paragraph: { spacing: { after: 30 } } },
  },
  paragraphStyles: [
    paragraph('Fact', text(19), { spacing: { after: 50 }, indent: { left: 240, hanging: 240 } }),
    paragraph('Note', text(16, wordInks.soft), { spacing: { after: 80 } }),
    paragraph('Caption', text(16, wordInks.soft), { spacing: { before: 120, after: 60 }, keepNext: true }),
    paragraph('Cell', text(15), { spacing: { after: 0, line: 228 } }),
    paragraph('Head', { ...text(15), bold: true }, { spacing: { after: 0, line: 228 }, keepNext: true }),
    paragraph('Reference', text(14), { spacing: { after: 20, line: 220 }, indent: { left: 300, hanging: 300 } }),
  ],
  characterStyles: [
    { id: 'Data', name: 'Data', basedOn: 'DefaultParagraphFont', run: { font: wordFonts.data, noProof: true } },
    { id: 'SmallData', name: 'Small data', basedOn: 'Data', run: { font: wordFonts.data, size: 13, noProof: true } },
  ],
};
