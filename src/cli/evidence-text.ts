import type { Evidence, IncidentPart, Mention } from '../app/evidence.ts';
import type { EventEvidence } from '../app/evidence-event.ts';
import type { Claim } from '../model/claim.ts';
import type { Finding } from '../model/finding.ts';
import { inert } from '../model/inert.ts';
import { indentJson } from '../model/json-text.ts';
import { redactJsonText, redactSecrets } from '../model/redact.ts';
import { severityCell } from './severity-cell.ts';
import { paintedCell, type Cell, type Colours } from './terminal.ts';

/** What a value is called, and the value: a line each, and one more for each further value. */
type Entry = readonly [name: string, ...values: Cell[]];

/** An answer of `beewolf evidence` for a person: facts on lines, then the record, secrets redacted. */
export function evidenceText(found: Evidence, colours: Colours): string {
  const facts = entriesOf(found, colours).map((entry) => linesOf(entry, colours));
  const record = found.is === 'event' ? ['', recordText(found.event.raw)] : [];
  return [...facts, ...record].join('\n');
}

const nameWidth = 10;

function linesOf([name, ...values]: Entry, colours: Colours): string {
  const lines = values.map(
    (value, index) => colours.dim((index === 0 ? name : '').padEnd(nameWidth)) + paintedCell(value),
  );
  return lines.join('\n');
}

/** The line breaks of the layout stay, everything else that acts is made inert. */
const recordText = (raw: string): string => indentJson(redactJsonText(raw)).split('\n').map(inert).join('\n');

function entriesOf(found: Evidence, colours: Colours): readonly Entry[] {
  switch (found.is) {
    case 'event':
      return [...eventEntries(found.event, colours), ...mentionEntries(found.cited_by)];
    case 'finding':
      return findingEntries(redactSecrets(found.finding), colours);
    case 'claim':
      return [
        ...claimEntries(redactSecrets(found.claim)),
        ['incident', incidentText(found.incident)],
        ['folder', found.incident.folder],
      ];
    case 'part':
      return [
        ['part', found.uid],
        ...partEntries(redactSecrets(found.part)),
        ['incident', incidentText(found.incident)],
        ['folder', found.incident.folder],
      ];
    case 'incident':
      return [
        ['incident', incidentText(found.incident)],
        ['severity', `${found.incident.severity.level} ${found.incident.severity.score}`],
        ['seen', `${found.incident.first_seen} to ${found.incident.last_seen}`],
        ['folder', found.incident.folder],
        ['claims', ...found.claims.map(({ claim_uid: uid, text }) => redactSecrets(`${uid}  ${text}`))],
      ];
    case 'coverage':
      return [['coverage', found.ref], ['seen', seenText(found.seen)], ...mentionEntries(found.cited_by)];
    case 'table':
      return [
        ['table', found.ref],
        ['source', found.source ?? 'no list of ours: a file of prices that was given'],
        ...mentionEntries(found.cited_by),
      ];
    case 'note':
      return [
        ['note', found.ref],
        ...found.stated.flatMap(({ incident_uid: uid, claim, file }) => [
          ['stated', redactSecrets(claim.text)] as const,
          ['by', redactSecrets(claim.method)] as const,
          ['of', `incident ${uid}`] as const,
          ['kept in', file] as const,
        ]),
        ...mentionEntries(found.cited_by),
      ];
  }
}

function eventEntries(
  { event_uid: uid, time, source, object, record, conflicts }: EventEvidence,
  colours: Colours,
): readonly Entry[] {
  const states = {
    intact: { text: 'intact: the object still has this hash', paint: colours.green },
    changed: { text: 'changed: the object now has another hash', paint: colours.red },
    gone: { text: 'gone: the object is no longer there', paint: colours.red },
  } as const;
  const differing: readonly Entry[] =
    conflicts.length === 0
      ? []
      : [['differs', ...conflicts.map((other) => `${other} has the same id and other content`)]];
  return [
    ['event', uid],
    ['time', time],
    ['source', source],
    ['object', object.path],
    ['sha256', object.sha256],
    ['state', states[object.state]],
    ['record', `${record}, counted from 0`],
    ...differing,
  ];
}

function findingEntries(finding: Finding, colours: Colours): readonly Entry[] {
  const { rule, accounts, regions, resources, actors, techniques } = finding;
  const lists: readonly (readonly [string, readonly string[]])[] = [
    ['who', actors],
    ['accounts', accounts],
    ['regions', regions],
    ['resources', resources],
  ];
  return [
    ['finding', finding.finding_uid],
    ['what', rule.title],
    ...(finding.text === undefined ? [] : [['text', finding.text] as const]),
    ['severity', severityCell(finding.severity, colours)],
    ['rule', `${rule.uid} by ${rule.author ?? 'an unnamed author'}, from ${rule.origin}`],
    ['seen', `${finding.first_seen} to ${finding.last_seen}`],
    ['events', String(finding.count)],
    ...(techniques.length > 0 ? [['technique', techniques.join(' ')] as const] : []),
    ...lists.filter(([, items]) => items.length > 0).map(([name, items]) => [name, ...items] as const),
    evidenceEntry(finding),
  ];
}

function claimEntries(claim: Claim): readonly Entry[] {
  const value =
    claim.value === null ? [] : ([['value', [String(claim.value), claim.unit ?? ''].join(' ').trim()]] as const);
  return [
    ['claim', claim.claim_uid],
    ['text', claim.text],
    ...value,
    ['confidence', claim.confidence],
    ['method', claim.method],
    evidenceEntry(claim),
    ...(claim.contradicts.length > 0 ? [['against', ...claim.contradicts] as const] : []),
  ];
}

/** Its plain fields, then what it cites; lists and objects within it stand in the JSON form. */
function partEntries({ evidence, evidence_count: count, ...fields }: IncidentPart): readonly Entry[] {
  const plain = Object.entries(fields).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? [[name.replaceAll('_', ' '), String(value)] as const]
      : [],
  );
  return [...plain, evidenceEntry({ evidence, evidence_count: typeof count === 'number' ? count : evidence.length })];
}

function evidenceEntry({ evidence, evidence_count: count }: Pick<Claim, 'evidence' | 'evidence_count'>): Entry {
  const hidden = count - evidence.length;
  return ['evidence', ...evidence, ...(hidden > 0 ? [`and ${hidden} more between these`] : [])];
}

const incidentText = ({
  incident_uid: uid,
  title,
}: {
  readonly incident_uid: string;
  readonly title: string;
}): string => redactSecrets(`${uid}  ${title}`);

function seenText({
  count,
  first,
  last,
}: {
  readonly count: number;
  readonly first: string | null;
  readonly last: string | null;
}): string {
  return count === 0
    ? 'no event of it in this workspace'
    : `${count} event${count === 1 ? '' : 's'} from ${first} to ${last}`;
}

function mentionEntries(mentions: readonly Mention[]): readonly Entry[] {
  if (mentions.length === 0) return [];
  return [['cited by', ...mentions.map(({ incident_uid: uid, at }) => `incident ${uid}, ${at}`)]];
}
