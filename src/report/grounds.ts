import type { Claim } from '../model/claim.ts';
import { levels } from '../model/rule.ts';
import type { Traceable, TracedIncident } from '../model/traced.ts';

/** The claims of one kind, as the part of their uid behind that of the incident says; numbers of machines and places may follow. */
export function claimsOfKind(claims: TracedIncident['claims'], kind: string): TracedIncident['claims'] {
  return claims.filter(({ claim_uid: uid }: Claim) => new RegExp(`^[0-9a-f]+-${kind}(?:-\\d+)*$`).test(uid));
}

/** The claims of these kinds where there are any, else what shows the same without being a claim of its own. */
export function groundFor(
  { claims }: Pick<TracedIncident, 'claims'>,
  kinds: readonly string[],
  otherwise: readonly Traceable[],
): readonly Traceable[] {
  const own = kinds.flatMap((kind) => claimsOfKind(claims, kind));
  return own.length > 0 ? own : otherwise;
}

/** Of the first and the last act: where no claim tells the window, the lines of the timeline at both ends do. */
export const windowGround = (incident: TracedIncident): readonly Traceable[] =>
  groundFor(
    incident,
    ['first-seen', 'last-seen'],
    incident.timeline.filter(({ time }) => time === incident.first_seen || time === incident.last_seen),
  );

/** The gravest of the findings, by which an incident is named and scored; the timeline where there is none. */
export function gravest({ findings, timeline }: TracedIncident): readonly Traceable[] {
  const highest = Math.max(...findings.map(({ severity }) => levels.indexOf(severity)));
  const grave = findings.filter(({ severity }) => levels.indexOf(severity) === highest);
  return grave.length > 0 ? grave : timeline;
}

/** What was looked at: a statement that there is no record of something rests on these. */
export const lookedAt = ({ coverage, timeline }: TracedIncident): readonly Traceable[] => {
  const seen = coverage.filter(({ count }) => count > 0);
  return seen.length > 0 ? seen : timeline;
};
