import type { Finding } from '../model/finding.ts';
import type { Verb } from '../model/semantics.ts';
import type { TouchedResource } from './blast/resources.ts';
import { placeOf } from './economics/earlier.ts';
import type { ActGroup } from './timeline/act-group.ts';

const ending: ReadonlySet<Verb> = new Set(['stop', 'terminate', 'delete']);

/**
 * The findings that speak of more than the end of what the same incident made: whoever tidies up what is his own
 * destroys nothing, and what it was is weighed already.
 */
export function withoutOwnEnds(
  findings: readonly Finding[],
  acts: readonly ActGroup[],
  resources: readonly TouchedResource[],
): readonly Finding[] {
  const made = new Set(
    resources
      .filter(({ isMade }) => isMade)
      .map(({ type: kind, account, region, uid }) => placeOf({ kind, account, region }, uid)),
  );
  const ends = new Set(
    acts
      .filter(({ verb, targets }) => ending.has(verb) && targets.length > 0)
      .filter((act) => act.targets.every((id) => made.has(placeOf(act, id))))
      .flatMap(({ citations }) => citations.map(({ ref }) => ref)),
  );
  return findings.filter(
    ({ evidence, evidence_count: count }) => evidence.length < count || !evidence.every((uid) => ends.has(uid)),
  );
}
