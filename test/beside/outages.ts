import type { Incident } from '../../src/model/incident.ts';
import { machineIncident } from './machine.ts';

const machine = 'build-7';
const cut = `${machine} was cut off at 2026-02-10T14:32:10Z and ended at 2026-02-10T15:52:30Z, 1 h 20 min later`;

const withOutage = (text: string): Pick<Incident, 'claims'> => ({
  claims: [
    ...machineIncident.claims,
    {
      claim_uid: `${machineIncident.incident_uid}-outage-1`,
      subject: machine,
      text,
      value: 80,
      unit: 'minute',
      confidence: 'likely',
      method: 'acts of others upon it',
      contradicts: [],
      evidence: ['linux.auth:14:32:10'],
      evidence_count: 1,
    },
  ],
});

/** The invented machine, as ended, and as another took its place. */
export const ended = withOutage(`${cut}; no act upon it since is on record that lets it serve again`);
export const anew = withOutage(
  `${cut}; box:2, of the same name, size and place, was launched at 2026-02-10T16:00:00Z and took its place as it seems: ${machine} was out of service for at least 1 h 27 min`,
);
