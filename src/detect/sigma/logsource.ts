import type { Logsource } from '../../model/rule.ts';

const attributes = ['product', 'service', 'category'] as const;

/**
 * Whether a source that declares the logsources in `served` has the events that a rule is written
 * for: what the rule names must be the same in one of them, what it leaves open may be anything.
 */
export function servedBy(logsource: Logsource, served: readonly Logsource[]): boolean {
  return served.some((offer) =>
    attributes.every((attribute) => {
      const asked = logsource[attribute];
      return asked === undefined || asked.toLowerCase() === offer[attribute]?.toLowerCase();
    }),
  );
}
