import type { Verdict } from './claim.ts';

/** From the worst to the best. */
export const verdictsByGravity: readonly Verdict[] = ['impossible', 'contradicted', 'unsupported', 'supported'];
