import type { CheckedItem, CheckedReport, ReportContradiction } from '../model/check-report.ts';
import type { Verdict } from '../model/claim.ts';
import { inert } from '../model/inert.ts';
import { verdictsByGravity } from '../model/verdict-order.ts';
import { counted } from './counted.ts';
import { wrap, type Colours, type Terminal } from './terminal.ts';

const indent = 14;

/** What check-report found, for a person: the worst first, each with its reason, and the sums at the end. */
export function checkedReportText(
  report: CheckedReport,
  { width, colours }: Pick<Terminal, 'width' | 'colours'>,
): string {
  const style = { width: Math.max(40, width), colours };
  const byVerdict = verdictsByGravity.flatMap((verdict) => report.items.filter((item) => item.verdict === verdict));
  const [wrong, right] = [byVerdict.filter(isWrong), byVerdict.filter((item) => !isWrong(item))];
  const parts = [
    ...wrong.map((item) => itemText(item, style)),
    ...report.contradictions.map((one) => clashText(one, style)),
    ...right.map((item) => itemText(item, style)),
    sumsText(report, style),
  ];
  return parts.join('\n\n');
}

const isWrong = ({ verdict }: CheckedItem): boolean => verdict === 'impossible' || verdict === 'contradicted';

interface Style {
  readonly width: number;
  readonly colours: Colours;
}

const paints = (colours: Colours): Readonly<Record<Verdict, (text: string) => string>> => ({
  impossible: (text) => colours.bold(colours.red(text)),
  contradicted: colours.red,
  unsupported: colours.yellow,
  supported: colours.green,
});

function itemText({ verdict, text, where, why, arithmetic, evidence }: CheckedItem, style: Style): string {
  const { colours } = style;
  return [
    ...lines({ name: verdict, text: `“${text}”`, paint: paints(colours)[verdict] }, style),
    ...lines({ name: '', text: where, dim: true }, style),
    ...lines({ name: 'why', text: why }, style),
    ...(arithmetic === null ? [] : lines({ name: 'sum', text: arithmetic }, style)),
    ...evidenceLines(evidence, style, verdict === 'supported' ? 1 : 2),
  ].join('\n');
}

function clashText({ statements, why, evidence }: ReportContradiction, style: Style): string {
  const [first = '', ...others] = statements.map((statement) => `“${statement}”`);
  return [
    ...lines({ name: 'at odds', text: first, paint: style.colours.red }, style),
    ...others.flatMap((text) => lines({ name: '', text }, style)),
    ...lines({ name: 'why', text: why }, style),
    ...evidenceLines(evidence, style),
  ].join('\n');
}

function evidenceLines(evidence: readonly string[], style: Style, mostShown = 2): readonly string[] {
  if (evidence.length === 0) return [];
  const more = evidence.length > mostShown ? [`and ${evidence.length - mostShown} more: see -o json`] : [];
  return [...evidence.slice(0, mostShown), ...more].flatMap((text, at) =>
    lines({ name: at === 0 ? 'evidence' : '', text, dim: true }, style),
  );
}

interface Entry {
  readonly name: string;
  readonly text: string;
  readonly paint?: (text: string) => string;
  readonly dim?: boolean;
}

function lines({ name, text, paint, dim }: Entry, { width, colours }: Style): readonly string[] {
  const paintName = paint ?? colours.dim;
  return wrap(inert(text), width - indent).map((line, at) => {
    const told = dim === true ? colours.dim(line) : line;
    return `${at === 0 && name !== '' ? paintName(name.padEnd(indent)) : ' '.repeat(indent)}${told}`;
  });
}

/** The sums, as many in a line as fit. */
function sumsText({ items, contradictions }: CheckedReport, { width, colours }: Style): string {
  const counts = verdictsByGravity.map((verdict) => ({
    text: `${items.filter((item) => item.verdict === verdict).length} ${verdict}`,
    paint: paints(colours)[verdict],
  }));
  const parts = [
    { text: `${counted(items.length, 'statement')} judged`, paint: colours.bold },
    ...counts,
    { text: counted(contradictions.length, 'contradiction'), paint: colours.red },
  ].filter(({ text }, at) => at === 0 || !text.startsWith('0 '));
  const rows: { text: string; paint: (text: string) => string }[][] = [[]];
  for (const part of parts) {
    const row = [...(rows.at(-1) ?? []), part];
    if (row.map(({ text }) => text).join(' · ').length > width) rows.push([part]);
    else rows.splice(-1, 1, row);
  }
  return rows.map((row) => row.map(({ text, paint }) => paint(text)).join(' · ')).join('\n');
}
