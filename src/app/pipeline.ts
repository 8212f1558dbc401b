import { baselines as allBaselines } from '../detect/baselines/list.ts';
import { detectorsOf, keepSigns, raiseSigns, type Detector } from '../detect/baselines/raise-signs.ts';
import { detect } from '../detect/detect.ts';
import { ownList } from '../detect/intel/own-list.ts';
import { suppress } from '../detect/suppress.ts';
import type { LoadedRules } from '../detect/sigma/load.ts';
import type { Accounting } from '../lake/accounting.ts';
import { alerts } from '../investigate/alerts/alerted.ts';
import { sightings } from '../investigate/machines/sightings.ts';
import { uses } from '../investigate/uses.ts';
import { calls } from '../lake/calls.ts';
import { eventsSql } from '../lake/events-sql.ts';
import { readManifest, type Manifest } from '../lake/manifest.ts';
import type { Baseline } from '../model/baseline.ts';
import { AppError } from '../model/errors.ts';
import type { IntelList } from '../model/intel.ts';
import type { Suppressed, Suppression } from '../model/suppression.ts';
import { roomyEngine } from '../lake/roomy-engine.ts';
import { settleClocks } from '../lake/settle-clocks.ts';
import { settleHosts } from '../lake/settle-hosts.ts';
import { keepSummary, laySummary } from '../lake/summaries.ts';
import { touched } from '../lake/touched.ts';
import { ingestLogs, type LogInputs } from './ingest-logs.ts';
import type { Knowledge } from './knowledge.ts';
import { readRuleInput, readRules, type RuleInputs } from './read-rules.ts';
import { userRuleCache } from './rule-cache.ts';
import { lakeFolder, openWorkspace, type Workspace } from './workspace.ts';

export interface CaseRequest {
  readonly logs: LogInputs;
  readonly rules: RuleInputs;
  readonly suppressions: readonly Suppression[];
  /** Lists of the user's, beside ours. */
  readonly intel: readonly IntelList[];
  readonly knowledge: Knowledge;
  /** Ours compare with the past; off under `--no-builtin`. */
  readonly hasBaselines: boolean;
  /** The clock of the case, RFC 3339; null for the newest event. */
  readonly asOf: string | null;
  /** The zone of clocks that name none, as the IANA calls it. */
  readonly timezone: string;
  /** The workspace's folder. */
  readonly folder: string;
  /** The wall clock, RFC 3339. */
  readonly now: string;
  readonly signal: AbortSignal;
  readonly tell: { note(text: string): void; show(text: string): void };
}

/** A case as it stands once rules have met events. In the engine: the views `events`, `matches`, `touched` and `calls`, and `signs` where there are baselines. */
export interface Case {
  readonly workspace: Workspace;
  readonly manifest: Manifest;
  readonly accounting: Accounting;
  /** Events of earlier runs, which everything after speaks of as well. */
  readonly earlierEvents: number;
  readonly rules: LoadedRules;
  /** All that `matches.rule` counts: rules, correlations, baselines. */
  readonly detectors: readonly Detector[];
  readonly baselines: readonly Baseline[];
  readonly asOf: string | null;
  readonly suppressions: readonly Suppression[];
  /** What became of each of them. */
  readonly suppressed: readonly Suppressed[];
}

/** The flow that hunt and investigate share: logs → lake → matches. `use` is called while the workspace is open. */
export async function withCase<Result>(request: CaseRequest, use: (opened: Case) => Promise<Result>): Promise<Result> {
  const { knowledge, signal, tell } = request;
  refuseNothing(request);
  const workspace = await openWorkspace(request.folder, {
    signal,
    onWait: () => tell.note('  waiting for another run to leave the workspace'),
  });
  try {
    const { engine, lake } = workspace;
    const given = await readRuleInput(request.rules);
    const beside = roomyEngine(await engine.beside());
    const latest = request.asOf ?? request.now;
    const earlierEvents = countEvents(readManifest(lake));
    const reading = ingestLogs(request.logs, workspace, {
      ...request,
      sources: knowledge.sources,
      latest,
      onProgress: ({ records, objects }) => tell.show(`  reading: ${records} records in ${objects} objects`),
      onNote: (note) => tell.note(`  ${note}`),
    });
    const [accounting, rules] = await both(reading, readRules(given, { engine: beside, kept: userRuleCache() }));
    const timed = await settleClocks(readManifest(lake), {
      ...workspace,
      zone: request.timezone,
      latest,
    });
    const manifest = await settleHosts(timed, { ...workspace, sources: knowledge.sources });
    const asking = { ...workspace, engine: roomyEngine(engine) };
    tell.show(`  matching ${rules.rules.length} rules`);
    await engine.run(`CREATE OR REPLACE TEMP VIEW events AS ${eventsSql(lake, manifest.partitions)}`);
    const met = { ...asking, ...knowledge, ...rules, partitions: manifest.partitions };
    // First and alone: all that comes after asks which operations occur.
    await laySummary(calls, met);
    const { suppressions, asOf, hasBaselines } = request;
    const baselines = hasBaselines ? allBaselines : [];
    const sigma = [...rules.rules, ...rules.correlations];
    const intel = [ownList, ...request.intel];
    const asked = { ...met, engine: beside, baselines, intel, until: asOf };
    const [signs] = await both(askEvents(asked), detect(met));
    await beside.close();
    await laySummary(touched(met.engine, met.semantics), met);
    if (signs !== null) await raiseSigns(met.engine, signs, sigma.length);
    const detectors = [...sigma, ...detectorsOf(baselines, { ...knowledge, intel })];
    const identities = detectors.map(({ identity }) => identity);
    const suppressed = await suppress(asking.engine, { ...request, rules: identities });
    const found = { rules, detectors, baselines, suppressions, suppressed };
    return await use({ workspace: asking, manifest, accounting, earlierEvents, asOf, ...found });
  } finally {
    await workspace.close();
  }
}

/** All that is asked of events whatever rules match in them: what it comes to is kept, and read in a moment afterwards. */
async function askEvents(asked: Parameters<typeof keepSigns>[0]): Promise<string | null> {
  await laySummary(calls, asked);
  const signs = await keepSigns(asked);
  await keepSummary(touched(asked.engine, asked.semantics), asked);
  for (const summary of [uses, alerts, sightings]) await keepSummary(summary, asked);
  return signs;
}

/** Waits for both even where one fails: nothing may still be at work when the workspace is left. */
async function both<First, Second>(first: Promise<First>, second: Promise<Second>): Promise<readonly [First, Second]> {
  const done = Promise.all([first, second]);
  await Promise.allSettled([done, first, second]);
  return done;
}

/** Before anything is made: a folder without a case is no place to answer from. */
function refuseNothing({ logs, folder }: CaseRequest): void {
  if (logs.paths.length > 0 || readManifest(lakeFolder(folder)).commit > 0) return;
  throw new AppError('usage.invalid', `no logs are given, and ${folder} holds none yet`);
}

const countEvents = ({ partitions }: Manifest): number => partitions.reduce((sum, { rows }) => sum + rows, 0);
