import type { RuleIdentity } from '../model/rule.ts';

/** Resource hijacking as ATT&CK calls it: computing, which is mining. */
const mining = /^T1496(\.001)?$/;

export const isMining = ({ id }: { readonly id: string }): boolean => mining.test(id);

/** The numbers of rules that call what they match mining. */
export const miningRules = (rules: readonly RuleIdentity[]): readonly number[] =>
  rules.flatMap(({ techniques }, index) => (techniques.some(isMining) ? [index] : []));
