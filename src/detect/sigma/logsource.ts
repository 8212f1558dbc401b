import type { Logsource } from '../../model/rule.ts';

const attributes = ['product', 'service', 'category'] as const;

/**
 * Whether a source that declares the logsources in `served` has the events that a rule is written
 * for: what the rule names must be the same in one of them, what it leaves open may be anything.
 */
export const servedBy = (logsource: Logsource, served: readonly Logsource[]): boolean =>
  serving(logsource, served).length > 0;

/** Those of the logsources in `served` whose events a rule is written for. */
export const serving = <Served extends Logsource>(logsource: Logsource, served: readonly Served[]): readonly Served[] =>
  served.filter((offer) =>
    attributes.every((attribute) => {
      const asked = logsource[attribute];
      return asked === undefined || asked.toLowerCase() === offer[attribute]?.toLowerCase();
    }),
  );
