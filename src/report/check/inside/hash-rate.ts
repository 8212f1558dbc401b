import { exactly, times } from '../../../model/range.ts';
import type { Check } from '../check.ts';
import { isMonero } from './coin.ts';
import { found, judged, nothingFound } from './found.ts';
import { hashRateWords, plainNumber } from './number-words.ts';
import { reach } from './reach.ts';
import { threadsTold } from './threads-told.ts';
import { told } from './told.ts';

/** Newer processors than the table's, and a tuned machine. */
const margin = 2;

/** A machine computes what its processors can. */
export const hashRate: Check = {
  id: 'hash-rate-of-machine',
  asks: 'Can those machines reach that hash rate?',
  run(statements, { formulas }) {
    const rates = told(statements, 'amount').filter(({ of, unit }) => of === 'hash-rate' && unit === 'H/s');
    if (rates.length === 0 || !isMonero(statements)) return nothingFound;
    const threads = threadsTold(statements, formulas);
    if (threads === null) return nothingFound;
    const able = times(exactly(threads.most), formulas.mining.hashRatePerThread);
    const arithmetic = `${threads.words}: ${threads.most} × ${plainNumber(formulas.mining.hashRatePerThread.low)} to ${plainNumber(formulas.mining.hashRatePerThread.high)} H/s = ${hashRateWords(able.low)} to ${hashRateWords(able.high)}`;
    return found(
      rates.map((rate) => {
        const said = reach(rate.value);
        if (said.low > able.high * margin) {
          return judged('impossible', rate, { why: 'No such machine computes that many hashes', arithmetic });
        }
        if (said.high < able.low || said.low > able.high) return null;
        return judged('supported', rate, { why: 'It is within what such machines compute', arithmetic });
      }),
    );
  },
};
