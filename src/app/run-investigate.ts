import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findings } from '../detect/findings.ts';
import type { RefusedRule } from '../detect/sigma/load.ts';
import { coverageCells } from '../investigate/coverage/coverage.ts';
import { investigate } from '../investigate/investigate.ts';
import { unknownIdentities, type UnknownIdentity } from '../investigate/unknown-identities.ts';
import { textIn, textOf } from '../lake/cells.ts';
import type { Engine } from '../lake/engine.ts';
import { readLedger } from '../lake/ledger.ts';
import { AppError } from '../model/errors.ts';
import type { Incident } from '../model/incident.ts';
import type { Summary } from '../model/summary.ts';
import { keepFindings, readFindings } from './finding-files.ts';
import { rememberIncidentsFolder } from './incident-folders.ts';
import { withCase, type Case, type CaseRequest } from './pipeline.ts';
import { writeIncidents } from './write-incident.ts';

export interface InvestigateRequest extends CaseRequest {
  /** Keys, ARNs, users, roles, session names or addresses to follow; all that is grave where none is given. */
  readonly identities: readonly string[];
  readonly since: string | null;
  readonly until: string | null;
  /** The clock of the case, RFC 3339; null for the newest event. */
  readonly asOf: string | null;
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
}

/** Logs in, incidents out, each in a folder of its own with its report and evidence. */
export async function runInvestigate(request: InvestigateRequest): Promise<Investigation> {
  const folder = request.out ?? join(request.folder, 'incidents');
  refuseToOverwrite(folder, request);
  return withCase(request, async (opened) => {
    const { engine } = opened.workspace;
    const asOf = request.asOf ?? (await newestEvent(engine));
    request.tell.show('  investigating');
    const { detectors, baselines } = opened;
    const rules = detectors.map(({ identity }) => identity);
    const { semantics, links } = request.knowledge;
    const found = await Array.fromAsync(readFindings(await keepFindings(opened, () => findings(engine, rules))));
    const incidents =
      asOf === null
        ? []
        : await investigate(engine, { ...request, rules, findings: found, baselines, semantics, links, asOf });
    request.tell.show('  writing reports');
    clearEarlier(folder);
    await writeIncidents(folder, incidents, engine);
    const summary = await summarise(opened, request, { incidents, asOf });
    writeFileSync(join(folder, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
    await rememberIncidentsFolder(request.folder, folder);
    return {
      summary,
      incidents,
      refusedRules: opened.rules.refused,
      earlierEvents: opened.earlierEvents,
      folder,
      unknownIdentities: await unknownIdentities(engine, request.identities),
    };
  });
}

function refuseToOverwrite(folder: string, { out, isForced }: InvestigateRequest): void {
  if (out === null || isForced || !existsSync(join(folder, 'summary.json'))) return;
  throw new AppError('output.exists', `${folder} holds the incidents of an earlier run`, {
    hint: 'give another --out, or --force to replace them',
  });
}

/** Takes away the incidents that an earlier run wrote here, and nothing else. */
function clearEarlier(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'summary.json');
  if (!existsSync(path)) return;
  const { incidents } = JSON.parse(readFileSync(path, 'utf8')) as Partial<Summary>;
  for (const { incident_uid: uid } of incidents ?? []) {
    if (/^[0-9a-f]{6,64}$/.test(uid)) rmSync(join(folder, uid), { recursive: true, force: true });
  }
  rmSync(path);
}

async function newestEvent(engine: Engine): Promise<string | null> {
  const [row] = await engine.rows('SELECT max("time") AS newest FROM events');
  return textOf(row?.['newest']);
}

async function summarise(
  opened: Case,
  request: InvestigateRequest,
  { incidents, asOf }: { incidents: readonly Incident[]; asOf: string | null },
): Promise<Summary> {
  const { workspace, manifest, accounting, detectors } = opened;
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
    rules_sha256: sha256(detectors.map(({ hash }) => hash).toSorted()),
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
    coverage: await coverageCells(workspace.engine, 'events'),
  };
}

const sha256 = (lines: readonly string[]): string => createHash('sha256').update(lines.join('\n')).digest('hex');
