import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compareRecords, writeEvidence, type EvidenceRecord } from '../custody/write-evidence.ts';
import { sharedNetworks } from '../detect/intel/shared-networks.ts';
import { countIn, textIn } from '../lake/cells.ts';
import type { Engine } from '../lake/engine.ts';
import type { EventsWithin } from '../lake/events-within.ts';
import { list, literal } from '../lake/sql.ts';
import { tightened } from '../lake/tightened.ts';
import type { BlocklistForm } from '../model/blocklist.ts';
import type { Incident } from '../model/incident.ts';
import { compareText } from '../model/instant.ts';
import { noteRef, parseEvidenceRef } from '../model/evidence.ts';
import type { ProviderCase } from '../model/provider-case.ts';
import { redactSecrets } from '../model/redact.ts';
import { blocklistFiles } from '../report/blocklists/blocklist-files.ts';
import { buildReport } from '../report/build-report.ts';
import type { ReportDocument } from '../report/document.ts';
import { renderHtml } from '../report/html.ts';
import { renderIncidentOcsf } from '../report/incident-ocsf.ts';
import { renderIndicatorsCsv } from '../report/indicators-csv.ts';
import { renderMarkdown } from '../report/markdown.ts';
import { renderNavigator } from '../report/navigator.ts';
import { openPageSetter, type PageSetter } from '../report/page-setter.ts';
import { renderProviderTicket } from '../report/provider-ticket.ts';
import { renderStix } from '../report/stix/render-stix.ts';
import { ticketFiles } from '../report/ticket/ticket-files.ts';
import { ticketDefaults, type TicketSettings } from '../report/ticket/ticket-settings.ts';
import { renderTimelineCsv } from '../report/timeline-csv.ts';
import { renderTypst } from '../report/typst.ts';

/**
 * Writes each incident with its report and evidence: a folder appears whole or not at all. False where this machine
 * can set no PDF: all else is written there.
 */
export async function writeIncidents(
  folder: string,
  incidents: readonly Incident[],
  { engine, eventsWithin, days, notes, ...renderings }: Parts,
): Promise<boolean> {
  if (incidents.length === 0) return true;
  const pages = openPageSetter();
  let isSet = true;
  try {
    await gatherCited({ engine, eventsWithin, days }, new Set(incidents.flatMap((one) => [...citedUids(one)])));
    for (const incident of incidents) {
      const files = await filesOf(incident, renderings, pages);
      isSet &&= 'report.pdf' in files;
      await writeIncident(folder, incident, { engine, files, notes: notes ?? null });
    }
    return isSet;
  } finally {
    await pages.close();
  }
}

interface Written {
  readonly engine: Engine;
  readonly files: Files;
  readonly notes: string | null;
}

async function writeIncident(folder: string, incident: Incident, { engine, files, notes }: Written): Promise<void> {
  const writing = join(folder, `.${incident.incident_uid}.writing`);
  rmSync(writing, { recursive: true, force: true });
  mkdirSync(writing);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(writing, name)), { recursive: true });
    writeFileSync(join(writing, name), content);
  }
  const cited = citedUids(incident);
  const own = cited.has(noteRef(1)) ? notes : null;
  await writeEvidence(join(writing, 'evidence'), citedRecords(engine, cited), own);
  renameSync(writing, join(folder, incident.incident_uid));
}

/** Contents by the name of their file. */
type Files = Readonly<Record<string, string | Uint8Array>>;

interface Lake {
  readonly engine: Engine;
  readonly eventsWithin: EventsWithin;
  /** UTC days that are looked through before all others. */
  readonly days: readonly string[];
}

/** What renderings are given beside the incident. */
export interface Renderings {
  readonly providerCases: readonly ProviderCase[];
  /** How clouds cut addresses off; without them blocklists have the general forms alone. */
  readonly blocklists?: readonly BlocklistForm[] | undefined;
  /** Names of the fields of a ticket; those of a new site where none are given. */
  readonly ticket?: TicketSettings | undefined;
  /** The zone whose local times stand beside UTC, or null. */
  readonly zone?: string | null | undefined;
  /** Whether addresses in `indicators.csv` are written so that no program follows them. */
  readonly isDefanged?: boolean | undefined;
}

interface Parts extends Lake, Renderings {
  /** The notes of people, kept with the evidence of the incident that they are about. */
  readonly notes?: string | undefined;
}

