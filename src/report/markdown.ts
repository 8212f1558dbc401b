import { inert } from '../model/inert.ts';
import type { Block, Card, Fact, Letter, Line, Proof, ReportDocument, Section, Span, Table, Text } from './document.ts';
import { citer } from './references.ts';

type Cite = (proof: Proof) => string;

/** `report.md`: GitHub's and CommonMark's Markdown, readable as plain text too. Ends with a line break. */
export function renderMarkdown(report: ReportDocument): string {
  const cite = citer(report.references);
  const parts = [
    `# ${plain(report.title)}`,
    `**${report.level.toUpperCase()} ${report.score}** · incident ${code(report.incidentUid)}`,
    lineStart(report.summary.map((line) => linePart(line, cite)).join(' ')),
    lineStart(`Scored ${report.score} of 100: ${plain(report.why)}.`),
    factList(report.facts, cite),
    ...report.cards.map((card) => cardPart(card, cite)),
    ...bodyParts(report, cite),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** A letter in sections, with its list of evidence. Ends with a line break. */
export function renderLetter(letter: Letter): string {
  return `${[`# ${plain(letter.title)}`, ...bodyParts(letter, citer(letter.references))].join('\n\n')}\n`;
}

type Body = Pick<ReportDocument, 'sections' | 'references'>;

/** Sections alone, whose marks lead to the list of evidence of another file. */
export const renderSections = ({ sections, references }: Body): string =>
  sections.flatMap((section) => sectionParts(section, citer(references))).join('\n\n');

const bodyParts = ({ sections, references }: Body, cite: Cite): readonly string[] => [
  ...sections.flatMap((section) => sectionParts(section, cite)),
  '## Evidence',
  'Each mark such as E1 stands for the record below; `beewolf evidence` with that reference shows it.',
  [
    '| | Reference |',
    '| --- | --- |',
    ...references.map((ref, index) => `| E${index + 1} | ${inTable(code(ref))} |`),
  ].join('\n'),
];

const cardPart = (card: Card, cite: Cite): string =>
  `### ${card.title}\n\n${bullets(card.lines, cite, card.isOrdered)}`;

function sectionParts({ title, blocks }: Section, cite: Cite): readonly string[] {
  return [`## ${title}`, ...blocks.map((block) => blockPart(block, cite))];
}

function blockPart(block: Block, cite: Cite): string {
  switch (block.is) {
    case 'heading':
      return `### ${block.text}`;
    case 'facts':
      return factList(block.rows, cite);
    case 'list':
      return bullets(block.lines, cite, false);
    case 'table':
      return tablePart(block, cite);
    case 'statement':
    case 'unknown':
    case 'pending':
      return lineStart(linePart(block, cite));
  }
}

const factList = (facts: readonly Fact[], cite: Cite): string =>
  facts.map(({ label, line }) => `- **${label}:** ${linePart(line, cite)}`).join('\n');

const bullets = (lines: readonly Line[], cite: Cite, isOrdered: boolean): string =>
  lines.map((line, index) => `${isOrdered ? `${index + 1}.` : '-'} ${lineStart(linePart(line, cite))}`).join('\n');

function linePart(line: Line, cite: Cite): string {
  if (line.is === 'unknown') return `*unknown:* ${inline(line.text)}`;
  if (line.is === 'pending') return inline(line.text);
  const doubt = line.confidence === null || line.confidence === 'confirmed' ? '' : ` (${line.confidence})`;
  return `${inline(line.text)}${doubt} ${cite(line.proof)}`;
}

function tablePart({ caption, columns, rows, more }: Table, cite: Cite): string {
  const lines = [
    `| ${[...columns, 'Evidence'].join(' | ')} |`,
    `| ${[...columns, ''].map(() => '---').join(' | ')} |`,
    ...rows.map(
      ({ cells, proof }) => `| ${[...cells.map((cell) => inTable(inline(cell))), cite(proof)].join(' | ')} |`,
    ),
  ];
  return [`*${caption}*`, lines.join('\n'), ...(more === null ? [] : [more])].join('\n\n');
}

const inline = (text: Text): string => text.map(spanPart).join('');

function spanPart({ as, text }: Span): string {
  if (as === 'data') return code(text);
  return as === 'strong' && text.trim() !== '' ? `**${plain(text).trim()}**` : plain(text);
}

/** What GitHub turns into a link or a mention by itself: shown as code, where nothing is turned into anything. */
const selfLinking = /(\S*(?::\/\/|www\.|@|\[[.:]\])\S*)/i;

function plain(text: string): string {
  return inert(text)
    .split(selfLinking)
    .map((part, index) => (index % 2 === 1 ? linkText(part) : escape(part)))
    .join('');
}

/** The punctuation of the sentence around it stays outside, and a bracket that nothing inside answers. */
function linkText(text: string): string {
  const bare = text.replace(/[,;:.!?]+$/, '');
  const [, before = '', inner = bare, after = ''] = /^(\(?)([^()]+)(\)?)$/.exec(bare) ?? [];
  return bare === '' ? code(text) : `${before}${code(inner)}${after}${escape(text.slice(bare.length))}`;
}

const entities: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' };

const escape = (text: string): string => text.replace(/[<>&]|[\\`*_[\]|~$#]/g, (sign) => entities[sign] ?? `\\${sign}`);

/** A code span, fenced by more backticks than any run inside it. */
function code(text: string): string {
  const safe = inert(text);
  if (safe.trim() === '') return '` `';
  const runs = safe.match(/`+/g) ?? [];
  const fence = '`'.repeat(Math.max(0, ...runs.map((run) => run.length)) + 1);
  const pad = /^[` ]|[` ]$/.test(safe) ? ' ' : '';
  return `${fence}${pad}${safe}${pad}${fence}`;
}

// A table row is cut at bare pipes before code spans are seen; backslashes before a pipe are paired off.
const inTable = (markdown: string): string =>
  markdown.replace(/(\\*)\|/g, (_, slashes: string) => `${slashes.length % 2 === 1 ? slashes : `${slashes}\\`}|`);

/** Keeps a line that begins like a list, rule, numbered item or indented code a plain line. */
const lineStart = (markdown: string): string => markdown.trimStart().replace(/^(\d{0,9})([-+=.)])/, '$1\\$2');
