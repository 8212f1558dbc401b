import { describe, expect, test } from 'vitest';
import { bareIncident, richIncident } from '../../../test/incident-fixture.ts';
import type { Incident } from '../../model/incident.ts';
import { chooseIncident as choose, type Chosen } from './choose-incident.ts';
import type { Passage, ReportText } from './passage.ts';
import type { About, IndicatorNamed, Statement } from './statement.ts';

const passage = (text: string): Passage => ({ text, line: 1, headings: [], label: null, row: null });
const report = (text: string) => ({ passages: [passage(text)], notes: [] });
const states = (about: About): Statement => ({ quote: { passage: passage('x'), text: 'x' }, ...about });
const day = (date: string): Statement => {
  const at = { low: Date.parse(date), high: Date.parse(date), said: 0, isRough: false };
  return states({ about: 'moment', of: 'access', at, isDated: true, order: null });
};
const named = (type: IndicatorNamed['type'], value: string): Statement =>
  states({ about: 'indicator', type, value, isListed: false, role: null });

const chooseIncident = (text: ReportText, statements: readonly Statement[], incidents: readonly Incident[]): Chosen =>
  choose(text, () => statements, incidents);

const address = richIncident.indicators.find(({ type }) => type === 'ip')?.value ?? '';
const other: Incident = {
  ...bareIncident,
  incident_uid: 'fedcba98',
  title: 'Another',
  first_seen: '2026-08-01T00:00:00Z',
  last_seen: '2026-08-01T01:00:00Z',
};
const theDay = richIncident.first_seen.slice(0, 10);

describe('the incident that a report speaks of', () => {
  test('is the one whose addresses it names, defanged or not', () => {
    const written = address.replace(/\.(?=\d+$)/, '[.]');
    const { incident, why } = chooseIncident(report(`first seen from ${written}:4444.`), [], [other, richIncident]);
    expect(incident?.incident_uid).toBe(richIncident.incident_uid);
    expect(why).toContain(`both name ${address}`);
    expect(why).toContain('of 2 incidents');
  });

  test('is known by its day where nothing is named', () => {
    expect(chooseIncident(report('x'), [day(`${theDay}T12:00:00Z`)], [richIncident]).incident).toBe(richIncident);
  });

  test('is none where a report names addresses and days of another, and that is said loudly', () => {
    const statements = [day('2025-01-01T00:00:00Z'), named('ip', '192.0.2.77')];
    const { incident, why } = chooseIncident(report('from 192.0.2.77'), statements, [richIncident]);
    expect(incident).toBeNull();
    expect(why).toMatch(/^THIS REPORT IS OF ANOTHER INCIDENT/);
  });

  test('is none where the day is the same and every name is strange', () => {
    const statements = [day(`${theDay}T12:00:00Z`), named('ip', '192.0.2.77'), named('machine', 'web-7')];
    expect(chooseIncident(report('web-7 from 192.0.2.77'), statements, [richIncident]).incident).toBeNull();
  });

  test('is the only one where the report names nothing at all', () => {
    const { incident, why } = chooseIncident(report('It cost $150.'), [], [richIncident]);
    expect(incident).toBe(richIncident);
    expect(why).toContain('the only incident there');
  });

  test('is none where nothing tells which of several', () => {
    expect(chooseIncident(report('It cost $150.'), [], [richIncident, other]).incident).toBeNull();
    const twins = [richIncident, { ...richIncident, incident_uid: 'abcdef12' }];
    expect(chooseIncident(report(`from ${address}`), [], twins)).toMatchObject({ incident: null });
    expect(chooseIncident(report(`from ${address}`), [], twins).why).toContain('alike');
  });

  test('is not known by names that every machine has', () => {
    const ordinary: Incident = {
      ...other,
      identities: [
        { uid: 'h/root', name: 'root', type: 'x', account: null, role: 'shared', evidence: ['x:1'], evidence_count: 1 },
      ],
    };
    const { incident } = chooseIncident(report('root of /etc/sudoers'), [named('ip', '192.0.2.77')], [ordinary]);
    expect(incident).toBeNull();
  });

  test('is not known by a file that may lie on any machine', () => {
    const withFile: Incident = {
      ...other,
      indicators: [{ ...(richIncident.indicators[0] ?? never()), type: 'file', value: '/usr/bin/xmrig' }],
    };
    const { incident } = chooseIncident(
      report('/usr/bin/xmrig from 192.0.2.77'),
      [named('ip', '192.0.2.77')],
      [withFile],
    );
    expect(incident).toBeNull();
  });
});

function never(): never {
  throw new Error('the fixture has no indicator');
}
