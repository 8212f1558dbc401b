import { describe, expect, test } from 'vitest';
import { richIncident } from '../../test/incident-fixture.ts';
import { defang, defangIncident } from './defang.ts';
import { numberer } from './references.ts';
import { data, lasting, listed, prose, proofOf, say, span, state } from './wording.ts';

test.each([
  ['2026-11-03T11:02:41Z', '2026-11-03T11:20:14Z', '17 min 33 s'],
  ['2026-11-03T00:00:00Z', '2026-11-05T03:00:00Z', '2 d 3 h'],
  ['2026-11-03T00:00:00Z', '2026-11-03T06:00:00Z', '6 h'],
  ['2026-11-03T00:00:00Z', '2026-11-03T00:00:00.2Z', '0 s'],
])('from %s to %s is %s', (from, to, text) => {
  expect(lasting(from, to)).toBe(text);
});

test('a span names the day once', () => {
  expect(span('2026-11-03T11:00:00Z', '2026-11-03T12:00:00Z')).toBe('2026-11-03 11:00:00 – 12:00:00');
  expect(span('2026-11-03T11:00:00Z', '2026-11-04T12:00:00Z')).toBe('2026-11-03 11:00:00 – 2026-11-04 12:00:00');
});

test('values are data, and one of a hundred thousand characters is cut', () => {
  expect(say`by ${'AKIA'} in ${3} places`).toEqual([
    { as: 'plain', text: 'by ' },
    { as: 'data', text: 'AKIA' },
    { as: 'plain', text: ' in ' },
    { as: 'plain', text: '3' },
    { as: 'plain', text: ' places' },
  ]);
  expect(data('x'.repeat(100_000))[0]?.text).toMatch(/^x{400}… \(100,000 characters\)$/);
});

test('a long list says how much is left out', () => {
  expect(
    listed(['a', 'b', 'c', 'd'], 2)
      .map(({ text }) => text)
      .join(''),
  ).toBe('a, b and 2 more');
});

test('a statement cannot be made without a claim, nor by a claim without evidence', () => {
  expect(() => state(prose('it rained'), [])).toThrow(RangeError);
  expect(() => state(prose('it rained'), { claim_uid: 'c', evidence: [], evidence_count: 0 })).toThrow(RangeError);
});

test('the proof of several parts is their claims and their evidence together, each once', () => {
  expect(
    proofOf([
      { claim_uid: 'c/0', evidence: ['a', 'b'], evidence_count: 2 },
      { claim_uid: 'c/1', evidence: ['b', 'c'], evidence_count: 250 },
    ]),
  ).toEqual({ claims: ['c/0', 'c/1'], evidence: ['a', 'b', 'c'], count: 250 });
});

test('marks are runs of numbers, four at most, and what is left out is counted', () => {
  const marksOf = numberer(Array.from({ length: 20 }, (_, index) => `r${index + 1}`));
  expect(marksOf({ evidence: ['r3', 'r1', 'r2', 'r9'], count: 4 })).toEqual({
    ranges: [
      { first: 1, last: 3 },
      { first: 9, last: 9 },
    ],
    more: 0,
  });
  expect(marksOf({ evidence: ['r1', 'r3', 'r5', 'r7', 'r9'], count: 300 })).toMatchObject({ more: 296 });
});

describe('defanging', () => {
  test.each([
    ['ip', '203.0.113.9', '203.0.113[.]9'],
    ['ip', '2001:db8::1', '2001[:]db8[:][:]1'],
    ['domain', 'pool.example.com', 'pool.example[.]com'],
    ['url', 'https://a.example.com/x.sh?y=1.2', 'hxxps://a.example[.]com/x.sh?y=1.2'],
    ['user', 'a.b', 'a.b'],
  ] as const)('%s %s becomes %s', (type, value, text) => {
    expect(defang({ type, value })).toBe(text);
  });

  test('reaches every mention and no longer address', () => {
    const incident = defangIncident({ ...richIncident, title: 'from 203.0.113.9, not 203.0.113.90 or 1203.0.113.9' });
    expect(incident.title).toBe('from 203.0.113[.]9, not 203.0.113.90 or 1203.0.113.9');
    expect(incident.root?.why).toContain('203.0.113[.]9 while its owner worked from 198.51.100.20');
    expect(incident.root?.evidence).toEqual(richIncident.root?.evidence);
  });

  test('leaves commands and Terraform as they are, whomever the intruder named after his address', () => {
    const { plan, recommendations, questions } = richIncident;
    const [step] = plan?.steps ?? [];
    const [advice] = recommendations;
    if (plan === null || step === undefined || advice === undefined)
      throw new Error('the fixture has a plan and advice');
    const command = 'cloud deny --user 203.0.113.9';
    const named = {
      ...step,
      title: 'Deny everything to user 203.0.113.9',
      cli: [command],
      undo: { text: 'Allow 203.0.113.9 again', cli: [command] },
      verify: { text: '203.0.113.9 is denied', cli: [command] },
      terraform: 'user = "203.0.113.9"',
    };
    const told = defangIncident({
      ...richIncident,
      plan: { ...plan, steps: [named] },
      recommendations: [{ ...advice, text: 'Disable 203.0.113.9', how: command }],
      questions: questions.map((question) => ({ ...question, how: command })),
    });
    expect(told.plan?.steps).toEqual([
      {
        ...named,
        title: 'Deny everything to user 203.0.113[.]9',
        undo: { text: 'Allow 203.0.113[.]9 again', cli: [command] },
        verify: { text: '203.0.113[.]9 is denied', cli: [command] },
        reason: told.plan?.steps[0]?.reason,
        breaks: told.plan?.steps[0]?.breaks,
      },
    ]);
    expect(told.recommendations).toEqual([{ ...advice, text: 'Disable 203.0.113[.]9', how: command }]);
    expect(told.questions.map(({ how }) => how)).toEqual(questions.map(() => command));
  });
});
