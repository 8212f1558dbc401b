import type { Incident } from '../../../model/incident.ts';
import type { Check, Judgement } from '../check.ts';
import type { Statement } from '../statement.ts';
import { listed, readLogs } from './told.ts';

/** A report that names records or claims as its proof, against those that the incident has: anybody can write an id. */
export const citedRecords: Check = {
  id: 'beside/cited-records',
  asks: 'Does the incident hold the records and claims that the report names as its proof?',
  run: (statements, { incident }) => {
    if (incident === null) return { judgements: [], clashes: [] };
    const byPassage = Map.groupBy(statements, ({ quote }) => quote.passage);
    const all = JSON.stringify(incident);
    const known = new Set(referencesIn(incident));
    const sources = new Set([...known].map((ref) => ref.split(':', 1)[0] ?? ''));
    const judgements = [...byPassage].flatMap(([passage, [statement]]) =>
      statement === undefined
        ? []
        : (judge(statement, namedIn(passage.text, { incident, known, sources, all }), incident) ?? []),
    );
    return { judgements, clashes: [] };
  },
};

interface Lookup {
  readonly incident: Incident;
  readonly known: ReadonlySet<string>;
  readonly sources: ReadonlySet<string>;
  /** The incident as text: claims, steps and the plan have ids. */
  readonly all: string;
}

interface Named {
  readonly claims: readonly string[];
  readonly records: readonly string[];
}

/** Ids of claims and records in a text that the incident does not have. */
function namedIn(text: string, { incident, known, sources, all }: Lookup): Named {
  const told = text.match(new RegExp(`(?<![\\w-])${incident.incident_uid}-[a-z][a-z0-9-]*`, 'g')) ?? [];
  const refs = (text.match(/\b[a-z][a-z0-9]*(?:[.-][a-z0-9-]+)*:[^\s,;()[\]"'`|]{8,}/g) ?? [])
    .map((ref) => ref.replace(/[.:]+$/, ''))
    .filter((ref) => sources.has(ref.split(':', 1)[0] ?? ''));
  return {
    claims: told.filter((uid) => !all.includes(uid)),
    records: refs.filter((ref) => !known.has(ref) && ![...known].some((one) => one.startsWith(ref))),
  };
}

function judge(statement: Statement, { claims, records }: Named, incident: Incident): Judgement | null {
  const base = { statement, arithmetic: null, evidence: readLogs(incident) };
  if (claims.length > 0)
    return {
      ...base,
      verdict: 'contradicted',
      why: `the incident has no claim ${listed(claims)}: what is said to be confirmed by it is not`,
    };
  // A list of evidence is cut to a hundred: a record that none of them names may still exist.
  return records.length > 0
    ? { ...base, verdict: 'unsupported', why: `nothing in the incident rests on ${listed(records)}` }
    : null;
}

function referencesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]): readonly string[] =>
    key === 'evidence' && Array.isArray(part) ? part.map(String) : referencesIn(part),
  );
}
