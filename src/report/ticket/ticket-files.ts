import type { Incident } from '../../model/incident.ts';
import type { ReportDocument } from '../document.ts';
import { renderGithubIssue } from './github-issue.ts';
import { renderJira } from './jira.ts';
import { renderServiceNow } from './servicenow.ts';
import type { TicketSettings } from './ticket-settings.ts';
import { ticketOf } from './ticket.ts';

/** An incident as a ticket of each system, by the name of its file. */
export function ticketFiles(
  incident: Incident,
  report: ReportDocument,
  settings: TicketSettings,
): Readonly<Record<string, string>> {
  const ticket = ticketOf(incident, report, settings);
  return {
    'jira.json': renderJira(ticket, settings),
    'servicenow.json': renderServiceNow(ticket),
    'github-issue.md': renderGithubIssue(ticket),
  };
}
