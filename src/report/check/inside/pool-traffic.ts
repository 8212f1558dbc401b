import type { Check } from '../check.ts';
import type { Of } from '../statement.ts';
import { found, judged } from './found.ts';
import { isOfManyDays } from './hours-told.ts';
import { byteWords, plainNumber } from './number-words.ts';
import { poolVolumes } from './pool-volume.ts';
import { reach } from './reach.ts';
import { told } from './told.ts';

/** Connections that the report does not tell of. */
const margin = 5;

/** A miner and its pool exchange short lines. */
export const poolTraffic: Check = {
  id: 'pool-traffic',
  asks: 'Can that volume be traffic between miners and pools?',
  run(statements, { formulas }) {
    const poolOf = poolVolumes(statements, formulas);
    return found(
      told(statements, 'amount')
        .filter((volume) => volume.of === 'egress' && volume.unit === 'byte' && isOfMiners(volume))
        .map((volume) => {
          const pool = poolOf(volume);
          const said = reach(volume.value);
          if (volume.within === null && isOfManyDays(volume.quote)) return null;
          if (said.low > pool.most * margin) {
            return judged('impossible', volume, {
              why: 'Miners send their pools short lines: this volume is not theirs and suggests a proxy or exfiltration',
              arithmetic: `${pool.arithmetic}; ${byteWords(volume.value.said)} are ${plainNumber(Math.round(volume.value.said / pool.most))} times that`,
            });
          }
          if (said.low > pool.most) return null;
          return judged('supported', volume, {
            why: 'Miners and pools can exchange that much',
            arithmetic: pool.arithmetic,
          });
        }),
    );
  },
};

const isOfMiners = ({ cause, quote }: Of<'amount'>): boolean =>
  cause === 'mining' || (cause === null && /\b(pools?|stratum|min(er|ers|ing))\b/i.test(quote.passage.label ?? ''));
