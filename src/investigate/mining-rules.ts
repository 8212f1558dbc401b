import { levels, type RuleIdentity } from '../model/rule.ts';

/** Resource hijacking as ATT&CK calls it: computing, which is mining. */
const mining = /^T1496(?:\.001)?$/;

/** Ending others' programs, firewalls, modules of the kernel: a rule that names these beside it tells what a miner wants done first. */
const preparing = /^T(?:1489|1562|1686|1547)(?:\.|$)/;

/** What a rule tells of mining: that somebody mines, or that a machine is made ready for it, which others do as well. */
export function miningOf({ techniques, isAdministrative }: RuleIdentity): 'mines' | 'prepares' | null {
  if (!techniques.some(({ id }) => mining.test(id))) return null;
  return isAdministrative === true || techniques.some(({ id }) => preparing.test(id)) ? 'prepares' : 'mines';
}

/** Whether these rules speak of mining: what administrators do too, and what is low, says nothing by itself. */
export const speaksOfMining = (rules: readonly RuleIdentity[]): boolean =>
  rules.some(
    (rule) =>
      miningOf(rule) === 'mines' ||
      (miningOf(rule) === 'prepares' &&
        rule.isAdministrative !== true &&
        levels.indexOf(rule.severity ?? rule.level) >= levels.indexOf('medium')),
  );

/** The numbers of rules that call what they match mining. */
export const miningRules = (rules: readonly RuleIdentity[]): readonly number[] =>
  rules.flatMap((rule, index) => (miningOf(rule) === 'mines' ? [index] : []));
