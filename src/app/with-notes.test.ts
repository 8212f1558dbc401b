import { describe, expect, test } from 'vitest';
import { violations } from '../../test/contract.ts';
import { bareIncident, richIncident } from '../../test/incident-fixture.ts';
import { untraced } from '../../test/report-trace.ts';
import type { Notes, Stated } from '../model/stated.ts';
import { buildReport } from '../report/build-report.ts';
import { renderHtml } from '../report/html.ts';
import { renderMarkdown } from '../report/markdown.ts';
import { withNotes } from './with-notes.ts';

const uid = richIncident.incident_uid;
const nothing = { on: null, verdict: null, evidence: [] } as const;
const notesOf = (...stated: readonly Omit<Stated, 'number'>[]): Notes => ({
  path: 'notes.yml',
  content: '',
  incident: null,
  stated: stated.map((one, index) => ({ number: index + 1, ...one })),
});
const note = (kind: Stated['kind'], text: string, more: Partial<Stated> = {}) => ({ ...nothing, kind, text, ...more });
const noted = (notes: Notes) => {
  const [incident] = withNotes([richIncident], notes);
  if (incident === undefined) throw new Error('no incident');
  return incident;
};

const all = notesOf(
  note('analyst', 'Walter White'),
  note('ticket', 'SOC-2024-051'),
  note('verdict', 'a test of ours', { on: `${uid}/alerts/0`, verdict: 'false-positive' }),
  note('statement', 'The key lay in a repository', { evidence: ['aws.cloudtrail:caller'] }),
  note('operations', 'Nobody could build'),
  note('reputation', 'Two customers asked'),
  note('closing', 'Rebuilt'),
);

describe('what a person states', () => {
  const incident = noted(all);

  test('becomes claims that rest on the note, within the contract', () => {
    const stated = incident.claims.filter(({ method }) => method === 'stated by a person, Walter White');
    expect(stated.map(({ claim_uid: name, evidence }) => [name.slice(uid.length + 1), evidence])).toEqual([
      ['stated-analyst', ['note:1']],
      ['stated-ticket', ['note:2']],
      ['stated-verdict-1', ['note:3']],
      ['stated-statement-1', ['note:4', 'aws.cloudtrail:caller']],
      ['stated-operations', ['note:5']],
      ['stated-reputation', ['note:6']],
      ['stated-closing', ['note:7']],
    ]);
    expect(violations('incident', incident)).toEqual([]);
    expect(incident.status).toBe('closed');
  });

  test('stands in its place in the report, marked as such and traced', () => {
    const text = renderMarkdown(buildReport(incident));
    for (const told of [
      '- **Analyst:** Walter White (stated by a person, Walter White) [E',
      '- **Ticket:** SOC-2024-051 (stated by a person, Walter White) [E',
      '- **Reputational:** Two customers asked (stated by a person, Walter White) [E',
      '- **Closure rationale:** Rebuilt (stated by a person, Walter White) [E',
      '- The key lay in a repository (stated by a person, Walter White) [E',
      'supported; false-positive (stated by a person, Walter White)',
    ])
      expect(text).toContain(told);
    expect(untraced(incident, null)).toEqual([]);
  });

  test('is held against the records: closed while things run, and a verdict against the evidence', () => {
    const added = incident.contradictions.slice(richIncident.contradictions.length);
    expect(added.map(({ statements }) => statements[0]?.slice(0, 6))).toEqual(['note 3', 'note 7', 'note 7', 'note 7']);
    expect(added[0]).toMatchObject({ evidence: ['note:3', 'aws.cloudtrail:guard-1'] });
    expect(added[1]?.why).toMatch(/^still there of \d+ resources/);
  });
});

test('what a further check finds is listed too', () => {
  const found = { statements: ['note 1: a', 'records: b'], why: 'c', evidence: ['note:1'], evidence_count: 1 };
  const [incident] = withNotes([richIncident], notesOf(note('statement', 'a')), () => [found]);
  expect(incident?.contradictions.at(-1)).toEqual(found);
});

test('hostile text of a note stays text, and a secret in it is redacted', () => {
  const hostile =
    '</script><script>alert(1)</script> [x](javascript:alert(1)) \u001b[31m AKIAIOSFODNN7EXAMPLE wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
  const report = buildReport(noted(notesOf(note('closing', hostile), note('analyst', hostile))));
  for (const text of [renderHtml(report), renderMarkdown(report)]) {
    expect(text).not.toContain('<script');
    expect(text).not.toContain('\u001b');
    expect(text).not.toContain('wJalrXUtnFEMI');
  }
});

describe('notes are about one incident', () => {
  const another = { ...bareIncident, incident_uid: 'abcdef012345' };
  const both = [richIncident, another];
  test('which they must name where there are several', () => {
    expect(() => withNotes(both, all)).toThrow(/does not say which incident/);
    const [, other] = withNotes(both, { ...all, incident: uid.slice(0, 6) });
    expect(other).toBe(another);
    expect(() => withNotes(both, { ...all, incident: 'ffff' })).toThrow(/incident ffff/);
    expect(() => withNotes([], all)).toThrow(/there is none/);
    expect(withNotes(both, null)).toBe(both);
  });

  test('and a verdict on what is not there is refused', () => {
    const on = (what: string) => () => noted(notesOf(note('verdict', 'x', { on: what, verdict: 'benign' })));
    expect(on(`${uid}/alerts/99`)).toThrow(/no finding and no alert/);
    expect(on(`${uid}/timeline/0`)).toThrow(/no finding and no alert/);
    expect(on('constructor')).toThrow(/no finding and no alert/);
    expect(on(richIncident.findings[0]?.finding_uid ?? '')).not.toThrow();
  });
});
