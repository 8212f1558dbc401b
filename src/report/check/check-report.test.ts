import { describe, expect, test } from 'vitest';
import { richIncident } from '../../../test/incident-fixture.ts';
import { miningRates } from '../../model/mining.ts';
import type { Beside, Check, Found, Judgement } from './check.ts';
import { checkReport } from './check-report.ts';
import type { About, Statement } from './statement.ts';

const alone: Beside = { incident: null, formulas: { mining: miningRates, chargesOf: () => null, products: [] } };
const beside: Beside = { ...alone, incident: richIncident };

const technique = (line: number, text: string, more: Partial<{ label: string; words: string }> = {}): Statement => ({
  quote: {
    passage: { text, line, headings: ['Report', '2. Analysis'], label: more.label ?? null, row: null },
    text: more.words ?? text,
  },
  about: 'technique',
  id: 'T1496',
  name: null,
});
const [first, second, third] = [technique(3, 'one'), technique(4, 'two'), technique(9, 'three')];

const judge = (statement: Statement, verdict: Judgement['verdict'], more: Partial<Judgement> = {}): Judgement => ({
  statement,
  verdict,
  why: `${verdict} it is`,
  arithmetic: null,
  evidence: [],
  ...more,
});
const check = (found: Partial<Found>): Check => ({
  id: 'x',
  asks: 'x?',
  run: () => ({ judgements: [], clashes: [], ...found }),
});

describe('a checked report', () => {
  test('the worst verdict wins, and those that gave it speak together', () => {
    const { items } = checkReport([first], alone, [
      check({ judgements: [judge(first, 'supported', { evidence: ['a'] })] }),
      check({ judgements: [judge(first, 'contradicted', { why: 'too late', evidence: ['b', 'c'] })] }),
      check({
        judgements: [judge(first, 'contradicted', { why: 'too long', arithmetic: '1 + 1 = 2', evidence: ['c'] })],
      }),
    ]);
    expect(items).toEqual([
      {
        text: 'one',
        where: 'line 3, 2. Analysis',
        verdict: 'contradicted',
        why: 'too late; too long',
        arithmetic: '1 + 1 = 2',
        evidence: ['b', 'c'],
      },
    ]);
  });

  test('items stand in the order of the report, and a whole field is told with its name', () => {
    const field = technique(1, '98%', { label: 'CPU' });
    const part = technique(2, '98% for 6 hours', { label: 'CPU', words: '6 hours' });
    const judgements = [third, part, field].map((one) => judge(one, 'supported'));
    expect(checkReport([third, part, field], alone, [check({ judgements })]).items.map(({ text }) => text)).toEqual([
      'CPU: 98%',
      '6 hours',
      'three',
    ]);
  });

  test('two statements of the same words and verdict are one item', () => {
    const again = { ...first };
    const judgements = [judge(first, 'supported', { why: 'a' }), judge(again, 'supported', { why: 'b' })];
    expect(checkReport([first, again], alone, [check({ judgements })]).items.map(({ why }) => why)).toEqual(['a; b']);
  });

  test('beside an incident a fact that nobody could judge is unsupported, a name or a rating is no item', () => {
    const others: readonly About[] = [
      { about: 'rating', scale: 'severity', word: 'high', score: null },
      { about: 'naming', of: 'log', name: 'audit' },
    ];
    const statements = [first, ...others.map((about) => ({ quote: second.quote, ...about }))];
    expect(checkReport(statements, beside, []).items).toMatchObject([
      { text: 'one', verdict: 'unsupported', evidence: [] },
    ]);
    expect(checkReport(statements, alone, []).items).toEqual([]);
  });

  test('amounts that records bear out are not at odds; the order of acts still can be', () => {
    const amount = (statement: Statement): Statement => ({
      quote: statement.quote,
      about: 'amount',
      of: 'egress',
      value: { low: 1, high: 1, said: 1, isRough: false },
      unit: 'byte',
      within: null,
      cause: null,
      scope: null,
    });
    const [a, b] = [amount(first), amount(second)];
    const clashes = [{ statements: [a, b], why: 'two times', evidence: [] }];
    const told = (evidence: readonly string[], one: Statement): number => {
      const judgements = [a, one].map((statement) => judge(statement, 'supported', { evidence }));
      const both = clashes.map((clash) => ({ ...clash, statements: [a, one] }));
      return checkReport([a, one], beside, [check({ judgements, clashes: both })]).contradictions.length;
    };
    expect([told(['x:1'], b), told([], b), told(['x:1'], second)]).toEqual([0, 1, 1]);
  });

  test('clashes of one reason or of the same statements are one contradiction', () => {
    const { contradictions } = checkReport([first, second, third], alone, [
      check({
        clashes: [
          { statements: [first, second], why: 'three causes', evidence: ['a'] },
          { statements: [second, third], why: 'three causes', evidence: ['a'] },
          { statements: [second, first], why: 'order', evidence: [] },
        ],
      }),
      check({ clashes: [{ statements: [first, second], why: 'times', evidence: ['b'] }] }),
    ]);
    expect(contradictions).toEqual([
      {
        statements: ['one (line 3, 2. Analysis)', 'two (line 4, 2. Analysis)', 'three (line 9, 2. Analysis)'],
        why: 'three causes',
        evidence: ['a'],
      },
      {
        statements: ['two (line 4, 2. Analysis)', 'one (line 3, 2. Analysis)'],
        why: 'order; times',
        evidence: ['b'],
      },
    ]);
  });
});
