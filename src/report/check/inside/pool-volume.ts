import type { Formulas } from '../formulas.ts';
import type { Of, Statement } from '../statement.ts';
import { hostOf } from './host-port.ts';
import { miningHours } from './hours-told.ts';
import { byteWords, plainNumber } from './number-words.ts';
import { told } from './told.ts';

/** Minutes where no time is told. */
const aWeek = 7 * 24 * 60;

/** What miners can send to their pools, in bytes. */
export interface PoolVolume {
  readonly most: number;
  readonly arithmetic: string;
}

/** Bytes a minute of one connection × connections × minutes, all at their highest. */
export function poolVolume(volume: Of<'amount'>, statements: readonly Statement[], formulas: Formulas): PoolVolume {
  const indicators = told(statements, 'indicator');
  const distinct = (role: string, types: readonly string[]): number => {
    const mine = indicators.filter((indicator) => indicator.role === role && types.includes(indicator.type));
    return Math.max(1, new Set(mine.map(({ value }) => hostOf(value) ?? value.toLowerCase())).size);
  };
  const machines = told(statements, 'amount')
    .filter(({ of }) => of === 'machines')
    .map(({ value }) => value.high ?? value.said);
  const connections =
    distinct('pool', ['ip', 'domain', 'url']) * distinct('miner', ['file']) * Math.max(1, ...machines);
  const minutes = volume.within === null ? (miningHours(statements)?.high ?? aWeek / 60) * 60 : volume.within / 60;
  const { high } = formulas.mining.poolBytesAMinute.range;
  const most = high * connections * minutes;
  return {
    most,
    arithmetic: `${byteWords(high)} a minute × ${connections} ${connections === 1 ? 'connection' : 'connections'} × ${plainNumber(Math.round(minutes))} min = ${byteWords(most)} at most`,
  };
}
