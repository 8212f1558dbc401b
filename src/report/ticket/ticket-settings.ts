import type { IncidentStatus } from '../../model/incident.ts';
import type { Level } from '../../model/rule.ts';

/** What differs between the places where tickets are kept: names that exist there, none of which states a fact. */
export interface TicketSettings {
  /** The key of the project, such as SEC. */
  readonly project: string;
  readonly issueType: string;
  /** Each must exist in the project. */
  readonly components: readonly string[];
  /** Beside those that the incident gives; without blanks. */
  readonly labels: readonly string[];
  readonly priorities: Readonly<Record<Level, string>>;
  readonly statuses: Readonly<Record<Progress, string>>;
  /** The resolution of what is closed. */
  readonly resolution: string;
}

/** Where a ticket stands: nothing done yet, somebody is at it, done. */
export const progresses = ['open', 'working', 'done'] as const;
export type Progress = (typeof progresses)[number];

/** The names of a new site, and the components of the founding incident. */
export const ticketDefaults: TicketSettings = {
  project: 'SEC',
  issueType: 'Task',
  components: ['Cloud-Security', 'Incident-Response'],
  labels: [],
  priorities: { critical: 'Highest', high: 'High', medium: 'Medium', low: 'Low', informational: 'Lowest' },
  statuses: { open: 'Open', working: 'In Progress', done: 'Resolved' },
  resolution: 'Done',
};

/** An act of containment makes a new incident one that somebody is at; only a closed one is done. */
export function progressOf(status: IncidentStatus, acts: number): Progress {
  if (status === 'closed') return 'done';
  return status === 'contained' || acts > 0 ? 'working' : 'open';
}
