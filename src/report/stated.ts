import type { StatedKind } from '../model/stated.ts';
import type { TracedIncident } from '../model/traced.ts';
import type { Block, Fact, Line, Statement } from './document.ts';
import { claimsOfKind } from './grounds.ts';
import { heading, pending, prose, say, state } from './wording.ts';

type Told = Pick<TracedIncident, 'claims'>;

/** What people state of one kind, each marked as such: it is their word, whatever else shows it. */
export function statedLines({ claims }: Told, kind: StatedKind): readonly Statement[] {
  return claimsOfKind(claims, `stated-${kind}`).map((claim) =>
    state(
      say`${prose(typeof claim.value === 'string' && isName(kind) ? claim.value : claim.text)} (${prose(claim.method)})`,
      claim,
    ),
  );
}

const isName = (kind: StatedKind): boolean => kind === 'analyst' || kind === 'ticket';

/** A fact that only a person can give: what was stated, or what is said until somebody does. */
export function statedFact(
  incident: Told,
  { label, kind }: { label: string; kind: StatedKind },
  until: Line,
): readonly Fact[] {
  const lines: readonly Line[] = statedLines(incident, kind);
  return (lines.length > 0 ? lines : [until]).map((line) => ({ label, line }));
}

/** Verdicts and statements that belong to no other part of the report. */
export function statedByPeople(incident: Told): readonly Block[] {
  const lines = [...statedLines(incident, 'verdict'), ...statedLines(incident, 'statement')];
  return lines.length === 0 ? [] : [heading('Stated by people'), { is: 'list', lines }];
}

export const notAssigned: Line = pending(prose('not assigned'));
