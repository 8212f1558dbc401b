import type { Check, Judgement } from '../check.ts';
import type { Of } from '../statement.ts';
import { found, judged, nothingFound } from './found.ts';
import { byteWords } from './number-words.ts';
import { poolVolumes } from './pool-volume.ts';
import type { PoolVolume } from './pool-volume.ts';
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
    if (denials.length === 0) return nothingFound;
    const poolOf = poolVolumes(statements, beside.formulas);
    const volumes = told(statements, 'amount').filter(
      (volume) =>
        volume.of === 'egress' &&
        volume.unit === 'byte' &&
        volume.cause !== 'other' &&
        reach(volume.value).low > Math.max(noteworthy, 5 * poolOf(volume).most),
    );
    const volume = volumes.find(({ cause }) => cause === 'mining') ?? volumes[0];
    const logLines = new Set(
      told(statements, 'naming')
        .filter(({ of }) => of === 'log')
        .map(({ quote }) => quote.passage.line),
    );
    const isLogged = textsOf(statements, beside).some((text) => readLog.test(text));
    return found(
      denials.map((denial) =>
        proof.test(denial.quote.text)
          ? null
          : weigh(denial, {
              unexplained: volume === undefined ? null : { volume, pool: poolOf(volume) },
              isLogged: isLogged || logLines.has(denial.quote.passage.line),
            }),
      ),
    );
  },
};

interface Known {
  readonly unexplained: { readonly volume: Of<'amount'>; readonly pool: PoolVolume } | null;
  readonly isLogged: boolean;
}

function weigh(denial: Of<'denial'>, { unexplained, isLogged }: Known): Judgement | null {
  if (unexplained !== null) {
    return judged('unsupported', denial, {
      why: `${byteWords(unexplained.volume.value.said)} left and mining explains little of it: until the logs of reads are shown this is unproven`,
      arithmetic: unexplained.pool.arithmetic,
    });
  }
  if (isLogged) return null;
  return judged('unsupported', denial, {
    why: 'The report names no log of reads in which an access to data would stand',
  });
}
