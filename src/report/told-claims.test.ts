import { expect, test } from 'vitest';
import { richIncident } from '../../test/incident-fixture.ts';
import type { Claim } from '../model/claim.ts';
import { buildReport } from './build-report.ts';
import { renderMarkdown } from './markdown.ts';
import { toldClaims, toldOfTraffic } from './told-claims.ts';

const [any] = richIncident.claims;
const claim = (key: string, text: string): Claim => {
  if (any === undefined) throw new Error('the fixture has claims');
  return { ...any, claim_uid: `7c1e90a4d2b8-${key}`, text };
};
const claims = [
  claim('sent-to-1-1', 'to somewhere'),
  claim('sent-1', 'in all'),
  claim('sent-unexplained-1', 'not explained'),
  claim('door-1', 'the door'),
];

test('claims about a machine are told kind by kind, with those of one kind together and no other', () => {
  const [list] = toldClaims({ claims }, toldOfTraffic);
  const texts = list?.is === 'list' ? list.lines.map(({ text }) => text.map((span) => span.text).join('')) : [];
  expect(texts).toEqual(['in all', 'to somewhere', 'not explained']);
  expect(toldClaims({ claims: [] }, toldOfTraffic)).toEqual([]);
});

test('they stand in the sections that they belong to', () => {
  const report = renderMarkdown(buildReport({ ...richIncident, claims: [...richIncident.claims, ...claims] }));
  const traffic = report.slice(report.indexOf('### Network traffic'), report.indexOf('### Persistence'));
  expect(traffic).toMatch(/- in all .*\n- to somewhere .*\n- not explained /);
  expect(report.slice(0, report.indexOf('### Identities'))).toContain('- the door');
});
