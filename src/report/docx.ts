import type { ReportDocument } from './document.ts';
import { cardXml, factXml, heading, sectionXml, type WordSetting } from './docx-blocks.ts';
import { wordFigures } from './docx-figures.ts';
import { packWord } from './docx-package.ts';
import { citer, lineRuns, paragraph, run } from './docx-xml.ts';
import { evidenceNote, mostReferences } from './paper.ts';
import { numberer, rangeText } from './references.ts';

/**
 * `report.docx`: real headings, lists and tables, a link from each mark to its record, no macro, no field but page
 * numbers, nothing that leads out of the file. The same report makes the same bytes; its date is that of the last
 * act told. Written as text, since a tree of objects for 5,000 rows takes ten seconds to become one.
 */
export function renderDocx(report: ReportDocument): Uint8Array {
  const { setting, lists } = settingOf(report);
  const figures = wordFigures(report);
  const body = [
    ...frontXml(report, setting),
    sectionEnd('continuous', upright),
    ...(figures === '' ? [] : [heading(1, 'Figures'), figures, sectionEnd('nextPage', lying)]),
    ...report.sections.map((section) => sectionXml(section, setting)),
    sectionEnd('nextPage', upright),
    evidenceIntro(report),
    sectionEnd('continuous', upright),
    ...report.references.slice(0, mostReferences).map(referenceXml),
    sectionProperties('continuous', twoColumns),
  ];
  return packWord({
    title: report.title,
    footer: `incident ${report.incidentUid}`,
    date: report.timeline.to,
    body: body.join(''),
    lists: lists(),
  });
}

const margins =
  '<w:pgMar w:top="900" w:right="960" w:bottom="1000" w:left="960" w:header="500" w:footer="500" w:gutter="0"/>';
const upright = `<w:pgSz w:w="11906" w:h="16838"/>${margins}`;
const twoColumns = `${upright}<w:cols w:num="2" w:space="300"/>`;
const lying = `<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>${margins}`;

const sectionProperties = (begins: 'nextPage' | 'continuous', page: string): string =>
  `<w:sectPr><w:footerReference w:type="default" r:id="footer"/><w:type w:val="${begins}"/>${page}</w:sectPr>`;

/** The paragraph that ends a section and says how it looked. */
const sectionEnd = (begins: 'nextPage' | 'continuous', page: string): string =>
  `<w:p><w:pPr><w:pStyle w:val="SectionEnd"/>${sectionProperties(begins, page)}</w:pPr></w:p>`;

function settingOf(report: ReportDocument): { readonly setting: WordSetting; readonly lists: () => number } {
  const marksOf = numberer(report.references);
  let lists = 1;
  const setting: WordSetting = {
    cite: citer(report),
    marked: (proof) => {
      const { ranges, more } = marksOf(proof);
      return [...ranges.map(rangeText), ...(more > 0 ? [`+${more}`] : [])].join(', ');
    },
    nextList: () => (lists += 1),
  };
  return { setting, lists: () => lists };
}

/** What an executive reads, on one page: cards in two columns of even height, below them in full width what comes next. */
function frontXml(report: ReportDocument, setting: WordSetting): readonly string[] {
  const { level, score, incidentUid, title, why, summary, facts, cards } = report;
  const badge = run(`${level.toUpperCase()} ${score} of 100`, { style: 'Badge' });
  return [
    paragraph('Normal', `${badge}${run(`   incident ${incidentUid}`)}`),
    paragraph('Title', run(title)),
    paragraph('Summary', summary.map((line) => lineRuns(line, setting.cite)).join(run(' '))),
    paragraph('Note', run(`Scored ${score} of 100: ${why}.`)),
    heading(1, 'At a glance'),
    ...facts.map((fact) => factXml(fact, setting)),
    sectionEnd('nextPage', upright),
    ...cards.slice(0, -1).map((card) => cardXml(card, setting)),
    sectionEnd('continuous', twoColumns),
    ...cards.slice(-1).map((card) => cardXml(card, setting)),
  ];
}

function evidenceIntro(report: ReportDocument): string {
  const how = run('beewolf evidence', { style: 'Data' });
  const last = run(` with that reference shows it.${evidenceNote(report)}`);
  return `${heading(1, 'Evidence')}${paragraph('Normal', `${run('Each mark such as E1 stands for the record below; ')}${how}${last}`)}`;
}

function referenceXml(ref: string, index: number): string {
  const number = index + 1;
  const mark = `<w:bookmarkStart w:id="${number}" w:name="e${number}"/>${run(`E${number} `)}<w:bookmarkEnd w:id="${number}"/>`;
  return paragraph('Reference', `${mark}${run(ref, { style: 'Data' })}`);
}
