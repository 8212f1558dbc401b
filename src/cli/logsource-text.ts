import type { Logsource } from '../model/rule.ts';

/** The logs that a rule is written for, on one line. */
export function logsourceText({ product, service, category }: Logsource): string {
  return [product, service, category].filter((part) => part !== undefined).join('/');
}
