/** What an incident can show of a condition; the rest is confirmed by a person. */
export type ShownBy = 'credentials' | 'ways-back' | 'resources' | 'hand';

/** What a provider wants done before it waives anything. */
export interface Condition {
  readonly text: string;
  readonly shownBy: ShownBy;
}

/**
 * How one provider is asked to waive what an intruder ran up, in its own words. None of them states a fact of an
 * incident. Copy provider-case.ts of any folder of src/clouds as an example.
 */
export interface ProviderCase {
  readonly cloud: string;
  readonly provider: string;
  readonly subject: string;
  /** What the provider calls an account, and the division of one where it has such; null where it has none. */
  readonly account: string;
  readonly compartment: string | null;
  /** Where and by whom the case is opened. */
  readonly openedAt: readonly string[];
  readonly asks: readonly string[];
  readonly conditions: readonly Condition[];
  /** What whoever sends it fills in. */
  readonly toFillIn: readonly string[];
}

export const defineProviderCase = (providerCase: ProviderCase): ProviderCase => providerCase;
