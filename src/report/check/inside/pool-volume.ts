import type { Formulas } from '../formulas.ts';
import type { Of, Statement } from '../statement.ts';
import { hostOf } from './host-port.ts';
import { miningHours } from './hours-told.ts';
import { byteWords, plainNumber } from './number-words.ts';
import { highest } from './reach.ts';
import { told } from './told.ts';

/** Minutes where no time is told. */
const aWeek = 7 * 24 * 60;

/** What miners can send to their pools, in bytes. */
export interface PoolVolume {
  readonly most: number;
  readonly arithmetic: string;
}

/** Bytes a minute of one connection × connections × minutes, all at their highest, for any volume of the report. */
export function poolVolumes(
  statements: readonly Statement[],
  formulas: Formulas,
): (volume: Of<'amount'>) => PoolVolume {
  const indicators = told(statements, 'indicator');
  const distinct = (role: string, types: readonly string[]): number => {
    const mine = indicators.filter((indicator) => indicator.role === role && types.includes(indicator.type));
    return Math.max(1, new Set(mine.map(({ value }) => hostOf(value) ?? value.toLowerCase())).size);
  };
  const machines = told(statements, 'amount')
    .filter(({ of }) => of === 'machines')
    .map(({ value }) => value.high ?? value.said);
  const connections =
    distinct('pool', ['ip', 'domain', 'url']) * distinct('miner', ['file']) * highest([1, ...machines]);
  const all = (miningHours(statements)?.high ?? aWeek / 60) * 60;
  const { high } = formulas.mining.poolBytesAMinute.range;
  return ({ within }) => {
    const minutes = within === null ? all : within / 60;
    const most = high * connections * minutes;
    return {
      most,
      arithmetic: `${byteWords(high)} a minute × ${connections} ${connections === 1 ? 'connection' : 'connections'} × ${plainNumber(Math.round(minutes))} min = ${byteWords(most)} at most`,
    };
  };
}
