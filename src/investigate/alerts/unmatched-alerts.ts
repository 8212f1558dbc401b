import { cite } from '../../model/evidence.ts';
import type { Incident } from '../../model/incident.ts';
import { inert } from '../../model/inert.ts';
import { compareInstants, compareText } from '../../model/instant.ts';
import type { UnmatchedAlert, UnmatchedAlerts } from '../../model/unmatched-alert.ts';
import { earliest, latest } from '../cells.ts';
import type { Alerted } from './alerted.ts';
import { claimOf } from './told-alerts.ts';

const most = 100;

/** The alerts that stand in no incident, of which findings about settings are none; null where there are none. */
export function unmatchedAlerts(alerted: readonly Alerted[], incidents: readonly Incident[]): UnmatchedAlerts | null {
  const told = new Set(incidents.flatMap(({ alerts }) => alerts.flatMap(({ evidence }) => evidence)));
  const apart = alerted.filter(
    ({ isWeakness, citations }) => !isWeakness && !citations.some(({ ref }) => told.has(ref)),
  );
  if (apart.length === 0) return null;
  const all = apart
    .map(unmatchedAlertOf)
    .toSorted(
      (a, b) => compareInstants(b.last_seen, a.last_seen) || compareText(a.evidence[0] ?? '', b.evidence[0] ?? ''),
    );
  return { count: all.length, latest: all.slice(0, most) };
}

function unmatchedAlertOf(alert: Alerted): UnmatchedAlert {
  const times = alert.citations.map(({ time }) => time);
  const said = (text: string | null) => (text === null ? null : inert(text));
  return {
    source: alert.source,
    claim: claimOf(alert),
    severity: said(alert.severity),
    status: said(alert.status),
    account: said(alert.account),
    region: said(alert.region),
    machine: said(alert.hostUid ?? alert.host),
    first_seen: earliest(times),
    last_seen: latest(times),
    ...cite(alert.citations),
  };
}
