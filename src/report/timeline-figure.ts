import type { TimelineEntry } from '../model/act.ts';
import type { Cited } from '../model/evidence.ts';
import type { Incident } from '../model/incident.ts';
import type { Instant } from '../model/instant.ts';

export interface TimelineFigure {
  readonly from: Instant;
  readonly to: Instant;
  readonly detectedAt: Instant | null;
  readonly lanes: readonly Lane[];
}

export interface Lane {
  readonly title: string;
  readonly side: 'intruder' | 'alert' | 'responder';
  readonly marks: readonly Mark[];
}

export interface Mark {
  readonly time: Instant;
  readonly text: string;
}

interface LaneRule extends Pick<Lane, 'title' | 'side'> {
  readonly holds: (entry: TimelineEntry) => boolean;
}

/** The timeline in lanes, by what each act rests on: an act stands in the first lane that claims its evidence. */
export function timelineFigure(incident: Incident): TimelineFigure {
  const rules = laneRules(incident);
  const sorted = Map.groupBy(incident.timeline, (entry) => rules.find(({ holds }) => holds(entry)));
  const lanes = laneOrder.flatMap((title) => rules.filter((rule) => rule.title === title && sorted.has(rule)));
  return {
    from: incident.timeline[0]?.time ?? incident.first_seen,
    to: incident.timeline.at(-1)?.time ?? incident.last_seen,
    detectedAt: incident.detected_at,
    lanes: lanes.map((rule) => ({ title: rule.title, side: rule.side, marks: (sorted.get(rule) ?? []).map(markOf) })),
  };
}

const markOf = (entry: TimelineEntry): Mark => ({ time: entry.time, text: `${entry.action}: ${entry.text}` });

const laneOrder = [
  'Hops',
  'Launches',
  'Refused',
  'Ways back in',
  'Defences touched',
  'Other acts',
  'Alerts',
  'Containment',
];

function laneRules(incident: Incident): readonly LaneRule[] {
  return [
    { title: 'Containment', side: 'responder', holds: restsOn(incident.containment, 'wholly') },
    { title: 'Alerts', side: 'alert', holds: restsOn(incident.alerts, 'wholly') },
    { title: 'Refused', side: 'intruder', holds: restsOn(incident.failed, 'partly') },
    { title: 'Hops', side: 'intruder', holds: restsOn(incident.chains, 'partly') },
    { title: 'Ways back in', side: 'intruder', holds: restsOn(incident.persistence, 'partly') },
    { title: 'Defences touched', side: 'intruder', holds: restsOn(incident.impairment, 'partly') },
    { title: 'Launches', side: 'intruder', holds: restsOn(incident.resources, 'partly') },
    { title: 'Other acts', side: 'intruder', holds: () => true },
  ];
}

/** An alert may cite the acts it is about, so for those the evidence must be the same list, not a part of it. */
function restsOn(parts: readonly Cited[], how: 'wholly' | 'partly'): (entry: TimelineEntry) => boolean {
  const keys = new Set(parts.flatMap((part) => (how === 'wholly' ? [part.evidence.join('\n')] : part.evidence)));
  return ({ evidence }) => (how === 'wholly' ? keys.has(evidence.join('\n')) : evidence.some((ref) => keys.has(ref)));
}
