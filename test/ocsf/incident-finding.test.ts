import { describe, expect, test } from 'vitest';
import type { Incident } from '../../src/model/incident.ts';
import { ocsfFinding } from '../../src/report/finding-ocsf.ts';
import { renderIncidentOcsf } from '../../src/report/incident-ocsf.ts';
import { source } from '../../src/clouds/aws/sources/cloudtrail/source.ts';
import { bareIncident, hostileIncident, richIncident } from '../incident-fixture.ts';
import { payloads } from '../ticket/payloads.ts';
import { publishedClass } from './published-schema.ts';

const inCloud = publishedClass('incident_finding', ['cloud']);
const elsewhere = publishedClass('incident_finding', []);
const onMachines: Incident = { ...bareIncident, coverage: [] };

const stated: Incident['claims'] = richIncident.claims.flatMap((claim) =>
  ['analyst', 'ticket', 'closing'].map((kind, index) => ({
    ...claim,
    claim_uid: `7c1e90a4d2b8-stated-${kind}-${index}`,
    value: `my ${kind}`,
  })),
);

const eventOf = (incident: Incident) =>
  JSON.parse(renderIncidentOcsf(incident)) as Readonly<Record<string, unknown>> & {
    readonly metadata: { readonly profiles: readonly string[] };
  };

describe.skipIf(inCloud === null)('the published schema of an Incident Finding', () => {
  const problems = (event: ReturnType<typeof eventOf>): readonly string[] =>
    (event.metadata.profiles.includes('cloud') ? inCloud : elsewhere)?.(event) ?? [];

  test.each<[string, Incident]>([
    ['rich', richIncident],
    ['bare', bareIncident],
    ['of machines alone', onMachines],
    ['contained', { ...richIncident, status: 'contained' }],
    ['closed', { ...richIncident, status: 'closed' }],
    ['stated', { ...richIncident, claims: stated }],
    ...payloads.map((payload): [string, Incident] => [JSON.stringify(payload), hostileIncident(payload)]),
  ])('takes the %s incident', (_, incident) => {
    expect(problems(eventOf(incident))).toEqual([]);
  });

  test('does refuse what is none', () => {
    const event = eventOf(richIncident);
    expect(problems({ ...event, severity_id: 7 })).not.toEqual([]);
    expect(problems({ ...event, assignee_group: undefined })).not.toEqual([]);
    expect(problems({ ...event, verdict_text: 'true' })).not.toEqual([]);
    expect(elsewhere?.(event)).not.toEqual([]);
  });
});

const detection = publishedClass('detection_finding', ['cloud']);

test.skipIf(detection === null)('the published schema of a Detection Finding takes what hunt prints', () => {
  const context = { version: '0', rules: new Map(), sources: [source] };
  expect(richIncident.findings.flatMap((finding) => detection?.(ocsfFinding(finding, context)))).toEqual([]);
  expect(detection?.({ class_uid: 2004 })).not.toEqual([]);
});

test('says what the incident says, each claim with its evidence', () => {
  const { incident_uid: uid, title, first_seen: first, findings, indicators, techniques, claims } = richIncident;
  const event = eventOf(richIncident);
  expect(event).toMatchObject({
    class_uid: 2005,
    type_uid: 200_501,
    severity: 'Critical',
    priority: 'Critical',
    status: 'New',
    message: title,
    start_time: Date.parse(first),
    metadata: { uid, profiles: ['cloud'] },
    cloud: { provider: 'aws' },
    finding_info_list: findings.map(({ finding_uid: finding, rule }) => ({ uid: finding, title: rule.title })),
    observables: indicators.map(({ value }) => ({ value })),
    unmapped: { claims: claims.map(({ claim_uid: claim, text, evidence }) => ({ uid: claim, text, evidence })) },
  });
  expect(event['attacks']).toHaveLength(techniques.length);
});

test('who answers for it, under which ticket and why it was closed stands there where a person said so', () => {
  const event = eventOf({ ...richIncident, claims: stated });
  expect(event).toMatchObject({ assignee: { name: 'my analyst' }, ticket: { uid: 'my ticket' } });
  expect(event['comment']).toBe(stated[2]?.text);
  expect(event['assignee_group']).toBeUndefined();
});

test('no active character is left in it', () => {
  for (const payload of payloads)
    expect(renderIncidentOcsf(hostileIncident(payload))).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}]/u);
});
