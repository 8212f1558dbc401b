import { findingsPerEvent } from '../detect/findings.ts';
import type { RefusedRule } from '../detect/sigma/load.ts';
import type { Accounting } from '../lake/accounting.ts';
import type { Finding } from '../model/finding.ts';
import type { RuleIdentity } from '../model/rule.ts';
import type { Suppressed } from '../model/suppression.ts';
import { keepFindings, readFindings } from './finding-files.ts';
import { withCase, type CaseRequest } from './pipeline.ts';
import { toldFindings } from './told-findings.ts';

export interface HuntRequest extends CaseRequest {
  readonly isPerEvent: boolean;
}

export interface Hunt {
  readonly accounting: Accounting;
  /** Events of earlier runs that the findings speak of as well. */
  readonly earlierEvents: number;
  /** Those that were asked. */
  readonly rules: readonly RuleIdentity[];
  readonly refusedRules: readonly RefusedRule[];
  /** What became of each suppression that was given. */
  readonly suppressed: readonly Suppressed[];
  readonly findings: AsyncIterable<Finding>;
}

/** Logs in, findings out: for all that the workspace holds, whenever it came. `use` is called while it is open. */
export async function runHunt<Result>(request: HuntRequest, use: (hunt: Hunt) => Promise<Result>): Promise<Result> {
  return withCase(request, async (opened) => {
    const { workspace, accounting, earlierEvents, rules, detectors, suppressed } = opened;
    const { engine } = workspace;
    const identities = detectors.map(({ identity }) => identity);
    const kept = await keepFindings(opened, () => toldFindings(opened));
    const found = request.isPerEvent ? findingsPerEvent(engine, identities) : readFindings(kept);
    return use({
      accounting,
      earlierEvents,
      rules: identities,
      refusedRules: rules.refused,
      suppressed,
      findings: found,
    });
  });
}
