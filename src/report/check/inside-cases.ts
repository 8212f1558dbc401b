import type { Statement } from './statement.ts';
import { economics } from './inside/cases/economics.ts';
import { figures } from './inside/cases/figures.ts';
import { indicators } from './inside/cases/indicators.ts';
import { overclaims } from './inside/cases/overclaims.ts';
import { times } from './inside/cases/times.ts';

/** A fault and its twin: the same story, which differs in one thing. */
export interface InsideCase {
  readonly check: string;
  readonly name: string;
  readonly story: readonly Statement[];
  readonly fault: readonly Statement[];
  readonly fine: readonly Statement[];
  /** What the reproach reads. */
  readonly finds: RegExp;
}

export const cases: readonly InsideCase[] = [...economics, ...figures, ...indicators, ...overclaims, ...times];
