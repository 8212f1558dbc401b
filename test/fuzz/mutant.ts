/** Where a mutation strikes. */
export const levels = [
  'byte',
  'gzip',
  'zip',
  'JSON',
  'field',
  'line',
  'envelope',
  'rows',
  'digest',
  'mixed',
  'YAML',
  'detection',
  'condition',
  'modifier',
  'regex',
  'correlation',
] as const;
export type Level = (typeof levels)[number];

export interface MutantFile {
  /** Relative to the folder of the mutant; says nothing, since forms are recognised by content. */
  readonly name: string;
  readonly bytes: Buffer;
}

interface Mutant {
  /** With the seed it is all that is needed to make the mutant again. */
  readonly number: number;
  readonly level: Level;
  /** What was mutated, such as `lines` or `gzip`. */
  readonly form: string;
  /** What was done to it, in a line. */
  readonly mutation: string;
  /** The mutated file first. */
  readonly files: readonly MutantFile[];
}

/** A record of a mutant, as it was before the mutation. */
export interface FuzzedRecord {
  readonly id: string;
  readonly text: string;
}

export interface LogMutant extends Mutant {
  readonly is: 'logs';
  readonly records: readonly FuzzedRecord[];
  /** Those that no mutation touched, and that must therefore be events, as they were. */
  readonly intact: readonly FuzzedRecord[];
  /** Whether the form loses some of what a record says. */
  readonly isLossy: boolean;
  /** The mutated text before it was compressed; null where the mutation struck later. */
  readonly text: Buffer | null;
  /** How many records must at least have been read, where that is known. */
  readonly leastRead: number;
}

export interface RuleMutant extends Mutant {
  readonly is: 'rules';
}

/** What became of a mutant; `failed` where its run did not come to an end. */
export type Fate =
  | 'read whole'
  | 'set aside in part'
  | 'read up to a break'
  | 'file refused'
  | 'rule taken'
  | 'rule refused'
  | 'failed';

export interface Verdict {
  readonly faults: readonly Fault[];
  /** By the mutant's number. */
  readonly fates: ReadonlyMap<number, Fate>;
}

/** What is wrong, in words; `kind` tells whether a smaller mutant fails in the same way. */
export interface Fault {
  readonly kind: 'crash' | 'hang' | 'sums' | 'lost' | 'silent' | 'again' | 'contract' | 'stray' | 'command' | 'oracle';
  readonly what: string;
  /** Numbers of the mutants that it can be laid at; empty where it is not known which. */
  readonly mutants: readonly number[];
}
