import type { Incident } from '../../../model/incident.ts';

/** The same question to the same incident is answered once: many rules look at one long timeline. */
export function perIncident<Answer>(answer: (incident: Incident) => Answer): (incident: Incident) => Answer {
  const known = new WeakMap<Incident, Answer>();
  return (incident) => {
    const held = known.get(incident);
    if (held !== undefined) return held;
    const made = answer(incident);
    known.set(incident, made);
    return made;
  };
}
