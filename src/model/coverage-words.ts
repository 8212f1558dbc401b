import type { CoverageState } from './coverage.ts';

/** What is said of a log in each state, behind the word `log`. */
export const notSeen = {
  seen: 'seen',
  gap: 'with a gap',
  denied: 'denied',
  off: 'switched off',
  unknown: 'not read',
} as const satisfies Readonly<Record<CoverageState, string>>;
