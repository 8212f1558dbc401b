import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { RefusedRule } from '../detect/sigma/load.ts';
import { coverageOf } from '../investigate/coverage/coverage.ts';
import { withProvenGaps } from '../investigate/coverage/proven-gaps.ts';
import { withToldStates } from '../investigate/coverage/told-states.ts';
import { shiftSeconds } from '../investigate/cells.ts';
import { uses } from '../investigate/uses.ts';
import { alerts } from '../investigate/alerts/alerted.ts';
import { sightings } from '../investigate/machines/sightings.ts';
import { investigate } from '../investigate/investigate.ts';
import { unknownIdentities, type UnknownIdentity } from '../investigate/unknown-identities.ts';
import { assumedClocks } from '../lake/assumed-clocks.ts';
import type { AssumedClock } from '../lake/assumed-clocks.ts';
import { assumedOwners } from '../lake/settle-hosts.ts';
import { calls } from '../lake/calls.ts';
import { textIn, textOf } from '../lake/cells.ts';
import { digestReport } from '../lake/digests.ts';
import { moveDurably } from '../lake/durable.ts';
import type { Engine } from '../lake/engine.ts';
import { eventsWithin } from '../lake/events-within.ts';
import { readLedger } from '../lake/ledger.ts';
import { makeFolder } from '../lake/make-folder.ts';
import { laySummary } from '../lake/summaries.ts';
import { list, literal } from '../lake/sql.ts';
import { systemReason } from '../lake/system-reason.ts';
import type { Explained } from '../model/explained.ts';
import { AppError } from '../model/errors.ts';
import type { Coverage } from '../model/coverage.ts';
import type { Incident } from '../model/incident.ts';
import { compareInstants } from '../model/instant.ts';
import { levels } from '../model/rule.ts';
import { miningRates } from '../model/mining.ts';
import type { Notes } from '../model/stated.ts';
import type { Summary } from '../model/summary.ts';
import type { UnmatchedAlerts } from '../model/unmatched-alert.ts';
import { withPlan } from '../respond/draft-plan.ts';
import { keepFindings, readFindings } from './finding-files.ts';
import type { NoteConflicts } from './note-conflicts.ts';
import { eventsCitedBy, withNotes } from './with-notes.ts';
import { rememberIncidentsFolder } from './incident-folders.ts';
import { withOwnPrices } from './own-prices.ts';
import { withCase, type Case, type CaseRequest } from './pipeline.ts';
import { toldFindings } from './told-findings.ts';
import { writeIncidents, type Renderings } from './write-incident.ts';

export interface InvestigateRequest extends CaseRequest, Pick<Renderings, 'ticket' | 'isDefanged'> {
  /** Keys, ARNs, users, roles, session names or addresses to follow; all that is grave where none is given. */
  readonly identities: readonly string[];
  readonly since: string | null;
  readonly until: string | null;
  /** A file of prices of the user's own, relative to the folder of the logs' paths; null for list prices alone. */
  readonly ownPrices: string | null;
  /** What a person adds to one of the incidents, or null. */
  readonly notes: Notes | null;
  /** Where the records speak against such a note, beside what shows itself. */
  readonly noteConflicts?: NoteConflicts;
  /** The zone whose local times reports tell beside UTC (IANA name), or null. */
  readonly reportZone: string | null;
  /** Where a folder for each incident is written; null for the workspace's own. */
  readonly out: string | null;
  readonly isForced: boolean;
  readonly tool: Pick<Summary['tool'], 'version' | 'node' | 'started_at'>;
}

export interface Investigation {
  readonly summary: Summary;
  readonly incidents: readonly Incident[];
  readonly refusedRules: readonly RefusedRule[];
  readonly earlierEvents: number;
  /** Absolute; `summary.json` lies in it. */
  readonly folder: string;
  readonly unknownIdentities: readonly UnknownIdentity[];
  /** Findings of medium severity or graver, whether they belong to an incident or not. */
  readonly graveFindings: number;
}

