import { attackName } from '../model/attack-names.ts';
import type { Claim } from '../model/claim.ts';
import type { Incident, IncidentStatus } from '../model/incident.ts';
import type { IndicatorType } from '../model/indicator.ts';
import { inert } from '../model/inert.ts';
import type { Level } from '../model/rule.ts';
import { attackOf, findingInfo, severities } from './finding-ocsf.ts';
import { mergedTechniques } from './merged-techniques.ts';

const activities: Readonly<Record<IncidentStatus, { readonly id: number; readonly caption: string }>> = {
  new: { id: 1, caption: 'Create' },
  contained: { id: 2, caption: 'Update' },
  closed: { id: 3, caption: 'Close' },
};

const statuses: Readonly<Record<IncidentStatus, { readonly id: number; readonly caption: string }>> = {
  new: { id: 1, caption: 'New' },
  contained: { id: 2, caption: 'In Progress' },
  closed: { id: 5, caption: 'Closed' },
};

const priorities: Readonly<Record<Level, { readonly id: number; readonly caption: string }>> = {
  critical: { id: 4, caption: 'Critical' },
  high: { id: 3, caption: 'High' },
  medium: { id: 2, caption: 'Medium' },
  low: { id: 1, caption: 'Low' },
  informational: { id: 1, caption: 'Low' },
};

/** Types of observables: https://schema.ocsf.io/1.8.0/objects/observable */
const observables: Readonly<Record<IndicatorType, number>> = {
  domain: 1,
  ip: 2,
  user: 4,
  url: 6,
  hash: 8,
  port: 11,
  'user-agent': 16,
  key: 19,
  account: 35,
  file: 45,
  image: 99,
  wallet: 99,
};

/**
 * `incident.ocsf.json`: the incident as an OCSF 1.8 Incident Finding (class 2005), with the profile Cloud where it is of
 * one cloud: https://schema.ocsf.io/1.8.0/classes/incident_finding. Its time is that of the intruder's last act, since
 * the same logs must make the same file whenever they are read; times are milliseconds since 1970.
 */
export function renderIncidentOcsf(incident: Incident): string {
  const { severity, status, first_seen: first, last_seen: last } = incident;
  const [activity, graveness] = [activities[status], severities[severity.level]];
  const cloud = cloudOf(incident);
  const told = {
    activity_id: activity.id,
    activity_name: activity.caption,
    category_uid: 2,
    category_name: 'Findings',
    class_uid: 2005,
    class_name: 'Incident Finding',
    type_uid: 200_500 + activity.id,
    type_name: `Incident Finding: ${activity.caption}`,
    time: Date.parse(last),
    start_time: Date.parse(first),
    end_time: Date.parse(last),
    severity_id: graveness.id,
    severity: graveness.caption,
    priority_id: priorities[severity.level].id,
    priority: priorities[severity.level].caption,
    status_id: statuses[status].id,
    status: statuses[status].caption,
    message: incident.title,
    desc: `${severity.level} (${severity.score} of 100): ${severity.why}`,
    ...peopleOf(incident),
    metadata: {
      version: '1.8.0',
      uid: incident.incident_uid,
      product: { name: 'Beewolf', vendor_name: 'Beewolf' },
      profiles: cloud === null ? [] : ['cloud'],
    },
    ...(cloud !== null && { cloud }),
    finding_info_list: findingInfos(incident),
    attacks: mergedTechniques(incident).map(({ id }) => attackOf(id, versionOf(incident, id), attackName)),
    observables: incident.indicators.map(({ type, value }) => ({
      name: 'unmapped.indicators[].value',
      type_id: observables[type],
      value,
    })),
    unmapped: unmappedOf(incident),
  };
  return `${JSON.stringify(told, (_, value: unknown) => (typeof value === 'string' ? inert(value) : value), 2)}\n`;
}

/** What people stated; one of assignee and group must be there, and whose it is a person decides. */
function peopleOf({ claims }: Incident): Readonly<Record<string, unknown>> {
  const stated = (kind: string) => claims.find(({ claim_uid: uid }) => uid.includes(`-stated-${kind}`));
  const [analyst, ticket, closing] = [stated('analyst'), stated('ticket'), stated('closing')];
  return {
    ...(analyst === undefined ? { assignee_group: { name: 'Unassigned' } } : { assignee: { name: nameIn(analyst) } }),
    ...(ticket !== undefined && { ticket: { uid: nameIn(ticket) } }),
    ...(closing !== undefined && { comment: closing.text }),
  };
}

const nameIn = ({ value, text }: Claim): string => (typeof value === 'string' ? value : text);

/** What was found; where no rule spoke, the incident itself. */
function findingInfos(incident: Incident): readonly unknown[] {
  const { findings, incident_uid: uid, title, timeline, first_seen: first, last_seen: last } = incident;
  if (findings.length > 0) return findings.map((finding) => findingInfo(finding, { rules: new Map() }));
  const events = [...new Set(timeline.flatMap(({ evidence }) => evidence))];
  return [
    {
      uid,
      title,
      first_seen_time: Date.parse(first),
      last_seen_time: Date.parse(last),
      related_events: events.map((event) => ({ uid: event })),
    },
  ];
}

const versionOf = ({ techniques }: Incident, id: string): string | null =>
  techniques.find((technique) => technique.id === id)?.attack_version ?? null;

/** Where it happened; null where no one cloud is known. */
function cloudOf({ coverage, accounts, regions }: Incident): unknown {
  const [provider, another] = new Set(coverage.flatMap(({ cloud }) => cloud ?? []));
  if (provider === undefined || another !== undefined) return null;
  const [[account, otherAccount], [region, otherRegion]] = [accounts, regions];
  return {
    provider,
    ...(account !== undefined && otherAccount === undefined && { account: { uid: account } }),
    ...(region !== undefined && otherRegion === undefined && { region: region }),
  };
}

/** What the class has no place for: claims with their evidence, and what indicators were. */
const unmappedOf = ({ kind, severity, accounts, regions, claims, indicators }: Incident): unknown => ({
  kind,
  score: severity.score,
  accounts,
  regions,
  claims: claims.map(({ claim_uid: uid, text, confidence, evidence }) => ({
    uid,
    text,
    confidence,
    evidence,
  })),
  indicators: indicators.map(({ type, value, role, confidence, first_seen: first, last_seen: last }) => ({
    type,
    value,
    role,
    ...(confidence !== undefined && { confidence }),
    first_seen: first,
    last_seen: last,
  })),
});
