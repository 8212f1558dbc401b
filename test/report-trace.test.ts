import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Incident } from '../src/model/incident.ts';
import { buildReport } from '../src/report/build-report.ts';
import { bareIncident, richIncident } from './incident-fixture.ts';
import { evidenceByName, reportWithout, sentencesIn, untraced } from './report-trace.ts';
import { projectRoot } from './project-copy.ts';

describe.each([
  ['rich', richIncident, 150],
  ['bare', bareIncident, 10],
])('the report of the %s incident', (_, incident, atLeast) => {
  test('has sentences, and each is traced to claims of that incident and by these to evidence', () => {
    expect(sentencesIn(buildReport(incident)).length).toBeGreaterThan(atLeast);
    expect(untraced(incident, null)).toEqual([]);
  });

  test('loses the sentences of a record with that record, and states them nowhere else', () => {
    const refs = [...new Set([...evidenceByName(incident).values()].flat())];
    const removals = refs.flatMap((ref) => reportWithout(incident, ref) ?? []);
    expect(removals.flatMap(({ stillSaid }) => stillSaid)).toEqual([]);
    if (incident === richIncident) expect(removals.flatMap(({ removed }) => removed).length).toBeGreaterThan(50);
  });
});

test('the test itself sees a sentence that is traced to nothing, and one whose record was not kept', () => {
  const [claim] = richIncident.claims;
  if (claim === undefined) throw new Error('the fixture has claims');
  const foreign: Incident = { ...richIncident, claims: [{ ...claim, evidence: ['aws.cloudtrail:gone'] }] };
  expect(untraced(foreign, new Set())).not.toEqual([]);
  expect(
    untraced(foreign, new Set(['aws.cloudtrail:caller'])).some((text) => text.includes('aws.cloudtrail:gone')),
  ).toBe(true);
});

test('one file alone makes lines, so that nothing can be stated past it', () => {
  const folder = join(projectRoot, 'src', 'report');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
  );
  const making = /is: '(?:statement|unknown|pending)'(?!;)/;
  expect(files.filter((name) => making.test(readFileSync(join(folder, name), 'utf8')))).toEqual(['wording.ts']);
});
