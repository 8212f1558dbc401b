import type { Verdict } from '../../../model/claim.ts';
import type { Clash, Found, Judgement } from '../check.ts';
import type { Statement } from '../statement.ts';

/** Silence. */
export const nothingFound: Found = { judgements: [], clashes: [] };

/** What was found, in the order given; nulls are what did not come to anything. */
export const found = (parts: readonly (Judgement | Clash | null)[]): Found => ({
  judgements: parts.filter((part) => part !== null && 'verdict' in part),
  clashes: parts.filter((part) => part !== null && 'statements' in part),
});

/** A judgement that rests on the report itself or on arithmetic, so on no record. */
export const judged = (
  verdict: Verdict,
  statement: Statement,
  { why, arithmetic = null }: { readonly why: string; readonly arithmetic?: string | null },
): Judgement => ({ statement, verdict, why, arithmetic, evidence: [] });

/** What cannot all be true. */
export type Reproach = Judgement | Clash;

/** Statements that cannot stand beside each other; read from the same words, those words contradict themselves. */
export function clash(why: string, statements: readonly Statement[]): Reproach | null {
  const [first] = statements;
  const distinct = statements.filter(
    (statement, index) => statements.findIndex((other) => isSameWords(statement, other)) === index,
  );
  if (first === undefined) return null;
  return distinct.length < 2
    ? { ...judged('contradicted', first, { why }), standsAlone: true }
    : { statements: distinct, why, evidence: [] };
}

const isSameWords = (a: Statement, b: Statement): boolean =>
  a.quote.text === b.quote.text && a.quote.passage.line === b.quote.passage.line;
