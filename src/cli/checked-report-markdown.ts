import type { CheckedItem, CheckedReport, ReportContradiction } from '../model/check-report.ts';
import { inert } from '../model/inert.ts';
import { verdictsByGravity } from '../model/verdict-order.ts';

/** What check-report found as Markdown, the worst first. Ends with a line break. */
export function checkedReportMarkdown({ items, contradictions, against, notes }: CheckedReport): string {
  const sums = verdictsByGravity.map(
    (verdict) => `${items.filter((one) => one.verdict === verdict).length} ${verdict}`,
  );
  const parts = [
    '# What the report says, and what holds',
    against === null ? 'Held against itself and against arithmetic.' : `Held against incident ${code(against)}.`,
    `**${items.length} statements judged:** ${sums.join(', ')}; ${contradictions.length} contradictions.`,
    ...(notes.length === 0 ? [] : [notes.map((note) => `- ${plain(note)}`).join('\n')]),
    ...verdictsByGravity.flatMap((verdict) =>
      section(
        verdict,
        items.filter((one) => one.verdict === verdict),
      ),
    ),
    ...clashes(contradictions),
  ];
  return `${parts.join('\n\n')}\n`;
}

function section(title: string, items: readonly CheckedItem[]): readonly string[] {
  if (items.length === 0) return [];
  return [`## ${title.charAt(0).toUpperCase()}${title.slice(1)}`, items.map(itemText).join('\n')];
}

const itemText = ({ text, where, why, arithmetic, evidence }: CheckedItem): string =>
  [
    `- “${plain(text)}” *(${plain(where)})*`,
    `  - ${plain(why)}`,
    ...(arithmetic === null ? [] : [`  - ${plain(arithmetic)}`]),
    ...evidenceLines(evidence),
  ].join('\n');

function clashes(contradictions: readonly ReportContradiction[]): readonly string[] {
  if (contradictions.length === 0) return [];
  const told = contradictions.map(({ statements, why, evidence }) =>
    [`- ${plain(why)}`, ...statements.map((one) => `  - “${plain(one)}”`), ...evidenceLines(evidence)].join('\n'),
  );
  return ['## Contradictions', told.join('\n')];
}

const evidenceLines = (evidence: readonly string[]): readonly string[] =>
  evidence.length === 0 ? [] : [`  - ${evidence.map(code).join(', ')}`];

const entities: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' };

/** What is turned into a link or a mention by itself. */
const selfLinking = /(\S*(?::\/\/|www\.|@|\[[.:]\])\S*)/i;

const code = (text: string): string => `\`${inert(text).replaceAll('`', "'")}\``;

/** Text that makes no mark, link, mention or tag, whatever it holds. */
const plain = (text: string): string =>
  text
    .split(selfLinking)
    .map((part, at) => (at % 2 === 1 ? code(part) : escaped(inert(part))))
    .join('')
    .replace(/^(\d{0,9})([-+=.)])/, '$1\\$2');

const escaped = (text: string): string =>
  text.replace(/[<>&]|[\\`*_[\]|~$#!]/g, (sign) => entities[sign] ?? `\\${sign}`);
