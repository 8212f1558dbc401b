import type { Level } from '../../model/rule.ts';
import { citer } from '../references.ts';
import type { Section } from '../document.ts';
import { plainText } from './plain-text.ts';
import { fitted } from './shorten.ts';
import type { Progress } from './ticket-settings.ts';
import { attached, cut, type Ticket } from './ticket.ts';

/** Lengths of the columns of a new instance: https://www.servicenow.com/docs/bundle/zurich-platform-administration/page/administer/reference-pages/reference/r_FieldTypes.html */
const longest = { short_description: 160, description: 4000, work_notes: 16_000 } as const;

/** Priority follows from both by the table of a new instance: 1 and 1 is critical, 3 and 3 planning. */
const weights: Readonly<Record<Level, { readonly impact: string; readonly urgency: string }>> = {
  critical: { impact: '1', urgency: '1' },
  high: { impact: '1', urgency: '2' },
  medium: { impact: '2', urgency: '2' },
  low: { impact: '2', urgency: '3' },
  informational: { impact: '3', urgency: '3' },
};

/** New, In Progress, Resolved. */
const states: Readonly<Record<Progress, string>> = { open: '1', working: '2', done: '6' };

/**
 * `servicenow.json`: the body of POST /api/now/table/incident. Source:
 * https://www.servicenow.com/docs/bundle/zurich-api-reference/page/integrate/inbound-rest/concept/c_TableAPI.html
 */
export function renderServiceNow(ticket: Ticket): string {
  const cite = citer(ticket.references);
  const text = (sections: readonly Section[]): string => withoutCode(plainText(sections, cite).trimEnd());
  const cost = (section: Section): number => text([section]).length + 2;
  const end = { title: '', blocks: [attached] };
  const within = (part: { readonly head: readonly Section[]; readonly body: readonly Section[] }, most: number) =>
    text([...fitted(part, { room: most - cost(end), cost }), end]);
  const closeNotes = ({ closing, summary }: Ticket): string =>
    closing.length === 0 ? withoutCode(summary) : text([{ title: '', blocks: [{ is: 'list', lines: closing }] }]);
  const told = {
    short_description: cut(withoutCode(ticket.summary), longest.short_description),
    description: cut(within({ head: ticket.head, body: [] }, longest.description), longest.description),
    ...weights[ticket.level],
    state: states[ticket.progress],
    work_notes: cut(within({ head: [], body: ticket.body }, longest.work_notes), longest.work_notes),
    ...(ticket.progress === 'done' && {
      close_code: 'Solution provided',
      close_notes: cut(closeNotes(ticket), longest.description),
    }),
    correlation_id: ticket.incidentUid,
    correlation_display: 'Beewolf',
  };
  return `${JSON.stringify(told, null, 2)}\n`;
}

/** What stands in `[code]` is HTML in a journal field. */
const withoutCode = (text: string): string => text.replace(/\[(?=\/?code)/gi, '(');
