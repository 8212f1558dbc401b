import type { Claim } from '../../../model/claim.ts';
import { coverageRef, parseEvidenceRef, spread } from '../../../model/evidence.ts';
import type { Incident } from '../../../model/incident.ts';
import { perIncident } from './per-incident.ts';

type Claiming = Pick<Incident, 'incident_uid' | 'claims'>;

/** The claims of one kind: `door` finds `<incident>-door-1` and not `<incident>-door-leak-1`. */
export function claimsOf({ incident_uid: uid, claims }: Claiming, kind: string): readonly Claim[] {
  const prefix = `${uid}-${kind}`;
  return claims.filter(
    (claim) => claim.claim_uid.startsWith(prefix) && /^(?:-\d+)*$/.test(claim.claim_uid.slice(prefix.length)),
  );
}

/** The numbers that claims of these kinds state. */
export const numbersOf = (incident: Claiming, ...kinds: readonly string[]): readonly number[] =>
  kinds.flatMap((kind) => claimsOf(incident, kind)).flatMap(({ value }) => (typeof value === 'number' ? [value] : []));

export const evidenceOf = (told: readonly { readonly evidence: readonly string[] }[]): readonly string[] => [
  ...new Set(told.flatMap(({ evidence }) => evidence)),
];

/** References to the logs that were read, for what none of them tells. */
export const readLogs = ({ coverage }: Pick<Incident, 'coverage'>): readonly string[] =>
  spread(coverage.filter(({ count }) => count > 0).map(coverageRef));

/** The logs that were read, by name: those of the coverage and those that anything of the incident cites. */
export const readLogsText = perIncident((incident): string => {
  const covered = incident.coverage.filter(({ count }) => count > 0).map(({ source }) => source);
  const cited = evidenceOf([...incident.timeline, ...incident.claims])
    .filter((ref) => parseEvidenceRef(ref)?.is === 'event')
    .flatMap((ref) => /^([a-z][a-z0-9.-]*):/.exec(ref)?.[1] ?? []);
  const sources = [...new Set([...covered, ...cited])].toSorted();
  return sources.length === 0 ? 'no log' : listed(sources, 6);
});

/** `a, b and 3 more` */
export function listed(texts: readonly string[], most = 5): string {
  if (texts.length > most) return `${texts.slice(0, most - 1).join(', ')} and ${texts.length - most + 1} more`;
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1) ?? ''}`;
}

export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** At most so many characters of a text that somebody else wrote. */
export const short = (text: string, most = 140): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`;
