import { currentId } from '../../model/attack-names.ts';
import type { Claim } from '../../model/claim.ts';
import type { Incident } from '../../model/incident.ts';
import { inert } from '../../model/inert.ts';
import type { Level } from '../../model/rule.ts';
import { traceClaims } from '../../model/traced.ts';
import { defangIncident } from '../defang.ts';
import type { Line, ReportDocument, Section, Statement } from '../document.ts';
import { statedLines } from '../stated.ts';
import { pending, prose, say } from '../wording.ts';
import { progressOf, type Progress, type TicketSettings } from './ticket-settings.ts';

/** An incident as a ticket, before it has the form of one system. Every statement is one of the report's. */
export interface Ticket {
  readonly incidentUid: string;
  /** One line of at most 255 characters. */
  readonly summary: string;
  readonly level: Level;
  readonly progress: Progress;
  /** Without blanks. */
  readonly labels: readonly string[];
  /** The case in short. */
  readonly head: readonly Section[];
  /** The sections of the report, whole: each system has room for less. */
  readonly body: readonly Section[];
  /** Why a person closed it; empty where nobody said. */
  readonly closing: readonly Statement[];
  /** Those of the report, by whose numbers the ticket cites. */
  readonly references: readonly string[];
}

/** Longest summary of Jira, and longest label: https://support.atlassian.com/jira-cloud-administration/docs/custom-fields-types-in-company-managed-projects/ */
const longestSummary = 255;
/** GitHub's labels, the shortest: https://docs.github.com/en/rest/issues/labels */
const longestLabel = 50;

export function ticketOf(incident: Incident, report: ReportDocument, { labels }: TicketSettings): Ticket {
  const { status, containment, kind, techniques, coverage, claims } = incident;
  const clouds = coverage.flatMap(({ cloud }) => cloud?.toLowerCase() ?? []);
  const ids = techniques.map(({ id }) => currentId(id));
  return {
    incidentUid: incident.incident_uid,
    summary: cut(inert(report.title), longestSummary),
    level: report.level,
    progress: progressOf(status, containment.length),
    labels: [...new Set(['beewolf', kind, ...ids.toSorted(), ...clouds.toSorted(), ...labels].flatMap(labelOf))],
    head: headOf(report),
    body: report.sections,
    closing: statedLines(claims.some(isStated) ? traceClaims(defangIncident(incident)) : { claims: [] }, 'closing'),
    references: report.references,
  };
}

const isStated = ({ claim_uid: uid }: Claim): boolean => uid.includes('-stated-closing');

const headOf = (report: ReportDocument): readonly Section[] => [
  {
    title: 'Summary',
    blocks: [
      pending(say`Our reference: incident ${report.incidentUid}.`),
      ...report.summary,
      { is: 'facts', rows: report.facts },
    ],
  },
  ...report.cards.map(({ title, lines }): Section => ({ title, blocks: [{ is: 'list', lines }] })),
];

/** What every ticket says of its marks and of the report that belongs to it. */
export const attached: Line = pending(
  say`${prose('Marks such as [E1] are numbers in the list of evidence of the report, which belongs to this ticket: attach ')}report.pdf${prose(' or ')}report.html${prose('. With the reference that stands there, ')}${'beewolf evidence'}${prose(' shows the record.')}`,
);

/** Blanks part labels from each other. */
function labelOf(text: string): readonly string[] {
  const label = cut(text.replace(/[^\p{L}\p{N}._:-]+/gu, '-').replace(/^-+|-+$/g, ''), longestLabel);
  return label === '' ? [] : [label];
}

/** Never half of a pair of surrogates. */
export const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
