import { cite } from '../../model/evidence.ts';
import type { Claim } from '../../model/claim.ts';
import type { Departure } from '../departures.ts';
import { plainTextUpTo } from '../plain-text.ts';

const longestExplanation = 700;

/** What baselines found odd, each in its own words; with too little history it is only possible. */
export const departureClaims = (incidentUid: string, departures: readonly Departure[]): readonly Claim[] =>
  departures.map(({ baseline, sign, citations }, index) => ({
    claim_uid: `${incidentUid}-departure-${index + 1}`,
    subject: sign.subject,
    text: plainTextUpTo(longestExplanation, baseline.explain(sign)),
    value: sign.value,
    unit: baseline.unit,
    confidence: sign.isShort ? 'possible' : 'likely',
    method: `baseline ${baseline.id}: ${baseline.title}`,
    ...cite(citations),
    contradicts: [],
  }));
