import {
  AlignmentType,
  Document,
  Footer,
  LevelFormat,
  Packer,
  PageNumber,
  PageOrientation,
  SectionType,
  TextRun,
  type ISectionOptions,
} from 'docx';
import type { ReportDocument } from './document.ts';
import { cardBlocks, factOf, headingOf, paragraphOf, sectionBlocks, type WordSetting } from './docx-blocks.ts';
import { wordFigures } from './docx-figures.ts';
import { bookmarked, citer, lineRuns, wordInks, wordText } from './docx-text.ts';
import { coreProperties, withoutClock } from './docx-package.ts';
import { wordStyles } from './docx-styles.ts';
import { numberer, rangeText } from './references.ts';

/**
 * `report.docx`: real headings, lists and tables, a link from each mark to its record, no macro, no field but page
 * numbers, nothing that leads out of the file. The same report makes the same bytes; its date is that of the last act told.
 */
export async function renderDocx(report: ReportDocument): Promise<Uint8Array> {
  const setting = settingOf(report);
  const title = wordText(report.title);
  const footers = { default: footerOf(report) };
  const upright: Pick<ISectionOptions, 'footers' | 'properties'> = {
    footers,
    properties: { page: { size: a4, margin } },
  };
  const drawn = wordFigures(report);
  const document = new Document({
    title,
    creator: 'Beewolf',
    styles: wordStyles,
    numbering,
    sections: [
      { ...upright, children: frontOf(report, setting) },
      ...(drawn.length === 0 ? [] : [{ footers, properties: lying, children: [headingOf(1, 'Figures'), ...drawn] }]),
      { ...upright, children: report.sections.flatMap((section) => sectionBlocks(section, setting)) },
      { footers, properties: { ...upright.properties, type: SectionType.CONTINUOUS }, children: evidenceIntro() },
      {
        footers,
        properties: { ...upright.properties, type: SectionType.CONTINUOUS, column: { count: 2, space: 300 } },
        children: evidenceOf(report),
      },
    ],
  });
  const core = { path: 'docProps/core.xml', data: coreProperties(title, report.timeline.to) };
  return withoutClock(await Packer.toBuffer(document, undefined, [core]));
}

const margin = { top: 900, bottom: 1000, left: 960, right: 960 };
const a4 = { width: 11_906, height: 16_838 };
const lying = { page: { size: { ...a4, orientation: PageOrientation.LANDSCAPE }, margin } };

function settingOf(report: ReportDocument): WordSetting {
  const marksOf = numberer(report.references);
  let lists = 0;
  return {
    cite: citer(report, 15),
    citeInTable: citer(report, 13),
    marked: (proof) => {
      const { ranges, more } = marksOf(proof);
      return [...ranges.map(rangeText), ...(more > 0 ? [`+${more}`] : [])].join(', ');
    },
    nextList: () => (lists += 1),
  };
}

const numbering = {
  config: [
    { reference: 'points', levels: [levelOf(LevelFormat.BULLET, '•')] },
    { reference: 'steps', levels: [levelOf(LevelFormat.DECIMAL, '%1.')] },
  ],
};

function levelOf(format: (typeof LevelFormat)[keyof typeof LevelFormat], text: string) {
  return {
    level: 0,
    format,
    text,
    alignment: AlignmentType.LEFT,
    style: { paragraph: { indent: { left: 360, hanging: 260 } } },
  };
}

const footerOf = ({ incidentUid }: ReportDocument): Footer =>
  new Footer({
    children: [
      paragraphOf('Note', [
        new TextRun(`incident ${wordText(incidentUid)} · page `),
        new TextRun({ children: [PageNumber.CURRENT] }),
        new TextRun(' of '),
        new TextRun({ children: [PageNumber.TOTAL_PAGES] }),
      ]),
    ],
  });

function frontOf(report: ReportDocument, setting: WordSetting) {
  const { level, score, incidentUid, title, why, summary, facts, cards } = report;
  return [
    paragraphOf(null, [
      new TextRun({ text: `${level.toUpperCase()} ${score} of 100`, bold: true, color: wordInks.danger }),
      new TextRun({ text: `   incident ${wordText(incidentUid)}`, color: wordInks.soft }),
    ]),
    paragraphOf('Title', [new TextRun(wordText(title))]),
    paragraphOf(
      null,
      summary.flatMap((line, index) => [...(index === 0 ? [] : [new TextRun(' ')]), ...lineRuns(line, setting.cite)]),
    ),
    paragraphOf('Note', [new TextRun(`Scored ${score} of 100: ${wordText(why)}.`)]),
    headingOf(1, 'At a glance'),
    ...facts.map((fact) => factOf(fact, setting)),
    ...cards.flatMap((card) => cardBlocks(card, setting)),
  ];
}

const evidenceIntro = () => [
  headingOf(1, 'Evidence'),
  paragraphOf(null, [
    new TextRun('Each mark such as E1 stands for the record below; '),
    new TextRun({ text: 'beewolf evidence', style: 'Data' }),
    new TextRun(' with that reference shows it.'),
  ]),
];

const evidenceOf = ({ references }: ReportDocument) =>
  references.map((ref, index) =>
    paragraphOf('Reference', [
      ...bookmarked(index + 1, new TextRun(`E${index + 1} `)),
      new TextRun({ text: wordText(ref), style: 'SmallData' }),
    ]),
  );
