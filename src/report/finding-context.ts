import type { RuleIdentity } from '../model/rule.ts';
import type { Source } from '../model/source.ts';

/** What renderings of findings say beside the finding itself. */
export interface FindingContext {
  /** Of Beewolf. */
  readonly version: string;
  /** By uid. */
  readonly rules: ReadonlyMap<string, RuleIdentity>;
  readonly sources: readonly Source[];
}

/** Who wrote the rule, in the words that stand in every message: the licence of community rules asks for it. */
export const byline = (author: string | null): string =>
  author === null ? 'Rule by an unnamed author' : `Rule by ${author}`;
