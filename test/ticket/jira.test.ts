import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { buildReport } from '../../src/report/build-report.ts';
import { renderJira } from '../../src/report/ticket/jira.ts';
import { ticketDefaults } from '../../src/report/ticket/ticket-settings.ts';
import { ticketOf } from '../../src/report/ticket/ticket.ts';
import type { Incident } from '../../src/model/incident.ts';
import { bareIncident, hostileIncident, richIncident } from '../incident-fixture.ts';
import { npmPackage } from '../published/npm-file.ts';
import { payloads } from './payloads.ts';

/** What Atlassian publishes of its document format: https://go.atlassian.com/adf-json-schema */
const published = npmPackage({
  name: '@atlaskit/adf-schema',
  version: '57.7.22',
  integrity: 'sha512-6v/cNmo2VmOmAjVKZ8lP0LhtnzlHRpnhh1wYG+TrHaa9xB/aFHv+iRGyJxb6f5fZniV7wR2AJTAwOmntwQD3cw==',
});

const jiraOf = (incident: Incident) =>
  JSON.parse(renderJira(ticketOf(incident, buildReport(incident), ticketDefaults), ticketDefaults)) as {
    readonly create: { readonly fields: Readonly<Record<string, unknown>> };
    readonly status: string;
    readonly resolution: string;
    readonly transition: unknown;
  };

const descriptionOf = (incident: Incident): unknown => jiraOf(incident).create.fields['description'];

/** Of draft 4, in what the schema uses of it, ours is a later one. */
function validatorOf(folder: string): (document: unknown) => readonly string[] {
  const { $schema: _, ...schema } = JSON.parse(
    readFileSync(join(folder, 'dist/json-schema/v1/full.json'), 'utf8'),
  ) as Readonly<Record<string, unknown>>;
  const validate = new Ajv({ strict: false }).compile(schema);
  return (document) =>
    validate(document) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

describe.skipIf(published === null)("Atlassian's schema of documents", () => {
  const problems = published === null ? () => [] : validatorOf(published);

  test.each<[string, Incident]>([
    ['rich', richIncident],
    ['bare', bareIncident],
    ...payloads.map((payload): [string, Incident] => [JSON.stringify(payload), hostileIncident(payload)]),
  ])('takes the description of the %s incident', (_, incident) => {
    expect(problems(descriptionOf(incident))).toEqual([]);
  });

  test('does refuse what is none', () => {
    const wrong = { version: 1, type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: '' }] }] };
    expect(problems(wrong)).not.toEqual([]);
    expect(problems({ version: 1, type: 'doc', content: [{ type: 'script' }] })).not.toEqual([]);
  });
});

describe('hostile text stays text', () => {
  const nodes = (value: unknown): readonly Readonly<Record<string, unknown>>[] => {
    if (Array.isArray(value)) return value.flatMap(nodes);
    if (typeof value !== 'object' || value === null) return [];
    return [value as Readonly<Record<string, unknown>>, ...Object.values(value).flatMap(nodes)];
  };

  test.each(payloads)('%j', (payload) => {
    const { create } = jiraOf(hostileIncident(payload));
    const all = nodes(create.fields['description']);
    const types = new Set(all.map((node) => node['type']));
    const known = ['doc', 'heading', 'paragraph', 'bulletList', 'listItem', 'table', 'tableRow', 'tableHeader'];
    const ours = [...known, 'tableCell', 'text', 'code', 'strong', 'em', undefined];
    expect([...types].filter((type) => !ours.includes(type as string))).toEqual([]);
    expect(JSON.stringify(create)).not.toMatch(/"(?:href|url|collection|extensionKey|localId)":/);
    const bare = all.filter((node) => node['type'] === 'text' && node['marks'] === undefined);
    expect(bare.filter(({ text }) => /:\/\/|www\.|@/.test(String(text)))).toEqual([]);
    expect(create.fields['summary']).toMatch(/^(?!.*[\p{Cc}\p{Cf}\p{Cs}]).{1,255}$/u);
    for (const label of create.fields['labels'] as readonly string[]) expect(label).toMatch(/^\S{1,255}$/);
  });

  test('and the description is no longer than Jira takes, however long it is made', () => {
    const long = hostileIncident(`"\\${'x'.repeat(5000)} \u001b`);
    for (const incident of [richIncident, long]) {
      const length = JSON.stringify(descriptionOf(incident)).length;
      expect(length).toBeGreaterThan(2000);
      expect(length).toBeLessThanOrEqual(32_767);
    }
    expect(JSON.stringify(descriptionOf(long))).toContain('Shortened');
  });
});

test('the description tells something under each heading of the report', () => {
  const { content } = descriptionOf(richIncident) as {
    readonly content: readonly { readonly type: string; readonly content: readonly { readonly text?: string }[] }[];
  };
  const titles = content.flatMap(({ type, content: [first] }) => (type === 'heading' ? (first?.text ?? []) : []));
  for (const { title } of buildReport(richIncident).sections) expect(titles).toContain(title);
});

describe('status, resolution and transition', () => {
  const bare = { ...bareIncident, containment: [] };
  test.each<[string, Partial<Incident>, unknown]>([
    ['of a new incident', {}, { status: 'Open', resolution: 'Unresolved', transition: null }],
    [
      'of one that somebody is at',
      { containment: richIncident.containment },
      { status: 'In Progress', resolution: 'Unresolved', transition: { transition: { name: 'In Progress' } } },
    ],
    [
      'of one that is contained',
      { status: 'contained' },
      { status: 'In Progress', resolution: 'Unresolved', transition: { transition: { name: 'In Progress' } } },
    ],
    [
      'of one that is closed',
      { status: 'closed' },
      {
        status: 'Resolved',
        resolution: 'Done',
        transition: { transition: { name: 'Resolved' }, fields: { resolution: { name: 'Done' } } },
      },
    ],
  ])('%s', (_, part, expected) => {
    expect(jiraOf({ ...bare, ...part })).toMatchObject(expected as object);
  });
});

test('why a person closed it comes along as a comment, as his word', () => {
  const [claim] = richIncident.claims;
  if (claim === undefined) throw new Error('the fixture has claims');
  const stated = {
    ...claim,
    claim_uid: '7c1e90a4d2b8-stated-closing-7',
    text: 'Rebuilt; see https://wiki.example.com/x',
    method: 'stated by a person',
    evidence: ['note:7'],
  };
  const { transition } = jiraOf({ ...richIncident, status: 'closed', claims: [...richIncident.claims, stated] });
  const text = JSON.stringify(transition);
  expect(text).toContain('"comment":[{"add":{"body":{"version":1,"type":"doc"');
  expect(text).toContain('"text":"https://wiki.example.com/x","marks":[{"type":"code"}]');
  expect(text).toMatch(/stated by a person[^]*\[E\d+/);
});

test('the fields are named as the site of the ticket has them', () => {
  const settings = {
    ...ticketDefaults,
    project: 'SOC',
    issueType: 'Incident',
    components: ['Build'],
    labels: ['two words'],
    priorities: { ...ticketDefaults.priorities, critical: 'P1' },
  };
  const ticket = ticketOf(richIncident, buildReport(richIncident), settings);
  expect(JSON.parse(renderJira(ticket, settings))).toMatchObject({
    create: {
      fields: {
        project: { key: 'SOC' },
        issuetype: { name: 'Incident' },
        priority: { name: 'P1' },
        components: [{ name: 'Build' }],
        summary: richIncident.title,
        labels: ['beewolf', 'cryptojacking', 'T1078.004', 'T1496.001', 'T1685.002', 'aws', 'two-words'],
      },
    },
  });
});
