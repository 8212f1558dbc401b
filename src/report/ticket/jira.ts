import type { Section } from '../document.ts';
import { citer } from '../references.ts';
import { adfDocument, adfSection, type AdfDocument } from './adf.ts';
import { fitted } from './shorten.ts';
import type { TicketSettings } from './ticket-settings.ts';
import { attached, type Ticket } from './ticket.ts';

/**
 * Longest description: https://jira.atlassian.com/browse/JRACLOUD-59124. Jira counts what it makes of a document, and
 * what is shortened to this length as text was refused; the document as JSON is longer than anything made of it.
 */
const longestDescription = 32_767;

/**
 * `jira.json`: `create` is the body of POST /rest/api/3/issue; `status` and `resolution` are where the ticket belongs,
 * and `transition`, null for what is open, the body of POST /rest/api/3/issue/KEY/transitions, in which the id that
 * the site lists for this name takes the place of the name. Source:
 * https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/
 */
export function renderJira(ticket: Ticket, settings: TicketSettings): string {
  const status = settings.statuses[ticket.progress];
  const isDone = ticket.progress === 'done';
  const told = {
    create: {
      fields: {
        project: { key: settings.project },
        issuetype: { name: settings.issueType },
        summary: ticket.summary,
        description: descriptionOf(ticket),
        priority: { name: settings.priorities[ticket.level] },
        labels: ticket.labels,
        components: settings.components.map((name) => ({ name })),
      },
    },
    status,
    resolution: isDone ? settings.resolution : 'Unresolved',
    transition:
      ticket.progress === 'open'
        ? null
        : {
            transition: { name: status },
            ...(isDone && { fields: { resolution: { name: settings.resolution } } }),
            ...(isDone && ticket.closing.length > 0 && { update: { comment: [{ add: { body: closingOf(ticket) } }] } }),
          },
  };
  return `${JSON.stringify(told, null, 2)}\n`;
}

function descriptionOf({ head, body, references }: Ticket): AdfDocument {
  const cite = citer(references);
  const cost = (section: Section): number =>
    adfSection(section, cite).reduce((sum, node) => sum + JSON.stringify(node).length + 1, 0);
  const end = { title: '', blocks: [attached] };
  const room = longestDescription - JSON.stringify(adfDocument([end], cite)).length;
  return adfDocument([...fitted({ head, body }, { room, cost }), end], cite);
}

/** Why it was closed, in the words of who closed it. */
const closingOf = ({ closing, references }: Ticket): AdfDocument =>
  adfDocument([{ title: 'Closure rationale', blocks: [{ is: 'list', lines: closing }] }], citer(references));
