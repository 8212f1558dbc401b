import type { Formulas } from '../formulas.ts';
import type { Statement } from '../statement.ts';
import { machinesTold } from './machines-told.ts';
import { highest, reach } from './reach.ts';
import { told } from './told.ts';

/** At most how many threads the machines of the report have, and why; null where it cannot be told. */
export interface ThreadsTold {
  readonly most: number;
  readonly words: string;
}

export function threadsTold(statements: readonly Statement[], formulas: Formulas): ThreadsTold | null {
  const kinds = machinesTold(statements, formulas);
  if (kinds !== null) {
    const counted = kinds.map((kind) => ({
      ...kind,
      each: kind.charges.reduce((sum, { threads }) => sum + threads, 0),
    }));
    const most = counted.reduce((sum, kind) => sum + kind.each * kind.most, 0);
    if (counted.some(({ each }) => each === 0) || !Number.isFinite(most)) return null;
    return {
      most,
      words: counted.map(({ most: count, each, words }) => `${count} × ${words} with ${each} threads`).join(', '),
    };
  }
  return byProcessors(statements);
}

/** A core has two threads at most; only for a report of one machine, whose shape it does not name. */
function byProcessors(statements: readonly Statement[]): ThreadsTold | null {
  const hasShape = told(statements, 'naming').some(({ of }) => of === 'shape');
  const processors = told(statements, 'amount').filter(({ of }) => of === 'processors');
  const machines = told(statements, 'amount').filter(({ of }) => of === 'machines');
  if (hasShape || processors.length === 0 || machines.some(({ value }) => reach(value).high >= 2)) return null;
  const most = highest(processors.map(({ value }) => reach(value).high)) * 2;
  return Number.isFinite(most) ? { most: Math.round(most), words: `at most ${Math.round(most)} threads` } : null;
}
