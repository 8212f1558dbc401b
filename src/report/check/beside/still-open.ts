import type { Incident } from '../../../model/incident.ts';
import { waysBack } from '../../../model/ways-back.ts';
import { claimsOf } from './told.ts';

/** What the intruder can still use by the records. */
export interface Open {
  readonly text: string;
  readonly evidence: readonly string[];
}

/** Machines that run for him, credentials that he made and nobody withdrew, ways back that nobody closed. */
export function stillOpen(incident: Incident): readonly Open[] {
  const active = incident.credentials.filter(({ access, state }) => access === 'created' && state === 'active');
  return [
    ...runningFor(incident),
    ...active.map(({ uid, evidence }) => ({
      text: `the credential ${uid}, which the intruder made, is active`,
      evidence,
    })),
    ...waysBack(incident.persistence).map(({ name, acts }) => ({
      text: `the way back over ${name} is open`,
      evidence: acts.flatMap(({ evidence }) => evidence),
    })),
  ];
}

/** What was launched and runs on: not the owner's machines, which run as they should. */
export function runningFor(incident: Incident): readonly Open[] {
  const told = claimsOf(incident, 'running').filter(({ value }) => value !== 0);
  if (told.length > 0) return told;
  const own = incident.resources.filter(({ state, authorised }) => state === 'running' && authorised === false);
  return own.length === 0
    ? []
    : [
        {
          text: `${own.length} launched without leave still run`,
          evidence: own.flatMap(({ evidence }) => evidence.slice(0, 2)),
        },
      ];
}
