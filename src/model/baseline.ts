import type { Instant } from './instant.ts';
import type { Level } from './rule.ts';

/** Whose past an act was compared with: the credential's own, its identity's, or that of the whole account. */
export type Compared = 'self' | 'identity' | 'account';

/** What one act, or some acts in a row, departed from. */
export interface Sign {
  /** The credential, or the identity and its session, as the record names them. */
  readonly subject: string;
  readonly account: string | null;
  readonly region: string | null;
  /** The moment from which it could be told; nothing later was looked at. */
  readonly at: Instant;
  /** How many, in the baseline's own unit, within `seconds`. */
  readonly value: number;
  readonly seconds: number;
  /** The same in the past: the most there was, or how many kinds were known. */
  readonly against: number;
  /** Earlier UTC days on record of what it was compared with. */
  readonly historyDays: number;
  readonly compared: Compared;
  /** Fewer days than the baseline asks for: told, and weighing less. */
  readonly isShort: boolean;
  /** What is new, and some of what was known. */
  readonly what: readonly string[];
  readonly known: readonly string[];
  /** What else speaks for it or against it, in words. */
  readonly reasons: readonly string[];
  /** Further numbers, in the baseline's own order. */
  readonly amounts: readonly number[];
}

/**
 * A detector that compares with the past. `query` is SQL over the relations of detect/baselines/facts.ts
 * that yields the columns of detect/baselines/sign-columns.ts; one of machines asks detect/machines/machine-facts.ts
 * and yields the columns of detect/machines/machine-signs.ts. Copy detect/baselines/new-region, or cpu-plateau, as
 * an example.
 */
export interface Baseline {
  /** The name of its folder. */
  readonly id: string;
  readonly title: string;
  /** What an intruder gains by it, and so why it is looked at. */
  readonly why: string;
  /** `first`: what was never there; several are told as one. `peak`: more than ever; the greatest is told. */
  readonly kind: 'first' | 'peak';
  /** What `Sign.value` counts, in the singular. */
  readonly unit: string;
  /** Of its findings with enough history; with too little they are informational. */
  readonly level: Level;
  /** ATT&CK technique ids. */
  readonly techniques: readonly string[];
  readonly falsePositives: readonly string[];
  /** Earlier UTC days on record that are enough. */
  readonly historyDays: number;
  /** Announced work may be so: it tells of what or how much, never of where or from where. */
  readonly isAnswerable?: true;
  /** Its subjects are machines, or users on them, and not callers of a cloud. */
  readonly isOfMachines?: true;
  readonly query: string;
  /** The sign in words and numbers, the history that it rests on included; no full stop. */
  readonly explain: (sign: Sign) => string;
}

export const defineBaseline = (baseline: Baseline): Baseline => baseline;
