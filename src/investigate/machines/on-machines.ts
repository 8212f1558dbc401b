import type { Incident } from '../../model/incident.ts';
import { compareInstants } from '../../model/instant.ts';
import { clockClaims } from './clocks.ts';
import type { ClockGap } from './clocks.ts';
import type { Ground } from './grounds.ts';
import { observedEntries } from './observed.ts';
import type { Observed } from './observed.ts';
import { tieClaims, tieQuestions } from './tie-claims.ts';

interface OnMachines {
  /** Where acts of the incident were done. */
  readonly grounds: readonly Ground[];
  /** What else is on record of those machines. */
  readonly observed: readonly Observed[];
  /** By the host's name. */
  readonly clocks: ReadonlyMap<string, ClockGap>;
}

/** An incident with what is known of the machines on which it happened. */
export function onMachines(incident: Incident, { grounds, observed, clocks }: OnMachines): Incident {
  if (grounds.length === 0) return incident;
  const timeline = [...incident.timeline, ...observedEntries(observed)];
  return {
    ...incident,
    timeline: timeline.toSorted((a, b) => compareInstants(a.time, b.time)),
    claims: [
      ...incident.claims,
      ...tieClaims(incident.incident_uid, grounds),
      ...clockClaims(incident.incident_uid, grounds, clocks),
    ],
    questions: [...incident.questions, ...tieQuestions(grounds)],
  };
}
