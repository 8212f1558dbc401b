import type { Check } from './check.ts';
import { afterReport } from './inside/after-report.ts';
import { causesCheck } from './inside/causes.ts';
import { costPerHour } from './inside/cost-per-hour.ts';
import { cost } from './inside/cost.ts';
import { countedItems } from './inside/counted-items.ts';
import { deniedAndTold } from './inside/denied-and-told.ts';
import { durations } from './inside/durations.ts';
import { earnings } from './inside/earnings.ts';
import { evidenceDestroyed } from './inside/evidence-destroyed.ts';
import { figuresTwice } from './inside/figures-twice.ts';
import { columnTotals } from './inside/column-totals.ts';
import { lapses } from './inside/lapses.ts';
import { hashRate } from './inside/hash-rate.ts';
import { impossibleValues } from './inside/impossible-values.ts';
import { indicatorList } from './inside/indicator-list.ts';
import { indicatorsTwice } from './inside/indicators-twice.ts';
import { miningStart } from './inside/mining-start.ts';
import { namedLog } from './inside/named-log.ts';
import { nothingRead } from './inside/nothing-read.ts';
import { onset } from './inside/onset.ts';
import { orderedLists } from './inside/ordered-lists.ts';
import { ownAddresses } from './inside/own-addresses.ts';
import { poolTraffic } from './inside/pool-traffic.ts';
import { precedence } from './inside/precedence.ts';
import { rapidDetection } from './inside/rapid-detection.ts';
import { ratings } from './inside/ratings.ts';
import { rights } from './inside/rights.ts';
import { spans } from './inside/spans.ts';
import { stillOpen } from './inside/still-open.ts';
import { sums } from './inside/sums.ts';
import { techniques } from './inside/techniques.ts';
import { toldTwice } from './inside/told-twice.ts';
import { trafficBlocked } from './inside/traffic-blocked.ts';
import { volumeTwice } from './inside/volume-twice.ts';
import { writtenSums } from './inside/written-sums.ts';

/** What a report is asked without any evidence: by its own words, arithmetic, physics and prices. */
export const insideChecks: readonly Check[] = [
  earnings,
  hashRate,
  cost,
  costPerHour,
  volumeTwice,
  poolTraffic,
  nothingRead,
  causesCheck,
  onset,
  precedence,
  miningStart,
  rights,
  orderedLists,
  toldTwice,
  durations,
  spans,
  afterReport,
  figuresTwice,
  sums,
  writtenSums,
  columnTotals,
  lapses,
  countedItems,
  ratings,
  impossibleValues,
  indicatorList,
  indicatorsTwice,
  ownAddresses,
  techniques,
  rapidDetection,
  trafficBlocked,
  evidenceDestroyed,
  stillOpen,
  namedLog,
  deniedAndTold,
];
