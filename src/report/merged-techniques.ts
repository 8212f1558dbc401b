import { currentId } from '../model/attack-names.ts';
import type { Finding } from '../model/finding.ts';
import type { Incident } from '../model/incident.ts';
import { groundOf } from './wording.ts';

/** A technique once, whatever versions and older ids the rules that named it were written in. */
export interface MergedTechnique {
  readonly id: string;
  /** As rules name it, with the version of each: `T1562.008 of ATT&CK 18`. */
  readonly mappedAs: readonly string[];
  readonly findings: readonly Finding[];
  readonly evidence: readonly string[];
  /** How many records it rests on; `evidence` may be a selection. */
  readonly count: number;
}

export function mergedTechniques({ techniques, findings }: Incident): readonly MergedTechnique[] {
  return [...Map.groupBy(techniques, ({ id }) => currentId(id))].map(([id, same]) => ({
    id,
    mappedAs: same.map((one) => `${one.id} of ATT&CK ${one.attack_version}`),
    findings: findings.filter((finding) => finding.techniques.some((named) => currentId(named) === id)),
    ...groundOf(same),
  }));
}
