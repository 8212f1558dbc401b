import type { Check } from './check.ts';
import { causes } from './beside/causes.ts';
import { clocks } from './beside/clocks.ts';
import { costs } from './beside/costs.ts';
import { deeds } from './beside/deeds.ts';
import { denials } from './beside/denials.ts';
import { earnings, hashRates } from './beside/earnings.ts';
import { loads } from './beside/loads.ts';
import { moments } from './beside/moments.ts';
import { ratings } from './beside/ratings.ts';
import { techniques } from './beside/techniques.ts';
import { volumes } from './beside/volumes.ts';

/** What holds a report against the evidence of an incident; each is silent where there is none. */
export const besideChecks: readonly Check[] = [
  causes,
  clocks,
  costs,
  deeds,
  denials,
  earnings,
  hashRates,
  loads,
  moments,
  ratings,
  techniques,
  volumes,
];
