import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { coverageSchema } from '../model/coverage.ts';
import { compareText } from '../model/instant.ts';
import type { Claim } from '../model/claim.ts';
import { AppError } from '../model/errors.ts';
import {
  cited,
  coverageRef,
  parseEvidenceRef,
  type Cited,
  type CoverageCell,
  type EvidenceRef,
} from '../model/evidence.ts';
import type { Finding } from '../model/finding.ts';
import { cellEvidence, eventEvidence, eventsLike, type CellEvidence, type EventEvidence } from './evidence-event.ts';
import type { PriceTable } from '../model/prices.ts';
import { statedByPerson } from '../model/stated.ts';
import { partAt, readPointer } from '../model/traced.ts';
import { evidenceFiles } from '../custody/write-evidence.ts';
import { keptFindings } from './finding-files.ts';
import { writtenIncidents, type WrittenIncident } from './incident-folders.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

/** Where an incident speaks of something: its uid, and the place in `incident.json`. */
export interface Mention {
  readonly incident_uid: string;
  readonly at: string;
}

type IncidentHead = Pick<
  WrittenIncident,
  'incident_uid' | 'title' | 'severity' | 'first_seen' | 'last_seen' | 'folder'
>;

/** An entry of a list of `incident.json`, or another part of it that cites evidence, as it stands there. */
export type IncidentPart = Readonly<Record<string, unknown>> & Pick<Cited, 'evidence'>;

/** What a uid stands for. */
export type Evidence =
  | { readonly is: 'event'; readonly event: EventEvidence; readonly cited_by: readonly Mention[] }
  | { readonly is: 'finding'; readonly finding: Finding }
  | { readonly is: 'claim'; readonly claim: Claim; readonly incident: IncidentHead }
  | { readonly is: 'part'; readonly uid: string; readonly part: IncidentPart; readonly incident: IncidentHead }
  | { readonly is: 'incident'; readonly incident: IncidentHead; readonly claims: readonly Claim[] }
  | {
      readonly is: 'coverage';
      readonly ref: string;
      readonly cell: CoverageCell;
      readonly seen: CellEvidence;
      readonly cited_by: readonly Mention[];
    }
  | {
      readonly is: 'table';
      readonly ref: string;
      readonly source: string | null;
      readonly cited_by: readonly Mention[];
    }
  | {
      readonly is: 'note';
      readonly ref: string;
      readonly stated: readonly StatedNote[];
      readonly cited_by: readonly Mention[];
    };

/** What a person stated of an incident, and the file that keeps it. */
export interface StatedNote {
  readonly incident_uid: string;
  readonly claim: Claim;
  readonly file: string;
}

interface EvidenceRequest {
  readonly uid: string;
  /** The workspace, which must exist. */
  readonly folder: string;
  /** Lists of prices and rates that statements may rest on. */
  readonly tables: readonly PriceTable[];
  readonly signal: AbortSignal;
  readonly onWait: () => void;
}

/**
 * What a uid stands for: an event, a finding, a claim, an incident, or another reference that a statement
 * rests on. Findings, claims and incidents may be shortened as long as one alone begins so.
 * @throws AppError evidence.unknown, with the nearest uids as its hint
 */
export async function findEvidence({ uid, folder, tables, ...options }: EvidenceRequest): Promise<Evidence> {
  if (!existsSync(folder)) {
    throw new AppError('evidence.unknown', `there is no workspace at ${folder}`, {
      hint: 'hunt or investigate first, or name the workspace with --workspace',
    });
  }
  const workspace = await openWorkspace(folder, options);
  try {
    const found =
      (await findPart(uid, folder)) ??
      (await findStatement(uid, folder)) ??
      (await findReference(uid, { ...workspace, tables }));
    if (found !== null) return found;
    const near = [...(await namesLike(uid, folder)), ...(await eventsLike(uid, workspace))].slice(0, 5);
    throw new AppError('evidence.unknown', `nothing in ${folder} has the uid ${uid}`, {
      hint: near.length > 0 ? `did you mean ${near.join(', ')}?` : 'uids stand in findings, incident.json and reports',
    });
  } finally {
    await workspace.close();
  }
}

/** What a sentence of a report is traced to: the uid of an incident and where the part stands in its file. */
async function findPart(uid: string, folder: string): Promise<Evidence | null> {
  const pointer = readPointer(uid);
  if (pointer === null) return null;
  for await (const written of writtenIncidents(folder)) {
    if (written.incident_uid !== pointer.incident) continue;
    const part = citedPart(partAt(written, pointer.path), pointer.path);
    if (part !== null) return { is: 'part', uid, part, incident: headOf(written) };
  }
  return null;
}

function citedPart(part: unknown, [list]: readonly string[]): IncidentPart | null {
  if (typeof part !== 'object' || part === null) return null;
  // A cell of coverage is its own evidence.
  if (list === 'coverage') {
    const cell = coverageSchema.safeParse(part);
    return cell.success ? { ...cell.data, evidence: [coverageRef(cell.data)] } : null;
  }
  const { success } = citedSchema.safeParse(part);
  return success ? (part as IncidentPart) : null;
}

