import type { Claim } from '../model/claim.ts';
import type { TouchingAct } from './blast/touching.ts';
import type { TimelineEntry } from '../model/act.ts';
import type { Advice, Incident, IncidentKind } from '../model/incident.ts';
import { toldAlerts } from './alerts/told-alerts.ts';
import { changedUsers, weighAlerts } from './alerts/weighed.ts';
import type { Draft } from './claims/claims.ts';
import { clockClaims, ownerClaims } from './claims/clock-claims.ts';
import { endClaims } from './claims/end-claims.ts';
import { outageClaims } from './claims/outage-claims.ts';
import { takenClaims } from './claims/taken-claims.ts';
import { economyOf } from './economics/economy.ts';
import { usedMachines } from './economics/used-machines.ts';
import type { Dossier } from './incident.ts';
import { machineIndicators } from './indicators/machine-indicators.ts';
import type { Noted } from './indicators/machine-indicators.ts';
import type { Door } from './machines/door.ts';
import type { TakenAway } from './machines/taken-away.ts';
import { toldMachines } from './machines/told-machines.ts';
import type { Scope } from './scope.ts';
import type { ActGroup } from './timeline/act-group.ts';

/** What alerts, machines and money add to an incident. */
interface Examined {
  readonly told: Pick<Incident, 'alerts' | 'detected_at' | 'contradictions' | 'cost' | 'earnings' | 'measurements'>;
  readonly entries: readonly TimelineEntry[];
  readonly further: readonly Draft[];
  readonly claims: readonly Claim[];
  readonly questions: readonly Advice[];
  readonly doors: readonly Door[];
  /** To look for elsewhere, from the records of machines. */
  readonly beside: readonly Noted[];
}

interface Known {
  readonly incidentUid: string;
  /** The intruder's own acts, and what others did against them. */
  readonly own: readonly ActGroup[];
  readonly containing: readonly TouchingAct[];
  readonly taken: readonly TakenAway[];
  readonly kind: IncidentKind;
  readonly severity: Incident['severity'];
}

/** Weighs alerts, measures machines against their past and works out what it cost, each from what the other found. */
export function examine(scope: Scope, dossier: Dossier, { kind, ...known }: Known): Examined {
  const { acts, resources, earlier, launches } = dossier;
  const raised = toldAlerts(dossier.alerted, { ...known, acts, machines: scope.machines });
  const machines = toldMachines(scope, dossier, { ...known, ...raised.told });
  const used = usedMachines({ ...machines, launches, resources });
  const made = new Set(resources.flatMap(({ uid, isMade }) => (isMade ? [uid] : [])));
  const instances = scope.machines.instances.filter(({ uid }) => !made.has(uid));
  const economy = economyOf(scope, { acts, resources, earlier, used, ...known, kind });
  const owners = ownerClaims(scope.clocks?.owners ?? [], dossier.machineFacts);
  const clocks = clockClaims(scope.clocks?.assumed ?? [], dossier.machineFacts, scope.clocks?.zone ?? 'UTC');
  const weighed = weighAlerts(dossier.said, { ...machines, ...changedUsers(known.own), ...known });
  return {
    told: {
      ...raised.told,
      ...economy.money,
      alerts: [...raised.told.alerts, ...weighed.alerts],
      contradictions: weighed.contradictions,
      ...(machines.measurements.length > 0 && { measurements: machines.measurements }),
    },
    entries: raised.entries,
    further: [
      ...economy.further,
      ...machines.drafts,
      ...takenClaims(known.taken),
      ...machines.stories.flatMap((story, index) =>
        outageClaims(story, index + 1, { touching: dossier.touching, instances }),
      ),
      ...endClaims(dossier.ends, dossier.coverage),
      ...clocks,
      ...owners,
    ],
    claims: [...raised.claims, ...weighed.claims],
    questions: machines.questions,
    doors: machines.doors,
    beside: machineIndicators(machines.stories, known.own),
  };
}