/** Every rendering of an incident, by the name of its file: the PDF beside all others, where this machine can set one. */
export async function filesOf(incident: Incident, renderings: Renderings, pages: PageSetter): Promise<Files> {
  const report = buildReport(incident, renderings.zone ?? null);
  const [pdf, files] = await Promise.all([
    pages.set(renderTypst(report)),
    filesWithoutPages(incident, report, renderings),
  ]);
  return pdf === null ? files : { ...files, 'report.pdf': pdf };
}

async function filesWithoutPages(
  whole: Incident,
  report: ReportDocument,
  { providerCases, blocklists: forms = [], ticket: settings = ticketDefaults, isDefanged = false }: Renderings,
): Promise<Files> {
  const incident = redactSecrets(whole);
  const ticket = renderProviderTicket(whole, providerCases);
  return {
    'incident.json': `${JSON.stringify(incident, null, 2)}\n`,
    'report.md': renderMarkdown(report),
    'report.html': renderHtml(report),
    'report.docx': await docxOf(report),
    'timeline.csv': renderTimelineCsv(incident),
    'indicators.csv': renderIndicatorsCsv(incident, { isDefanged }),
    'stix.json': renderStix(incident),
    'navigator.json': renderNavigator(incident),
    'incident.ocsf.json': renderIncidentOcsf(incident),
    ...blocklistFiles(incident, { forms, networks: sharedNetworks }),
    ...ticketFiles(incident, report, settings),
    ...(ticket !== null && { 'provider-ticket.md': ticket }),
    ...(incident.plan !== null && { 'plan.json': `${JSON.stringify(incident.plan, null, 2)}\n` }),
  };
}

/** What makes a document of Word is large: only what writes a report loads it. */
async function docxOf(report: ReportDocument): Promise<Uint8Array> {
  const { renderDocx } = await import('../report/docx.ts');
  return renderDocx(report);
}

/** Every reference that stands in a list of evidence, wherever in the incident. */
function citedUids(part: unknown): ReadonlySet<string> {
  if (Array.isArray(part)) return union(part.map(citedUids));
  if (typeof part !== 'object' || part === null) return new Set();
  return union(
    Object.entries(part).map(([key, value]) =>
      key === 'evidence' && isTexts(value) ? new Set(value) : citedUids(value),
    ),
  );
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

function union(sets: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  const all = new Set<string>();
  for (const set of sets) for (const item of set) all.add(item);
  return all;
}

/** How many ids one statement names. */
const uidsAQuery = 5_000;

function* chunks(uids: ReadonlySet<string>): Generator<string> {
  const ordered = [...uids].toSorted(compareText);
  for (let start = 0; start < ordered.length; start += uidsAQuery) {
    yield list(ordered.slice(start, start + uidsAQuery).map(literal));
  }
}

/** Reads the cited records out of the lake, once for all incidents, into the table `cited`. */
async function gatherCited({ engine, eventsWithin, days }: Lake, refs: ReadonlySet<string>): Promise<void> {
  const uids = new Set([...refs].filter((ref) => parseEvidenceRef(ref)?.is === 'event'));
  await engine.run('CREATE OR REPLACE TEMP TABLE asked (event_uid VARCHAR)');
  for (const some of chunks(uids)) await engine.run(`INSERT INTO asked SELECT unnest(${some})`);
  const columns = 'event_uid, CAST(raw AS VARCHAR) AS raw, object, record';
  await engine.run(`CREATE OR REPLACE TEMP TABLE cited AS SELECT ${columns} FROM events WHERE false`);
  for (const bounds of [{ days }, {}]) {
    const missing = 'SELECT event_uid FROM asked ANTI JOIN cited USING (event_uid)';
    if ((await engine.rows(`${missing} LIMIT 1`)).length === 0) return;
    const tight = await tightened(engine, `(${eventsWithin(bounds)})`, `event_uid IN (${missing})`);
    if (tight === null) continue;
    await engine.run(`INSERT INTO cited SELECT ${columns} FROM (${eventsWithin(tight.bounds)}) WHERE ${tight.where}`);
  }
}

async function* citedRecords(engine: Engine, uids: ReadonlySet<string>): AsyncGenerator<EvidenceRecord> {
  for (const some of chunks(uids)) {
    const rows = await engine.rows(`SELECT * FROM cited WHERE event_uid IN (SELECT unnest(${some}))`);
    const found = rows.map((row) => ({
      event_uid: textIn(row, 'event_uid'),
      raw: textIn(row, 'raw'),
      object: textIn(row, 'object'),
      record: countIn(row, 'record'),
    }));
    yield* found.toSorted(compareRecords);
  }
}
