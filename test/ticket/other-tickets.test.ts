import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Incident } from '../../src/model/incident.ts';
import { levels } from '../../src/model/rule.ts';
import { buildReport } from '../../src/report/build-report.ts';
import { ticketFiles } from '../../src/report/ticket/ticket-files.ts';
import { ticketDefaults } from '../../src/report/ticket/ticket-settings.ts';
import { bareIncident, hostileIncident, richIncident } from '../incident-fixture.ts';
import { payloads } from './payloads.ts';

const fileOf = (incident: Incident, name: string): string =>
  ticketFiles(incident, buildReport(incident), ticketDefaults)[name] ?? '';
const serviceNow = (incident: Incident) =>
  JSON.parse(fileOf(incident, 'servicenow.json')) as Readonly<Record<string, string>>;

const incidents: readonly (readonly [string, Incident])[] = [
  ['rich', richIncident],
  ['bare', bareIncident],
  ...payloads.map((payload): [string, Incident] => [JSON.stringify(payload), hostileIncident(payload)]),
  ['long', hostileIncident('x"\\ '.repeat(2000))],
];

describe.each(incidents)('the %s incident', (_, incident) => {
  test('is a record of the incident table within its lengths', () => {
    const told = serviceNow(incident);
    expect(told['short_description']?.length).toBeLessThanOrEqual(160);
    expect(told['short_description']).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
    expect(told['description']?.length).toBeLessThanOrEqual(4000);
    expect(told['work_notes']?.length).toBeLessThanOrEqual(16_000);
    expect(Object.values(told).join('\n')).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}]/u);
    expect(told['correlation_id']).toBe(incident.incident_uid);
    // What stands in [code] is HTML in a journal field.
    expect(Object.values(told).join('\n')).not.toMatch(/\[\/?code/i);
  });

  test('is an issue whose front matter says no more than title and labels', () => {
    const text = fileOf(incident, 'github-issue.md');
    expect(text.length).toBeLessThanOrEqual(65_536);
    const [, front = '', body = ''] = /^---\n([^]*?)\n---\n([^]*)$/.exec(text) ?? [];
    const read = parse(front) as { readonly title: string; readonly labels: readonly string[] };
    expect(Object.keys(read)).toEqual(['title', 'labels']);
    for (const label of read.labels) expect(label).toMatch(/^\S{1,50}$/);
    expect(body).not.toMatch(/(?<!`[^`\n]*)<(?:img|script)/);
    expect(body).not.toMatch(/^---$/m);
  });
});

test('impact and urgency make the priority that the level asks for', () => {
  // Of a new instance: https://www.servicenow.com/docs/ says priority is looked up by impact and urgency.
  const priorities: Readonly<Record<string, number>> = {
    '11': 1,
    '12': 2,
    '21': 2,
    '22': 3,
    '23': 4,
    '32': 4,
    '33': 5,
  };
  const asked = levels.map((level) => {
    const { impact, urgency } = serviceNow({ ...richIncident, severity: { ...richIncident.severity, level } });
    return [level, priorities[`${impact}${urgency}`]];
  });
  expect(Object.fromEntries(asked)).toEqual({ critical: 1, high: 2, medium: 3, low: 4, informational: 5 });
});
