import type { Verdict } from '../../../model/claim.ts';
import { spread } from '../../../model/evidence.ts';
import type { Incident } from '../../../model/incident.ts';
import type { Beside, Check, Judgement } from '../check.ts';
import type { About, Of, Statement } from '../statement.ts';
import { ownWordsOf } from './own-words.ts';

/** What the evidence says of one statement, in one plain sentence. */
export interface Weighed {
  readonly verdict: Verdict;
  readonly why: string;
  readonly evidence: readonly string[];
  readonly arithmetic?: string;
}

/** What a statement is weighed in. */
export interface Setting {
  readonly incident: Incident;
  readonly beside: Beside;
  /** All of the report, for what only the rest of it can tell. */
  readonly statements: readonly Statement[];
}

type Weigh<Kind extends About['about']> = (
  setting: Setting,
) => (statement: Of<Kind>) => Weighed | readonly Weighed[] | null;

/** A rule that weighs each statement of a kind by itself against the incident, and is silent without one. */
export const besideCheck = <Kind extends About['about']>(
  { id, asks, about }: { readonly id: string; readonly asks: string; readonly about: Kind },
  weigh: Weigh<Kind>,
): Check => ({
  id: `beside/${id}`,
  asks,
  run: (statements, beside) => {
    if (beside.incident === null) return { judgements: [], clashes: [] };
    const weighOne = weigh({ incident: beside.incident, beside, statements });
    const ownWords = ownWordsOf(beside.incident);
    const judgements = ofKind(statements, about).flatMap((statement) =>
      [weighOne(statement) ?? []].flat().map((weighed) => {
        const own = weighed.verdict === 'supported' ? null : ownWords(statement);
        return judgementOf(statement, own === null ? weighed : supported('the incident says so in these words', own));
      }),
    );
    return { judgements, clashes: [] };
  },
});

export const ofKind = <Kind extends About['about']>(
  statements: readonly Statement[],
  about: Kind,
): readonly Of<Kind>[] => statements.filter((statement): statement is Of<Kind> => statement.about === about);

const judgementOf = (statement: Statement, { verdict, why, evidence, arithmetic }: Weighed): Judgement => ({
  statement,
  verdict,
  why: asSentence(why),
  arithmetic: arithmetic ?? null,
  evidence: spread([...new Set(evidence)]),
});

/** A sentence begins large, unless it begins with somebody's name. */
const asSentence = (why: string): string =>
  /^(?:a|all|as|at|by|due|how|it|no|not|nothing|some|that|the|too|unproven|what|whether)\b/.test(why)
    ? `${why.charAt(0).toUpperCase()}${why.slice(1)}`
    : why;

const weighedAs =
  (verdict: Verdict) =>
  (why: string, evidence: readonly string[], arithmetic?: string): Weighed => ({
    verdict,
    why,
    evidence,
    ...(arithmetic === undefined ? {} : { arithmetic }),
  });

export const supported = weighedAs('supported');
export const contradicted = weighedAs('contradicted');
export const unsupported = weighedAs('unsupported');
