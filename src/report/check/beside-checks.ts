import type { Check } from './check.ts';
import { causes } from './beside/causes.ts';
import { citedRecords } from './beside/cited-records.ts';
import { clocks } from './beside/clocks.ts';
import { costs } from './beside/costs.ts';
import { counts } from './beside/counts.ts';
import { deeds } from './beside/deeds.ts';
import { denials } from './beside/denials.ts';
import { durations } from './beside/durations.ts';
import { earnings, hashRates } from './beside/earnings.ts';
import { indicators } from './beside/indicators.ts';
import { leftOut } from './beside/left-out.ts';
import { loads } from './beside/loads.ts';
import { moments } from './beside/moments.ts';
import { namings } from './beside/namings.ts';
import { ratings } from './beside/ratings.ts';
import { shapeCounts } from './beside/shape-counts.ts';
import { sizes } from './beside/sizes.ts';
import { spans } from './beside/spans.ts';
import { techniques } from './beside/techniques.ts';
import { volumes } from './beside/volumes.ts';

/** What holds a report against the evidence of an incident; each is silent where there is none. */
export const besideChecks: readonly Check[] = [
  causes,
  citedRecords,
  clocks,
  costs,
  counts,
  deeds,
  denials,
  durations,
  earnings,
  hashRates,
  indicators,
  leftOut,
  loads,
  moments,
  namings,
  ratings,
  shapeCounts,
  sizes,
  spans,
  techniques,
  volumes,
];
