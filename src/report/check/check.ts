import type { Verdict } from '../../model/claim.ts';
import type { Incident } from '../../model/incident.ts';
import type { Formulas } from './formulas.ts';
import type { Passage } from './passage.ts';
import type { Statement } from './statement.ts';

/** What a check finds of one statement. */
export interface Judgement {
  readonly statement: Statement;
  readonly verdict: Verdict;
  readonly why: string;
  readonly arithmetic: string | null;
  readonly evidence: readonly string[];
  /** Told even where another part of the same words is wrong, as it is a matter of its own. */
  readonly standsAlone?: true;
}

/** What a check finds between statements. */
export interface Clash {
  readonly statements: readonly Statement[];
  readonly why: string;
  readonly evidence: readonly string[];
}

export interface Found {
  readonly judgements: readonly Judgement[];
  readonly clashes: readonly Clash[];
}

/** A rule of inference: one question that is put to all statements of a report. Copy inside/volume-twice.ts as an example. */
export interface Check {
  readonly id: string;
  readonly asks: string;
  readonly run: (statements: readonly Statement[], beside: Beside) => Found;
}

/** What a report is held against. */
export interface Beside {
  /** Null without `--against`. */
  readonly incident: Incident | null;
  readonly formulas: Formulas;
  /** All of the report's text, for what asks whether something is told at all; statements alone where it is left out. */
  readonly passages?: readonly Passage[];
}
