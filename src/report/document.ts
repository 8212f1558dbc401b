import type { Confidence } from '../model/claim.ts';
import type { Level } from '../model/rule.ts';
import type { BlastMap } from './blast-map.ts';
import type { ChainFigure } from './chain-figure.ts';
import type { MeasureFigure } from './measure-figure.ts';
import type { TimelineFigure } from './timeline-figure.ts';

/**
 * A report before it has a form: every renderer prints this and nothing else. A fact enters only as a
 * `Statement` or a table row, and neither can be made without a claim and its evidence; what is not known is `Unknown`.
 */
export interface ReportDocument {
  readonly incidentUid: string;
  readonly title: string;
  readonly level: Level;
  readonly score: number;
  readonly why: string;
  /** The case in a paragraph, for who reads nothing else. */
  readonly summary: readonly Line[];
  readonly facts: readonly Fact[];
  /** The first screen: who, how, where, what still runs, what it cost, what is unknown, what next. */
  readonly cards: readonly Card[];
  readonly chain: ChainFigure;
  readonly timeline: TimelineFigure;
  readonly map: BlastMap;
  readonly measures: MeasureFigure;
  readonly sections: readonly Section[];
  /** Every piece of evidence that the report cites, by number: E1, E2, …; those of the timeline first, in order of time */
  readonly references: readonly string[];
}

/** A document of sections alone, for somebody outside. */
export interface Letter extends Pick<ReportDocument, 'title' | 'sections' | 'references'> {}

export interface Card {
  readonly title: string;
  readonly tone: 'plain' | 'danger' | 'caution' | 'action';
  readonly lines: readonly Line[];
  /** Whether the lines are steps in order. */
  readonly isOrdered: boolean;
}

export interface Section {
  readonly title: string;
  readonly blocks: readonly Block[];
}

export type Block = Heading | Line | Facts | List | Table;

export interface Heading {
  readonly is: 'heading';
  readonly text: string;
}

export interface Facts {
  readonly is: 'facts';
  readonly rows: readonly Fact[];
}

export interface Fact {
  readonly label: string;
  readonly line: Line;
}

export interface List {
  readonly is: 'list';
  readonly lines: readonly Line[];
}

export interface Table {
  readonly is: 'table';
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  /** What was left out and where it stands, or null. */
  readonly more: string | null;
}

export interface Row {
  readonly cells: readonly Text[];
  readonly proof: Proof;
}

export type Line = Statement | Unknown | Pending;

export interface Statement {
  readonly is: 'statement';
  readonly text: Text;
  readonly confidence: Confidence | null;
  readonly proof: Proof;
}

/** What is not known, and why, in words of ours; printed behind the word `unknown`. */
export interface Unknown {
  readonly is: 'unknown';
  readonly text: Text;
}

/** What nobody has done or recorded yet. */
export interface Pending {
  readonly is: 'pending';
  readonly text: Text;
}

/** Pieces of evidence. */
export interface Ground {
  readonly evidence: readonly string[];
  /** How many pieces there are; `evidence` may be a selection. */
  readonly count: number;
}

/** What a statement is traced to. */
export interface Proof extends Ground {
  /** The claims that it tells, by the names of model/traced.ts; of more than 100 a selection. Never empty. */
  readonly claims: readonly string[];
}

export type Text = readonly Span[];

/** `data` is a value from a record (an id, a name, an address); `plain` and `strong` are sentences. All may be hostile. */
export interface Span {
  readonly as: 'plain' | 'data' | 'strong';
  readonly text: string;
}
