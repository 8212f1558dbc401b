import type { Incident } from '../../../model/incident.ts';
import type { Check, Judgement } from '../check.ts';
import type { Statement } from '../statement.ts';
import { perIncident } from './per-incident.ts';
import { listed, readLogs } from './told.ts';

/** A report that names records or claims as its proof, against those that the incident has: anybody can write an id. */
export const citedRecords: Check = {
  id: 'beside/cited-records',
  asks: 'Does the incident hold the records and claims that the report names as its proof?',
  run: (statements, { incident }) => {
    if (incident === null) return { judgements: [], clashes: [] };
    const byPassage = Map.groupBy(statements, ({ quote }) => quote.passage);
    const judgements = [...byPassage].flatMap(([passage, [statement]]) =>
      statement === undefined ? [] : (judge(statement, passage.text, incident) ?? []),
    );
    return { judgements, clashes: [] };
  },
};

const recordForm = /\b[a-z][a-z0-9]*(?:[.-][a-z0-9-]+)*:[^\s,;()[\]"'`|]{8,}/g;

function judge(statement: Statement, text: string, incident: Incident): Judgement | null {
  const claims = text.match(new RegExp(`(?<![\\w-])${incident.incident_uid}-[a-z][a-z0-9-]*`, 'g')) ?? [];
  const records = (text.match(recordForm) ?? []).map((ref) => ref.replace(/[.:]+$/, ''));
  if (claims.length + records.length === 0) return null;
  const { all, references, sources } = idsOf(incident);
  const base = { statement, arithmetic: null, evidence: readLogs(incident) };
  const noClaims = claims.filter((uid) => !all.includes(uid));
  if (noClaims.length > 0)
    return {
      ...base,
      verdict: 'contradicted',
      why: `The incident has no claim ${listed(noClaims)}: what is said to be confirmed by it is not`,
    };
  // A list of evidence is cut to a hundred: a record that none of them names may still exist.
  const noRecords = records.filter(
    (ref) => sources.has(sourceOf(ref)) && !references.some((one) => one.startsWith(ref)),
  );
  return noRecords.length > 0
    ? { ...base, verdict: 'unsupported', why: `Nothing in the incident rests on ${listed(noRecords)}` }
    : null;
}

const sourceOf = (ref: string): string => ref.split(':', 1)[0] ?? '';

/** The incident as text, since claims, steps and the plan have ids; what it cites; and of which logs that is. */
const idsOf = perIncident((incident) => {
  const references = [...new Set(referencesIn(incident))];
  return { all: JSON.stringify(incident), references, sources: new Set(references.map(sourceOf)) };
});

function referencesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]): readonly string[] =>
    key === 'evidence' && Array.isArray(part) ? part.map(String) : referencesIn(part),
  );
}
