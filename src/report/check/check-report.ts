import type { CheckedItem, CheckedReport, ReportContradiction } from '../../model/check-report.ts';
import type { Verdict } from '../../model/claim.ts';
import { verdictsByGravity } from '../../model/verdict-order.ts';
import type { Beside, Check, Clash, Judgement } from './check.ts';
import { factWords } from './fact-words.ts';
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
  const distinct = distinctOf(statements);
  const found = checks.map(({ run }) => run(distinct, beside));
  const judged = Map.groupBy(
    found.flatMap(({ judgements }) => judgements),
    ({ statement }) => statement,
  );
  const read = new Set(distinct);
  // What no reader knew what it is of, checks read by themselves.
  const unread = [...judged].flatMap(([statement, judgements]) => (read.has(statement) ? [] : judgements));
  const all = [
    ...distinct.flatMap((statement) => onRecord(judged.get(statement) ?? notJudged(statement, beside))),
    ...unread,
  ];
  const clashes = found.flatMap((one) => one.clashes).filter((clash) => !isBorneOut(clash, judged));
  return { items: itemsOf(all.filter(isTelling)), contradictions: contradictionsOf(clashes) };
}

/** What arithmetic makes of the machines that a report happens to name yields to what the records of all of them say. */
const ofAllMachines: ReadonlySet<string> = new Set(['cost', 'cost-per-hour', 'hash-rate', 'earnings']);

function onRecord(judgements: readonly Judgement[]): readonly Judgement[] {
  const isSum = judgements.some(({ statement }) => statement.about === 'amount' && ofAllMachines.has(statement.of));
  const isOnRecord = judgements.some(({ verdict, evidence }) => verdict === 'supported' && evidence.length > 0);
  return isSum && isOnRecord
    ? judgements.filter(({ verdict, evidence }) => verdict !== 'impossible' || evidence.length > 0)
    : judgements;
}

/** Amounts that seem to be at odds and are each on record are both true: what left in an hour can be nearly all that left. */
const isBorneOut = ({ statements }: Clash, judged: ReadonlyMap<Statement, readonly Judgement[]>): boolean =>
  statements.every((statement) => {
    const judgements = judged.get(statement) ?? [];
    const isOnRecord = judgements.some(({ evidence }) => evidence.length > 0);
    return statement.about === 'amount' && isOnRecord && judgements.every(({ verdict }) => verdict === 'supported');
  });

/** A report of ten pages has some 300; checks that compare all with all take long from some thousands on. */
const many = 2000;

/** In a very long report, what is told again in the same words is put to the checks once. */
function distinctOf(statements: readonly Statement[]): readonly Statement[] {
  if (statements.length <= many) return statements;
  const told = new Map(
    statements
      .map(({ quote, ...about }) => [JSON.stringify([wordsOf(quote), about]), { quote, ...about }] as const)
      .toReversed(),
  );
  return [...told.values()].toReversed();
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
  const isOfReport = statement.about === 'moment' && statement.of === 'report';
  if (incident === null || isOfReport || !facts.has(statement.about)) return [];
  const why = `nothing in the incident shows ${factWords(statement)}, and nothing speaks against it`;
  return [{ statement, verdict: 'unsupported', why, arithmetic: null, evidence: [] }];
}

/** What a sentence says of a product that it only mentions is not borne out by the product being there. */
function isTelling({ statement, verdict }: Judgement): boolean {
  if (statement.about !== 'naming' || verdict !== 'supported') return true;
  return statement.quote.passage.text.length <= statement.name.length + 24;
}

interface Told {
  readonly quote: Quote;
  readonly judgements: readonly Judgement[];
}

/** One item for the same words and verdict; where any part of them is wrong, that alone is told of them. */
function itemsOf(judgements: readonly Judgement[]): readonly CheckedItem[] {
  const byWords = Map.groupBy(worstOfEach(judgements), ({ statement: { quote } }) =>
    JSON.stringify([quote.passage.line, placeOf(quote.passage), wordsOf(quote)]),
  );
  const told = [...byWords.values()].flatMap((same): readonly Told[] => {
    const wrong = verdictsByGravity.find((verdict) => isWrong(verdict) && same.some((one) => one.verdict === verdict));
    return verdictsByGravity.flatMap((verdict) => {
      const speaking = same.filter(
        (one) => one.verdict === verdict && (wrong === undefined || wrong === verdict || one.standsAlone === true),
      );
      return speaking[0] === undefined ? [] : [{ quote: speaking[0].statement.quote, judgements: speaking }];
    });
  });
  return told.toSorted((a, b) => a.quote.passage.line - b.quote.passage.line).flatMap(itemOf);
}

const isWrong = (verdict: Verdict): boolean => verdict === 'impossible' || verdict === 'contradicted';

/** Of several judgements of one statement those with the worst verdict. */
function worstOfEach(judgements: readonly Judgement[]): readonly Judgement[] {
  return [...Map.groupBy(judgements, ({ statement }) => statement).values()].flatMap((same) => {
    const worst = verdictsByGravity.find((verdict) => same.some((one) => one.verdict === verdict));
    return same.filter(({ verdict, standsAlone }) => verdict === worst || standsAlone === true);
  });
}

function itemOf({ quote, judgements }: Told): readonly CheckedItem[] {
  const [first] = judgements;
  if (first === undefined) return [];
  return [
    {
      text: wordsOf(quote),
      where: placeOf(quote.passage),
      verdict: first.verdict,
      why: joined(judgements.map(({ why }) => why)),
      arithmetic: joined(judgements.flatMap(({ arithmetic }) => arithmetic ?? [])) || null,
      evidence: [...new Set(judgements.flatMap(({ evidence }) => evidence))],
    },
  ];
}

/** The report's own words; what a field begins with is told with its name. */
function wordsOf({ passage, text }: Quote): string {
  return passage.label !== null && passage.text.startsWith(text) ? `${passage.label}: ${text}` : text;
}

const joined = (texts: readonly string[]): string => [...new Set(texts)].join('; ');

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
