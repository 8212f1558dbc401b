import type { CheckedItem, CheckedReport, ReportContradiction } from '../../model/check-report.ts';
import { verdictsByGravity } from '../../model/verdict-order.ts';
import type { Beside, Check, Clash, Judgement } from './check.ts';
import { placeOf, type Quote } from './passage.ts';
import type { Statement } from './statement.ts';

/**
 * Puts every check's question to all statements of a report and tells each statement's verdict once, in the
 * order of the report. The worst verdict wins. Beside an incident, a fact that no check could judge is unsupported.
 */
export function checkReport(
  statements: readonly Statement[],
  beside: Beside,
  checks: readonly Check[],
): Pick<CheckedReport, 'items' | 'contradictions'> {
  const found = checks.map(({ run }) => run(statements, beside));
  const judged = Map.groupBy(
    found.flatMap(({ judgements }) => judgements),
    ({ statement }) => statement,
  );
  const items = statements.flatMap((statement) => {
    const judgements = judged.get(statement) ?? notJudged(statement, beside);
    return judgements.length === 0 ? [] : [itemOf(judgements)];
  });
  return { items: foldedItems(items), contradictions: contradictionsOf(found.flatMap(({ clashes }) => clashes)) };
}

/** What is a fact of the incident, as against a rating or the name of a product. */
const facts: ReadonlySet<Statement['about']> = new Set([
  'moment',
  'span',
  'duration',
  'amount',
  'indicator',
  'technique',
  'cause',
  'denial',
  'deed',
]);

function notJudged(statement: Statement, { incident }: Beside): readonly Judgement[] {
  if (incident === null || !facts.has(statement.about)) return [];
  const why = 'nothing in the incident shows it, and nothing speaks against it';
  return [{ statement, verdict: 'unsupported', why, arithmetic: null, evidence: [] }];
}

interface Item extends CheckedItem {
  readonly line: number;
}

function itemOf(judgements: readonly Judgement[]): Item {
  const worst = verdictsByGravity.find((verdict) => judgements.some((one) => one.verdict === verdict));
  const speaking = judgements.filter(({ verdict }) => verdict === worst);
  const quote = speaking[0]?.statement.quote;
  if (worst === undefined || quote === undefined) throw new Error('a statement without a judgement');
  return {
    text: wordsOf(quote),
    where: placeOf(quote.passage),
    verdict: worst,
    why: joined(speaking.map(({ why }) => why)),
    arithmetic: joined(speaking.flatMap(({ arithmetic }) => arithmetic ?? [])) || null,
    evidence: [...new Set(speaking.flatMap(({ evidence }) => evidence))],
    line: quote.passage.line,
  };
}

/** The report's own words; a whole field is told with its name. */
function wordsOf({ passage, text }: Quote): string {
  return passage.label !== null && text === passage.text ? `${passage.label}: ${text}` : text;
}

const joined = (texts: readonly string[]): string => [...new Set(texts)].join('; ');

/** Statements of the same words, place and verdict are one item. */
function foldedItems(items: readonly Item[]): readonly CheckedItem[] {
  const alike = Map.groupBy(items, ({ text, where, verdict }) => JSON.stringify([text, where, verdict]));
  const folded = [...alike.values()].map((same): Item => {
    const [first] = same;
    if (first === undefined) throw new Error('an empty group');
    return {
      ...first,
      why: joined(same.map(({ why }) => why)),
      arithmetic: joined(same.flatMap(({ arithmetic }) => arithmetic ?? [])) || null,
      evidence: [...new Set(same.flatMap(({ evidence }) => evidence))],
    };
  });
  return folded.toSorted((a, b) => a.line - b.line).map(({ line: _line, ...item }) => item);
}

/** Clashes of one reason are one contradiction, and so are those between the same statements. */
function contradictionsOf(clashes: readonly Clash[]): readonly ReportContradiction[] {
  const byReason = [...Map.groupBy(clashes, ({ why }) => why).values()].map((same) => ({
    statements: [...new Set(same.flatMap(({ statements }) => statements))],
    why: same[0]?.why ?? '',
    evidence: same.flatMap(({ evidence }) => evidence),
  }));
  const told = byReason.map(({ statements, ...rest }) => ({ ...rest, statements: statements.map(placedWords) }));
  const bySides = Map.groupBy(told, ({ statements }) => JSON.stringify(statements.toSorted()));
  return [...bySides.values()].map((same) => ({
    statements: [...(same[0]?.statements ?? [])],
    why: joined(same.map(({ why }) => why)),
    evidence: [...new Set(same.flatMap(({ evidence }) => evidence))],
  }));
}

const placedWords = ({ quote }: Statement): string => `${wordsOf(quote)} (${placeOf(quote.passage)})`;
