import { noteRef, spread } from '../model/evidence.ts';
import type { Incident } from '../model/incident.ts';
import type { Stated, StatedKind } from '../model/stated.ts';
import { besideChecks } from '../report/check/beside-checks.ts';
import { checkReport } from '../report/check/check-report.ts';
import type { Formulas } from '../report/check/formulas.ts';
import { readStatements } from '../report/check/read-statements.ts';
import { around } from './check-report.ts';
import type { NoteConflicts } from './note-conflicts.ts';

/** What tells of the incident in sentences; a name or a verdict does not. */
const told: ReadonlySet<StatedKind> = new Set(['statement', 'operations', 'reputation', 'closing']);

/** Holds the sentences of notes to the incident like a report by any author: what it contradicts, or what cannot be. */
export const checkedNotes =
  (formulas: Formulas): NoteConflicts =>
  (incident, stated) =>
    stated.filter(({ kind }) => told.has(kind)).flatMap((one) => conflictsIn(one, incident, formulas));

function conflictsIn({ number, text }: Stated, incident: Incident, formulas: Formulas): ReturnType<NoteConflicts> {
  const passage = { text, line: number, headings: [], label: null, row: null };
  const statements = readStatements({ passages: [passage], notes: [] }, around(incident, formulas.products));
  const { items } = checkReport(statements, { incident, formulas }, besideChecks);
  return items
    .filter(({ verdict }) => verdict === 'contradicted' || verdict === 'impossible')
    .map(({ text: said, why, arithmetic, evidence }) => {
      const refs = [...new Set([noteRef(number), ...evidence])];
      const shown = arithmetic === null ? why : `${why} (${arithmetic})`;
      return {
        statements: [`note ${number}: ${said}`, `records: ${shown}`],
        why: shown,
        evidence: [...spread(refs)],
        evidence_count: refs.length,
      };
    });
}
