/** Something about a rule that compiles and yet is not as its author meant. An error can never be right. */
export interface RuleProblem {
  readonly path: string;
  readonly line: number;
  readonly document: number;
  readonly severity: 'error' | 'warning';
  readonly kind:
    | 'unknown-field'
    | 'no-such-value'
    | 'never-matches'
    | 'contradiction'
    | 'repeated-value'
    | 'unused-search'
    | 'same-detection'
    | 'metadata';
  readonly message: string;
  readonly hint: string | null;
}

/** A problem before it is known which rule it belongs to. */
export type Trouble = Omit<RuleProblem, 'path' | 'document'>;

export const warning = (line: number, kind: RuleProblem['kind'], message: string): Trouble => ({
  line,
  severity: 'warning',
  kind,
  message,
  hint: null,
});
