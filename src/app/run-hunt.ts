import { detect } from '../detect/detect.ts';
import { findings, findingsPerEvent } from '../detect/findings.ts';
import type { RefusedRule } from '../detect/sigma/load.ts';
import type { Accounting } from '../lake/accounting.ts';
import { readManifest } from '../lake/manifest.ts';
import type { Finding } from '../model/finding.ts';
import type { Knowledge } from './knowledge.ts';
import { ingestLogs, type LogInputs } from './ingest-logs.ts';
import { readRules, type RuleInputs } from './read-rules.ts';
import { openWorkspace } from './workspace.ts';

export interface HuntRequest {
  readonly logs: LogInputs;
  readonly rules: RuleInputs;
  readonly knowledge: Knowledge;
  /** The workspace. */
  readonly folder: string;
  readonly isPerEvent: boolean;
  /** The wall clock, RFC 3339. */
  readonly now: string;
  readonly signal: AbortSignal;
  readonly tell: { note(text: string): void; show(text: string): void };
}

export interface Hunt {
  readonly accounting: Accounting;
  /** Events of earlier runs that the findings speak of as well. */
  readonly earlierEvents: number;
  readonly refusedRules: readonly RefusedRule[];
  readonly findings: AsyncIterable<Finding>;
}

/** Logs in, findings out: for all that the workspace holds, whenever it came. `use` is called while it is open. */
export async function runHunt<Result>(request: HuntRequest, use: (hunt: Hunt) => Promise<Result>): Promise<Result> {
  const { tell, signal, knowledge } = request;
  const workspace = await openWorkspace(request.folder, { signal, onWait: () => tell.note('  waiting for another run to leave the workspace') });
  try {
    const { engine, lake, matches, scratch } = workspace;
    const rules = await readRules(request.rules, { ...knowledge, engine });
    const earlierEvents = readManifest(lake).partitions.reduce((sum, { rows }) => sum + rows, 0);
    const accounting = await ingestLogs(request.logs, workspace, {
      ...request,
      sources: knowledge.sources,
      onProgress: ({ records, objects }) => tell.show(`  reading: ${records} records in ${objects} objects`),
      onNote: (note) => tell.note(`  ${note}`),
    });
    tell.show('  matching rules');
    const { partitions } = readManifest(lake);
    await detect({ engine, lake, partitions, ...knowledge, rules: rules.rules, matches, scratch });
    const identities = rules.rules.map(({ identity }) => identity);
    const found = request.isPerEvent ? findingsPerEvent(engine, identities) : findings(engine, identities);
    return await use({ accounting, earlierEvents, refusedRules: rules.refused, findings: found });
  } finally {
    await workspace.close();
  }
}