/** Logs in, incidents out, each in a folder of its own with its report and evidence. */
export async function runInvestigate(request: InvestigateRequest): Promise<Investigation> {
  const folder = request.out ?? join(request.folder, 'incidents');
  refuseToOverwrite(folder, request);
  if (request.out !== null) makeOutput(folder);
  const { semantics, links, howtos, prices: listed } = request.knowledge;
  const rates = await withOwnPrices({ prices: listed, mining: miningRates }, request.ownPrices, request.logs.cwd);
  return withCase(request, async (opened) => {
    const { engine } = opened.workspace;
    const newest = await newestEvent(engine);
    const asOf = request.asOf ?? newest;
    const { gaps } = await digestReport(engine, opened.workspace.lake, opened.manifest);
    const coverage = withProvenGaps(await coverageOf({ engine }), gaps);
    await layAsOf(opened, asOf !== null && newest !== null && compareInstants(asOf, newest) < 0 ? asOf : null);
    request.tell.show('  investigating');
    await settleDown(engine);
    const { detectors, baselines } = opened;
    const rules = detectors.map(({ identity }) => identity);
    const found = await Array.fromAsync(readFindings(await keepFindings(opened, () => toldFindings(opened))));
    const within = eventsWithin(opened.workspace.lake, opened.manifest.partitions);
    const assumed = await assumedClocks(engine, opened.workspace.lake);
    const owners = await assumedOwners(engine, opened.workspace.lake);
    const clocks = { assumed, zone: request.timezone, owners };
    const known = { clocks, findings: found, eventsWithin: within, semantics, links, howtos };
    const asked = { ...request, ...rates, ...known, rules, baselines };
    const { investigated, explained, unmatched } =
      asOf === null
        ? { investigated: [], explained: [], unmatched: null }
        : await investigate(engine, { ...asked, asOf });
    const planned = investigated.map((one) => withPlan(one, howtos));
    await refuseUnknownEvents(engine, request.notes);
    const incidents = withNotes(planned, request.notes, request.noteConflicts);
    const days = [...new Set(investigated.flatMap((one) => one.days))];
    request.tell.show('  writing reports');
    makeFolder(folder);
    clearEarlier(folder);
    const { ticket, isDefanged, reportZone: zone } = request;
    const renderings = { ...request.knowledge, ticket, isDefanged, zone, notes: request.notes?.content };
    if (!(await writeIncidents(folder, incidents, { engine, eventsWithin: within, days, ...renderings })))
      request.tell.note('  no report.pdf: what sets it has no build for this machine');
    const told = { incidents, explained, unmatched, asOf, clocks, coverage: withToldStates(coverage, incidents) };
    const summary = await summarise(opened, request, told);
    writeFileSync(join(folder, '.summary.json.writing'), `${JSON.stringify(summary, null, 2)}\n`);
    moveDurably(join(folder, '.summary.json.writing'), join(folder, 'summary.json'));
    await rememberIncidentsFolder(request.folder, folder);
    return {
      summary,
      incidents,
      refusedRules: opened.rules.refused,
      earlierEvents: opened.earlierEvents,
      folder,
      unknownIdentities: await unknownIdentities(engine, request.identities),
      graveFindings: found.filter(({ severity }) => levels.indexOf(severity) >= levels.indexOf('medium')).length,
    };
  });
}

/** From here on the same files are asked again and again, one statement at a time. */
async function settleDown(engine: Engine): Promise<void> {
  await engine.run('SET parquet_metadata_cache = true');
  await engine.run(`SET threads = ${Math.min(availableParallelism(), mostThreads)}`);
}

/** More of them hold more at once: each reads a file of its own. */
const mostThreads = 4;

/** A note rests on records that were read, or on its author's word alone. */
async function refuseUnknownEvents(engine: Engine, notes: Notes | null): Promise<void> {
  const cited = [...new Set(eventsCitedBy(notes))];
  if (notes === null || cited.length === 0) return;
  const asked = `SELECT unnest(${list(cited.map(literal))}) AS event_uid`;
  const [row] = await engine.rows(
    `SELECT event_uid FROM (${asked}) ANTI JOIN events USING (event_uid) ORDER BY 1 LIMIT 1`,
  );
  if (row === undefined) return;
  throw new AppError(
    'usage.invalid',
    `${notes.path} cites ${textIn(row, 'event_uid')}, which is no event that was read`,
    {
      hint: 'the uids of events stand in reports, in their lists of evidence',
    },
  );
}

