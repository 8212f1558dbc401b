import { renderSections } from '../markdown.ts';
import type { Section } from '../document.ts';
import { fitted } from './shorten.ts';
import { attached, type Ticket } from './ticket.ts';

/** GitHub's limit for the body of an issue is 65,536 characters; the rest is for what is added by hand. */
const longestBody = 60_000;

/**
 * `github-issue.md`: Markdown with the front matter of an issue form, as `.github/ISSUE_TEMPLATE` has it. Source:
 * https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/about-issue-and-pull-request-templates
 */
export function renderGithubIssue(ticket: Ticket): string {
  const { references, head, body, summary, labels } = ticket;
  const render = (sections: readonly Section[]): string => renderSections({ sections, references });
  const cost = (section: Section): number => render([section]).length + 2;
  // A body alone has no title of its own above it.
  const end = { title: 'Evidence', blocks: [attached] };
  const text = render([...fitted({ head, body }, { room: longestBody - cost(end), cost }), end]);
  return ['---', `title: ${quoted(summary)}`, `labels: [${labels.map(quoted).join(', ')}]`, '---', '', text, ''].join(
    '\n',
  );
}

/** A text of JSON is one of YAML too. */
const quoted = (text: string): string => JSON.stringify(text);
