import type { Claim } from '../model/claim.ts';
import { AppError } from '../model/errors.ts';
import { noteRef, parseEvidenceRef } from '../model/evidence.ts';
import type { Incident } from '../model/incident.ts';
import { statedByPerson, type Notes, type Stated } from '../model/stated.ts';
import { alertAt, conflictsOf, type NoteConflicts } from './note-conflicts.ts';

/**
 * Adds what a person states to the incident that it is about: as claims that rest on `note:<n>`, and as
 * contradictions where the records speak against one. A closing rationale closes it.
 * @throws AppError usage.invalid where that incident, or what a verdict is on, is not there
 */
export function withNotes(
  incidents: readonly Incident[],
  notes: Notes | null,
  further: NoteConflicts = () => [],
): readonly Incident[] {
  if (notes === null) return incidents;
  const about = meant(incidents, notes);
  return incidents.map((incident) => (incident === about ? added(incident, notes, further) : incident));
}

/** Events that the notes cite: they must be among what was read. */
export const eventsCitedBy = (notes: Notes | null): readonly string[] =>
  (notes?.stated ?? []).flatMap(({ evidence }) => evidence.filter((ref) => parseEvidenceRef(ref)?.is === 'event'));

function meant(incidents: readonly Incident[], { path, incident: asked }: Notes): Incident {
  const fitting = incidents.filter(({ incident_uid: uid }) => asked === null || uid.startsWith(asked));
  const [one, ...others] = fitting;
  if (one !== undefined && others.length === 0) return one;
  const uids = incidents.map(({ incident_uid: uid }) => uid).join(', ');
  const why =
    asked === null ? 'does not say which incident it is about' : `is about incident ${asked}, which is not one`;
  throw new AppError(
    'usage.invalid',
    `${path} ${incidents.length === 0 ? 'is about an incident, and there is none' : why}`,
    {
      hint: incidents.length === 0 ? 'investigate without --notes first' : `incident: must be one of ${uids}`,
    },
  );
}

function added(incident: Incident, { path, stated }: Notes, further: NoteConflicts): Incident {
  const claims = stated.map((one) => claimOf(incident, one, { path, stated }));
  const isClosed = stated.some(({ kind }) => kind === 'closing');
  return {
    ...incident,
    status: isClosed ? 'closed' : incident.status,
    claims: [...incident.claims, ...claims],
    contradictions: [...incident.contradictions, ...conflictsOf(incident, stated), ...further(incident, stated)],
  };
}

type Given = Pick<Notes, 'path' | 'stated'>;

function claimOf(incident: Incident, one: Stated, { path, stated }: Given): Claim {
  const { incident_uid: uid } = incident;
  const [analyst] = stated.filter(({ kind }) => kind === 'analyst');
  const alike = stated.filter(({ kind }) => kind === one.kind);
  const number = one.kind === 'verdict' || one.kind === 'statement' ? `-${alike.indexOf(one) + 1}` : '';
  const evidence = [noteRef(one.number), ...one.evidence];
  return {
    claim_uid: `${uid}-stated-${one.kind}${number}`,
    ...saidOf(incident, one, path),
    unit: null,
    confidence: one.evidence.length > 0 ? 'likely' : 'possible',
    method: analyst === undefined ? statedByPerson : `${statedByPerson}, ${analyst.text}`,
    evidence,
    evidence_count: evidence.length,
    contradicts: [],
  };
}

function saidOf(incident: Incident, one: Stated, path: string): Pick<Claim, 'subject' | 'text' | 'value'> {
  const subject = incident.incident_uid;
  switch (one.kind) {
    case 'analyst':
      return { subject, text: `The analyst is ${one.text}`, value: one.text };
    case 'ticket':
      return { subject, text: `The ticket is ${one.text}`, value: one.text };
    case 'verdict': {
      const { uid, name } = judged(incident, one.on ?? '', path);
      return {
        subject: uid,
        text: `“${name}” is ${verdictWords[one.verdict ?? 'undetermined']}: ${one.text}`,
        value: one.verdict,
      };
    }
    case 'statement':
    case 'operations':
    case 'reputation':
    case 'closing':
      return { subject, text: one.text, value: null };
  }
}

const verdictWords = {
  'true-positive': 'a true positive',
  'false-positive': 'a false positive',
  benign: 'true and benign',
  undetermined: 'undetermined',
} as const;

/** A finding by its uid or the beginning of it, an alert by its name in reports: `<incident>/alerts/<n>`. */
function judged(incident: Incident, on: string, path: string): { readonly uid: string; readonly name: string } {
  const findings = incident.findings.filter(({ finding_uid: uid }) => on.length >= 4 && uid.startsWith(on));
  const [finding, ...others] = findings;
  if (finding !== undefined && others.length === 0) return { uid: finding.finding_uid, name: finding.rule.title };
  const alert = alertAt(incident, on);
  if (alert !== null) return { uid: on, name: alert.claim };
  throw new AppError(
    'usage.invalid',
    `${path}: a verdict is on ${on}, which is no finding and no alert of the incident`,
    {
      hint: `name a finding by its uid, or an alert by its place: ${incident.incident_uid}/alerts/0`,
    },
  );
}