function refuseToOverwrite(folder: string, { out, isForced }: InvestigateRequest): void {
  if (out === null || isForced || !existsSync(join(folder, 'summary.json'))) return;
  throw new AppError('output.exists', `${folder} holds the incidents of an earlier run`, {
    hint: 'give another --out, or --force to replace them',
  });
}

/** Takes away the incidents that an earlier run wrote here, be it finished or not, and nothing else. */
function clearEarlier(folder: string): void {
  rmSync(join(folder, 'summary.json'), { force: true });
  for (const name of readdirSync(folder)) {
    const isWhole = /^[0-9a-f]{6,64}$/.test(name) && existsSync(join(folder, name, 'incident.json'));
    if (isWhole || /^\.[0-9a-f]{6,64}\.writing$/.test(name))
      rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** Made before any work, so that it is not in vain. */
function makeOutput(folder: string): void {
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK);
  } catch (cause) {
    throw new AppError('usage.invalid', `cannot write to ${folder}: ${systemReason(cause)}`, { cause });
  }
}

/** Lays the summaries that an investigation reads, of the events up to the given time. */
async function layAsOf({ workspace, manifest: { partitions } }: Case, asOf: string | null): Promise<void> {
  const before = asOf === null ? null : shiftSeconds(asOf, 0.001);
  await laySummary(uses, { ...workspace, partitions }, before);
  await laySummary(alerts, { ...workspace, partitions }, before);
  await laySummary(sightings, { ...workspace, partitions }, before);
  if (before !== null) await laySummary(calls, { ...workspace, partitions }, before);
}

async function newestEvent(engine: Engine): Promise<string | null> {
  const [row] = await engine.rows(`SELECT max(last) AS newest FROM ${calls.name}`);
  return textOf(row?.['newest']);
}

interface Told {
  readonly incidents: readonly Incident[];
  readonly explained: readonly Explained[];
  readonly unmatched: UnmatchedAlerts | null;
  readonly asOf: string | null;
  readonly coverage: readonly Coverage[];
  readonly clocks: { readonly assumed: readonly AssumedClock[]; readonly zone: string };
}

async function summarise(
  opened: Case,
  request: InvestigateRequest,
  { incidents, explained, unmatched, asOf, coverage, clocks: { assumed, zone } }: Told,
): Promise<Summary> {
  const { workspace, manifest, accounting, rules, suppressed } = opened;
  const objects = [...readLedger(workspace.lake, manifest)].map(({ sha256 }) => sha256).toSorted();
  const [engine] = await workspace.engine.rows('SELECT version() AS version');
  return {
    schema_version: '1.0',
    tool: {
      name: 'beewolf',
      ...request.tool,
      engine: `DuckDB ${textIn(engine, 'version')}`,
      finished_at: new Date().toISOString(),
    },
    input_sha256: sha256(objects),
    rules_sha256: sha256([...rules.rules, ...rules.correlations].map(({ hash }) => hash).toSorted()),
    as_of: asOf,
    incidents: incidents.map(({ incident_uid: uid, title, kind, severity: { level, score } }) => ({
      incident_uid: uid,
      title,
      kind,
      level,
      score,
      path: uid,
    })),
    ...accounting,
    coverage: [...coverage],
    ...(assumed.length > 0 && { clocks: assumed.map((clock) => toldClock(clock, zone)) }),
    ...(explained.length > 0 && { explained: [...explained] }),
    ...(unmatched !== null && { unmatched_alerts: unmatched }),
    ...(suppressed.length > 0 && { suppressed: [...suppressed] }),
  };
}

const toldClock = ({ source, host, isYearAssumed, first, last, newest }: AssumedClock, zone: string) => ({
  source,
  host,
  zone,
  is_year_assumed: isYearAssumed,
  first: first.time,
  last: last.time,
  newest_dated: newest?.time ?? null,
});

const sha256 = (lines: readonly string[]): string => createHash('sha256').update(lines.join('\n')).digest('hex');
