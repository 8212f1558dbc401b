import { noteRef, spread } from '../model/evidence.ts';
import type { Cited } from '../model/evidence.ts';
import type { Incident } from '../model/incident.ts';
import { partAt, readPointer } from '../model/traced.ts';
import type { Stated } from '../model/stated.ts';

type NoteConflict = Incident['contradictions'][number];

/** Where the records speak against what a person states. */
export type NoteConflicts = (incident: Incident, stated: readonly Stated[]) => readonly NoteConflict[];

/** What shows itself without reading sentences: closed while something is open, and verdicts against the evidence's. */
export const conflictsOf: NoteConflicts = (incident, stated) =>
  stated.flatMap((one) =>
    (one.kind === 'closing' ? closedTooEarly(incident, one) : []).concat(againstEvidence(incident, one)),
  );

const live: ReadonlySet<string> = new Set(['running', 'active']);

function closedTooEarly({ resources, credentials, plan }: Incident, one: Stated): readonly NoteConflict[] {
  const running = resources.filter(({ state }) => live.has(state));
  const keys = credentials.filter(({ state, access }) => state === 'active' && access !== 'readable');
  const steps = plan?.steps.filter(({ status, phase }) => status === 'open' && phase !== 'sweep') ?? [];
  return [
    conflict(one, running, `still there of ${resources.length} resources of the intruder: ${running.length}`),
    conflict(one, keys, `still active of the credentials that the intruder held or made: ${keys.length}`),
    conflict(one, steps, `open steps of the plan: ${steps.length}`),
  ].flat();
}

/** The alert of that name, or null. */
export function alertAt(incident: Incident, name: string): Incident['alerts'][number] | null {
  const pointer = readPointer(name);
  if (pointer?.incident !== incident.incident_uid || pointer.path[0] !== 'alerts' || pointer.path.length !== 2)
    return null;
  return (partAt(incident, pointer.path) as Incident['alerts'][number] | undefined) ?? null;
}

function againstEvidence(incident: Incident, one: Stated): readonly NoteConflict[] {
  const alert = one.on === null ? null : alertAt(incident, one.on);
  if (alert === null) return [];
  const isAgainst =
    (one.verdict === 'false-positive' && alert.verdict === 'supported') ||
    (one.verdict === 'true-positive' && alert.verdict === 'contradicted');
  return isAgainst ? conflict(one, [alert], `“${alert.claim}” is ${alert.verdict} by other records`) : [];
}

/** Between a note and the parts that speak against it; none where there are no such parts. */
function conflict({ number, text }: Stated, parts: readonly Cited[], shown: string): readonly NoteConflict[] {
  if (parts.length === 0) return [];
  const evidence = [...new Set([noteRef(number), ...parts.flatMap((part) => part.evidence)])];
  const count = parts.reduce((most, part) => Math.max(most, part.evidence_count), evidence.length);
  return [
    {
      statements: [`note ${number}: ${text}`, `records: ${shown}`],
      why: shown,
      evidence: [...spread(evidence)],
      evidence_count: count,
    },
  ];
}