const citedSchema = z.looseObject(cited);

/** The shortest beginning of a uid that is taken for it. */
const shortest = 4;

async function findStatement(uid: string, folder: string): Promise<Evidence | null> {
  if (uid.length < shortest) return null;
  const found = new Map<string, Evidence>();
  for await (const [name, evidence] of statements(folder)) {
    if (name === uid) return evidence;
    if (name.startsWith(uid) && !found.has(name)) found.set(name, evidence);
  }
  // The uids of an incident's claims begin with its own: then the incident is meant.
  const names = [...found.keys()].toSorted((a, b) => a.length - b.length);
  const [name = ''] = names;
  return names.every((other) => other.startsWith(name)) ? (found.get(name) ?? null) : null;
}

/** Every finding, incident and claim of a workspace by its uid, the latest hunt's findings first. */
async function* statements(folder: string): AsyncGenerator<readonly [string, Evidence]> {
  for await (const finding of keptFindings(folder)) yield [finding.finding_uid, { is: 'finding', finding }];
  for await (const written of writtenIncidents(folder)) {
    const incident = headOf(written);
    yield [incident.incident_uid, { is: 'incident', incident, claims: written.claims }];
    for (const claim of written.claims) yield [claim.claim_uid, { is: 'claim', claim, incident }];
    for (const finding of written.findings) yield [finding.finding_uid, { is: 'finding', finding }];
  }
}

const headOf = ({ incident_uid, title, severity, first_seen, last_seen, folder }: WrittenIncident): IncidentHead => ({
  incident_uid,
  title,
  severity,
  first_seen,
  last_seen,
  folder,
});

type Place = Workspace & Pick<EvidenceRequest, 'tables'>;

async function findReference(uid: string, workspace: Place): Promise<Evidence | null> {
  const ref = parseEvidenceRef(uid);
  if (ref === null) return null;
  const found = await resolveReference(ref, uid, workspace);
  if (found === null) return null;
  const cited_by = await mentionsOf(uid, workspace.folder);
  // Tables and notes are kept by the incidents that rest on them.
  if ((found.is === 'table' || found.is === 'note') && cited_by.length === 0) return null;
  return { ...found, cited_by };
}

async function resolveReference(ref: EvidenceRef, uid: string, workspace: Place) {
  switch (ref.is) {
    case 'event': {
      const event = await eventEvidence(uid, workspace);
      return event && { is: 'event' as const, event };
    }
    case 'coverage':
      return { is: 'coverage' as const, ref: uid, cell: ref.cell, seen: await cellEvidence(ref.cell, workspace) };
    case 'table': {
      const table = workspace.tables.find(({ name, date }) => name === ref.name && date === ref.date);
      return { is: 'table' as const, ref: uid, source: table?.source ?? null };
    }
    case 'note':
      return { is: 'note' as const, ref: uid, stated: await statedIn(workspace.folder, uid) };
  }
}

/** Notes are numbered within an incident, so that one number may stand for a note of each. */
async function statedIn(folder: string, ref: string): Promise<readonly StatedNote[]> {
  const stated: StatedNote[] = [];
  for await (const { incident_uid, claims, folder: own } of writtenIncidents(folder)) {
    for (const claim of claims)
      if (claim.method.startsWith(statedByPerson) && claim.evidence.includes(ref))
        stated.push({ incident_uid, claim, file: join(own, 'evidence', evidenceFiles.notes) });
  }
  return stated;
}

const mostMentions = 100;

async function mentionsOf(ref: string, folder: string): Promise<readonly Mention[]> {
  const mentions: Mention[] = [];
  for await (const incident of writtenIncidents(folder)) {
    for (const at of placesOf(incident, ref, '')) mentions.push({ incident_uid: incident.incident_uid, at });
    if (mentions.length >= mostMentions) break;
  }
  return mentions.slice(0, mostMentions);
}

/** Where in a document an `evidence` list holds the reference; a claim is named by its uid. */
function* placesOf(value: unknown, ref: string, path: string): Generator<string> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* placesOf(item, ref, `${path}[${index}]`);
  } else if (typeof value === 'object' && value !== null) {
    if ('evidence' in value && Array.isArray(value.evidence) && value.evidence.includes(ref)) {
      yield 'claim_uid' in value ? `claim ${String(value.claim_uid)}` : path;
    }
    for (const [key, item] of Object.entries(value)) yield* placesOf(item, ref, path === '' ? key : `${path}.${key}`);
  }
}

/** Findings, claims and incidents whose uid has the same beginning, nearest first. */
async function namesLike(uid: string, folder: string): Promise<readonly string[]> {
  const likeness = new Map<string, number>();
  for await (const [name] of statements(folder)) {
    const shared = sharedLength(name, uid);
    if (shared >= shortest) likeness.set(name, shared);
  }
  const byLikeness = [...likeness].toSorted((a, b) => b[1] - a[1] || compareText(a[0], b[0]));
  return byLikeness.slice(0, 5).map(([name]) => name);
}

function sharedLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}
