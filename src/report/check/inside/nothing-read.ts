import type { Beside, Check, Judgement } from '../check.ts';
import type { Of, Statement } from '../statement.ts';
import { found, judged } from './found.ts';
import { byteWords } from './number-words.ts';
import { poolVolume } from './pool-volume.ts';
import { reach } from './reach.ts';
import { textsOf, told } from './told.ts';

/** Below this nothing can be said of data that left. */
const noteworthy = 100e6;

/** Logs in which a read would stand. */
const readLog =
  /\b(data[- ](events?|access logs?)|(server |object |storage |bucket |blob )access (logs?|events?)|access logs?|(object|storage|bucket|blob|read|query|database audit)[- ](level )?(logs?|events?|logging|records?))\b/i;
const proof =
  /\blogs?\b|\baudit|\brecords?\b|\btelemetry\b|flow data|\bper\b|\bshow|based on|according to|as far as|known|evidence/i;

/** That nothing was read can only be told from a log of reads. */
export const nothingRead: Check = {
  id: 'nothing-read',
  asks: 'What does "no data accessed" rest on?',
  run(statements, beside) {
    const denials = told(statements, 'denial').filter(
      ({ of, quote }) => of === 'data-read' && !/not explained|unexplained|unproven/i.test(quote.text),
    );
    return found(denials.map((denial) => weigh(denial, statements, beside)));
  },
};

function weigh(denial: Of<'denial'>, statements: readonly Statement[], beside: Beside): Judgement | null {
  const unexplained = told(statements, 'amount').filter(
    (volume) =>
      volume.of === 'egress' &&
      volume.unit === 'byte' &&
      volume.cause !== 'other' &&
      reach(volume.value).low > Math.max(noteworthy, 5 * poolVolume(volume, statements, beside.formulas).most),
  );
  const [volume] = unexplained.toSorted((a, b) => Number(b.cause === 'mining') - Number(a.cause === 'mining'));
  if (volume !== undefined && !proof.test(denial.quote.text)) {
    const pool = poolVolume(volume, statements, beside.formulas);
    return judged('unsupported', denial, {
      why: `${byteWords(volume.value.said)} left and mining explains little of it: until the logs of reads are shown this is unproven`,
      arithmetic: pool.arithmetic,
    });
  }
  const isLogged =
    textsOf(statements, beside).some((text) => readLog.test(text)) ||
    told(statements, 'naming').some(
      ({ of, quote }) => of === 'log' && quote.passage.line === denial.quote.passage.line,
    );
  if (isLogged || proof.test(denial.quote.text)) return null;
  return judged('unsupported', denial, {
    why: 'The report names no log of reads in which an access to data would stand',
  });
}
